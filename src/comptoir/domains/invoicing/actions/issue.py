"""A document gets its number in the transaction that issues it, or the number was never taken."""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import override

from comptoir.domains.invoicing.actions.mentions import buyer_of, notes_for, seller_of
from comptoir.domains.invoicing.errors import OverCredited
from comptoir.domains.invoicing.events import DocumentIssued
from comptoir.domains.invoicing.permissions import INVOICING_ISSUE
from comptoir.domains.invoicing.queries import credit_notes_of, document
from comptoir.domains.invoicing.rules.amounts import Amounts, amounts_of
from comptoir.domains.invoicing.rules.credits import credit_of, pieces_left
from comptoir.domains.invoicing.rules.frozen import frozen_charge, frozen_line
from comptoir.domains.invoicing.rules.gestures import gesture_of
from comptoir.domains.invoicing.values import (
    Document,
    DocumentDraft,
    DocumentId,
    DocumentKind,
    Withheld,
)
from comptoir.domains.markets.queries import legal_entity, market
from comptoir.domains.markets.values import LegalEntityId
from comptoir.domains.pricing.values import TaxCategory
from comptoir.kernel.access import Actor
from comptoir.kernel.clock import local_day
from comptoir.kernel.events import emit
from comptoir.kernel.ids import new_id
from comptoir.kernel.money import Money, total_of
from comptoir.kernel.sql import execute, fetch, jsonb

_PREFIXES = {DocumentKind.INVOICE: "F", DocumentKind.CREDIT_NOTE: "A"}
_NUMBERED_AS = {DocumentKind.DEPOSIT: DocumentKind.INVOICE}
"""A deposit invoice is an invoice: it takes the next number of the same series."""

# Those who issue stand in line at the row of the series until the one before has committed or given up. Only from here
# on is it certain which documents exist, so the key is looked up in the next statement, not in this one.
LOCK = """
INSERT INTO invoicing_series AS series (entity_id, kind, year, next_number, last_issued_on, last_issued_at)
VALUES (%(entity)s, %(numbers)s, %(year)s, 1, %(on)s, %(now)s)
ON CONFLICT (entity_id, kind, year) DO UPDATE SET year = series.year
RETURNING id
"""

# A number's day is never earlier than the day of the number before, however the clocks of two machines differ.
ISSUE = """
WITH known AS (SELECT id FROM invoicing_document WHERE key = %(key)s),
numbered AS (
    UPDATE invoicing_series SET next_number = next_number + 1, last_issued_on = greatest(last_issued_on, %(on)s),
                                last_issued_at = greatest(last_issued_at, %(now)s)
     WHERE id = %(series)s AND %(allowed)s AND NOT EXISTS (SELECT FROM known)
    RETURNING id, next_number - 1 AS sequence, last_issued_on, last_issued_at),
issued AS (
    INSERT INTO invoicing_document (id, kind, entity_id, series_id, sequence, number, key, state, market_id, order_id,
        order_number, corrects_id, issued_at, issued_on, delivered_on, due_on, language, currency, net_minor, tax_minor,
        total_minor, paid_minor, payment_means, seller, buyer, delivered_to, lines, charges, taxes, notes,
        deducts)
    SELECT %(id)s, %(kind)s, %(entity)s, numbered.id, sequence,
        %(prefix)s || %(year)s || '-' || lpad(sequence::text, greatest(6, length(sequence::text)), '0'),
        %(key)s, 'issued', %(market)s, %(order_id)s, %(order_number)s, %(corrects)s, last_issued_at, last_issued_on,
        %(delivered_on)s, %(due_on)s, %(language)s, %(currency)s, %(net)s, %(tax)s, %(total)s,
        %(paid)s, %(payment_means)s, %(seller)s, %(buyer)s, %(delivered_to)s, %(lines)s, %(charges)s, %(taxes)s,
        %(notes)s, %(deducts)s
      FROM numbered
    RETURNING id, number),
told AS (
    INSERT INTO kernel_history (at, actor_kind, actor_id, actor_label, action, subject_type, subject_id, before, after,
                                because)
    SELECT %(now)s, %(actor_kind)s, %(actor_id)s, %(actor_label)s, 'issued', 'invoicing.document', id::text, '{}',
           jsonb_build_object('number', number, 'total_minor', %(total)s::bigint), %(because)s FROM issued)
SELECT (SELECT number FROM issued), (SELECT id FROM known)
"""

