from datetime import datetime, timedelta

from comptoir.domains.orders.actions import hold_by_rule
from comptoir.domains.orders.queries import hold_rules
from comptoir.domains.orders.values import HoldRules, OrderId
from comptoir.domains.payments.queries import orders_from, payments_of, source_of_payment
from comptoir.domains.payments.values import Payment, PaymentState
from comptoir.kernel.access import Actor


def hold_suspicious(*, payment: Payment, actor: Actor, now: datetime) -> None:
    """Hold the order that a payment has just paid if a rule of its market says so.

    Called in the transaction that marks it as paid. Its goods stay claimed and its money stays where it is.
    """
    rules = hold_rules(payment.market)
    if rules == HoldRules():
        return
    source = source_of_payment(payment.id)
    hold_by_rule(
        order_id=OrderId(payment.order_id),
        from_source=orders_from(source, since=now - timedelta(hours=rules.hours)),
        tries=sum(each.state is PaymentState.FAILED for each in payments_of(payment.order_id)),
        actor=actor,
        now=now,
    )
