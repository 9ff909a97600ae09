from datetime import datetime
from enum import StrEnum
from functools import partial

from comptoir.domains.orders.queries import order, order_for_staff
from comptoir.domains.orders.values import Order, OrderId, OrderState
from comptoir.domains.payments.actions import open_receipt, record_receipt
from comptoir.domains.payments.errors import AlreadyRecorded, BadAmount, MoreThanDue, RecordedBefore
from comptoir.domains.payments.queries import (
    payment_awaiting,
    payment_by_receipt,
    payments_of,
    receipt_known,
    receipt_method,
    refunds_for,
)
from comptoir.domains.payments.values import KEPT_AS_CREDIT, PAID_BEYOND_DUE, Payment, PaymentId, Recorded
from comptoir.flows.carry_out_operation import carry_out_operation
from comptoir.flows.keep_refund_as_credit import keep_refund_as_credit
from comptoir.flows.settle_payment import Settled, settle_payment
from comptoir.kernel.access import Actor
from comptoir.kernel.money import Money, total_of


class ExcessWay(StrEnum):
    """What becomes of money beyond what is due."""

    REFUND = "refund"  # staff send it back
    CREDIT = "credit"  # the customer has it as store credit


def record_payment(
    *,
    order_id: OrderId,
    amount: Money,
    bank_reference: str = "",
    key: str = "",
    excess: ExcessWay | None = None,
    told_apart: bool = True,
    actor: Actor,
    now: datetime,
) -> Settled:
    """A person saw money of an order on the bank account: it is recorded as it is, be it a part, all or too much.

    What is still missing stays due, and a transfer that was awaited goes on over that. ``excess`` says what becomes of
    what is too much; all of it goes back when the order was called off. ``key`` tells this receipt from others of the
    order; without one, the amount and the reference do. Recorded twice, it counts once. Where the key says nothing of
    the transfer itself, as that of a page does, it is not ``told_apart`` from one of the same amount and reference.

    :raises UnknownOrder: when there is no such order.
    :raises BadAmount: when the amount is not positive, or not in the order's currency.
    :raises MoreThanDue: when more has arrived than is due and ``excess`` is not said.
    :raises RecordedBefore: when it is not told apart from one that was recorded before.
    :raises AlreadyRecorded: when nothing is due, so much was recorded before, and ``excess`` is not said.
    """
    wanted, ours = order_for_staff(order_id, actor=actor), actor.with_consequences()
    known_by = key or f"{amount.minor} {bank_reference}"
    record = partial(_record, wanted.id, amount, bank_reference, known_by, excess, told_apart, actor, now)
    settled = settle_payment(order_id=wanted.id, record=record, actor=actor, now=now)
    for operation in settled.asked:
        carry_out_operation(operation=operation, actor=ours, now=now)
    if excess is ExcessWay.CREDIT:
        _keep_as_credit(wanted.id, settled.payment.id, bank_reference, actor, now)
    return settled


def _record(
    order_id: OrderId,
    amount: Money,
    bank_reference: str,
    key: str,
    excess: ExcessWay | None,
    told_apart: bool,
    actor: Actor,
    now: datetime,
) -> Recorded:
    """Under the order's lock, of two who record the same the second finds it."""
    payment = payment_by_receipt(order_id, key)
    if payment is None:
        found, payments = order(order_id), payments_of(order_id)
        if not told_apart and receipt_known(order_id, amount, bank_reference):
            raise RecordedBefore(field="another", amount=amount)
        if found.state is not OrderState.CANCELLED:
            _refuse_too_much(found, payments, amount, excess)
        payment = payment_awaiting(order_id, amount) or open_receipt(
            order_id=order_id,
            market=found.market,
            method=receipt_method(found.market, chosen=_chosen(payments)),
            amount=amount,
            key=key,
            actor=actor,
            now=now,
        )
    return record_receipt(
        payment_id=payment.id, amount=amount, bank_reference=bank_reference, key=key, actor=actor, now=now
    )


def _refuse_too_much(found: Order, payments: tuple[Payment, ...], amount: Money, excess: ExcessWay | None) -> None:
    if amount.currency != found.total.currency:
        raise BadAmount(field="amount", currency=found.total.currency)
    due = found.left_to_pay(total_of((payment.secured for payment in payments), amount.currency))
    if amount <= due or excess is not None:
        return
    if not due and any(not each.looked_up and each.captured == amount for each in payments):
        raise AlreadyRecorded(amount=amount)
    raise MoreThanDue(field="excess", due=due)


def _chosen(payments: tuple[Payment, ...]) -> str:
    """The way to pay by hand that the buyer chose last; "" when they chose another."""
    return next((payment.method for payment in reversed(payments) if not payment.looked_up), "")


def _keep_as_credit(order_id: OrderId, payment_id: PaymentId, because: str, actor: Actor, now: datetime) -> None:
    """In a transaction of its own: cut off before, the rest waits among the refunds to send, where the same can be
    chosen."""
    for cause in sorted(PAID_BEYOND_DUE):
        for refund in refunds_for(order_id, cause):
            if refund.payment_id == payment_id and refund.reason != KEPT_AS_CREDIT:
                keep_refund_as_credit(operation_id=refund.id, because=because, actor=actor, now=now)
