"""Asking a provider for something: the request is written down before the provider hears of it."""

from datetime import datetime

from django.db import transaction
from django.db.models import F
from django.db.models.functions import Coalesce, Least

from comptoir.domains.payments.actions.locking import lock_payment
from comptoir.domains.payments.actions.open import first_pause
from comptoir.domains.payments.errors import BadAmount, NotPossibleNow, OperationDiffers, TooMuch
from comptoir.domains.payments.models import Operation as OperationRow
from comptoir.domains.payments.models import Payment as PaymentRow
from comptoir.domains.payments.permissions import PAYMENTS_PAY, PAYMENTS_REFUND
from comptoir.domains.payments.queries import operation_of
from comptoir.domains.payments.values import (
    VOIDABLE,
    Operation,
    OperationKind,
    OperationState,
    Payment,
    PaymentId,
    PaymentState,
)
from comptoir.kernel import history
from comptoir.kernel.access import Actor
from comptoir.kernel.ids import new_id
from comptoir.kernel.money import Money


def request_capture(*, payment_id: PaymentId, amount: Money | None = None, actor: Actor, now: datetime) -> Operation:
    """Ask for the authorised money, all of it unless an amount is named; what is left is released by the provider.

    Asked again while that capture is open or done, it returns the same operation.

    :raises NotPossibleNow: when nothing is authorised, or the payment is being voided.
    :raises BadAmount: when the amount is not positive or of another currency.
    :raises TooMuch: when it is more than was authorised.
    """
    actor.must(PAYMENTS_PAY)
    with transaction.atomic(savepoint=False):
        payment = lock_payment(payment_id)
        wanted = payment.authorised if amount is None else amount
        _must_be_positive(wanted, payment)
        known = _known(payment, OperationKind.CAPTURE, "", wanted)
        if known:
            return known
        if payment.state is not PaymentState.AUTHORISED or payment.voiding:
            raise NotPossibleNow(state=str(payment.state))
        if wanted > payment.authorised:
            raise TooMuch(available=payment.authorised)
        return _ask(payment, OperationKind.CAPTURE, "", wanted, now)


def request_void(*, payment_id: PaymentId, actor: Actor, now: datetime) -> Operation:
    """Ask to give up a payment of which nothing was taken.

    Asked again while that is open or done, it returns the same operation.

    :raises NotPossibleNow: when money was taken (refund it instead) or nothing is left to give up.
    """
    actor.must(PAYMENTS_PAY)
    with transaction.atomic(savepoint=False):
        payment = lock_payment(payment_id)
        known = _known(payment, OperationKind.VOID, "", payment.amount)
        if known:
            return known
        if payment.state not in VOIDABLE or payment.captured:
            raise NotPossibleNow(state=str(payment.state))
        return _ask(payment, OperationKind.VOID, "", payment.amount, now)


def request_refund(
    *, payment_id: PaymentId, amount: Money, cause: str, because: str = "", actor: Actor, now: datetime
) -> Operation:
    """Ask to give money back, to where it came from.

    The amount is set aside under the payment's lock, so that refunds asked for at the same time never add up to more
    than was taken. ``cause`` names why ("cancelled", a return's id): one cause is refunded once, however often it is
    asked.

    :raises BadAmount: when the amount is not positive or of another currency. There is no "0 means all".
    :raises TooMuch: when it is more than is left, with what is.
    :raises OperationDiffers: when the cause was refunded with another amount.
    """
    actor.must(PAYMENTS_REFUND)
    with transaction.atomic(savepoint=False):
        payment = lock_payment(payment_id)
        actor.must(PAYMENTS_REFUND, market=payment.market)
        _must_be_positive(amount, payment)
        known = _known(payment, OperationKind.REFUND, cause, amount)
        if known:
            return known
        if amount > payment.refundable:
            raise TooMuch(available=payment.refundable)
        operation = _ask(payment, OperationKind.REFUND, cause, amount, now)
        history.record(
            action="refund requested",
            subject_type="payments.payment",
            subject_id=payment_id,
            actor=actor,
            now=now,
            after={"amount": amount, "cause": cause},
            because=because,
        )
        return operation


def _must_be_positive(amount: Money, payment: Payment) -> None:
    # Also for callers without a type checker: None, 0 and "" have all meant "everything" to somebody before.
    currency = payment.amount.currency
    if not isinstance(amount, Money) or amount.minor <= 0 or amount.currency != currency:
        raise BadAmount(field="amount", currency=currency)


def _known(payment: Payment, kind: OperationKind, cause: str, amount: Money) -> Operation | None:
    """The same thing asked before, unless it failed: then it may be asked anew."""
    row = (
        OperationRow.objects.filter(payment_id=payment.id, kind=kind, cause=cause)
        .exclude(state=OperationState.FAILED)
        .first()
    )
    if row is None:
        return None
    if Money(row.amount_minor, payment.amount.currency) != amount:
        raise OperationDiffers
    return operation_of(row, payment.amount.currency)


def _ask(payment: Payment, kind: OperationKind, cause: str, amount: Money, now: datetime) -> Operation:
    # A provider answers a known key with what it said before, so a new try after a refusal needs a new key.
    number = 1 + OperationRow.objects.filter(payment_id=payment.id, kind=kind, cause=cause).count()
    row = OperationRow.objects.create(
        id=new_id(),
        payment_id=payment.id,
        kind=kind,
        cause=cause,
        key=":".join(filter(None, (payment.key, kind, cause, str(number)))),
        amount_minor=amount.minor,
        state=OperationState.REQUESTED,
        requested_at=now,
    )
    refund_minor = amount.minor if kind is OperationKind.REFUND else 0
    rows = PaymentRow.objects.filter(pk=payment.id)
    look_at = now + first_pause()
    rows.update(
        refunding_minor=F("refunding_minor") + refund_minor,
        voiding=payment.voiding or kind is OperationKind.VOID,
        looks=0,
        next_look_at=Least(Coalesce(F("next_look_at"), look_at), look_at),
    )
    return operation_of(row, payment.amount.currency)
