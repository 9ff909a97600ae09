from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from django.db import transaction

from comptoir.domains.orders.actions.locking import FREE, lock_free_order, lock_order
from comptoir.domains.orders.errors import DifferenceDue, TooLateToCancel
from comptoir.domains.orders.events import OrderCancelled, OrderDifferencePaid, OrderPaid, OrderPreparing
from comptoir.domains.orders.models import Order as OrderRecord
from comptoir.domains.orders.permissions import ORDERS_CANCEL, ORDERS_PREPARE, ORDERS_SETTLE
from comptoir.domains.orders.values import CANCELLABLE_BY_BUYER, ORDER_STATES, OrderId, OrderState
from comptoir.kernel.access import Actor
from comptoir.kernel.events import emit
from comptoir.kernel.history import record
from comptoir.kernel.money import Money
from comptoir.kernel.transitions import MoveRefused, move


def mark_paid(*, order_id: OrderId, market: str, payment_ids: Sequence[UUID], actor: Actor, now: datetime) -> None:
    """The money is authorised or taken, by these payments together, the last of which completed it.

    By none, where there was nothing to pay. Any other one's money goes back.

    :raises MoveRefused: unless the order waits for its payment.
    """
    actor.must(ORDERS_SETTLE, market=market)
    with transaction.atomic(savepoint=False):
        completed_by = payment_ids[-1] if payment_ids else None
        changes = {"paid_at": now, "paid_by": completed_by, "counted_payments": sorted(payment_ids)}
        move(OrderRecord(pk=order_id), to=OrderState.PAID, table=ORDER_STATES, actor=actor, now=now, changes=changes)
        emit(OrderPaid(order_id=order_id, market=market))


def count_payment(*, order_id: OrderId, payment_id: UUID, due: Money, actor: Actor, now: datetime) -> None:
    """Another payment counts: it holds what a revision made due, of which ``due`` is left. Again changes nothing.

    :raises UnknownOrder: when there is none.
    """
    actor.must(ORDERS_SETTLE)
    with transaction.atomic(savepoint=False):
        row = lock_order(order_id)
        actor.must(ORDERS_SETTLE, market=row.market_id)
        counted = row.counted_payments or [id for id in (row.paid_by,) if id]
        if payment_id in counted:
            return
        OrderRecord.objects.filter(pk=order_id, due_minor=row.due_minor).update(
            counted_payments=sorted({*counted, payment_id}), due_minor=due.minor
        )
        record(
            action="part of difference paid" if due else "difference paid",
            subject_type="orders.order",
            subject_id=order_id,
            actor=actor,
            now=now,
            after={"payment_id": str(payment_id), "due_minor": due.minor},
        )
        emit(OrderDifferencePaid(order_id=order_id, market=row.market_id, payment_id=payment_id))


def ask_for_payment(*, order_id: OrderId, until: datetime, actor: Actor, now: datetime) -> None:
    """What an order waited for has come, or comes no more: what is left of it is for the buyer to pay, until then.

    Done again, or to an order that waited for nothing, it changes nothing.

    :raises UnknownOrder: when there is none.
    """
    actor.must(ORDERS_SETTLE)
    with transaction.atomic(savepoint=False):
        row = lock_order(order_id)
        actor.must(ORDERS_SETTLE, market=row.market_id)
        if not row.awaits_goods:
            return
        OrderRecord.objects.filter(pk=order_id).update(awaits_goods=False, unpaid_until=until)
        record(
            action="asked to pay",
            subject_type="orders.order",
            subject_id=order_id,
            actor=actor,
            now=now,
            before={"awaits_goods": True},
            after={"awaits_goods": False},
        )


def start_preparing(*, order_id: OrderId, actor: Actor, now: datetime) -> None:
    """Somebody takes it in hand; the buyer cannot cancel any more.

    :raises OnHold: while the order is on hold.
    :raises DifferenceDue: while a revision made it dearer than what was paid.
    :raises MoveRefused: unless the order is paid.
    """
    actor.must(ORDERS_PREPARE)
    with transaction.atomic(savepoint=False):
        row = lock_free_order(order_id)
        actor.must(ORDERS_PREPARE, market=row.market_id)
        if row.state == OrderState.PAID and row.due_minor:
            raise DifferenceDue(due=Money(row.due_minor, row.currency))
        move(row, to=OrderState.PREPARING, table=ORDER_STATES, actor=actor, now=now)
        emit(OrderPreparing(order_id=order_id, market=row.market_id))


def cancel(*, order_id: OrderId, because: str, actor: Actor, now: datetime) -> None:
    """Call all of it off. Whoever may prepare orders may until a parcel has left, a buyer until somebody prepares it.

    :raises TooLateToCancel: when the buyer is too late.
    :raises MoveRefused: when something has left, or it was cancelled before.
    """
    actor.must(ORDERS_CANCEL)
    with transaction.atomic(savepoint=False):
        row = lock_order(order_id)
        actor.must(ORDERS_CANCEL, market=row.market_id)
        staff = actor.can(ORDERS_PREPARE, market=row.market_id)
        try:
            was = move(
                row,
                to=OrderState.CANCELLED,
                table=ORDER_STATES if staff else CANCELLABLE_BY_BUYER,
                actor=actor,
                now=now,
                because=because,
                changes=FREE | {"cancelled_at": now},
            )
        except MoveRefused as refused:
            if refused.facts["state"] == OrderState.PREPARING:
                raise TooLateToCancel(**refused.facts) from refused
            raise
        emit(OrderCancelled(order_id=order_id, market=row.market_id, was=was, because=because))
