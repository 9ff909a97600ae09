from comptoir.domains.orders.values import OrderId
from comptoir.domains.returns.values import ReturnId
from comptoir.kernel.events import Event, event
from comptoir.kernel.money import Money


@event("returns.return_requested.1", subject="order_id")
class ReturnRequested(Event):
    """A buyer withdraws from the contract, or says that something is wrong."""

    order_id: OrderId
    return_id: ReturnId
    market: str
    kind: str


@event("returns.return_accepted.1", subject="order_id")
class ReturnAccepted(Event):
    """The goods may be sent. A withdrawal or an exchange within its period always is; ``kind`` tells which it was."""

    order_id: OrderId
    return_id: ReturnId
    market: str
    kind: str


@event("returns.replacement_promised.1", subject="order_id")
class ReplacementPromised(Event):
    """Other goods are sent for those that come back: the order ``replacement_id``, which waits for them."""

    order_id: OrderId
    return_id: ReturnId
    replacement_id: OrderId
    market: str


@event("returns.unsent_pieces_withdrawn.1", subject="order_id")
class UnsentPiecesWithdrawn(Event):
    """A buyer withdraws from so many pieces of lines (by position) that had not left: they were called off.

    ``being_prepared`` says that somebody may have them in hand.
    """

    order_id: OrderId
    return_id: ReturnId
    market: str
    pieces: dict[int, int]
    being_prepared: bool


@event("returns.return_received.1", subject="order_id")
class ReturnReceived(Event):
    """The goods are here, and ``refund`` goes back, beside what pays for others that are sent instead."""

    order_id: OrderId
    return_id: ReturnId
    market: str
    refund: Money


@event("returns.return_closed.1", subject="order_id")
class ReturnClosed(Event):
    """The money is back where it came from."""

    order_id: OrderId
    return_id: ReturnId
    market: str


@event("returns.return_refused.1", subject="order_id")
class ReturnRefused(Event):
    """It is not taken back; ``because`` is what the buyer reads."""

    order_id: OrderId
    return_id: ReturnId
    market: str
    because: str


@event("returns.return_withdrawn.1", subject="order_id")
class ReturnWithdrawn(Event):
    """The buyer keeps the goods after all."""

    order_id: OrderId
    return_id: ReturnId
    market: str
