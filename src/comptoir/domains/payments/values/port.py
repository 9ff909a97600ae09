"""The port to payment providers. No method is ever called inside a database transaction."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Any, Protocol

from comptoir.domains.payments.values.disputes import DisputeFact
from comptoir.domains.payments.values.payment import OperationKind, PaymentId
from comptoir.kernel.money import Money
from comptoir.kernel.texts import Texts


class Capability(StrEnum):
    """What a provider can do. A flow asks before it calls; the conformance test tries each one that is declared."""

    CAPTURE_LATER = "capture_later"
    PARTIAL_CAPTURE = "partial_capture"
    VOID = "void"
    REFUND = "refund"
    PARTIAL_REFUND = "partial_refund"
    LOOK_UP = "look_up"  # can be asked what became of a payment
    LIST = "list"  # can be asked for all payments of some time
    MESSAGES = "messages"  # tells us by signed messages
    REDIRECT = "redirect"  # may send the buyer to a page of its own
    HOSTED_FIELDS = "hosted_fields"  # its script puts card fields into our page
    NEEDS_STAFF = "needs_staff"  # money moves outside any machine; a person records it


class OutcomeStatus(StrEnum):
    PENDING = "pending"
    AUTHORISED = "authorised"
    CAPTURED = "captured"
    DECLINED = "declined"  # the provider said no, to this operation
    VOIDED = "voided"
    REFUNDED = "refunded"  # wholly or in part: the totals tell
    NOT_FOUND = "not_found"  # the provider has never heard of this payment
    UNKNOWN = "unknown"  # no answer, or none to rely on: anything may have happened


class Decline(StrEnum):
    """Why not, as far as a buyer can act on it."""

    CARD_REFUSED = "card_refused"
    NO_FUNDS = "no_funds"
    NOT_AUTHENTICATED = "not_authenticated"  # 3-D Secure failed or was given up
    GIVEN_UP = "given_up"  # by the buyer, on the provider's page
    EXPIRED = "expired"
    UNREACHABLE = "unreachable"  # the request never left: nothing was charged
    NOT_REACHED = "not_reached"  # it left, and the provider never heard of it
    REFUSED = "refused"  # anything else, and operations other than authorise
    TOO_MUCH = "too_much"  # more than is left to capture or refund
    BAD_AMOUNT = "bad_amount"


@dataclass(frozen=True, slots=True, kw_only=True)
class AuthoriseRequest:
    """Everything a provider needs to take or reserve money once.

    ``payment_id`` is the idempotency key: the same request again, after a crash, has no second effect. ``token`` stands
    for what the buyer pays with, where a surface has collected one (Stripe: a PaymentMethod; stored value: the account
    that the buyer's code opens, so that the code itself goes no further than the edge). ``simulated`` chooses the
    outcome at the bank simulator; "" lets the buyer choose on its page.
    """

    payment_id: PaymentId
    order_number: str
    market: str
    amount: Money
    capture_now: bool
    email: str
    language: str
    return_url: str
    token: str = ""
    simulated: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """What a provider says of a payment, as of now.

    ``authorised``, ``captured`` and ``refunded`` are running totals as the provider has them (None: not told), to be
    compared with what we asked for, as is ``merchant``. ``client`` is what its script in the buyer's browser needs; it
    is handed on, never stored. ``disputes`` are all that were ever opened, where it tells of them.
    """

    status: OutcomeStatus
    reference: str = ""
    merchant: str = ""
    authorised: Money | None = None
    captured: Money | None = None
    refunded: Money | None = None
    reason: str = ""
    redirect_url: str = ""
    instructions: Texts = field(default_factory=dict)
    client: Mapping[str, str] = field(default_factory=dict)
    disputes: tuple[DisputeFact, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class ProviderNotice:
    """A provider's message whose signature and age have been checked.

    It is a reason to ask the provider, not a proof: ``final`` says whether it is of a kind that can decide anything.
    ``payment_key`` is our key as the provider repeats it, "" when it tells only its own ``reference``.
    """

    event_id: str
    kind: str
    final: bool
    payment_key: str
    reference: str
    sent_at: datetime
    body: Any


@dataclass(frozen=True, slots=True, kw_only=True)
class ListedPayment:
    """A payment in the provider's books, as of now. ``key`` is ours as the provider repeats it, "" when it has none."""

    key: str
    opened_at: datetime
    outcome: Outcome


@dataclass(frozen=True, slots=True, kw_only=True)
class ListedPage:
    """A part of the provider's books, and the cursor of the next one; "" after the last."""

    payments: tuple[ListedPayment, ...]
    next_cursor: str = ""


class PaymentProvider(Protocol):
    """A payment provider.

    Calls end within the deadlines of the settings. What is not a clear answer is ``UNKNOWN``, never ``DECLINED``: only
    a request that certainly was not sent is declined as ``UNREACHABLE``. ``key`` is an operation's idempotency key, and
    ``reference`` the provider's own name of the payment. Amounts must be positive.
    """

    @property
    def kind(self) -> str: ...

    @property
    def capabilities(self) -> frozenset[Capability]: ...

    @property
    def merchant(self) -> str:
        """Our account there, as outcomes must name it. Known without asking."""

    def authorise(self, request: AuthoriseRequest) -> Outcome: ...

    def capture(self, *, payment_id: PaymentId, reference: str, amount: Money, key: str) -> Outcome: ...

    def void(self, *, payment_id: PaymentId, reference: str, key: str) -> Outcome: ...

    def refund(self, *, payment_id: PaymentId, reference: str, amount: Money, key: str) -> Outcome:
        """Give back a part or all of what was captured."""

    def look_up(self, *, payment_id: PaymentId, reference: str = "") -> Outcome:
        """What has become of a payment, by its reference or, when that was lost, by our key."""

    def list_payments(self, *, since: datetime, until: datetime, cursor: str = "") -> ListedPage:
        """Every payment that was opened there between two instants of real time, by anybody with our account.

        :raises ProviderUnreachable: when the answer did not come, or is not to be relied on.
        """

    def read_message(self, *, headers: Mapping[str, str], body: bytes, now: datetime) -> ProviderNotice:
        """Check a message's signature and age, and read it. No network.

        :raises BadSignature: unsigned, signed with another key, or no key is set to check it with.
        :raises StaleMessage: older or newer than the tolerance.
        :raises MalformedMessage: signed by the provider and still not understood.
        """


OPERATION_DONE: Mapping[OperationKind, frozenset[OutcomeStatus]] = {
    OperationKind.AUTHORISE: frozenset(
        {
            OutcomeStatus.PENDING,
            OutcomeStatus.AUTHORISED,
            OutcomeStatus.CAPTURED,
            OutcomeStatus.VOIDED,
            OutcomeStatus.REFUNDED,
        }
    ),
    OperationKind.CAPTURE: frozenset({OutcomeStatus.CAPTURED, OutcomeStatus.REFUNDED}),
    OperationKind.VOID: frozenset({OutcomeStatus.VOIDED}),
    OperationKind.REFUND: frozenset({OutcomeStatus.REFUNDED}),
}
"""Which answers mean that the operation was done."""
