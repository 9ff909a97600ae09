"""What pages are made of, ready to be shown. Each kind has its template in ``templates/storefront/blocks``."""

from dataclasses import dataclass
from typing import ClassVar

from comptoir.storefront.pages.parts import Card, Link, Picture


@dataclass(frozen=True, slots=True, kw_only=True)
class Block:
    """``anchor`` is its id on the page."""

    kind: ClassVar[str]

    anchor: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Hero(Block):
    """The first thing seen: words, one way in, and a picture or goods with their real price.

    ``layout`` is "beside", "over" or "plain"; ``level`` of its heading is 1 where it begins the page.
    """

    kind: ClassVar[str] = "hero"

    title: str
    text: str = ""
    action: Link | None = None
    picture: Picture | None = None
    goods: Card | None = None
    layout: str = "beside"
    level: int = 1


@dataclass(frozen=True, slots=True)
class Tile:
    """A category as a picture."""

    label: str
    href: str
    src: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Tiles(Block):
    kind: ClassVar[str] = "categories"

    title: str
    tiles: tuple[Tile, ...]
    more: Link


@dataclass(frozen=True, slots=True, kw_only=True)
class Shelf(Block):
    """A titled row of products."""

    kind: ClassVar[str] = "products"

    title: str
    cards: tuple[Card, ...]
    more: Link | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Story(Block):
    """``body`` is clean HTML; ``side`` is where the picture stands."""

    kind: ClassVar[str] = "story"

    title: str
    body: str
    eyebrow: str = ""
    picture: Picture | None = None
    side: str = "left"
    action: Link | None = None


@dataclass(frozen=True, slots=True)
class Column:
    title: str
    text: str
    picture: Picture | None
    action: Link | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Editorial(Block):
    kind: ClassVar[str] = "editorial"

    title: str
    columns: tuple[Column, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Pictured(Block):
    """``width`` is "page" or "full"."""

    kind: ClassVar[str] = "picture"

    picture: Picture
    caption: str = ""
    width: str = "page"


@dataclass(frozen=True, slots=True, kw_only=True)
class Text(Block):
    kind: ClassVar[str] = "text"

    title: str
    body: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Quote(Block):
    kind: ClassVar[str] = "quote"

    text: str
    author: str


@dataclass(frozen=True, slots=True)
class Question:
    question: str
    answer: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Questions(Block):
    kind: ClassVar[str] = "faq"

    title: str
    questions: tuple[Question, ...]


@dataclass(frozen=True, slots=True)
class Opening:
    days: str
    times: str


@dataclass(frozen=True, slots=True)
class Shop:
    """``map`` leads to a map elsewhere: nothing is fetched from there before somebody asks for it."""

    name: str
    lines: tuple[str, ...]
    hours: tuple[Opening, ...]
    map: str
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Shops(Block):
    kind: ClassVar[str] = "shops"

    title: str
    text: str
    shops: tuple[Shop, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class SignUp:
    """The form for the shop's letters."""

    action: str
    label: str
    wording: str
    button: str
    note: str
    privacy: Link | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Newsletter(Block):
    """A button of the merchant's, or the shop's own form where it leads nowhere: the words beside the box are the
    consent."""

    kind: ClassVar[str] = "newsletter"

    title: str
    text: str
    action: Link | None
    sign_up: SignUp | None = None


@dataclass(frozen=True, slots=True)
class Assurance:
    icon: str
    title: str
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Assurances(Block):
    kind: ClassVar[str] = "assurances"

    assurances: tuple[Assurance, ...]
