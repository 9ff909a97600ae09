"""Credit over an amount: the price of what was invoiced goes down, and no piece comes back (decision 0013)."""

from collections.abc import Collection, Iterable, Sequence
from decimal import Decimal

from comptoir.domains.invoicing.rules.amounts import Amounts, Rate
from comptoir.domains.invoicing.values import Document, DocumentKind, DocumentLine
from comptoir.domains.pricing.values import TaxLine, tax_within
from comptoir.kernel.money import Money, total_of

BEYOND_GOODS = 9_001
"""Lines that are no goods of the order are numbered from here on: no order has as many lines."""


def left_at(invoice: Document, credits: Sequence[Document]) -> dict[Rate, Money]:
    """What is left of an invoice at each rate, tax included."""
    left = {_rate_of(tax): tax.gross for tax in invoice.taxes}
    for note in credits:
        for tax in note.taxes:
            left[_rate_of(tax)] -= tax.gross
    return left


def spread_gesture(
    invoice: Document, credits: Sequence[Document], amount: Money, rates: Collection[Decimal]
) -> dict[Rate, Money]:
    """How much of a gesture is credited at each rate: first at the rates of the lines that it is about, the rest, or
    all of one about the whole order, at the others; in proportion to what is left there. Less where less is left."""
    left = left_at(invoice, credits)
    spread: dict[Rate, Money] = {}
    for chosen in (True, False):
        here = {rate: money for rate, money in left.items() if (rate[1] in rates) is chosen and money.minor > 0}
        part = min(amount, total_of(here.values(), amount.currency))
        shares = part.allocate([money.minor for money in here.values()])
        spread |= {rate: share for rate, share in zip(here, shares, strict=True) if share}
        amount -= part
    return spread


def gesture_of(
    invoice: Document, credits: Sequence[Document], *, amount: Money, rates: Collection[Decimal], title: str
) -> Amounts:
    """The amounts of a credit note over so much, at most what is left: a line for each rate."""
    lines: list[DocumentLine] = []
    taxes: list[TaxLine] = []
    spread = spread_gesture(invoice, credits, amount, rates)
    left = left_at(invoice, credits)
    for tax in invoice.taxes:
        gross = spread.get(_rate_of(tax))
        if gross is None:
            continue
        within = tax_left(tax, credits) if gross == left[_rate_of(tax)] else tax_within(gross, tax.rate)
        taxes.append(
            TaxLine(
                rate=tax.rate, category=tax.category, net=gross - within, tax=within, gross=gross, country=tax.country
            )
        )
        lines.append(amount_line(invoice, tax, gross, gross - within, number=len(lines), title=title))
    return Amounts(
        lines=tuple(lines),
        charges=(),
        taxes=tuple(taxes),
        net=_sum(invoice, (tax.net for tax in taxes)),
        tax=_sum(invoice, (tax.tax for tax in taxes)),
        total=_sum(invoice, (tax.gross for tax in taxes)),
    )


def tax_left(tax: TaxLine, credits: Sequence[Document]) -> Money:
    """What is left of the tax of an invoice at one rate: whoever credits the last of it takes all, to the cent."""
    return tax.tax - total_of(
        (each.tax for note in credits for each in note.taxes if _rate_of(each) == _rate_of(tax)), tax.tax.currency
    )


def amount_line(
    invoice: Document, tax: TaxLine, gross: Money, net: Money, *, number: int, title: str, quantity: int = 1
) -> DocumentLine:
    """A line over an amount at a rate. Of quantity -1 it takes off again: EN 16931 forbids negative prices (BR-27),
    not negative quantities."""
    return DocumentLine(
        position=BEYOND_GOODS + number,
        sku=invoice.order_number,
        title=title,
        options="",
        quantity=quantity,
        unit_price=gross,
        discount=Money.zero(gross.currency),
        total=gross * quantity,
        net=net * quantity,
        tax_rate=tax.rate,
        tax_category=tax.category,
    )


def creditable_invoices(documents: Sequence[Document]) -> list[Document]:
    """The invoices of an order of which something is left to credit, the latest first."""
    return [
        invoice
        for invoice in reversed(documents)
        if invoice.kind is DocumentKind.INVOICE
        and sum(money.minor for money in left_at(invoice, notes_on(invoice, documents)).values()) > 0
    ]


def notes_on(invoice: Document, documents: Sequence[Document]) -> list[Document]:
    """The credit notes among an order's documents that correct an invoice."""
    return [document for document in documents if document.corrects == invoice.id]


def _rate_of(tax: TaxLine) -> Rate:
    return tax.category, tax.rate


def _sum(invoice: Document, amounts: Iterable[Money]) -> Money:
    return total_of(amounts, invoice.currency)
