"""What the stock screens show."""

from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar

from django import forms

from comptoir.backoffice.parts import Link, Listing, Pill, Screen, Words


@dataclass(frozen=True, slots=True, kw_only=True)
class StockCell:
    """One place. ``kept`` waits for a payment or a parcel."""

    on_hand: int
    kept: int


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
class LevelRow:
    place: str
    on_hand: int
    reserved: int
    claimed: int
    safety: int
    available: int
    shortfall: int


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
