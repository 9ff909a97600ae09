"""What a merchant designs: the theme, the menus, the home page, landing pages. Each has a draft and is published."""

from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from comptoir.domains.content.values.blocks import Block
from comptoir.domains.content.values.looks import Theme
from comptoir.kernel.texts import Texts


class DesignKind(StrEnum):
    THEME = "theme"
    MENUS = "menus"
    HOME = "home"
    LANDING = "landing"


THEME, MENUS, HOME_DESIGN = "theme", "menus", "home"
_LANDING = "page:"


def landing_design(page_key: str) -> str:
    """The design of the landing page with that key."""
    return f"{_LANDING}{page_key}"


def landing_page(design_key: str) -> str:
    """The key of the page that a design is of; "" for the others."""
    return design_key.removeprefix(_LANDING) if design_key.startswith(_LANDING) else ""


def design_kind(key: str) -> DesignKind:
    return DesignKind.LANDING if landing_page(key) else DesignKind(key)


@dataclass(frozen=True, slots=True, kw_only=True)
class MenuItem:
    """An entry of a menu. Without ``labels`` it is called what it leads to."""

    target: str
    labels: Texts = field(default_factory=dict)
    children: tuple["MenuItem", ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class MenuColumn:
    titles: Texts
    items: tuple[MenuItem, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Menus:
    """The menu at the top, one level deep below each entry, and the columns at the foot."""

    header: tuple[MenuItem, ...] = ()
    footer: tuple[MenuColumn, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Layout:
    """A page made of blocks. The home page has an address of its own: ``titles`` and ``slugs`` are of landing pages."""

    blocks: tuple[Block, ...] = ()
    titles: Texts = field(default_factory=dict)
    slugs: Texts = field(default_factory=dict)
    position_in_footer: int | None = None


type Document = Theme | Menus | Layout


@dataclass(frozen=True, slots=True, kw_only=True)
class Revision:
    """A design as somebody saved it. Numbers of a design are 1, 2, 3…"""

    design: str
    number: int
    document: Document
    saved_at: datetime
    saved_by: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Publication:
    """From when on a revision was shown."""

    number: int
    revision: int
    published_at: datetime
    published_by: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """A revision that will be shown. ``refused`` tells why it was not, when its moment came."""

    revision: int
    at: datetime
    planned_by: str
    refused: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class DesignRow:
    """Where a design stands. ``shown`` 0: never published; ``head`` is the number of the draft, 0 for none."""

    key: str
    head: int
    shown: int
    saved_at: datetime | None
    saved_by: str
    published_at: datetime | None
    plan: Plan | None

    @property
    def kind(self) -> DesignKind:
        return design_kind(self.key)

    @property
    def has_draft(self) -> bool:
        """Whether something was saved that buyers do not see."""
        return self.head != self.shown


@dataclass(frozen=True, slots=True, kw_only=True)
class Design(DesignRow):
    """A design with its draft, or with what it starts from when nobody has touched it yet."""

    draft: Document
