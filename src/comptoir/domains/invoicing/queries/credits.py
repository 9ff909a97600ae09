"""What of an order's invoices is to be credited, and what was."""

from collections.abc import Collection, Mapping, Sequence
from uuid import UUID

from comptoir.domains.invoicing import models
from comptoir.domains.invoicing.queries.read import documents_by_key, documents_of
from comptoir.domains.invoicing.rules.credits import (
    beyond,
    charging_delivery,
    credit_of,
    pieces_left,
    returned_of,
    split_withheld,
)
from comptoir.domains.invoicing.rules.deposits import sales_of
from comptoir.domains.invoicing.rules.gestures import creditable_invoices, notes_on
from comptoir.domains.invoicing.values import Document, DocumentId, DocumentKind, Withheld
from comptoir.kernel.money import Money, total_of


def pieces_to_credit(
    order_id: UUID, *, kept: Mapping[int, int], with_delivery: bool
) -> dict[DocumentId, dict[int, int]]:
    """Which pieces of which invoices are to be credited so that no more of a line (by position) is invoiced than kept.

    The latest invoice first. ``with_delivery`` names the invoices that charge delivery too, be it with no piece. What
    is worth nothing, or nothing any more after a gesture, is left out: no document is issued over nothing.
    """
    sales = sales_of(documents_of(order_id))
    credited = _and_delivery(beyond(sales, kept), sales, with_delivery)
    return _worth_a_note(credited, sales, with_delivery=with_delivery, came_back=False)


def returned_to_credit(
    order_id: UUID, *, came: Mapping[int, int], with_delivery: bool, withheld: Mapping[int, Withheld] | None = None
) -> dict[DocumentId, tuple[dict[int, int], dict[int, Withheld]]]:
    """Which pieces of which invoices are to be credited for those of each line (by position) that came back, and what
    is withheld of those.

    The first invoice first. ``with_delivery`` names the invoices that charge delivery too, be it with no piece. What
    is worth nothing, or nothing any more after a gesture, is left out: no document is issued over nothing.
    """
    sales = sales_of(documents_of(order_id))
    credited = _returned(sales, came, with_delivery)
    kept = split_withheld(sales, credited, withheld or {})
    worth = _worth_a_note(credited, sales, with_delivery=with_delivery, came_back=True, withheld=kept)
    return {id: (pieces, kept.get(id, {})) for id, pieces in worth.items()}


def invoices_to_credit(order_id: UUID) -> tuple[DocumentId, ...]:
    """The invoices of goods of an order of which anything is left to be credited."""
    sales = sales_of(documents_of(order_id))
    invoices = [each for each in sales if each.kind is DocumentKind.INVOICE]
    left = {each.id: pieces_left(each, notes_on(each, sales)) for each in invoices}
    return tuple(_worth_a_note(left, sales, with_delivery=True, came_back=False))


def _worth_a_note(
    credited: dict[DocumentId, dict[int, int]],
    sales: Sequence[Document],
    *,
    with_delivery: bool,
    came_back: bool,
    withheld: Mapping[DocumentId, Mapping[int, Withheld]] | None = None,
) -> dict[DocumentId, dict[int, int]]:
    kept = withheld or {}
    return {
        id: pieces
        for id, pieces in credited.items()
        if _worth(id, pieces, sales, kept.get(id, {}), with_delivery=with_delivery, came_back=came_back)
    }


def _worth(
    id: DocumentId,
    pieces: Mapping[int, int],
    sales: Sequence[Document],
    withheld: Mapping[int, Withheld],
    *,
    with_delivery: bool,
    came_back: bool,
) -> Money:
    """What a credit note over these pieces of an invoice would come to."""
    of = next(each for each in sales if each.id == id)
    before = notes_on(of, sales)
    note = credit_of(
        of,
        before,
        pieces=pieces,
        with_delivery=with_delivery,
        came_back=came_back,
        taken_off="",
        withheld=withheld,
    )
    return note.total


def _returned(
    sales: Sequence[Document], came: Mapping[int, int], with_delivery: bool
) -> dict[DocumentId, dict[int, int]]:
    return _and_delivery(returned_of(sales, came), sales, with_delivery)


def _and_delivery(
    credited: dict[DocumentId, dict[int, int]], sales: Sequence[Document], with_delivery: bool
) -> dict[DocumentId, dict[int, int]]:
    for charged in charging_delivery(sales) if with_delivery else ():
        credited.setdefault(charged, {})
    return credited


def credit_worth(
    order_id: UUID,
    *,
    came: Mapping[int, int],
    with_delivery: bool,
    withheld: Mapping[int, Withheld] | None = None,
    currency: str,
) -> Money | None:
    """What credit notes over the pieces of each line that came back would come to, less what is withheld of them; None
    when nothing is invoiced.

    Less than the pieces' price where some of it was credited as a gesture before. Nothing is written.
    """
    sales = sales_of(documents_of(order_id))
    if not sales:
        return None
    parts = _returned(sales, came, with_delivery)
    kept = split_withheld(sales, parts, withheld or {})
    return total_of(
        (
            _worth(id, pieces, sales, kept.get(id, {}), with_delivery=with_delivery, came_back=True)
            for id, pieces in parts.items()
        ),
        currency,
    )


def gesture_notes(order_id: UUID, cause: str) -> tuple[Money | None, tuple[DocumentId, ...]]:
    """What was credited for a gesture (None: nothing yet), and the invoices that more of it can be credited on, the
    latest first."""
    sales = sales_of(documents_of(order_id))
    keys = {f"credit:{document.id}:{cause}" for document in sales}
    rows = models.Document.objects.filter(key__in=keys).values_list("corrects_id", "total_minor", "currency")
    done = {corrects: Money(minor, currency) for corrects, minor, currency in rows}
    open_ids = tuple(invoice.id for invoice in creditable_invoices(sales) if invoice.id not in done)
    return (total_of(done.values(), next(iter(done.values())).currency) if done else None), open_ids


def credited_for(order_id: UUID, causes: Collection[str], *, currency: str) -> Money:
    """What the credit notes of an order's invoices for these causes come to. Two statements."""
    keys = {f"credit:{document.id}:{cause}" for document in sales_of(documents_of(order_id)) for cause in causes}
    return total_of((note.total for note in documents_by_key(keys).values()), currency)
