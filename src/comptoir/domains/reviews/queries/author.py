"""What whoever has bought something sees of their own reviews."""

from collections.abc import Collection

from comptoir.domains.customers.values import CustomerId
from comptoir.domains.orders.values import Order, OrderId, OrderLine
from comptoir.domains.reviews.errors import NotBought
from comptoir.domains.reviews.models import Review as ReviewRecord
from comptoir.domains.reviews.queries.reading import read_review
from comptoir.domains.reviews.rules import reviewable
from comptoir.domains.reviews.values import Review


def reviewable_lines(order: Order) -> tuple[OrderLine, ...]:
    """The lines of an order that can be reviewed: something of them has left. No statement."""
    return reviewable(order)


def review_of_line(order: Order, position: int) -> tuple[OrderLine, Review | None]:
    """The line of an order that somebody writes about, and what they have written.

    :raises NotBought: when the order has no such line, or nothing of it has left.
    """
    line = next((each for each in reviewable(order) if each.position == position), None)
    if line is None:
        raise NotBought(position=position)
    return line, reviews_of_order(order.id).get(position)


def reviews_by(customer_ids: Collection[CustomerId]) -> list[Review]:
    """Everything that some customers have written, oldest first. One statement."""
    rows = ReviewRecord.objects.filter(customer_id__in=customer_ids).order_by("written_at", "id")
    return [read_review(row) for row in rows]


def reviews_of_order(order_id: OrderId) -> dict[int, Review]:
    """What was written about an order, by the position of the line. One statement."""
    return {row.position: read_review(row) for row in ReviewRecord.objects.filter(order_id=order_id)}
