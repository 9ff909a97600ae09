"""What the first page and the search show."""

from dataclasses import dataclass
from typing import ClassVar

from comptoir.backoffice.inventory.screens import StockRow
from comptoir.backoffice.orders.screens import OrderRow
from comptoir.backoffice.parts import Link, Screen, Words


@dataclass(frozen=True, slots=True, kw_only=True)
class Figure:
    """A number and the rows behind it."""

    number: int
    label: Words
    note: Words
    href: str
    icon: str
    more: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Todo:
    """Something the shop still needs before it can sell."""

    label: Words
    note: Words
    href: str
    done: bool


@dataclass(frozen=True, kw_only=True)
class HomePage(Screen):
    TEMPLATE: ClassVar[str] = "backoffice/home/home.html"

    figures: tuple[Figure, ...]
    orders: tuple[OrderRow, ...]
    orders_href: str
    short: tuple[StockRow, ...]
    stock_href: str
    todo: tuple[Todo, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    href: str
    name: str
    note: str


@dataclass(frozen=True, slots=True, kw_only=True)
class FoundGroup:
    title: Words
    icon: str
    rows: tuple[Found, ...]
    more: Link | None


@dataclass(frozen=True, kw_only=True)
class SearchPage(Screen):
    TEMPLATE: ClassVar[str] = "backoffice/home/search.html"

    query: str
    groups: tuple[FoundGroup, ...]
