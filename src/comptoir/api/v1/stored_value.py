"""Gift cards and store credit: what a code is worth."""

from datetime import date

from ninja import Router
from pydantic import BaseModel

from comptoir.api.v1.asked import asked_market
from comptoir.api.v1.paying import CODES
from comptoir.api.v1.schemas.fields import Amount, Body, Word
from comptoir.api.v1.schemas.problems import Problem
from comptoir.domains.stored_value.queries import usable_account
from comptoir.kernel.clock import local_day
from comptoir.kernel.requests import Request, limited

router = Router(tags=["Gift cards"])


class CodeIn(Body):
    market: Word = ""
    code: Word


class StoredValueOut(BaseModel):
    kind: str
    ends_in: str
    balance: Amount
    expires_on: date | None


@router.post("/stored-value/balance", response={200: StoredValueOut, 422: Problem, 429: Problem}, auth=None)
def show_balance(request: Request, body: CodeIn) -> StoredValueOut:
    """What a code can pay now. A code that is unknown, blocked, expired or used up gets one and the same answer."""
    limited(request, CODES)
    here = asked_market(body.market)
    found = usable_account(
        body.code, market=here.code, currency=here.currency, on=local_day(request.now, here.time_zone)
    )
    return StoredValueOut(
        kind=found.kind,
        ends_in=found.last_four,
        balance=Amount.of(found.balance),
        expires_on=found.expires_on,
    )
