"""Returns, for buyers and for those who receive them."""

from datetime import date, datetime
from typing import Annotated
from uuid import UUID

from pydantic import BaseModel, Field, Strict, StrictBool, StrictInt

from comptoir.api.v1.schemas.fields import Amount, AmountIn, Body, Sentence, Word
from comptoir.domains.returns.values import Outcome, Reason, ReturnKind


class ReturnLineIn(Body):
    line: StrictInt = Field(ge=1)
    quantity: StrictInt = Field(ge=1, le=9_999)
    reason: Annotated[Reason, Strict(False)] = Reason.UNSAID
    swap_for: Word = ""


class ReturnIn(Body):
    """``id`` is chosen by the caller, so that asking twice is one return. The acknowledgement goes to ``email``. Each
    line of an ``exchange`` names in ``swap_for`` the SKU of what is wanted instead: another variant of the same
    product.
    """

    id: Annotated[UUID, Strict(False)] | None = None
    kind: Annotated[ReturnKind, Strict(False)] = ReturnKind.WITHDRAWAL
    lines: list[ReturnLineIn] = Field(min_length=1, max_length=1_000)
    name: Word = ""
    email: Word = ""
    statement: Sentence = ""


class KeptBackIn(Body):
    """What is not given back, for the value that goods have lost, and why, in words for the buyer."""

    amount: AmountIn
    because: Sentence


class ReceivedLineIn(Body):
    line: StrictInt = Field(ge=1)
    received: StrictInt = Field(ge=0, le=9_999)
    outcome: Annotated[Outcome, Strict(False)] = Outcome.RESTOCK
    scrapped: StrictInt = Field(default=0, ge=0, le=9_999)
    kept_back: KeptBackIn | None = None


class ReceiveIn(Body):
    """Each line of the return once; ``scrapped`` of what came are written off, the others are as ``outcome`` says.
    ``place`` is where the goods came in, else where they were sent. What did not come is missing, or with
    ``rest_awaited`` still to come, as a return of its own."""

    lines: list[ReceivedLineIn] = Field(min_length=1, max_length=1_000)
    place: Word = ""
    rest_awaited: StrictBool = False


class ReturnLineOut(BaseModel):
    line: int
    quantity: int
    reason: str
    received: int | None
    outcome: str | None
    scrapped: int
    swapped_for: str | None


class CalledOffOut(BaseModel):
    line: int
    quantity: int
    reason: str


class ReturnOut(BaseModel):
    """``lines`` are to come back; ``called_off`` had not left when they were withdrawn from. ``replacement_id`` is the
    order of what is sent instead, which ``swapped`` of what came back has paid."""

    id: UUID
    number: str
    order_id: UUID
    kind: str
    status: str
    lines: list[ReturnLineOut]
    called_off: list[CalledOffOut]
    place: str
    refund: Amount | None
    swapped: Amount | None
    replacement_id: UUID | None
    with_delivery: bool
    because: str
    requested_at: datetime
    refund_due_on: date


class ReturnList(BaseModel):
    """``withdrawable_until`` is None while something is still to arrive."""

    items: list[ReturnOut]
    withdrawal_open: bool
    withdrawable_until: date | None
