"""The values that several pages share."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar, Literal
from urllib.parse import urlsplit, urlunsplit

type Band = Literal["in", "low", "order", "out"]
type OpenGraphKind = Literal["website", "product", "article"]
type Tone = Literal["info", "positive", "warning", "danger"]


@dataclass(frozen=True, slots=True)
class Link:
    label: str
    href: str


@dataclass(frozen=True, slots=True)
class Disc:
    """What a value looks like, beside its name: ``#rrggbb``, and the other half of what has two tones."""

    first: str
    second: str = ""


@dataclass(frozen=True, slots=True)
class Picture:
    """``width`` and ``height`` in pixels of ``src``: the browser keeps the place before the picture arrives.

    ``alt`` stays empty where the picture only repeats the text beside it. ``avif`` is a ``srcset`` for browsers that
    know the format, once it is made.
    """

    src: str
    width: int
    height: int
    alt: str = ""
    srcset: str = ""
    avif: str = ""


@dataclass(frozen=True, slots=True)
class Card:
    """A product in a grid. Flat on purpose: 24 of them are rendered at once.

    ``price`` is what the buyer pays, tax included where the market says so, already written in the buyer's language;
    ``prefix`` is "from" where variants differ; ``was`` the former price; ``unit`` the price per kilogram or litre.
    Pictures are square; ``srcset`` is left out when there is one size, ``avif`` where that format was not made. Where
    it was, a list offers it alone, and ``src`` is for the few browsers that do not know it. ``lazy`` is false for
    those seen at once.
    ``rating`` is the mean in words for screen readers ("4.6 out of 5"), empty where nobody has reviewed it; ``mark``
    are its stars in halves, ``rated`` how many reviews there are.
    """

    name: str
    href: str
    src: str
    price: str
    band: Band
    availability: str
    maker: str = ""
    prefix: str = ""
    was: str = ""
    unit: str = ""
    srcset: str = ""
    avif: str = ""
    lazy: bool = True
    rating: str = ""
    mark: int = 0
    rated: str = ""


@dataclass(frozen=True, slots=True)
class Notice:
    """A message to the buyer. ``danger`` is announced at once by screen readers, the others when they have time."""

    tone: Tone
    title: str
    text: str = ""
    link: Link | None = None

    @property
    def icon(self) -> str:
        return {"info": "info", "positive": "circle-check"}.get(self.tone, "circle-alert")


@dataclass(frozen=True, slots=True)
class Total:
    """A line under the goods: subtotal, delivery, tax. ``strong`` is the one the buyer pays."""

    label: str
    amount: str
    note: str = ""
    strong: bool = False


@dataclass(frozen=True, slots=True)
class Postal:
    """An address as it is written on a parcel in its own country, line by line."""

    title: str
    lines: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Alternate:
    """The same page in another language (or this one, ``current``). ``href`` is absolute, for search engines."""

    code: str
    label: str
    href: str
    current: bool = False

    @property
    def path(self) -> str:
        """For a visitor, who stays on the host where they are."""
        parts = urlsplit(self.href)
        return urlunsplit(("", "", parts.path, parts.query, ""))


@dataclass(frozen=True, slots=True)
class Head:
    """What a page says about itself to browsers and search engines.

    ``canonical`` and the alternates are absolute addresses. ``structured`` is a JSON-LD document, a data block that no
    script policy concerns; it must come from ``json_ld()``, which escapes what could close the block. ``refresh`` is in
    seconds: how often a browser without JavaScript asks again. ``fallback`` is the page in the language for all who
    speak none of ours; ``shared`` the picture beside a link to it, ``site`` the shop's name there.
    """

    title: str
    alternates: tuple[Alternate, ...] = ()
    description: str = ""
    canonical: str = ""
    indexed: bool = True
    preload: Picture | None = None
    preload_sizes: str = ""
    structured: str = ""
    refresh: int = 0
    fallback: str = ""
    shared: Picture | None = None
    kind: OpenGraphKind = "website"
    locale: str = ""
    site: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """Every page: its head, its way up, and what was just said to the buyer.

    ``THEMED``: a page for reading, which an agency's theme may draw. Where money is at stake it may not.
    """

    TEMPLATE: ClassVar[str]
    ICONS: ClassVar[Sequence[str]] = ()
    SCRIPTS: ClassVar[Sequence[str]] = ()
    SHEETS: ClassVar[Sequence[str]] = ()
    THEMED: ClassVar[bool] = False

    head: Head
    crumbs: tuple[Link, ...] = ()
    notices: tuple[Notice, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class PersonalPage(Page):
    """A page about somebody's own basket, order or account: what only these look like is fetched with them."""

    SHEETS: ClassVar[Sequence[str]] = ("personal.css",)
