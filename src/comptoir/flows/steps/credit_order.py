from datetime import datetime

from comptoir.domains.invoicing.actions import issue_credit_note
from comptoir.domains.invoicing.queries import document, documents_of, sale_entry
from comptoir.domains.invoicing.values import DocumentKind
from comptoir.domains.ledger.actions import post_entry
from comptoir.domains.orders.values import OrderId
from comptoir.kernel.access import Actor


def credit_order(*, order_id: OrderId, because: str, actor: Actor, now: datetime) -> None:
    """Credit every invoice of an order that was called off, and book it. Nothing invoiced, nothing credited."""
    for invoice in documents_of(order_id):
        if invoice.kind is DocumentKind.INVOICE:
            note = issue_credit_note(invoice_id=invoice.id, because=because, actor=actor, now=now)
            if invoice.total:
                post_entry(draft=sale_entry(document(note)), actor=actor, now=now)
