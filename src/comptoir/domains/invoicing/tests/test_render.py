"""The PDF: made once, kept privately, readable by people and machines."""

import hashlib
import socket
import tomllib
import unicodedata
from dataclasses import replace
from datetime import timedelta
from importlib import resources
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from facturx import get_xml_from_pdf
from pypdf import PdfReader

from comptoir.domains.invoicing import models
from comptoir.domains.invoicing.actions import (
    issue_credit_note,
    issue_document,
    record_rendering,
    render_document,
)
from comptoir.domains.invoicing.errors import NotRendered, Tampered, UnknownDocument
from comptoir.domains.invoicing.jobs import render_document as render_job
from comptoir.domains.invoicing.permissions import INVOICING_VIEW
from comptoir.domains.invoicing.queries import document, read_pdf, stored_documents, unrendered
from comptoir.domains.invoicing.testing import COMPANY, make_draft, schematron_errors
from comptoir.domains.invoicing.values import DocumentDraft, DocumentId, DocumentState, PaymentMeans
from comptoir.domains.pricing.values import Reduction
from comptoir.kernel.access import NotAllowed
from comptoir.kernel.addresses import Address
from comptoir.kernel.history import history_of
from comptoir.kernel.ids import new_id
from comptoir.kernel.models import OutboxEvent
from comptoir.kernel.money import Money
from comptoir.kernel.paper import paper_glyphs
from comptoir.kernel.testing import NOBODY, NOON, OWNER, anybody

pytestmark = pytest.mark.django_db
LATER = NOON + timedelta(seconds=30)


@pytest.fixture(autouse=True)
def kept(settings, tmp_path: Path) -> Path:
    """Where documents lie."""
    settings.MEDIA_ROOT, settings.PRIVATE_ROOT = tmp_path / "media", tmp_path / "documents"
    return tmp_path / "documents"


def issue(draft: DocumentDraft | None = None) -> DocumentId:
    return issue_document(draft=draft or make_draft(), actor=OWNER, now=NOON)


def rendered(draft: DocumentDraft | None = None) -> DocumentId:
    issued = issue(draft)
    render_document(document_id=issued, actor=OWNER, now=LATER)
    return issued


def reader(document_id: DocumentId) -> PdfReader:
    return PdfReader(BytesIO(read_pdf(document_id).content))


def text_of(document_id: DocumentId) -> str:
    return " ".join(" ".join(page.extract_text() for page in reader(document_id).pages).split())


def test_the_job_makes_the_pdf_and_freezes_it(kept: Path):
    issued = issue()
    assert unrendered(before=LATER) == [issued]
    assert unrendered(before=NOON) == []

    render_job.call(document_id=str(issued))

    row = models.Document.objects.get(id=issued)
    assert (row.state, unrendered(before=LATER)) == (DocumentState.RENDERED, [])
    stored = (kept / row.pdf_path).read_bytes()
    assert hashlib.sha256(stored).hexdigest() == row.pdf_sha256
    assert row.pdf_path.startswith("2026/11/F2026-000001-")
    found = read_pdf(issued)
    assert (found.filename, found.content, found.sha256) == ("F2026-000001.pdf", stored, row.pdf_sha256)
    (told,) = OutboxEvent.objects.filter(name="invoicing.document_rendered.1")
    assert told.payload["number"] == "F2026-000001"
    assert history_of("invoicing.document", issued)[0].after["pdf_sha256"] == row.pdf_sha256


def test_making_it_twice_has_one_effect(kept: Path):
    issued = rendered()
    before = models.Document.objects.get(id=issued).pdf_sha256
    render_job.call(document_id=str(issued))

    assert models.Document.objects.get(id=issued).pdf_sha256 == before
    assert len(list(kept.rglob("*.pdf"))) == 1
    assert OutboxEvent.objects.filter(name="invoicing.document_rendered.1").count() == 1


def test_of_two_renderings_at_once_the_first_stays(kept: Path, monkeypatch):
    issued = issue()
    stale = document(issued)
    render_document(document_id=issued, actor=OWNER, now=LATER)
    first = read_pdf(issued)
    # The second began before the first had ended: it still believes that there is nothing.
    monkeypatch.setattr("comptoir.domains.invoicing.actions.render.document_of", lambda _: stale)
    render_document(document_id=issued, actor=OWNER, now=LATER)

    assert read_pdf(issued) == first
    assert len(list(kept.rglob("*.pdf"))) == 1


