"""From a frozen document to a frozen PDF: typst sets the page, factur-x puts the electronic invoice inside."""

import hashlib
import threading
from datetime import datetime
from importlib import resources
from pathlib import Path
from typing import Any

from django.core.files.base import ContentFile
from django.db import transaction

from comptoir.domains.invoicing.actions.layout import page_of
from comptoir.domains.invoicing.actions.mentions import exemption_reasons
from comptoir.domains.invoicing.events import DocumentRendered
from comptoir.domains.invoicing.models import Document as DocumentModel
from comptoir.domains.invoicing.permissions import INVOICING_ISSUE
from comptoir.domains.invoicing.queries import document as document_of
from comptoir.domains.invoicing.queries import stored_documents
from comptoir.domains.invoicing.rules.einvoice import terms_of
from comptoir.domains.invoicing.values import Document, DocumentId, DocumentState, Look
from comptoir.kernel.access import Actor
from comptoir.kernel.events import emit
from comptoir.kernel.history import record
from comptoir.kernel.ids import new_id
from comptoir.kernel.paper import set_page, shown_on_paper

_PROFILE = "en16931"
_one_at_a_time = threading.Lock()
"""The library prepares its table of fields on first use, in place: two threads at once would trip over each other."""


def render_document(*, document_id: DocumentId, actor: Actor, now: datetime) -> None:
    """Make the PDF of an issued document, store it and freeze it. Of two at once, the first stored one stays.

    Outside any transaction: the storage may be on another machine.

    :raises UnknownDocument: when there is none.
    """
    actor.must(INVOICING_ISSUE)
    document = document_of(document_id)
    actor.must(INVOICING_ISSUE, market=document.market)
    if document.state is DocumentState.RENDERED:
        return
    xml = electronic_invoice(document)
    pdf = pdf_with(document, xml)
    sha256 = hashlib.sha256(pdf).hexdigest()
    # A name of its own for each rendering: of two at once, the second takes only its own away again.
    wanted = f"{document.issued_on:%Y/%m}/{document.number}-{new_id().hex}.pdf"
    path = stored_documents().save(wanted, ContentFile(pdf))
    if not record_rendering(document_id=document_id, xml=xml.decode(), path=path, sha256=sha256, actor=actor, now=now):
        stored_documents().delete(path)


def record_rendering(*, document_id: DocumentId, xml: str, path: str, sha256: str, actor: Actor, now: datetime) -> bool:
    """Freeze the stored PDF; False when another one was frozen before.

    :raises UnknownDocument: when there is no such document.
    """
    actor.must(INVOICING_ISSUE)
    document = document_of(document_id)
    actor.must(INVOICING_ISSUE, market=document.market)
    with transaction.atomic(savepoint=False):
        frozen = DocumentModel.objects.filter(id=document_id, state=DocumentState.ISSUED).update(
            state=DocumentState.RENDERED, xml=xml, pdf_path=path, pdf_sha256=sha256, rendered_at=now
        )
        if frozen:
            _tell(document, path, sha256, actor, now)
    return bool(frozen)


def _tell(document: Document, path: str, sha256: str, actor: Actor, now: datetime) -> None:
    record(
        action="rendered",
        subject_type="invoicing.document",
        subject_id=document.id,
        actor=actor,
        now=now,
        after={"pdf_path": path, "pdf_sha256": sha256},
    )
    emit(
        DocumentRendered(
            order_id=document.order_id,
            document_id=document.id,
            kind=document.kind,
            number=document.number,
            market=document.market,
        )
    )


def electronic_invoice(document: Document) -> bytes:
    """The document as Cross Industry Invoice XML (UN/CEFACT), profile EN 16931, checked against its schema."""
    from facturx import generate_cii_xml

    terms = terms_of(document, exemption_reasons=exemption_reasons(document.language))
    # The library's own check of the business rules asks a server and passes when there is none: ours runs in the tests.
    with _one_at_a_time:
        xml: bytes = generate_cii_xml(terms, level=_PROFILE, check_xsd=True, check_schematron=None)
    return xml


def pdf_with(document: Document, xml: bytes, *, look: Look | None = None) -> bytes:
    """The page as PDF/A-3 with the electronic invoice inside (Factur-X)."""
    from facturx import generate_from_binary

    page = shown_on_paper(page_of(document, look=look or Look()))
    seller = page["seller"]["name"]
    metadata = {
        "author": seller,
        "title": f"{seller}: {page['title']}",
        "subject": page["title"],
        "keywords": "Factur-X",
    }
    pdf: bytes = generate_from_binary(
        _typeset(page, document),
        xml,
        flavor="factur-x",
        level=_PROFILE,
        check_xsd=False,
        check_schematron=False,
        pdf_metadata=metadata,
        lang=document.language,
    )
    return pdf


def _typeset(page: dict[str, Any], document: Document) -> bytes:
    template = _folder() / "document.typ"
    return set_page(template, name="document", page=page, on=document.issued_on, archival=True)


def _folder() -> Path:
    return Path(str(resources.files("comptoir.domains.invoicing").joinpath("typst")))
