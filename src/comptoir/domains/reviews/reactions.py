"""What leaves and arrives sets the day on which its buyer is asked."""

from datetime import datetime

from comptoir.domains.fulfilment.events import ParcelDelivered
from comptoir.domains.orders.events import OrderShipped
from comptoir.domains.orders.values import OrderId
from comptoir.domains.reviews.actions import await_reviews, bring_reviews_forward
from comptoir.kernel.access import Actor
from comptoir.kernel.events import reaction


@reaction(OrderShipped)
def await_reviews_of_shipped(event: OrderShipped, *, actor: Actor, now: datetime) -> None:
    """All of it has left."""
    await_reviews(order_id=event.order_id, actor=actor, now=now)


@reaction(ParcelDelivered)
def bring_forward_when_delivered(event: ParcelDelivered, *, actor: Actor, now: datetime) -> None:
    """Whoever has the goods sooner is asked sooner."""
    bring_reviews_forward(order_id=OrderId(event.order_id), actor=actor, now=now)
