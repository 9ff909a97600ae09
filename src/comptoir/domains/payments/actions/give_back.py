from datetime import datetime

from django.db import transaction
from django.db.models import F

from comptoir.domains.payments.actions.locking import lock_payment
from comptoir.domains.payments.actions.request import request_refund, request_void
from comptoir.domains.payments.errors import BadAmount, TooMuch
from comptoir.domains.payments.models import Payment as PaymentRow
from comptoir.domains.payments.permissions import PAYMENTS_PAY, PAYMENTS_REFUND
from comptoir.domains.payments.values import VOIDABLE, Operation, PaymentId
from comptoir.kernel import history
from comptoir.kernel.access import Actor
from comptoir.kernel.money import Money


def request_money_back(
    *, payment_id: PaymentId, cause: str, because: str = "", actor: Actor, now: datetime
) -> Operation | None:
    """Ask for everything that a payment holds to go back: a refund of what was taken, or else giving the payment up.

    None when it holds nothing and never can any more. Asked again for the same cause, it returns the same operation.

    :raises OperationDiffers: when the cause was refunded with another amount.
    """
    actor.must(PAYMENTS_PAY)
    with transaction.atomic(savepoint=False):
        payment = lock_payment(payment_id)
        if payment.captured:
            left = payment.refundable
            return (
                request_refund(payment_id=payment_id, amount=left, cause=cause, because=because, actor=actor, now=now)
                if left
                else None
            )
        return request_void(payment_id=payment_id, actor=actor, now=now) if payment.state in VOIDABLE else None


def give_as_credit(*, payment_id: PaymentId, amount: Money, because: str = "", actor: Actor, now: datetime) -> None:
    """So much of what a payment took is given to the buyer as store credit: it is refunded no more.

    The caller gives the credit in the same transaction, once.

    :raises BadAmount: when the amount is not positive or of another currency.
    :raises TooMuch: when it is more than is left, with what is.
    """
    actor.must(PAYMENTS_REFUND)
    _change_credit(payment_id, amount, 1, because, actor, now)


def take_credit_back(*, payment_id: PaymentId, amount: Money, because: str = "", actor: Actor, now: datetime) -> None:
    """So much that was given as store credit was not spent and is credit no more: it can be refunded again.

    The caller takes the credit away in the same transaction, once.

    :raises BadAmount: when the amount is not positive or of another currency.
    :raises TooMuch: when less was given as credit, with what was.
    """
    actor.must(PAYMENTS_REFUND)
    _change_credit(payment_id, amount, -1, because, actor, now)


def _change_credit(id: PaymentId, amount: Money, sign: int, because: str, actor: Actor, now: datetime) -> None:
    with transaction.atomic(savepoint=False):
        payment = lock_payment(id)
        actor.must(PAYMENTS_REFUND, market=payment.market)
        if amount.minor <= 0 or amount.currency != payment.amount.currency:
            raise BadAmount(field="amount", currency=payment.amount.currency)
        available = payment.refundable if sign > 0 else payment.credited
        if amount > available:
            raise TooMuch(available=available)
        PaymentRow.objects.filter(pk=id).update(credited_minor=F("credited_minor") + sign * amount.minor)
        history.record(
            action="given as credit" if sign > 0 else "credit taken back",
            subject_type="payments.payment",
            subject_id=id,
            actor=actor,
            now=now,
            after={"amount": amount},
            because=because,
        )
