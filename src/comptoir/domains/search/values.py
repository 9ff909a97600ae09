"""What search gives and takes, and the port to engines."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Protocol

from comptoir.domains.catalogue.values import ProductId
from comptoir.domains.inventory.values import Band
from comptoir.kernel.money import Money


@dataclass(frozen=True, slots=True, kw_only=True)
class OfferCard:
    """A product as a list shows it, in one market and language.

    ``price`` is the lowest of its variants, tax included; ``has_range`` when they differ. ``unit_price`` per ``unit``
    ("kg", "l", "piece") where the law asks for it, None elsewhere. ``image`` is a path in the media storage. Goods to
    order are back-ordered, or a ``preorder``. ``rating_stars`` are all the stars of its
    ``rating_count`` reviews together.
    """

    product_id: ProductId
    slug: str
    title: str
    maker: str
    image: str
    image_widths: tuple[int, ...]
    price: Money
    compare_at: Money | None
    has_range: bool
    unit_price: Money | None
    unit: str
    band: Band
    preorder: bool = False
    rating_count: int = 0
    rating_stars: int = 0


class Sort(StrEnum):
    FEATURED = "featured"  # the merchant's order, newest first within it
    PRICE = "price"
    PRICE_DOWN = "price_down"
    NEWEST = "newest"


@dataclass(frozen=True, slots=True, kw_only=True)
class Count:
    """How many; ``exact`` is false where counting stopped: "more than"."""

    number: int
    exact: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Document:
    """A product as an engine indexes it. ``title`` weighs most, then ``keywords`` (maker, categories, attributes,
    SKUs), then ``text``."""

    product_id: ProductId
    market: str
    language: str
    title: str
    keywords: str
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Query:
    """What a buyer types, where. ``skip`` hits were shown before."""

    market: str
    language: str
    text: str
    size: int
    skip: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Hits:
    """Best first. ``corrected`` is true when nothing matched as typed and near spellings are shown."""

    product_ids: tuple[ProductId, ...]
    count: Count
    corrected: bool = False


class SearchEngine(Protocol):
    """Finds products by words. Fed and asked by this domain only."""

    def index(self, documents: Sequence[Document]) -> None:
        """Add or replace. Part of the caller's transaction where the engine can."""

    def remove(self, *, market: str, product_ids: Collection[ProductId]) -> None:
        """Take products out, in every language."""

    def find(self, query: Query) -> Hits:
        """What matches, within the bounds that the engine sets on how far it looks."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CardPage:
    """One page of cards. ``next_cursor`` is None on the last."""

    cards: tuple[OfferCard, ...]
    count: Count
    next_cursor: str | None
    corrected: bool = False
