"""What others may ask of invoicing. Whether the asker may see an order's documents is the surface's to know."""

import hashlib
from collections.abc import Collection, Mapping, Sequence
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.core.files.storage import Storage, storages
from django.utils.translation import gettext as _
from django.utils.translation import override

from comptoir.domains.invoicing import models
from comptoir.domains.invoicing.errors import BadDraft, NoDeposit, NotRendered, Tampered, UnknownDocument
from comptoir.domains.invoicing.permissions import INVOICING_VIEW
from comptoir.domains.invoicing.rules.deposits import deposit_of, open_deposits, sales_of, with_deposits
from comptoir.domains.invoicing.rules.frozen import read_charge, read_line
from comptoir.domains.invoicing.rules.orders import draft_of, entry_of
from comptoir.domains.invoicing.values import (
    Document,
    DocumentDraft,
    DocumentId,
    DocumentKind,
    DocumentRow,
    DocumentState,
    Note,
    Party,
    PaymentMeans,
    Preceding,
    StoredPdf,
)
from comptoir.domains.ledger.values import EntryDraft
from comptoir.domains.orders.values import Order
from comptoir.domains.pricing.values import TaxLine
from comptoir.kernel.access import Actor
from comptoir.kernel.addresses import Address
from comptoir.kernel.money import Money
from comptoir.kernel.paging import Page, decode_cursor, page_of

_PATIENCE_SECONDS = 5


def document(document_id: DocumentId) -> Document:
    """A document as it was frozen. One statement.

    :raises UnknownDocument: when there is none.
    """
    row = models.Document.objects.select_related("corrects").filter(id=document_id).first()
    if row is None:
        raise UnknownDocument(document_id=str(document_id))
    return _document(row)


def documents_of(order_id: UUID) -> tuple[Document, ...]:
    """The invoices and credit notes of an order, in the order they were issued. One statement."""
    rows = models.Document.objects.select_related("corrects").filter(order_id=order_id)
    return tuple(_document(row) for row in rows.order_by("issued_at", "id"))


def documents_for(order_ids: Collection[UUID]) -> tuple[Document, ...]:
    """The invoices and credit notes of some orders, newest first. One statement."""
    rows = models.Document.objects.select_related("corrects").filter(order_id__in=order_ids)
    return tuple(_document(row) for row in rows.order_by("-issued_at", "-id"))


def credit_notes_of(invoice_id: DocumentId) -> dict[str, Document]:
    """The credit notes of an invoice by their keys, in the order they were issued. One statement."""
    rows = models.Document.objects.select_related("corrects").filter(corrects_id=invoice_id)
    return {row.key: _document(row) for row in rows.order_by("issued_at", "id")}


def documents_by_key(keys: Collection[str]) -> dict[str, Document]:
    """The documents that were issued under these keys. One statement."""
    rows = models.Document.objects.select_related("corrects").filter(key__in=keys)
    return {row.key: _document(row) for row in rows}


def document_rows(
    *,
    actor: Actor,
    text: str = "",
    kind: DocumentKind | None = None,
    since: date | None = None,
    until: date | None = None,
    cursor: str | None = None,
    page_size: int = 50,
) -> Page[DocumentRow]:
    """The documents of the actor's markets, newest first. ``text`` is the beginning of a document's or order's number.

    :raises BadCursor: for a cursor that is not one of this list.
    """
    actor.must(INVOICING_VIEW)
    rows = models.Document.objects.order_by("-issued_on", "-id")
    conditions: dict[str, Any] = {
        "market_id__in": None if actor.markets is None else sorted(actor.markets),
        "kind": kind,
        "issued_on__gte": since,
        "issued_on__lte": until,
    }
    rows = rows.filter(**{name: value for name, value in conditions.items() if value is not None})
    if text:
        wanted = text.strip().upper()
        rows = rows.filter(number__startswith=wanted) | rows.filter(order_number__startswith=wanted)
    if cursor:
        day, id = decode_cursor(cursor, [date.fromisoformat, UUID])
        rows = rows.filter(issued_on__lte=day).exclude(issued_on=day, id__gte=id)
    return page_of(
        list(rows[: page_size + 1]), size=page_size, key=lambda row: (row.issued_on, row.id), show=_document_row
    )


def stored_documents() -> Storage:
    """Where frozen PDFs are kept: apart from pictures, since they name people."""
    return storages["private"]


def read_pdf(document_id: DocumentId) -> StoredPdf:
    """The PDF as it was frozen, checked against its SHA-256.

    :raises UnknownDocument: when there is no such document.
    :raises NotRendered: while it is being made.
    :raises Tampered: when the stored file is missing or another one.
    """
    row = (
        models.Document.objects.filter(id=document_id).values_list("number", "state", "pdf_path", "pdf_sha256").first()
    )
    if row is None:
        raise UnknownDocument(document_id=str(document_id))
    number, state, path, sha256 = row
    if state != DocumentState.RENDERED:
        raise NotRendered(retry_after=_PATIENCE_SECONDS)
    try:
        with stored_documents().open(path) as file:
            content: bytes = file.read()
    except FileNotFoundError:
        raise Tampered(number=number) from None
    if hashlib.sha256(content).hexdigest() != sha256:
        raise Tampered(number=number)
    return StoredPdf(filename=f"{number}.pdf", content=content, sha256=sha256)


