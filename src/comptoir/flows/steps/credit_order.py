from datetime import datetime

from comptoir.domains.invoicing.actions import issue_credit_note
from comptoir.domains.invoicing.queries import deposits_to_credit, documents_of, invoices_to_credit
from comptoir.domains.orders.queries import order
from comptoir.domains.orders.values import OrderId
from comptoir.flows.steps.book_document import book_document
from comptoir.flows.steps.credit_deposits import credit_deposits
from comptoir.kernel.access import Actor


def credit_order(*, order_id: OrderId, because: str, actor: Actor, now: datetime) -> None:
    """Credit what is left of every invoice of an order that was called off, and its open deposits, and book it.

    Nothing invoiced or left of it, nothing credited.
    """
    if not documents_of(order_id):
        return
    called_off, deposit_ids = order(order_id), deposits_to_credit(order_id)
    for invoice_id in invoices_to_credit(order_id):
        note = issue_credit_note(invoice_id=invoice_id, because=because, actor=actor, now=now)
        book_document(document_id=note, customer_id=called_off.customer_id, actor=actor, now=now)
    credit_deposits(order=called_off, deposit_ids=deposit_ids, because=because, actor=actor, now=now)
