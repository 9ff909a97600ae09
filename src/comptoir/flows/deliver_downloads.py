from contextlib import suppress
from datetime import datetime

from django.db import transaction

from comptoir.domains.catalogue.queries import files_for
from comptoir.domains.catalogue.values import VariantKind
from comptoir.domains.fulfilment.actions import open_downloads
from comptoir.domains.orders.actions import mark_pieces_shipped
from comptoir.domains.orders.queries import awaited_money, order
from comptoir.domains.orders.values import BEING_PREPARED, Order, OrderId, OrderState
from comptoir.flows.prepare_order import prepare_order
from comptoir.flows.steps.invoice_order import invoice_order
from comptoir.flows.take_money import take_money
from comptoir.kernel.access import Actor
from comptoir.kernel.transitions import MoveRefused


def deliver_downloads(*, order_id: OrderId, actor: Actor, now: datetime) -> bool:
    """The buyer of a paid order may fetch the files from now on; tells whether there were any to deliver.

    Money that was only set aside is taken first. What else the order holds is taken in hand by that, and sent as ever.
    Done again, nothing changes.

    :raises OnHold: while the order is on hold.
    :raises NotPaidFor: when the provider does not let go of the money that was set aside.
    :raises DifferenceDue: while the order was made dearer than what was paid.
    :raises MoveRefused: unless the order is paid.
    """
    found = order(order_id)
    if not _due_of(found):
        return False
    if found.state is OrderState.PAID:
        with suppress(MoveRefused):  # somebody takes it in hand at this moment
            prepare_order(order_id=order_id, actor=actor, now=now)
    take_money(order_id=order_id, actor=actor, now=now)
    ours = actor.with_consequences()
    with transaction.atomic(durable=True):
        awaited_money(order_id)
        found = order(order_id)
        pieces = _due_of(found)
        if not pieces:
            return False
        mark_pieces_shipped(order_id=order_id, pieces=pieces, downloads=True, actor=actor, now=now)
        lines = {line.position: line.variant_id for line in found.lines if line.kind is VariantKind.DOWNLOAD}
        known = files_for({lines[position] for position in pieces if position in lines})
        files = {position: known[lines[position]] for position in pieces if position in lines}
        open_downloads(order_id=order_id, market=found.market, files=files, actor=ours, now=now)
        invoice_order(order=order(order_id), actor=ours, now=now)
    return True


def _due_of(found: Order) -> dict[int, int]:
    """The pieces that are delivered without a parcel, by the position of their line: downloads; and what is done for
    an order, where nothing of it travels."""
    if found.state is not OrderState.PAID and found.state not in BEING_PREPARED:
        return {}
    travels = any(line.wanted and line.lies_on_shelf for line in found.lines)
    return {
        line.position: line.to_ship
        for line in found.lines
        if line.to_ship and (line.kind is VariantKind.DOWNLOAD or (not line.lies_on_shelf and not travels))
    }