def test_the_xml_inside_is_the_one_that_is_kept():
    issued = rendered()
    name, inside = get_xml_from_pdf(read_pdf(issued).content, check_xsd=False)

    assert name == "factur-x.xml"
    assert inside == models.Document.objects.get(id=issued).xml.encode()


def test_it_is_a_pdf_for_the_archive():
    pdf = reader(rendered())
    metadata = pdf.xmp_metadata
    assert metadata is not None
    packet = metadata.rdf_root.toxml()

    assert "<pdfaid:part>3</pdfaid:part>" in packet
    assert "<pdfaid:conformance>B</pdfaid:conformance>" in packet
    assert "<fx:ConformanceLevel>EN 16931</fx:ConformanceLevel>" in packet
    root: Any = pdf.trailer["/Root"]
    assert root["/Lang"] == "fr"
    assert root["/OutputIntents"][0]["/S"] == "/GTS_PDFA1"
    assert root["/AF"][0].get_object()["/AFRelationship"] == "/Data"
    assert root["/MarkInfo"]["/Marked"]
    pages: list[Any] = list(pdf.pages)
    fonts = {font["/BaseFont"] for page in pages for font in page["/Resources"]["/Font"].values()}
    assert {str(font).split("+")[1] for font in fonts} == {"Inter-Regular", "Inter-SemiBold", "Fraunces-SemiBold"}


def test_what_a_person_reads():
    text = text_of(rendered(make_draft(buyer=COMPANY, paid=False, means=PaymentMeans.TRANSFER)))

    for words in (
        "Facture",
        "F2026-000001",
        "23 novembre 2026",
        "Épicerie Durand SARL",
        "N° TVA FR83404833048",
        "Miel de châtaignier",
        "61,62 €",
        "68,30 €",
        "Net à payer",
        "FR14 2004 1010 0505 0001 3M02 606",
        "31 décembre 2026",
        "SAS au capital de 10 000 €",
        "RCS Lyon 732 829 320",
        "Pas d’escompte pour paiement anticipé.",
        "Page 1 / 1",
    ):
        assert words in text.replace("\u202f", " ").replace("\u00a0", " "), words


def test_a_discount_is_said_on_its_line():
    reduction = Reduction(minimum=Money(0, "EUR"), amount=Money(500, "EUR"))
    text = text_of(rendered(make_draft(language="en", lines=[("standard", 3, 1000, "Knife")], reduction=reduction)))

    assert "reduced by €4.17 excl. VAT (€5.00 incl. VAT), code BIENVENUE" in text
    assert "€8.3333" in text  # of one piece, before the discount
    assert "€25.00" in text


def test_in_english_for_those_who_read_english():
    text = text_of(rendered(make_draft(language="en")))

    for words in ("Invoice", "23 November 2026", "€68.30", "Billed to", "5.5%", "To pay"):
        assert words in text, words


def test_a_credit_note_says_what_it_corrects():
    note = issue_credit_note(invoice_id=issue(), actor=OWNER, now=NOON)
    render_document(document_id=note, actor=OWNER, now=LATER)

    text = text_of(note)
    assert "Avoir" in text
    assert "Rectifie la facture F2026-000001 du 23 novembre 2026." in text
    assert "Remboursé" in text


def test_hostile_and_foreign_names_are_only_text():
    name = '#panic("x") */ $y$ <script> Καλημέρα Привет Łódź'
    issued = rendered(make_draft(buyer=replace(COMPANY, company=name, line1='"]) #import "x"')))

    assert name in text_of(issued)
    assert name in document(issued).buyer.name


def test_what_the_fonts_do_not_have_is_left_out_of_the_page_and_kept_in_the_xml():
    name = "蜂蜜 Miel 🍯 עברית a\x01b"
    issued = rendered(make_draft(buyer=replace(COMPANY, company=name)))

    assert "□□ Miel" in text_of(issued)
    assert "ab" in text_of(issued)
    xml = models.Document.objects.get(id=issued).xml
    assert "蜂蜜 Miel 🍯 עברית ab" in xml
    assert schematron_errors(xml.encode()) == []


