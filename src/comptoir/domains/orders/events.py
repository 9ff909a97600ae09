from comptoir.domains.orders.values import OrderId
from comptoir.kernel.events import Event, Lane, event


@event("orders.order_placed.1", subject="order_id")
class OrderPlaced(Event):
    """A customer asks for goods; the money is not there yet."""

    order_id: OrderId
    market: str


@event("orders.orders_added.1", lane=Lane.BULK)
class OrdersAdded(Event):
    """Orders that ended long ago were taken over, from elsewhere or for a demonstration: nobody is to be told."""

    order_ids: tuple[OrderId, ...]


@event("orders.order_paid.1", subject="order_id")
class OrderPaid(Event):
    """The money is authorised or taken and the goods are claimed."""

    order_id: OrderId
    market: str


@event("orders.order_preparing.1", subject="order_id")
class OrderPreparing(Event):
    """Somebody packs it; the buyer cannot cancel any more."""

    order_id: OrderId
    market: str


@event("orders.order_shipped.1", subject="order_id")
class OrderShipped(Event):
    """Everything has left."""

    order_id: OrderId
    market: str


@event("orders.order_cancelled.1", subject="order_id")
class OrderCancelled(Event):
    """It will not be delivered; ``was`` is the state it left."""

    order_id: OrderId
    market: str
    was: str
    because: str
