"""What others may ask of invoicing. Whether the asker may see an order's documents is the surface's to know."""

from comptoir.domains.invoicing.queries.credits import (
    credit_worth,
    credited_for,
    gesture_notes,
    invoices_to_credit,
    pieces_to_credit,
    returned_to_credit,
)
from comptoir.domains.invoicing.queries.read import (
    credit_notes_of,
    deposit_draft,
    deposits_to_credit,
    document,
    document_rows,
    documents_by_key,
    documents_of,
    has_open_deposit,
    invoice_draft,
    next_invoice_draft,
    read_pdf,
    sale_entry,
    stored_documents,
    unrendered,
)

__all__ = [
    "credit_notes_of",
    "credit_worth",
    "credited_for",
    "deposit_draft",
    "deposits_to_credit",
    "document",
    "document_rows",
    "documents_by_key",
    "documents_of",
    "gesture_notes",
    "has_open_deposit",
    "invoice_draft",
    "invoices_to_credit",
    "next_invoice_draft",
    "pieces_to_credit",
    "read_pdf",
    "returned_to_credit",
    "sale_entry",
    "stored_documents",
    "unrendered",
]