def test_every_character_that_the_fonts_claim_can_be_drawn():
    letters = [chr(point) for point in sorted(paper_glyphs()) if unicodedata.category(chr(point))[0] != "C"]
    titles = ["".join(letters[start : start + 200]) for start in range(0, len(letters), 200)]
    issued = rendered(make_draft(lines=[("standard", 1, 100, title) for title in titles]))

    assert "Ž" in text_of(issued)
    assert len(letters) > 2000


def test_a_long_invoice_has_its_total_and_page_numbers():
    lines = [("reduced", 1, 1000 + number, f"Produit {number}") for number in range(60)]
    pdf = reader(rendered(make_draft(lines=lines)))

    assert len(pdf.pages) == 4
    assert "Page 4 / 4" in pdf.pages[3].extract_text()
    assert "Total TTC" in pdf.pages[3].extract_text()


def test_nothing_is_fetched_from_anywhere(monkeypatch):
    issued = issue()

    def refuse(*_: object, **__: object) -> None:
        raise AssertionError("a document was about to use the network")

    monkeypatch.setattr(socket, "create_connection", refuse)
    monkeypatch.setattr(socket, "getaddrinfo", refuse)
    render_document(document_id=issued, actor=OWNER, now=LATER)

    # typst would fetch a package that the page asks for, past Python's sockets: the page asks for none.
    assert "@" not in resources.files("comptoir.domains.invoicing").joinpath("typst/document.typ").read_text("utf-8")
    assert read_pdf(issued).content.startswith(b"%PDF-1.7")


def test_a_file_that_was_changed_or_lost_is_not_handed_out(kept: Path):
    issued = rendered()
    path = kept / models.Document.objects.get(id=issued).pdf_path
    path.write_bytes(path.read_bytes() + b"\n")
    with pytest.raises(Tampered):
        read_pdf(issued)
    path.unlink()
    with pytest.raises(Tampered):
        read_pdf(issued)


def test_before_it_is_made_the_asker_is_told_to_wait():
    with pytest.raises(NotRendered) as wait:
        read_pdf(issue())
    assert wait.value.facts["retry_after"] == 5
    with pytest.raises(UnknownDocument):
        read_pdf(DocumentId(new_id()))


@pytest.mark.parametrize("actor", [NOBODY, anybody(INVOICING_VIEW)])
def test_whoever_may_not_makes_and_records_nothing(actor, kept: Path):
    issued = issue()
    with pytest.raises(NotAllowed):
        render_document(document_id=issued, actor=actor, now=LATER)
    with pytest.raises(NotAllowed):
        record_rendering(document_id=issued, xml="<x/>", path="x.pdf", sha256="0" * 64, actor=actor, now=LATER)

    assert (unrendered(before=LATER), list(kept.rglob("*.pdf"))) == ([issued], [])


def test_a_rendering_is_frozen_too():
    issued = rendered()
    assert not record_rendering(document_id=issued, xml="<x/>", path="x.pdf", sha256="0" * 64, actor=OWNER, now=LATER)
    for change in ({"pdf_sha256": "0" * 64}, {"xml": "<x/>"}, {"state": "issued"}):
        with pytest.raises(IntegrityError, match="is issued"), transaction.atomic():
            models.Document.objects.filter(id=issued).update(**change)


def test_documents_lie_outside_what_is_public(kept: Path, settings):
    path = models.Document.objects.get(id=rendered()).pdf_path

    assert (kept / path).is_file()
    assert not Path(settings.MEDIA_ROOT).exists()
    with pytest.raises(ValueError, match="no address"):
        stored_documents().url(path)


def test_an_address_elsewhere_is_shown():
    there = Address(name="Marie Dupont", line1="1 rue X", postal_code="67000", city="Strasbourg", country="FR")

    assert "Livré à Marie Dupont" in text_of(rendered(make_draft(delivered_to=there)))
    assert "Livré à" not in text_of(rendered(make_draft()))


def test_the_fonts_are_the_ones_that_their_makers_gave_out():
    folder = Path(str(resources.files("comptoir.kernel").joinpath("fonts")))
    listed = {
        name: file["sha256"]
        for package in tomllib.loads((folder / "VENDORED.toml").read_text("utf-8"))["package"]
        for name, file in package["files"].items()
    }
    there = {path.name: path for path in folder.iterdir() if path.name != "VENDORED.toml"}

    assert set(listed) == set(there)
    assert {name: hashlib.sha256(path.read_bytes()).hexdigest() for name, path in there.items()} == listed
