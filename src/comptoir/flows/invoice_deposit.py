from datetime import datetime

from django.db import transaction

from comptoir.domains.invoicing.values import DocumentId
from comptoir.domains.orders.queries import awaited_money, order
from comptoir.domains.orders.values import OrderId
from comptoir.flows.steps.issue_deposit import issue_deposit
from comptoir.kernel.access import Actor


def invoice_deposit(*, order_id: OrderId, actor: Actor, now: datetime) -> DocumentId:
    """Invoice what was received for an order before its goods leave, when somebody asks for it.

    The tax on it is booked now; the invoice of the goods names this one and books no tax again. When the order is
    sent in parts or called off, it is credited; when it is revised, too, and one over what is agreed now takes its
    place.

    :raises UnknownOrder: when there is no such order.
    :raises NoDeposit: when what is not invoiced yet was not received in full, or there is a deposit invoice already.
    """
    with transaction.atomic(durable=True):
        awaited_money(order_id)  # the order first, as everybody does: docs/explain/locking.md
        return issue_deposit(order=order(order_id), actor=actor, now=now)
