from datetime import datetime
from uuid import UUID

from comptoir.domains.invoicing.queries import document, sale_entry
from comptoir.domains.invoicing.values import DocumentId
from comptoir.domains.ledger.actions import post_entry
from comptoir.kernel.access import Actor


def book_document(*, document_id: DocumentId, customer_id: UUID, actor: Actor, now: datetime) -> None:
    """Book an invoice or credit note; one over nothing is no entry. Done again, it is the same entry."""
    issued = document(document_id)
    draft = sale_entry(issued, customer_id=customer_id)
    if any(posting.debit or posting.credit for posting in draft.postings):
        post_entry(draft=draft, actor=actor, now=now)
