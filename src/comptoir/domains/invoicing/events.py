from uuid import UUID

from comptoir.domains.invoicing.values import DocumentId, DocumentKind
from comptoir.kernel.events import Event, event


@event("invoicing.document_issued.1", subject="order_id")
class DocumentIssued(Event):
    """An invoice or credit note has its number; its PDF follows."""

    order_id: UUID
    document_id: DocumentId
    kind: DocumentKind
    number: str
    market: str


@event("invoicing.document_rendered.1", subject="order_id")
class DocumentRendered(Event):
    """The PDF of a document can be downloaded."""

    order_id: UUID
    document_id: DocumentId
    kind: DocumentKind
    number: str
    market: str
