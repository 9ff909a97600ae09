"""From prices with tax to the net amounts that EN 16931 wants, without losing a cent."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from comptoir.domains.invoicing.errors import BadDraft
from comptoir.domains.invoicing.values import Charge, DocumentDraft, DocumentLine, DraftLine
from comptoir.domains.pricing.values import TaxCategory, TaxLine, tax_within
from comptoir.kernel.money import Money, total_of

type Rate = tuple[TaxCategory, Decimal]


@dataclass(frozen=True, slots=True, kw_only=True)
class Amounts:
    """Lines, charges and taxes of a document with their net amounts; per rate, the nets add up to the tax line's."""

    lines: tuple[DocumentLine, ...]
    charges: tuple[Charge, ...]
    taxes: tuple[TaxLine, ...]
    net: Money
    tax: Money
    total: Money


def amounts_of(draft: DocumentDraft) -> Amounts:
    """Work out the net amounts of a draft.

    Per rate, the tax is within the gross amount and rounded once; what remains is the net, and it is split over the
    lines and delivery by largest remainder. What delivery has at a rate is what the order's tax line has beyond its
    goods.

    :raises BadDraft: when lines, delivery, taxes and total do not belong together.
    """
    currency = draft.total.currency
    taxes = {(tax.category, tax.rate): tax for tax in draft.taxes}
    delivery = _delivery_at_each_rate(draft, taxes)
    nets: dict[int, Money] = {}
    charges: list[Charge] = []
    for rate, tax in taxes.items():
        positions = [number for number, line in enumerate(draft.lines) if _rate(line) == rate]
        weights = [draft.lines[number].total.minor for number in positions] + [delivery[rate].minor]
        *shares, delivery_net = tax.net.allocate(weights)
        nets |= dict(zip(positions, shares, strict=True))
        if delivery[rate]:
            category, percent = rate
            charges.append(
                Charge(
                    label=draft.delivery_label,
                    total=delivery[rate],
                    net=delivery_net,
                    tax_rate=percent,
                    tax_category=category,
                )
            )
    return Amounts(
        lines=tuple(_line(line, nets[number]) for number, line in enumerate(draft.lines)),
        charges=tuple(charges),
        taxes=draft.taxes,
        net=total_of((tax.net for tax in draft.taxes), currency),
        tax=total_of((tax.tax for tax in draft.taxes), currency),
        total=draft.total,
    )


def _delivery_at_each_rate(draft: DocumentDraft, taxes: dict[Rate, TaxLine]) -> dict[Rate, Money]:
    currency = draft.total.currency
    goods = {rate: Money.zero(currency) for rate in taxes}
    for line in draft.lines:
        if _rate(line) not in goods:
            raise BadDraft(reason=f"no tax line at {line.tax_rate} {line.tax_category}")
        full = line.unit_price * line.quantity
        if line.quantity < 1 or line.total != full - line.discount or min(line.total.minor, line.discount.minor) < 0:
            raise BadDraft(reason=f"{line.sku} does not multiply to its total")
        goods[_rate(line)] += line.total
    _check_taxes(draft.taxes, taxes)
    delivery = {rate: tax.gross - goods[rate] for rate, tax in taxes.items()}
    checks = {
        "a line goes beyond its tax line": all(amount.minor >= 0 for amount in delivery.values()),
        "delivery is not what the taxes leave": total_of(delivery.values(), currency) == draft.delivery_total,
        "the total is not the sum of the taxes' gross": total_of((tax.gross for tax in draft.taxes), currency)
        == draft.total,
        "more was paid than is asked": 0 <= draft.paid.minor <= draft.total.minor,
        "there are no lines, and no delivery": bool(draft.lines or draft.delivery_total),
    }
    for reason, holds in checks.items():
        if not holds:
            raise BadDraft(reason=reason)
    return delivery


def _check_taxes(lines: Sequence[TaxLine], by_rate: dict[Rate, TaxLine]) -> None:
    for tax in lines:
        if tax.tax != tax_within(tax.gross, tax.rate) or tax.net + tax.tax != tax.gross:
            raise BadDraft(reason=f"the tax at {tax.rate} is not the one within {tax.gross}")
    if len(by_rate) != len(lines):
        raise BadDraft(reason="two tax lines at one rate")


def _rate(line: DraftLine) -> Rate:
    return line.tax_category, line.tax_rate


def _line(line: DraftLine, net: Money) -> DocumentLine:
    return DocumentLine(
        position=line.position,
        sku=line.sku,
        title=line.title,
        options=line.options,
        quantity=line.quantity,
        unit_price=line.unit_price,
        discount=line.discount,
        voucher=line.voucher,
        kit=line.kit,
        total=line.total,
        net=net,
        tax_rate=line.tax_rate,
        tax_category=line.tax_category,
    )
