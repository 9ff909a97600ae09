"""A document that has its number gets its PDF."""

from datetime import datetime

from comptoir.domains.invoicing.events import DocumentIssued
from comptoir.domains.invoicing.jobs import render_document
from comptoir.kernel.access import Actor
from comptoir.kernel.events import reaction


@reaction(DocumentIssued)
def make_pdf(event: DocumentIssued, *, actor: Actor, now: datetime) -> None:
    render_document.enqueue(document_id=str(event.document_id))
