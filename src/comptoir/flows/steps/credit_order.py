from datetime import datetime

from comptoir.domains.invoicing.actions import issue_credit_note
from comptoir.domains.invoicing.queries import deposits_to_credit, documents_of
from comptoir.domains.invoicing.values import DocumentKind
from comptoir.domains.orders.queries import order
from comptoir.domains.orders.values import OrderId
from comptoir.flows.steps.book_document import book_document
from comptoir.flows.steps.credit_deposits import credit_deposits
from comptoir.kernel.access import Actor


def credit_order(*, order_id: OrderId, because: str, actor: Actor, now: datetime) -> None:
    """Credit what is left of every invoice of an order that was called off, and its open deposits, and book it.

    Nothing invoiced, nothing credited.
    """
    documents = documents_of(order_id)
    if not documents:
        return
    called_off = order(order_id)
    for invoice in documents:
        if invoice.kind is DocumentKind.INVOICE:
            note = issue_credit_note(invoice_id=invoice.id, because=because, actor=actor, now=now)
            book_document(document_id=note, customer_id=called_off.customer_id, actor=actor, now=now)
    deposit_ids = deposits_to_credit(order_id)
    credit_deposits(order=called_off, deposit_ids=deposit_ids, because=because, actor=actor, now=now)
