"""The verbs of invoicing."""

from comptoir.domains.invoicing.actions.add import add_documents
from comptoir.domains.invoicing.actions.issue import issue_credit_note, issue_document, issue_gesture_note
from comptoir.domains.invoicing.actions.render import record_rendering, render_document

__all__ = [
    "add_documents",
    "issue_credit_note",
    "issue_document",
    "issue_gesture_note",
    "record_rendering",
    "render_document",
]
