"""What happens to the pieces of an order, by line: called off, sent, come back."""

from collections import Counter
from collections.abc import Mapping
from datetime import datetime

from django.db import transaction
from django.db.models import Sum

from comptoir.domains.catalogue.values import VariantKind
from comptoir.domains.orders.actions.locking import FREE, lock_free_order, lock_order
from comptoir.domains.orders.errors import DifferenceDue, TooManyPieces
from comptoir.domains.orders.events import OrderPiecesReturned, OrderPiecesShipped, OrderShipped
from comptoir.domains.orders.models import Order as OrderRecord
from comptoir.domains.orders.models import OrderLine as LineRecord
from comptoir.domains.orders.permissions import ORDERS_PREPARE, ORDERS_RETURN
from comptoir.domains.orders.values import ORDER_STATES, OrderId, OrderState
from comptoir.kernel.access import Actor
from comptoir.kernel.events import emit
from comptoir.kernel.history import record
from comptoir.kernel.money import Money
from comptoir.kernel.sql import fetch
from comptoir.kernel.transitions import MoveRefused, move

type Pieces = Mapping[int, int]
"""How many pieces, by the position of the line."""

_SHIP = """
UPDATE orders_orderline AS line SET shipped = line.shipped + given.pieces
  FROM unnest(%s::int[], %s::int[]) AS given(position, pieces)
 WHERE line.order_id = %s AND line.position = given.position AND given.pieces > 0
   AND line.shipped + line.cancelled + given.pieces <= line.quantity
RETURNING line.sku, given.pieces
"""
_RETURN = """
UPDATE orders_orderline AS line SET returned = line.returned + given.pieces
  FROM unnest(%s::int[], %s::int[]) AS given(position, pieces)
 WHERE line.order_id = %s AND line.position = given.position AND given.pieces > 0
   AND line.returned + given.pieces <= line.shipped
RETURNING line.sku, given.pieces
"""


def mark_pieces_shipped(
    *, order_id: OrderId, pieces: Pieces, downloads: bool = False, actor: Actor, now: datetime
) -> OrderState:
    """These pieces have left. The order is shipped once nothing of it is left to send, partly shipped until then.
    ``downloads``: they left without a parcel.

    :raises OnHold: while the order is on hold.
    :raises DifferenceDue: while a revision made it dearer than what was paid.
    :raises TooManyPieces: for more than is left to send, or a line that does not exist.
    :raises MoveRefused: unless the order is being prepared.
    """
    actor.must(ORDERS_PREPARE)
    with transaction.atomic(savepoint=False):
        row = lock_free_order(order_id)
        actor.must(ORDERS_PREPARE, market=row.market_id)
        if row.state not in (OrderState.PREPARING, OrderState.PARTLY_SHIPPED):
            raise MoveRefused(state=row.state, to=str(OrderState.SHIPPED))
        if row.due_minor:
            raise DifferenceDue(due=Money(row.due_minor, row.currency))
        left = _change(_SHIP, order_id, pieces)
        record(
            action="pieces_shipped",
            subject_type="orders.order",
            subject_id=order_id,
            actor=actor,
            now=now,
            after={"pieces": left},
        )
        emit(
            OrderPiecesShipped(
                order_id=order_id,
                market=row.market_id,
                pieces=dict(pieces),
                shipped_so_far=_shipped_so_far(order_id),
                downloads=downloads,
            )
        )
        return close_or_go_on(row, actor=actor, now=now)


def _shipped_so_far(order_id: OrderId) -> int:
    goods = LineRecord.objects.filter(order_id=order_id, kind=VariantKind.GOODS)
    total: int | None = goods.aggregate(total=Sum("shipped"))["total"]
    return total or 0


def close_or_go_on(row: OrderRecord, *, actor: Actor, now: datetime) -> OrderState:
    """Move an order of which something has left to where its lines say it is. Its row is locked."""
    left = LineRecord.objects.filter(order_id=row.pk).extra(where=["shipped + cancelled < quantity"]).exists()
    if not left:
        move(row, to=OrderState.SHIPPED, table=ORDER_STATES, actor=actor, now=now, changes=FREE | {"shipped_at": now})
        emit(OrderShipped(order_id=OrderId(row.pk), market=row.market_id))
    elif row.state == OrderState.PREPARING:
        move(row, to=OrderState.PARTLY_SHIPPED, table=ORDER_STATES, actor=actor, now=now)
    return OrderState(row.state)


def mark_pieces_returned(*, order_id: OrderId, pieces: Pieces, actor: Actor, now: datetime) -> None:
    """These pieces, which had been sent, have come back.

    :raises TooManyPieces: for more than was sent and is not back yet.
    """
    actor.must(ORDERS_RETURN)
    with transaction.atomic(savepoint=False):
        row = lock_order(order_id)
        actor.must(ORDERS_RETURN, market=row.market_id)
        returned = _change(_RETURN, order_id, pieces)
        record(
            action="pieces_returned",
            subject_type="orders.order",
            subject_id=order_id,
            actor=actor,
            now=now,
            after={"pieces": returned},
        )
        emit(OrderPiecesReturned(order_id=order_id, market=row.market_id, pieces=dict(pieces)))


def _change(statement: str, order_id: OrderId, pieces: Pieces) -> dict[str, int]:
    """All of them or none. Returns how many of which SKU, as the history tells them."""
    changed = fetch(statement, [list(pieces), list(pieces.values()), order_id])
    if not pieces or len(changed) != len(pieces):
        raise TooManyPieces(field="quantity")
    counted: Counter[str] = Counter()
    for sku, count in changed:
        counted[sku] += count
    return dict(counted)
