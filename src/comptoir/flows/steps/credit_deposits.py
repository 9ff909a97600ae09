from collections.abc import Collection
from datetime import datetime

from comptoir.domains.invoicing.actions import issue_credit_note
from comptoir.domains.invoicing.values import DocumentId
from comptoir.domains.orders.values import Order
from comptoir.flows.steps.book_document import book_document
from comptoir.kernel.access import Actor


def credit_deposits(
    *, order: Order, deposit_ids: Collection[DocumentId], because: str, actor: Actor, now: datetime
) -> None:
    """Credit deposit invoices that no invoice of the goods will make good. Called under the order's lock."""
    for deposit_id in deposit_ids:
        note = issue_credit_note(invoice_id=deposit_id, because=because, actor=actor, now=now)
        book_document(document_id=note, customer_id=order.customer_id, actor=actor, now=now)
