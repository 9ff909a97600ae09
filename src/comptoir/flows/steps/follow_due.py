from collections.abc import Sequence
from datetime import datetime

from comptoir.domains.orders.values import Order
from comptoir.domains.payments.actions import open_payment, request_void
from comptoir.domains.payments.queries import methods, operations_of, payments_of
from comptoir.domains.payments.values import UNDER_WAY, Operation, Payment
from comptoir.flows.steps.give_up_transfers import give_up_transfers
from comptoir.kernel.access import Actor
from comptoir.kernel.money import Money, total_of


def follow_due(*, order: Order, actor: Actor, now: datetime) -> list[Operation]:
    """What is asked for an order follows what is due. Attempts at a provider over more than what is left to be paid are
    given up: nobody is charged what would go back. The transfer that is awaited over another amount than what they
    leave is given up too, and where anything is left, one over that much is opened in its place.

    Returns what is to be carried out once this has committed: the provider is asked, and the buyer told how to pay the
    new transfer; if this dies before, the sweep does it. Called under the order's lock.
    """
    payments = payments_of(order.id)
    zero = Money.zero(order.total.currency)
    under_way = [payment for payment in payments if payment.state in UNDER_WAY]
    attempts = [payment for payment in under_way if payment.looked_up]
    awaited = [payment for payment in under_way if not payment.looked_up]
    left = max(order.left_to_pay(total_of((payment.secured for payment in payments), zero.currency)), zero)
    elsewhere = total_of((payment.amount for payment in attempts), zero.currency)
    asked = [
        request_void(payment_id=payment.id, actor=actor, now=now)
        for payment in attempts
        if elsewhere > left and not payment.voiding
    ]
    return asked + _transfers_follow(order, awaited, max(left - elsewhere, zero), actor, now)


def _transfers_follow(
    order: Order, awaited: Sequence[Payment], left: Money, actor: Actor, now: datetime
) -> list[Operation]:
    if not awaited or total_of((payment.amount for payment in awaited), left.currency) == left:
        return []
    give_up_transfers(payments=awaited, actor=actor, now=now)
    return _awaited_anew(order, awaited[-1], left, actor, now) if left else []


def _awaited_anew(order: Order, like: Payment, left: Money, actor: Actor, now: datetime) -> list[Operation]:
    """By the same way, whether it is still offered or not: the buyer has chosen it."""
    method = next((each for each in methods(order.market) if each.code == like.method), None)
    if method is None:
        return []
    opened = open_payment(
        order_id=order.id, market=order.market, method=method, amount=left, due=order.total, actor=actor, now=now
    )
    return [operations_of(opened.id)[-1]]
