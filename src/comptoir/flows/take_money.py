from datetime import datetime

from django.db import transaction

from comptoir.domains.orders.errors import NotPaidFor
from comptoir.domains.orders.values import OrderId
from comptoir.domains.payments.actions import request_capture, request_void
from comptoir.domains.payments.queries import payments_of
from comptoir.domains.payments.values import Operation, PaymentState
from comptoir.flows.carry_out_operation import carry_out_operation
from comptoir.flows.steps.free_to_leave import free_to_leave
from comptoir.kernel.access import Actor
from comptoir.kernel.money import Money, total_of


def take_money(*, order_id: OrderId, actor: Actor, now: datetime) -> None:
    """Money of a prepared order that was only set aside is taken: goods never leave unpaid.

    :raises MoveRefused: unless the order is being prepared.
    :raises OnHold: while the order is on hold.
    :raises NotPaidFor: when the provider does not let go of the money that was set aside.
    """
    ours = actor.with_consequences()
    for operation in _ask_for_money(order_id, actor, now):
        settled = carry_out_operation(operation=operation, actor=ours, now=now)
        if settled.payment.state not in (PaymentState.CAPTURED, PaymentState.VOIDED):
            raise NotPaidFor(payment_id=str(settled.payment.id))


def _ask_for_money(order_id: OrderId, actor: Actor, now: datetime) -> list[Operation]:
    """Of what was set aside, as much as the order comes to by now; what is not needed is given up."""
    with transaction.atomic(durable=True):
        awaited, payments, ours = (
            free_to_leave(order_id=order_id, actor=actor),
            payments_of(order_id),
            actor.with_consequences(),
        )
        authorised = [each for each in payments if each.state is PaymentState.AUTHORISED and not each.voiding]
        taken = total_of((payment.secured for payment in payments if payment not in authorised), awaited.total.currency)
        left, operations = awaited.total - taken, []
        for payment in authorised:
            amount = min(payment.authorised, max(left, Money.zero(left.currency)))
            operations.append(
                request_capture(payment_id=payment.id, amount=amount, actor=ours, now=now)
                if amount
                else request_void(payment_id=payment.id, actor=ours, now=now)
            )
            left -= amount
        return operations
