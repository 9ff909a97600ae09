from comptoir.domains.catalogue.values import ProductId
from comptoir.domains.orders.values import OrderId
from comptoir.domains.reviews.values import ReviewId
from comptoir.kernel.events import Event, Lane, event


@event("reviews.review_invited.1", subject="order_id")
class ReviewInvited(Event):
    """The goods of an order have been with their buyer for some days: they may be asked what they think of them."""

    order_id: OrderId
    market: str


@event("reviews.review_refused.1", subject="order_id")
class ReviewRefused(Event):
    """It is not shown (any more); ``edition`` is which version of it was read."""

    review_id: ReviewId
    order_id: OrderId
    market: str
    edition: int


@event("reviews.reviews_changed.1", lane=Lane.BULK)
class ReviewsChanged(Event):
    """What everybody reads of these products' reviews is another now: one came, went or was answered."""

    product_ids: tuple[ProductId, ...]
