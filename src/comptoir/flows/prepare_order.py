from datetime import datetime

from django.db import transaction

from comptoir.domains.fulfilment.values import ShipmentId
from comptoir.domains.orders.actions import start_preparing
from comptoir.domains.orders.queries import order
from comptoir.domains.orders.values import OrderId
from comptoir.flows.steps.pack_claimed import pack_claimed
from comptoir.kernel.access import Actor


def prepare_order(*, order_id: OrderId, actor: Actor, now: datetime) -> tuple[ShipmentId, ...]:
    """Take a paid order in hand: a shipment is opened at each place where goods are claimed for it. The buyer cannot
    cancel any more.

    :raises OnHold: while the order is on hold.
    :raises DifferenceDue: while the order was made dearer than what was paid.
    :raises MoveRefused: unless the order is paid and nobody has taken it yet.
    """
    with transaction.atomic(durable=True):
        start_preparing(order_id=order_id, actor=actor, now=now)
        return pack_claimed(order=order(order_id), actor=actor.with_consequences(), now=now)
