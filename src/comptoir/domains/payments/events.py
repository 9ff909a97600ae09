from uuid import UUID

from comptoir.domains.payments.values import DisputeId, PaymentId
from comptoir.kernel.events import Event, event
from comptoir.kernel.money import Money


@event("payments.payment_authorised.1", subject="order_id")
class PaymentAuthorised(Event):
    """The money is set aside for us, and not yet taken."""

    order_id: UUID
    payment_id: PaymentId
    amount: Money


@event("payments.payment_captured.1", subject="order_id")
class PaymentCaptured(Event):
    """``amount`` was taken, now. A payment taken at once is never announced as authorised."""

    order_id: UUID
    payment_id: PaymentId
    amount: Money


@event("payments.payment_instructed.1", subject="order_id")
class PaymentInstructed(Event):
    """The buyer was told how to pay outside any machine (a transfer); the order waits for that money."""

    order_id: UUID
    payment_id: PaymentId


@event("payments.payment_failed.1", subject="order_id")
class PaymentFailed(Event):
    """The attempt came to nothing; the order may be paid by another one."""

    order_id: UUID
    payment_id: PaymentId
    reason: str


@event("payments.payment_voided.1", subject="order_id")
class PaymentVoided(Event):
    """Given up before any money was taken."""

    order_id: UUID
    payment_id: PaymentId


@event("payments.payment_refunded.1", subject="order_id")
class PaymentRefunded(Event):
    """``amount`` was given back, now; ``total`` in all."""

    order_id: UUID
    payment_id: PaymentId
    amount: Money
    total: Money


@event("payments.payment_mismatched.1", subject="order_id")
class PaymentMismatched(Event):
    """The provider holds another amount than we asked for. It does not count; somebody should look."""

    order_id: UUID
    payment_id: PaymentId
    expected: Money
    authorised: Money
    captured: Money


@event("payments.payment_disputed.1", subject="order_id")
class PaymentDisputed(Event):
    """The buyer has asked their bank for the money back, and the bank has taken it from us for now."""

    order_id: UUID
    payment_id: PaymentId
    dispute_id: DisputeId
    amount: Money


@event("payments.dispute_closed.1", subject="order_id")
class DisputeClosed(Event):
    """The bank has decided: the money is ours again, or lost."""

    order_id: UUID
    payment_id: PaymentId
    dispute_id: DisputeId
    amount: Money
    won: bool


@event("payments.methods_changed.1")
class PaymentMethodsChanged(Event):
    """The ways to pay of these markets changed."""

    market_codes: tuple[str, ...]
