from datetime import datetime

from django.db import transaction

from comptoir.domains.orders.actions.locking import lock_order
from comptoir.domains.orders.errors import BadGesture, EmptyGesture, GestureDiffers, GestureWithoutReason, NotRefundable
from comptoir.domains.orders.models import Gesture as GestureRow
from comptoir.domains.orders.queries import gestures_of, order
from comptoir.domains.orders.rules import worth_of
from comptoir.domains.orders.values import Gesture, OrderId, OrderState
from comptoir.domains.payments.permissions import PAYMENTS_REFUND
from comptoir.kernel.access import Actor
from comptoir.kernel.history import record


def grant_gesture(*, order_id: OrderId, gesture: Gesture, because: str, actor: Actor, now: datetime) -> bool:
    """Money is given back of a paid order of which nothing comes back. False when that gesture was granted before.

    Whether so much of the money is left is for payments to say.

    :raises NotRefundable: when the order was not paid, or is cancelled: then its money goes back by itself.
    :raises BadGesture: without a reason, for nothing, or for more than the lines that it is about were paid with.
    :raises GestureDiffers: when the same gesture was granted with other contents.
    """
    actor.must(PAYMENTS_REFUND)
    with transaction.atomic(savepoint=False):
        row = lock_order(order_id)
        actor.must(PAYMENTS_REFUND, market=row.market_id)
        known = {each.id: each for each in gestures_of(order_id)}.get(gesture.id)
        if known is not None:
            if known != gesture:
                raise GestureDiffers
            return False
        if row.paid_at is None or row.state == OrderState.CANCELLED:
            raise NotRefundable(state=row.state)
        if not because.strip():
            raise GestureWithoutReason(field="because")
        if gesture.amount.minor <= 0:
            raise EmptyGesture(field="amount")
        most = worth_of(order(order_id), gesture.positions)
        if gesture.amount.currency != row.currency or gesture.amount.minor > most.minor:
            raise BadGesture(field="amount", most=most)
        GestureRow.objects.create(
            id=gesture.id,
            order_id=order_id,
            amount_minor=gesture.amount.minor,
            way=gesture.way,
            positions=list(gesture.positions),
            granted_at=now,
        )
        record(
            action="gesture granted",
            subject_type="orders.order",
            subject_id=order_id,
            actor=actor,
            now=now,
            after={"amount": gesture.amount, "way": gesture.way},
            because=because.strip(),
        )
        return True
