from datetime import datetime

from comptoir.domains.orders.values import Order
from comptoir.domains.payments.actions import open_payment
from comptoir.domains.payments.queries import methods, operations_of, payments_of
from comptoir.domains.payments.values import UNDER_WAY, Operation, Payment
from comptoir.flows.steps.give_up_transfers import give_up_transfers
from comptoir.kernel.access import Actor
from comptoir.kernel.money import Money, total_of


def follow_due(*, order: Order, actor: Actor, now: datetime) -> list[Operation]:
    """The transfer that is awaited for an order follows what is due: over another amount than what is left to be paid,
    it is given up, and where anything is left, one over that much is opened in its place.

    Returns what is to be carried out once this has committed: the buyer is told how to pay the new one; if this dies
    before, the sweep does it. Called under the order's lock. Payments at a provider are left alone, and whatever they
    are asked for is not asked for again.
    """
    payments = payments_of(order.id)
    awaited = [payment for payment in payments if payment.state in UNDER_WAY and not payment.looked_up]
    if not awaited:
        return []
    zero = Money.zero(order.total.currency)
    held = total_of((payment.secured for payment in payments), zero.currency)
    elsewhere = total_of(
        (each.amount for each in payments if each.state in UNDER_WAY and each.looked_up), zero.currency
    )
    left = max(order.left_to_pay(held) - elsewhere, zero)
    if total_of((payment.amount for payment in awaited), zero.currency) == left:
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
