from datetime import datetime

from comptoir.domains.invoicing.actions import issue_credit_note
from comptoir.domains.invoicing.queries import pieces_to_credit
from comptoir.domains.orders.values import Order
from comptoir.flows.steps.book_document import book_document
from comptoir.kernel.access import Actor


def credit_pieces(
    *, order: Order, cause: str, because: str, with_delivery: bool = False, actor: Actor, now: datetime
) -> None:
    """Credit what is invoiced of an order and no longer wanted, or came back; delivery only when told so.

    Called under the order's lock. One cause is credited once.
    """
    kept = {line.position: line.wanted - line.returned for line in order.lines}
    for invoice_id, pieces in pieces_to_credit(order.id, kept=kept, with_delivery=with_delivery).items():
        note = issue_credit_note(
            invoice_id=invoice_id,
            pieces=pieces,
            with_delivery=with_delivery,
            cause=cause,
            because=because,
            actor=actor,
            now=now,
        )
        book_document(document_id=note, customer_id=order.customer_id, actor=actor, now=now)
