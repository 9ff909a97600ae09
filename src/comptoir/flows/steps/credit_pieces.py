from collections.abc import Mapping
from datetime import datetime

from comptoir.domains.invoicing.actions import issue_credit_note
from comptoir.domains.invoicing.queries import pieces_to_credit, returned_to_credit
from comptoir.domains.invoicing.values import DocumentId, Withheld
from comptoir.domains.orders.values import Order
from comptoir.flows.steps.book_document import book_document
from comptoir.kernel.access import Actor

type Credited = dict[DocumentId, tuple[dict[int, int], dict[int, Withheld]]]


def credit_pieces(
    *,
    order: Order,
    cause: str,
    because: str,
    came_back: Mapping[int, int] | None = None,
    withheld: Mapping[int, Withheld] | None = None,
    with_delivery: bool = False,
    actor: Actor,
    now: datetime,
) -> None:
    """Credit what ``came_back`` of each line (by position), less what is ``withheld`` of it; without that, what is
    invoiced of an order and no longer wanted. Delivery only when told so.

    Called under the order's lock. One cause is credited once.
    """
    if came_back is None:
        kept = {line.position: line.wanted - line.returned for line in order.lines}
        called_off = pieces_to_credit(order.id, kept=kept, with_delivery=with_delivery)
        credited: Credited = {id: (pieces, {}) for id, pieces in called_off.items()}
    else:
        credited = returned_to_credit(order.id, came=came_back, with_delivery=with_delivery, withheld=withheld)
    for invoice_id, (pieces, less) in credited.items():
        note = issue_credit_note(
            invoice_id=invoice_id,
            pieces=pieces,
            with_delivery=with_delivery,
            came_back=came_back is not None,
            withheld=less,
            cause=cause,
            because=because,
            actor=actor,
            now=now,
        )
        book_document(document_id=note, customer_id=order.customer_id, actor=actor, now=now)
