"""Making PDFs. Making one twice has one effect."""

from datetime import timedelta
from uuid import UUID

from comptoir.domains.invoicing import actions
from comptoir.domains.invoicing.queries import unrendered
from comptoir.domains.invoicing.values import DocumentId
from comptoir.kernel import clock
from comptoir.kernel.access import job_actor
from comptoir.kernel.jobs import job

_PATIENCE = timedelta(minutes=10)


@job()
def render_document(*, document_id: str) -> None:
    """Make the PDF of a document and freeze it."""
    actor = job_actor("invoicing.render_document")
    actions.render_document(document_id=DocumentId(UUID(document_id)), actor=actor, now=clock.now())


@job(every="*/10 * * * *")
def render_forgotten() -> None:
    """Ask again for the PDFs that should have been there ten minutes ago: no document stays without one."""
    for document_id in unrendered(before=clock.now() - _PATIENCE):
        render_document.enqueue(document_id=str(document_id))
