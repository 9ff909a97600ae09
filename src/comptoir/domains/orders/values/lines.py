"""How lines come about, and how they are shown together."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import groupby

from comptoir.domains.catalogue.values import VariantCard, VariantKind, Withdrawal
from comptoir.domains.orders.values.order import Kit, OrderLine
from comptoir.domains.pricing.values import PricedLine
from comptoir.kernel.money import Money, total_of
from comptoir.kernel.texts import text_in


def order_line(
    *,
    position: int,
    variant: VariantCard,
    priced: PricedLine,
    language: str,
    on_order: int = 0,
    kit: Kit | None = None,
) -> OrderLine:
    """What is promised of a variant, in the buyer's language and at the price of the moment; so many of its pieces are
    ``on_order``. Copied, so that nothing that changes later changes the promise."""
    return OrderLine(
        position=position,
        variant_id=variant.id,
        sku=variant.sku,
        title=text_in(variant.title, language),
        options=text_in(variant.options, language),
        image=variant.image.path if variant.image else "",
        quantity=priced.quantity,
        unit_price=priced.unit_price,
        discount=priced.discount,
        total=priced.total,
        tax_class=priced.tax_class,
        tax_rate=priced.tax_rate,
        weight_grams=variant.weight_grams,
        withdrawal=Withdrawal.DIGITAL if variant.kind is VariantKind.DOWNLOAD else variant.withdrawal,
        on_order=on_order,
        kind=variant.kind,
        kit=kit,
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class PartPromised:
    """A part of kits: its pieces at their prices, of which so many in all are ``on_order``."""

    variant: VariantCard
    priced: Sequence[PricedLine]
    on_order: int = 0


def kit_lines(
    *,
    position: int,
    variant: VariantCard,
    quantity: int,
    unit_price: Money,
    parts: Sequence[PartPromised],
    language: str,
) -> tuple[OrderLine, ...]:
    """The lines of so many kits, the first at that position: what is in them, each at its share of the price."""
    kit = Kit(
        number=position,
        variant_id=variant.id,
        sku=variant.sku,
        title=text_in(variant.title, language),
        options=text_in(variant.options, language),
        image=variant.image.path if variant.image else "",
        quantity=quantity,
        unit_price=unit_price,
    )
    return tuple(
        replace(line, position=position + index, kit=kit)
        for index, line in enumerate(line for part in parts for line in _part_lines(part, language))
    )


def _part_lines(part: PartPromised, language: str) -> Iterator[OrderLine]:
    waiting = part.on_order
    for priced in part.priced:
        on_order = min(waiting, priced.quantity)
        waiting -= on_order
        yield order_line(position=1, variant=part.variant, priced=priced, language=language, on_order=on_order)


@dataclass(frozen=True, slots=True, kw_only=True)
class SoldTogether:
    """A line by itself, or the lines of what was sold as one."""

    kit: Kit | None
    lines: tuple[OrderLine, ...]

    @property
    def wanted(self) -> int:
        """How many are still wanted: of kits, as many as all parts are left for, and at least one while any is."""
        if self.kit is None:
            return self.lines[0].wanted
        whole = min(line.wanted * self.kit.quantity // line.quantity for line in self.lines)
        return whole or int(any(line.wanted for line in self.lines))

    @property
    def undiscounted(self) -> Money:
        return total_of((line.undiscounted for line in self.lines), self.lines[0].total.currency)

    @property
    def contents(self) -> tuple[tuple[OrderLine, int], ...]:
        """What is in all these kits, a part once, with how many pieces of it are still wanted."""
        pieces: dict[str, tuple[OrderLine, int]] = {}
        for line in self.lines:
            pieces[line.sku] = line, pieces.get(line.sku, (line, 0))[1] + line.wanted
        return tuple(each for each in pieces.values() if each[1])


def sold_together(lines: Iterable[OrderLine]) -> tuple[SoldTogether, ...]:
    """The lines of an order as its buyer knows them: a kit is one thing."""
    grouped = groupby(lines, key=lambda line: line.kit.number if line.kit else -line.position)
    together = (tuple(each) for _number, each in grouped)
    return tuple(SoldTogether(kit=each[0].kit, lines=each) for each in together)
