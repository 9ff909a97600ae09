from collections.abc import Mapping
from datetime import datetime

from comptoir.domains.invoicing.actions import issue_credit_note
from comptoir.domains.invoicing.queries import pieces_to_credit, returned_to_credit
from comptoir.domains.orders.values import Order
from comptoir.flows.steps.book_document import book_document
from comptoir.kernel.access import Actor


def credit_pieces(
    *,
    order: Order,
    cause: str,
    because: str,
    came_back: Mapping[int, int] | None = None,
    with_delivery: bool = False,
    actor: Actor,
    now: datetime,
) -> None:
    """Credit what ``came_back`` of each line (by position); without that, what is invoiced of an order and no longer
    wanted. Delivery only when told so.

    Called under the order's lock. One cause is credited once.
    """
    if came_back is None:
        kept = {line.position: line.wanted - line.returned for line in order.lines}
        credited = pieces_to_credit(order.id, kept=kept, with_delivery=with_delivery)
    else:
        credited = returned_to_credit(order.id, came=came_back, with_delivery=with_delivery)
    for invoice_id, pieces in credited.items():
        note = issue_credit_note(
            invoice_id=invoice_id,
            pieces=pieces,
            with_delivery=with_delivery,
            came_back=came_back is not None,
            cause=cause,
            because=because,
            actor=actor,
            now=now,
        )
        book_document(document_id=note, customer_id=order.customer_id, actor=actor, now=now)
