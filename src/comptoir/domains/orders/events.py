from uuid import UUID

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


@event("orders.order_difference_paid.1", subject="order_id")
class OrderDifferencePaid(Event):
    """Another payment counts, over what a change made the order dearer by or a part of it."""

    order_id: OrderId
    market: str
    payment_id: UUID


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


@event("orders.order_pieces_shipped.1", subject="order_id")
class OrderPiecesShipped(Event):
    """These pieces, by the position of their line, have left; with the last of them the order is shipped.

    ``shipped_so_far`` counts the pieces of all parcels, these included. ``downloads``: they left without a parcel.
    """

    order_id: OrderId
    market: str
    pieces: dict[int, int]
    shipped_so_far: int
    downloads: bool = False


@event("orders.order_pieces_returned.1", subject="order_id")
class OrderPiecesReturned(Event):
    """These pieces came back."""

    order_id: OrderId
    market: str
    pieces: dict[int, int]


@event("orders.order_revised.1", subject="order_id")
class OrderRevised(Event):
    """What was agreed has changed: pieces, addresses, the total."""

    order_id: OrderId
    market: str
    revision: int
    because: str


@event("orders.order_held.1", subject="order_id")
class OrderHeld(Event):
    """Nothing of it is prepared or leaves until it is released."""

    order_id: OrderId
    market: str
    because: str


@event("orders.order_released.1", subject="order_id")
class OrderReleased(Event):
    """It may go on."""

    order_id: OrderId
    market: str