_CREDIT = """
INSERT INTO invoicing_credit AS credit (invoice_id, total_minor, credited_minor)
SELECT id, total_minor, %(amount)s FROM invoicing_document
 WHERE id = %(invoice)s AND %(amount)s BETWEEN 0 AND total_minor
   AND NOT EXISTS (SELECT FROM invoicing_document WHERE key = %(key)s)
ON CONFLICT (invoice_id) DO UPDATE SET credited_minor = credit.credited_minor + excluded.credited_minor
 WHERE credit.credited_minor + excluded.credited_minor <= credit.total_minor
RETURNING credited_minor
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """Where a document is filed: whose series, with which letters, and the local day it is issued on."""

    entity_id: LegalEntityId
    market: str
    order_id: Any
    kind: DocumentKind
    key: str
    day: date
    letters: str

    @classmethod
    def of(cls, draft: DocumentDraft, at: datetime) -> "Place":
        """Of an invoice."""
        here = market(draft.market)
        return cls(
            entity_id=LegalEntityId(draft.legal_entity_id),
            market=draft.market,
            order_id=draft.order_id,
            kind=draft.kind,
            key=draft.key,
            day=local_day(at, here.time_zone),
            letters=here.invoice_series,
        )

    def filed(self, now: datetime) -> dict[str, Any]:
        """For the statements above."""
        numbered = _NUMBERED_AS.get(self.kind, self.kind)
        return {
            "entity": self.entity_id,
            "market": self.market,
            "order_id": self.order_id,
            "kind": str(self.kind),
            "numbers": f"{numbered}:{self.letters}" if self.letters else str(numbered),
            "prefix": _PREFIXES[numbered] + self.letters,
            "year": self.day.year,
            "on": self.day,
            "now": now,
            "key": self.key,
        }


def issue_document(*, draft: DocumentDraft, actor: Actor, now: datetime) -> DocumentId:
    """Issue an invoice: give it the next number of its legal entity and year, and freeze it.

    Numbers have no gaps and rise with time. Issuing a draft whose key was issued before returns that document and takes
    no number. The series stays locked until the transaction ends: call this last. Three statements.

    :raises BadDraft: when the amounts of the draft do not belong together.
    """
    actor.must(INVOICING_ISSUE, market=draft.market)
    place = Place.of(draft, now)
    content = invoice_content(draft)
    with transaction.atomic(savepoint=False):
        return _issue(place, content, because="", actor=actor, now=now)


def invoice_content(draft: DocumentDraft) -> dict[str, Any]:
    """What an invoice says, as its columns: amounts, parties, lines and mentions, frozen.

    :raises BadDraft: when the amounts of the draft do not belong together.
    """
    amounts = amounts_of(draft)
    entity = legal_entity(LegalEntityId(draft.legal_entity_id))
    seller = seller_of(entity, language=draft.language)
    buyer = buyer_of(draft.buyer, draft.buyer_email)
    categories: frozenset[TaxCategory] = frozenset(tax.category for tax in amounts.taxes)
    notes = notes_for(seller=seller, buyer=buyer, categories=categories, language=draft.language)
    return {
        "order_number": draft.order_number,
        "corrects": None,
        "delivered_on": draft.delivered_on,
        "due_on": draft.due_on,
        "language": draft.language,
        "currency": amounts.total.currency,
        "net": amounts.net.minor,
        "tax": amounts.tax.minor,
        "total": amounts.total.minor,
        "paid": draft.paid.minor,
        "payment_means": str(draft.payment_means),
        "seller": jsonb(seller.values()),
        "buyer": jsonb(buyer.values()),
        "delivered_to": jsonb(draft.delivered_to.values()),
        "lines": jsonb([frozen_line(line) for line in amounts.lines]),
        "charges": jsonb([frozen_charge(charge) for charge in amounts.charges]),
        "taxes": jsonb([tax.values() for tax in amounts.taxes]),
        "notes": jsonb([asdict(note) for note in notes]),
        "deducts": jsonb([asdict(each) for each in draft.deducts]),
    }


def issue_credit_note(
    *,
    invoice_id: DocumentId,
    pieces: Mapping[int, int] | None = None,
    with_delivery: bool = True,
    came_back: bool = False,
    withheld: Mapping[int, Withheld] | None = None,
    cause: str = "",
    refunded: Money | None = None,
    because: str = "",
    actor: Actor,
    now: datetime,
) -> DocumentId:
    """Credit so many pieces of the lines of an invoice (by position; None: all that is left), with a number of its own.

    ``came_back`` tells pieces that were returned, the first of their line, from those that were called off, the last.
    ``withheld`` of a line (by position) is not credited, and stays what it was: sold.
    ``cause`` is what makes it the same note when it is asked for again ("" for an invoice that is credited as a whole).
    ``refunded`` is what goes back to the buyer; None: as much as was paid. The rest is taken off what is still owed.

    :raises UnknownDocument: when there is no such document.
    :raises OverCredited: for more than is left of it, or when it is itself a credit note.
    """
    actor.must(INVOICING_ISSUE)

    def amounts(invoice: Document, before: Sequence[Document]) -> Amounts:
        wanted = pieces_left(invoice, before) if pieces is None else pieces
        with override(invoice.language):
            taken_off = _("Credited before as a goodwill gesture")
            less = {
                position: replace(each, because=_("Withheld: %(reason)s") % {"reason": each.because})
                for position, each in (withheld or {}).items()
            }
        return credit_of(
            invoice,
            before,
            pieces=wanted,
            with_delivery=with_delivery,
            came_back=came_back,
            taken_off=taken_off,
            withheld=less,
        )

    return _credit(invoice_id, amounts, lambda _note: refunded, cause=cause, because=because, actor=actor, now=now)


def issue_gesture_note(
    *,
    invoice_id: DocumentId,
    amount: Money,
    rates: Collection[Decimal],
    cause: str,
    owed: Money,
    just_issued: bool = False,
    because: str = "",
    actor: Actor,
    now: datetime,
) -> DocumentId:
    """Credit an amount of an invoice of which no piece comes back, at most what is left of it; at those rates first.

    ``cause`` is what makes it the same note when it is asked for again; of what is ``owed`` for the
    order the note takes off as much as it can, and the rest goes back to the buyer. An invoice
    ``just_issued`` in this transaction is seen by nobody else, so there is no line to wait in.

    :raises UnknownDocument: when there is no such document.
    :raises OverCredited: when nothing is left of it, or when it is itself a credit note.
    """
    actor.must(INVOICING_ISSUE)

    def amounts(invoice: Document, before: Sequence[Document]) -> Amounts:
        with override(invoice.language):
            title = _("Goodwill gesture on order %(number)s") % {"number": invoice.order_number}
        found = gesture_of(invoice, before, amount=amount, rates=rates, title=title)
        if not found.lines:
            raise OverCredited(number=invoice.number)
        return found

    def refunded(note: Amounts) -> Money:
        return note.total - min(owed, note.total)

    return _credit(
        invoice_id, amounts, refunded, cause=cause, unseen=just_issued, because=because, actor=actor, now=now
    )


def _credit(
    invoice_id: DocumentId,
    amounts_of_note: Callable[[Document, Sequence[Document]], Amounts],
    refunded: Callable[[Amounts], Money | None],
    *,
    cause: str,
    unseen: bool = False,
    because: str,
    actor: Actor,
    now: datetime,
) -> DocumentId:
    with transaction.atomic(savepoint=False):
        if not unseen:
            # Whoever credits this invoice stands in line here, so what was credited before is known for certain.
            _wait_in_line(invoice_id)
        invoice = document(invoice_id)
        actor.must(INVOICING_ISSUE, market=invoice.market)
        if invoice.kind is DocumentKind.CREDIT_NOTE:
            raise OverCredited(number=invoice.number)
        here = market(invoice.market)
        place = Place(
            entity_id=LegalEntityId(invoice.legal_entity_id),
            market=invoice.market,
            order_id=invoice.order_id,
            kind=DocumentKind.CREDIT_NOTE,
            key=f"credit:{invoice_id}" + (f":{cause}" if cause else ""),
            day=local_day(now, here.time_zone),
            letters=here.invoice_series,
        )
        notes = credit_notes_of(invoice_id)
        if place.key in notes:
            return notes[place.key].id
        before = tuple(notes.values())
        amounts = amounts_of_note(invoice, before)
        content = _credit_content(invoice, amounts, _refunded(invoice, before, amounts, refunded(amounts)))
        return _issue(place, content, because=because, actor=actor, now=now)


def _wait_in_line(invoice_id: DocumentId) -> None:
    execute("SELECT FROM invoicing_document WHERE id = %s FOR NO KEY UPDATE", [invoice_id])


def _refunded(invoice: Document, before: Sequence[Document], amounts: Amounts, asked: Money | None) -> Money:
    """Never more than the note comes to, nor than what was paid and did not go back before."""
    given_back = total_of((note.paid for note in before), invoice.currency)
    most = min(amounts.total, invoice.paid - given_back)
    return most if asked is None else min(asked, most)


def _credit_content(invoice: Document, amounts: Amounts, refunded: Money) -> dict[str, Any]:
    return {
        "order_number": invoice.order_number,
        "corrects": invoice.id,
        "delivered_on": invoice.delivered_on,
        "due_on": None,
        "language": invoice.language,
        "currency": invoice.currency,
        "net": amounts.net.minor,
        "tax": amounts.tax.minor,
        "total": amounts.total.minor,
        "paid": refunded.minor,
        "payment_means": str(invoice.payment_means),
        "seller": jsonb(invoice.seller.values()),
        "buyer": jsonb(invoice.buyer.values()),
        "delivered_to": jsonb(invoice.delivered_to.values()),
        "lines": jsonb([frozen_line(line) for line in amounts.lines]),
        "charges": jsonb([frozen_charge(charge) for charge in amounts.charges]),
        "taxes": jsonb([tax.values() for tax in amounts.taxes]),
        "notes": jsonb([asdict(note) for note in invoice.notes]),
        "deducts": jsonb([]),
    }


def _issue(place: Place, content: dict[str, Any], *, because: str, actor: Actor, now: datetime) -> DocumentId:
    filed = place.filed(now)
    (series_id,) = fetch(LOCK, filed)[0]
    corrects = content["corrects"]
    credited = corrects and fetch(_CREDIT, {"invoice": corrects, "amount": content["total"], "key": place.key})
    document_id = DocumentId(new_id())
    who = {"actor_kind": actor.kind, "actor_id": actor.id, "actor_label": actor.label, "because": because}
    about = {"id": document_id, "series": series_id, "allowed": corrects is None or bool(credited)}
    number, known = fetch(ISSUE, {**filed, **content, **who, **about})[0]
    if known is not None:
        return DocumentId(known)
    if number is None:
        raise OverCredited(document_id=str(corrects))
    emit(
        DocumentIssued(
            order_id=place.order_id,
            document_id=document_id,
            kind=place.kind,
            number=number,
            market=place.market,
        )
    )
    return document_id
