"""What search gives and takes, and the port to engines."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Protocol
from uuid import UUID

from comptoir.domains.catalogue.values import ProductId
from comptoir.domains.inventory.values import Band
from comptoir.kernel.money import Money


@dataclass(frozen=True, slots=True, kw_only=True)
class OfferCard:
    """A product as a list shows it, in one market and language.

    ``price`` is the lowest of its variants, tax included; ``has_range`` when they differ. ``unit_price`` per ``unit``
    ("kg", "l", "piece") where the law asks for it, None elsewhere. ``image`` is a path in the media storage; with
    ``avif`` all its files are there as AVIF, too. Of what is ``downloaded`` nothing lies on a shelf. Goods to order
    are back-ordered, or a ``preorder``. ``rating_stars`` are all the stars of its ``rating_count`` reviews together.
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
    avif: bool = False
    downloaded: bool = False
    preorder: bool = False
    rating_count: int = 0
    rating_stars: int = 0


class Sort(StrEnum):
    FEATURED = "featured"  # the merchant's order, newest first within it
    PRICE = "price"
    PRICE_DOWN = "price_down"
    NEWEST = "newest"


READ_BY: Mapping[Sort, tuple[Sort, bool]] = {
    Sort.FEATURED: (Sort.FEATURED, False),
    Sort.PRICE: (Sort.PRICE, False),
    Sort.PRICE_DOWN: (Sort.PRICE, True),
    Sort.NEWEST: (Sort.NEWEST, True),
}
"""By which of a document's places a list is read, and whether downwards."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Count:
    """How many; ``exact`` is false where counting stopped: "more than"."""

    number: int
    exact: bool


class Facet(StrEnum):
    """The questions that every list is narrowed by. Attributes are further ones, named ``a.<code>``."""

    CATEGORY = "in"
    STOCK = "stock"
    PRICE = "price"
    PLACE = "place"
    MAKER = "maker"


ATTRIBUTE = "a."
"""Before the code of an attribute that buyers can narrow by."""


class Stock(StrEnum):
    """What is asked of availability, coarser than what a card tells."""

    NOW = "now"
    TO_ORDER = "order"
    OUT = "out"


@dataclass(frozen=True, slots=True, kw_only=True)
class Document:
    """A product as an engine indexes it, in one market and language.

    ``title`` weighs most, then ``keywords`` (maker, categories, attributes, SKUs), then ``text``: all three are plain
    words, without accents. ``facts`` are what is true of it, each ``facet:value``. ``places`` are its places in the
    lists, one whole number for each order of reading, and no two products of a market have the same one.
    """

    product_id: ProductId
    market: str
    language: str
    title: str
    keywords: str
    text: str
    facts: tuple[str, ...]
    places: Mapping[Sort, int]


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """What became of a product in a market: its documents now, none when it is no longer offered there."""

    product_id: ProductId
    market: str
    version: int
    documents: tuple[Document, ...]


class Match(StrEnum):
    """How words are held against documents."""

    ALL = "all"  # each word, or what means the same
    NEAR = "near"  # each word, or one that is spelt nearly so
    ANY = "any"  # at least one of them


DOCUMENTS_TOPIC = "search.documents"
"""Of the notices that tell engines of changes to documents."""

type Wanted = tuple[tuple[str, ...], ...]
"""Of each thing that was asked for: the words for it, any of which will do. "huile olive" asks for both words."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Query:
    """What a buyer asks for: goods of a market that bear the words and the facts.

    ``filters`` are facets with the values chosen of each: one of them must be true. ``within`` is a fact that is not
    up for choice, the category. ``sort`` None: the best match first. ``unfinished``: the last word is being typed.

    ``lead`` comes first, in that order, as far as it is found; ``forced`` counts as found whatever the words are;
    ``hidden`` is never found. A page begins after the place ``after`` of a list; of the best matches ``skip`` were
    shown before. Neither counts the lead, which is on the first page.
    """

    market: str
    language: str
    wanted: Wanted = ()
    match: Match = Match.ALL
    unfinished: bool = False
    within: str = ""
    filters: tuple[tuple[str, tuple[str, ...]], ...] = ()
    sort: Sort | None = None
    size: int
    skip: int = 0
    after: int | None = None
    lead: tuple[ProductId, ...] = ()
    forced: tuple[ProductId, ...] = ()
    hidden: tuple[ProductId, ...] = ()
    counted: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Hits:
    """What was found, in order. ``last`` is the place of the last one, where there is more of a list to read.

    ``facts`` says of each fact how many goods would be found if it were chosen: of a facet with chosen values, those
    that fulfil all the others. Only when the question is ``counted``. ``settled`` is false where the engine knows of
    changes that it has not taken in yet: such an answer is not to be kept.
    """

    product_ids: tuple[ProductId, ...]
    count: int
    more: bool = False
    last: int | None = None
    facts: Mapping[str, int] = field(default_factory=dict)
    settled: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class Synonyms:
    """Words and expressions of one language that mean the same to the buyers of this shop."""

    id: UUID
    language: str
    words: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Arrangement:
    """What the merchant puts first, next and nowhere: for some words, or in a category (one of the two is empty).

    ``pinned`` comes first, in that order, and is found by these words even where it does not bear them. ``boosted``
    comes before all others where it is found. ``hidden`` is left out. A list read by price or age knows no first.
    """

    id: UUID
    market: str
    words: str = ""
    category: str = ""
    pinned: tuple[ProductId, ...] = ()
    boosted: tuple[ProductId, ...] = ()
    hidden: tuple[ProductId, ...] = ()


class SearchEngine(Protocol):
    """Finds products by words and facts. Fed and asked by this domain only."""

    def take(self, changes: Sequence[Change]) -> None:
        """What has changed, in the transaction of the change, for an engine whose index shares it."""

    def find(self, query: Query) -> Hits:
        """What fulfils the question."""

    def tend(self) -> None:
        """Start keeping this node's index up to date, in a process that lasts. Calling it again changes nothing."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CardPage:
    """One page of cards. ``next_cursor`` is None on the last.

    ``corrected``: nothing matched as typed, and near spellings are shown; ``partly``: what is shown bears only some of
    the words. ``facts`` is what the list can be narrowed by, with how many goods each would leave. A page that is not
    ``settled`` may be shown, and is not to be kept.
    """

    cards: tuple[OfferCard, ...]
    count: Count
    next_cursor: str | None
    corrected: bool = False
    partly: bool = False
    facts: Mapping[str, int] = field(default_factory=dict)
    settled: bool = True
