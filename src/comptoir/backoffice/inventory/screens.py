"""What the stock screens show."""

from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar

from django import forms

from comptoir.backoffice.parts import Link, Listing, Pill, Screen, Told, Words


@dataclass(frozen=True, slots=True, kw_only=True)
class StockCell:
    """One place. ``kept`` waits for a payment or a parcel; ``under_way`` was sent there from another."""

    on_hand: int
    kept: int
    under_way: int


@dataclass(frozen=True, slots=True, kw_only=True)
class StockRow:
    href: str
    title: str
    options: str
    sku: str
    picture: str
    cells: tuple[StockCell | None, ...]
    available: int
    state: Pill


@dataclass(frozen=True, kw_only=True)
class StockList(Screen):
    """``places`` are the heads of ``cells``."""

    TEMPLATE: ClassVar[str] = "backoffice/inventory/list.html"

    listing: Listing
    places: tuple[str, ...]
    rows: tuple[StockRow, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Panel:
    """A form beside the page: one step that can be taken. ``folded`` ones open by hand, or when they were refused."""

    title: Words
    form: forms.Form
    action: str
    button: Words
    lead: Words = ""
    folded: bool = False
    danger: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class PaperRow:
    """A purchase order, a transfer, a count or a supplier in its list. ``facts`` stand under the heads."""

    href: str
    name: str
    facts: tuple[Words, ...]
    state: Pill


@dataclass(frozen=True, kw_only=True)
class PaperList(Screen):
    TEMPLATE: ClassVar[str] = "backoffice/inventory/papers.html"

    heads: tuple[Words, ...]
    rows: tuple[PaperRow, ...]
    none: Words
    none_hint: Words
    next_href: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ArticleLine:
    """An article of a paper; ``cells`` stand under the heads after its name."""

    href: str
    title: str
    note: str
    cells: tuple[Words, ...]


@dataclass(frozen=True, kw_only=True)
class PaperPage(Screen):
    """A paper with its articles, the steps that can be taken, and what happened to it."""

    TEMPLATE: ClassVar[str] = "backoffice/inventory/paper.html"
    SCRIPTS: ClassVar[tuple[str, ...]] = ("backoffice/js/fields.js",)

    heads: tuple[Words, ...] = ()
    lines: tuple[ArticleLine, ...] = ()
    panels: tuple[Panel, ...] = ()
    history: tuple[Told, ...] = ()

    @property
    def rows(self) -> tuple[tuple[ArticleLine, tuple[tuple[Words, Words], ...]], ...]:
        """Each line with its cells under their heads: on a phone the head stands beside the cell."""
        return tuple((line, tuple(zip(self.heads, line.cells, strict=True))) for line in self.lines)


@dataclass(frozen=True, slots=True, kw_only=True)
class ProposalRow:
    """``take`` is None where nobody sells the article to us. ``idle`` ones have not been sold lately: whoever ticks all
    does not mean them."""

    article: ArticleLine
    place: str
    supplier: str
    figures: tuple["Figure", ...]
    idle: bool
    take: forms.BoundField | None
    quantity: forms.BoundField


@dataclass(frozen=True, slots=True)
class Figure:
    """A number under its head: on a phone the head stands above it."""

    label: Words
    text: str


@dataclass(frozen=True, kw_only=True)
class ToOrder(Screen):
    """What to order, to be ticked and made into purchase orders."""

    SCRIPTS: ClassVar[tuple[str, ...]] = ("backoffice/js/ticks.js",)
    TEMPLATE: ClassVar[str] = "backoffice/inventory/to_order.html"

    form: forms.Form
    action: str
    heads: tuple[Words, ...]
    rows: tuple[ProposalRow, ...]
    may_buy: bool
    next_href: str

    @property
    def tick_all(self) -> bool:
        """Whether there is something that whoever ticks all means."""
        return self.may_buy and any(row.take and not row.idle for row in self.rows)


@dataclass(frozen=True, slots=True, kw_only=True)
class LevelRow:
    """``beyond`` tells what is sold beyond the shelf, and when it is to come; ``late``, that it should be there;
    ``kept_shut``, that the safety stock leaves nothing to sell; ``aside``, that nothing is sold from this place.
    ``under_way`` was sent here from another place."""

    place: str
    shelf: str
    on_hand: int
    reserved: int
    claimed: int
    safety: int
    available: int
    shortfall: int
    beyond: Words
    late: bool
    kept_shut: bool
    aside: bool
    under_way: int


@dataclass(frozen=True, slots=True, kw_only=True)
class MovementRow:
    at: datetime
    kind: Words
    place: str
    quantity: int
    after: int
    who: str
    reference: Link | None

    @property
    def signed(self) -> str:
        return f"+{self.quantity}" if self.quantity > 0 else f"−{abs(self.quantity)}"


@dataclass(frozen=True, kw_only=True)
class StockPage(Screen):
    """One variant: where it stands, what moved, and a count."""

    TEMPLATE: ClassVar[str] = "backoffice/inventory/page.html"
    SCRIPTS: ClassVar[tuple[str, ...]] = ("backoffice/js/fields.js",)

    levels: tuple[LevelRow, ...]
    movements: tuple[MovementRow, ...]
    next_href: str
    form: forms.Form | None
    action: str
    panels: tuple[Panel, ...]
    history: tuple[Told, ...]