def invoice_draft(
    order: Order,
    *,
    paid: Money,
    payment_means: PaymentMeans = PaymentMeans.ONLINE,
    delivered_on: date | None = None,
    due_on: date | None = None,
) -> DocumentDraft:
    """The one invoice of a whole order of which nothing was invoiced before.

    :raises BadDraft: when nothing of it is wanted.
    """
    pieces = {line.position: line.wanted for line in order.lines}
    draft = draft_of(
        order, (), pieces=pieces, paid=paid, payment_means=payment_means, delivered_on=delivered_on, due_on=due_on
    )
    if draft is None:
        raise BadDraft(reason="nothing is left of the order")
    return draft


def next_invoice_draft(
    order: Order,
    *,
    pieces: Mapping[int, int],
    paid: Money,
    payment_means: PaymentMeans,
    delivered_on: date | None,
    delivery_alone: bool = False,
) -> DocumentDraft | None:
    """The invoice of so many pieces of each line (by its position), as far as they were not invoiced before; None when
    there is nothing new to be invoiced. ``delivery_alone``: what delivery costs more since is something new.

    Asked under the order's lock: what is issued meanwhile would be missed.
    """
    documents = documents_of(order.id)
    draft = draft_of(
        order,
        sales_of(documents),
        pieces=pieces,
        paid=paid,
        payment_means=payment_means,
        delivered_on=delivered_on,
        due_on=None,
        delivery_alone=delivery_alone,
    )
    return draft and with_deposits(draft, documents)


def deposit_draft(order: Order, *, paid: Money, payment_means: PaymentMeans) -> DocumentDraft:
    """The deposit invoice over all of an order that was not invoiced yet. Asked under the order's lock.

    :raises NoDeposit: when that is not paid in full or costs nothing, when there is nothing left, or a deposit invoice
        is open already.
    """
    documents = documents_of(order.id)
    draft = draft_of(
        order,
        sales_of(documents),
        pieces={line.position: line.wanted for line in order.lines},
        paid=paid,
        payment_means=payment_means,
        delivered_on=None,
        due_on=None,
    )
    if draft is None or not draft.total or draft.paid != draft.total or open_deposits(documents):
        raise NoDeposit(number=order.number)
    with override(order.language):
        title = _("Deposit on order %(number)s") % {"number": order.number}
    number = 1 + sum(document.kind is DocumentKind.DEPOSIT for document in documents)
    return deposit_of(draft, number=number, title=title)


def has_open_deposit(documents: Sequence[Document]) -> bool:
    """Whether one of an order's documents is a deposit invoice that nothing has made good or credited. No statement."""
    return bool(open_deposits(documents))


def deposits_to_credit(order_id: UUID) -> tuple[DocumentId, ...]:
    """The deposit invoices of an order that nothing has made good or credited. One statement."""
    return tuple(document.id for document in open_deposits(documents_of(order_id)))


def sale_entry(document: Document, *, customer_id: UUID) -> EntryDraft:
    """What a document means for the ledger: the sale (or its reversal), and the advance it uses up (or gives back)."""
    return entry_of(document, customer_id=customer_id)


def unrendered(*, before: datetime, limit: int = 100) -> list[DocumentId]:
    """Documents issued before an instant whose PDF has not been made yet, oldest first."""
    rows = models.Document.objects.filter(state=DocumentState.ISSUED, issued_at__lt=before).order_by("issued_at")
    return [DocumentId(id) for id in rows.values_list("id", flat=True)[:limit]]


def _document(row: models.Document) -> Document:
    def money(minor: int) -> Money:
        return Money(minor, row.currency)

    invoice = row.corrects
    return Document(
        id=DocumentId(row.id),
        kind=DocumentKind(row.kind),
        number=row.number,
        state=DocumentState(row.state),
        market=row.market_id,
        legal_entity_id=row.entity_id,
        order_id=row.order_id,
        order_number=row.order_number,
        corrects=None if invoice is None else DocumentId(invoice.id),
        corrects_number="" if invoice is None else invoice.number,
        corrects_issued_on=None if invoice is None else invoice.issued_on,
        issued_at=row.issued_at,
        issued_on=row.issued_on,
        delivered_on=row.delivered_on,
        due_on=row.due_on,
        language=row.language,
        seller=Party.read(row.seller),
        buyer=Party.read(row.buyer),
        delivered_to=Address.read(row.delivered_to),
        lines=tuple(read_line(line, row.currency) for line in row.lines),
        charges=tuple(read_charge(charge, row.currency) for charge in row.charges),
        taxes=tuple(TaxLine.read(tax, row.currency) for tax in row.taxes),
        notes=tuple(Note(**note) for note in row.notes),
        net=money(row.net_minor),
        tax=money(row.tax_minor),
        total=money(row.total_minor),
        paid=money(row.paid_minor),
        payment_means=PaymentMeans(row.payment_means),
        corrects_deposit=invoice is not None and invoice.kind == DocumentKind.DEPOSIT,
        deducts=tuple(
            Preceding(number=each["number"], issued_on=date.fromisoformat(each["issued_on"])) for each in row.deducts
        ),
    )


def _document_row(row: models.Document) -> DocumentRow:
    return DocumentRow(
        id=DocumentId(row.id),
        kind=DocumentKind(row.kind),
        number=row.number,
        market=row.market_id,
        order_id=row.order_id,
        order_number=row.order_number,
        buyer_name=row.buyer["name"],
        total=Money(row.total_minor, row.currency),
        issued_on=row.issued_on,
        has_pdf=row.state == DocumentState.RENDERED,
    )
