from datetime import datetime, timedelta

from comptoir.domains.orders.actions import hold_by_rule
from comptoir.domains.orders.queries import hold_rules
from comptoir.domains.orders.values import HoldRules, OrderId
from comptoir.domains.payments.queries import orders_from, payments_of, source_of_payment
from comptoir.domains.payments.values import PaymentId, PaymentState
from comptoir.kernel.access import Actor


def hold_suspicious(
    *, order_id: OrderId, market_code: str, payment_id: PaymentId | None, actor: Actor, now: datetime
) -> None:
    """Hold an order that has just been paid, by that payment if there was anything to pay, if a rule of its market says
    so.

    Called in the transaction that marks it as paid. Its goods stay claimed and its money stays where it is.
    """
    rules = hold_rules(market_code)
    if rules == HoldRules():
        return
    source = source_of_payment(payment_id) if payment_id else ""
    hold_by_rule(
        order_id=order_id,
        from_source=orders_from(source, since=now - timedelta(hours=rules.hours)),
        tries=sum(each.state is PaymentState.FAILED for each in payments_of(order_id)),
        actor=actor,
        now=now,
    )
