"""Holding an order back, letting it go on, and what people write beside it."""

from datetime import datetime

from django.db import transaction

from comptoir.domains.orders.actions.locking import lock_order
from comptoir.domains.orders.errors import EmptyNote, NotHoldable
from comptoir.domains.orders.events import OrderHeld, OrderReleased
from comptoir.domains.orders.models import Order as OrderRecord
from comptoir.domains.orders.permissions import ORDERS_HOLD, ORDERS_NOTE
from comptoir.domains.orders.values import OPEN_STATES, OrderId, OrderState
from comptoir.kernel.access import Actor
from comptoir.kernel.events import emit
from comptoir.kernel.history import record

_SUBJECT = "orders.order"


def hold_order(*, order_id: OrderId, because: str, actor: Actor, now: datetime) -> bool:
    """Nothing of the order is prepared or leaves until somebody releases it. False when it was on hold already.

    :raises EmptyNote: without a reason.
    :raises NotHoldable: when it has left or was cancelled.
    """
    actor.must(ORDERS_HOLD)
    if not because.strip():
        raise EmptyNote(field="because")
    with transaction.atomic(savepoint=False):
        row = lock_order(order_id)
        actor.must(ORDERS_HOLD, market=row.market_id)
        if OrderState(row.state) not in OPEN_STATES:
            raise NotHoldable(state=row.state)
        if row.held_because:
            return False
        why = because.strip()
        OrderRecord.objects.filter(pk=order_id, held_because="").update(held_because=why, held_at=now)
        record(action="held", subject_type=_SUBJECT, subject_id=order_id, actor=actor, now=now, because=why)
        emit(OrderHeld(order_id=order_id, market=row.market_id, because=why))
    return True


def release_order(*, order_id: OrderId, because: str = "", actor: Actor, now: datetime) -> bool:
    """Let an order that was on hold go on. False when it was not."""
    actor.must(ORDERS_HOLD)
    with transaction.atomic(savepoint=False):
        row = lock_order(order_id)
        actor.must(ORDERS_HOLD, market=row.market_id)
        if not row.held_because:
            return False
        before = {"held_because": row.held_because}
        OrderRecord.objects.filter(pk=order_id, held_because=row.held_because).update(held_because="", held_at=None)
        record(
            action="released",
            subject_type=_SUBJECT,
            subject_id=order_id,
            actor=actor,
            now=now,
            before=before,
            because=because,
        )
        emit(OrderReleased(order_id=order_id, market=row.market_id))
    return True


def add_note(*, order_id: OrderId, text: str, actor: Actor, now: datetime) -> None:
    """Write something beside the order, for colleagues: a line of its history that nobody can change.

    :raises EmptyNote: without words, or with more than 4,000 letters.
    """
    actor.must(ORDERS_NOTE)
    if not 0 < len(text.strip()) <= 4_000:
        raise EmptyNote(field="text")
    with transaction.atomic(savepoint=False):
        row = lock_order(order_id)
        actor.must(ORDERS_NOTE, market=row.market_id)
        record(action="noted", subject_type=_SUBJECT, subject_id=order_id, actor=actor, now=now, because=text.strip())
