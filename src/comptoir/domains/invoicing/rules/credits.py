"""What a credit note takes back of an invoice: some pieces, delivery or not, to the cent in all."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from comptoir.domains.invoicing.errors import OverCredited
from comptoir.domains.invoicing.rules.amounts import Amounts, Rate
from comptoir.domains.invoicing.rules.gestures import amount_line, left_at, tax_left
from comptoir.domains.invoicing.values import Charge, Document, DocumentId, DocumentKind, DocumentLine, Withheld
from comptoir.domains.pricing.values import TaxLine, price_of_pieces, tax_within
from comptoir.kernel.money import Money, total_of


def pieces_left(invoice: Document, credits: Sequence[Document]) -> dict[int, int]:
    """How many pieces of each line of an invoice were not credited yet, by position."""
    left = {line.position: line.quantity for line in invoice.lines}
    for note in credits:
        for line in note.lines:
            if line.position in left:  # a gesture is about no piece
                left[line.position] -= line.quantity
    return left


_WITHHELD = 100  # their lines come after those that take off a gesture

type Parts = dict[DocumentId, dict[int, int]]
"""Pieces by invoice and position."""


def beyond(documents: Sequence[Document], kept: Mapping[int, int]) -> Parts:
    """Pieces that are invoiced beyond those kept of each line (by position): of the latest invoice first."""
    invoices = _pieces_invoiced(documents)[::-1]
    excess = {
        position: sum(pieces.get(position, 0) for _, pieces in invoices) - count for position, count in kept.items()
    }
    return _taken_from(invoices, excess)


def returned_of(documents: Sequence[Document], came: Mapping[int, int]) -> Parts:
    """Pieces that came back of each line (by position), as far as they are invoiced: of the first invoice first."""
    return _taken_from(_pieces_invoiced(documents), came)


def _pieces_invoiced(documents: Sequence[Document]) -> list[tuple[DocumentId, dict[int, int]]]:
    return [
        (invoice.id, pieces_left(invoice, [note for note in documents if note.corrects == invoice.id]))
        for invoice in documents
        if invoice.kind is DocumentKind.INVOICE
    ]


def _taken_from(invoices: Sequence[tuple[DocumentId, dict[int, int]]], wanted: Mapping[int, int]) -> Parts:
    taken: Parts = {}
    for position, count in wanted.items():
        left = count
        for invoice_id, pieces in invoices:
            part = min(left, pieces.get(position, 0))
            if part > 0:
                taken.setdefault(invoice_id, {})[position] = part
                left -= part
    return taken


def charging_delivery(documents: Sequence[Document]) -> list[DocumentId]:
    """The invoices whose delivery was not credited in full yet."""
    return [
        invoice.id
        for invoice in documents
        if invoice.kind is DocumentKind.INVOICE
        and any(
            _left_of(each, [note for note in documents if note.corrects == invoice.id]).total
            for each in invoice.charges
        )
    ]


def credit_of(
    invoice: Document,
    credits: Sequence[Document],
    *,
    pieces: Mapping[int, int],
    with_delivery: bool,
    came_back: bool = False,
    taken_off: str,
    withheld: Mapping[int, Withheld] | None = None,
) -> Amounts:
    """The amounts of a credit note for so many pieces by line, and for delivery as far as it was not credited yet.

    Pieces that came back are the first of their line, those that are called off the last: see ``price_of_pieces``.

    Tax is rounded once for each rate; the note that leaves nothing at a rate takes what is left of its tax, so that all
    notes of an invoice add up to it. What was credited as a gesture before is taken off where the pieces would come to
    more than is left of their rate, by a line that says ``taken_off``; what is ``withheld`` of a line (by position) by
    one that says why.

    :raises OverCredited: for more pieces than are left, or for nothing at all.
    """
    left = pieces_left(invoice, credits)
    if any(not 0 <= count <= left.get(position, 0) for position, count in pieces.items()):
        raise OverCredited(number=invoice.number)
    lines = [
        _part(line, pieces[line.position], credits, came_back=came_back)
        for line in invoice.lines
        if pieces.get(line.position)
    ]
    charges = [charge for charge in (_left_of(each, credits) for each in invoice.charges) if charge.total]
    charges = charges if with_delivery else []
    if not lines and not charges:
        raise OverCredited(number=invoice.number)
    return _amounts(invoice, credits, lines, charges, taken_off, withheld or {})


def split_withheld(
    documents: Sequence[Document], parts: Parts, withheld: Mapping[int, Withheld]
) -> dict[DocumentId, dict[int, Withheld]]:
    """What is withheld of lines (by position), by invoice: of the pieces of each no more than they cost."""
    left, split = dict(withheld), dict[DocumentId, dict[int, Withheld]]()
    for invoice in documents:
        notes = [note for note in documents if note.corrects == invoice.id]
        for line in invoice.lines:
            pieces, kept = parts.get(invoice.id, {}).get(line.position, 0), left.get(line.position)
            if pieces and kept:
                part = min(kept.amount, _part(line, pieces, notes, came_back=True).total)
                split.setdefault(invoice.id, {})[line.position] = replace(kept, amount=part)
                left[line.position] = replace(kept, amount=kept.amount - part)
    return split


def _part(line: DocumentLine, pieces: int, credits: Sequence[Document], *, came_back: bool) -> DocumentLine:
    """So many pieces of what is left of a line."""
    credited = [each for note in credits for each in note.lines if each.position == line.position]
    left = line.quantity - sum(each.quantity for each in credited)
    total = price_of_pieces(
        pieces,
        after=0 if came_back else left - pieces,
        of=left,
        unit_price=line.unit_price,
        discount=line.discount - total_of((each.discount for each in credited), line.discount.currency),
    )
    return replace(line, quantity=pieces, discount=line.unit_price * pieces - total, total=total)


def _left_of(charge: Charge, credits: Sequence[Document]) -> Charge:
    rate = _rate(charge)
    credited = total_of(
        (each.total for note in credits for each in note.charges if _rate(each) == rate), charge.total.currency
    )
    return replace(charge, total=charge.total - credited)


def _amounts(
    invoice: Document,
    credits: Sequence[Document],
    lines: Sequence[DocumentLine],
    charges: Sequence[Charge],
    taken_off: str,
    withheld: Mapping[int, Withheld],
) -> Amounts:
    taxes, new_lines, new_charges = [], [], []
    left = left_at(invoice, credits)
    for tax in invoice.taxes:
        rate = (tax.category, tax.rate)
        here = [line for line in lines if _rate(line) == rate]
        there = [charge for charge in charges if _rate(charge) == rate]
        totals = [*(line.total for line in here), *(charge.total for charge in there)]
        if not totals:
            continue
        full = _sum(invoice, totals)
        most = min(full, left[rate])
        off = full - most
        kept = _kept_lines(invoice, tax, here, withheld, most)
        gross = most + _sum(invoice, (line.total for line in kept))
        within = tax_left(tax, credits) if gross == left[rate] else tax_within(gross, tax.rate)
        taxes.append(replace(tax, gross=gross, tax=within, net=gross - within))
        off_net = off - tax_within(off, tax.rate)
        kept_net = _sum(invoice, (line.net for line in kept))
        nets = (gross - within + off_net - kept_net).allocate([total.minor for total in totals])
        if off:
            new_lines.append(amount_line(invoice, tax, off, off_net, number=len(taxes), title=taken_off, quantity=-1))
        new_lines += kept
        new_lines += [replace(line, net=net) for line, net in zip(here, nets[: len(here)], strict=True)]
        new_charges += [replace(each, net=net) for each, net in zip(there, nets[len(here) :], strict=True)]
    return Amounts(
        lines=tuple(sorted(new_lines, key=lambda line: line.position)),
        charges=tuple(new_charges),
        taxes=tuple(taxes),
        net=_sum(invoice, (tax.net for tax in taxes)),
        tax=_sum(invoice, (tax.tax for tax in taxes)),
        total=_sum(invoice, (tax.gross for tax in taxes)),
    )


def _kept_lines(
    invoice: Document, tax: TaxLine, lines: Sequence[DocumentLine], withheld: Mapping[int, Withheld], most: Money
) -> list[DocumentLine]:
    """Lines that take off again what is withheld of lines at a rate, all together no more than they come to."""
    kept, left = [], most
    for line in lines:
        found = withheld.get(line.position)
        amount = min(found.amount, line.total, left) if found else Money.zero(most.currency)
        if found and amount.minor > 0:
            net, number = amount - tax_within(amount, tax.rate), _WITHHELD + line.position
            kept.append(amount_line(invoice, tax, amount, net, number=number, title=found.because, quantity=-1))
            left -= amount
    return kept


def _rate(of: DocumentLine | Charge) -> Rate:
    return of.tax_category, of.tax_rate


def _sum(invoice: Document, amounts: Iterable[Money]) -> Money:
    return total_of(amounts, invoice.currency)
