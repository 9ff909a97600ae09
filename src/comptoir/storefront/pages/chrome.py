"""Header and footer: the same for every buyer of a market in a language, so rendered once a theme version."""

from dataclasses import dataclass
from typing import Literal

from comptoir.storefront.pages.parts import Link

type ChromeKind = Literal["shop", "checkout"]


@dataclass(frozen=True, slots=True)
class Section:
    """An entry of the main menu with its children, one level deep."""

    label: str
    href: str
    children: tuple[Link, ...] = ()


@dataclass(frozen=True, slots=True)
class Column:
    title: str
    links: tuple[Link, ...]


@dataclass(frozen=True, slots=True)
class Asking:
    """The banner: refusing is the same button, at the same place, as accepting. ``more`` leads to the choice one by
    one."""

    title: str
    text: str
    action: str
    accept: str
    refuse: str
    more: Link


@dataclass(frozen=True, slots=True)
class Assets:
    """Addresses of the static files, hashed when the server does so.

    ``fonts`` are fetched first: the two files of the language. ``scripts`` and ``sheets``, which only some pages
    need, are pairs of a file's name and its address.
    """

    stylesheet: str
    htmx: str
    menu_script: str
    fonts: tuple[str, ...]
    icon: str
    scripts: tuple[tuple[str, str], ...]
    sheets: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Logo:
    """The shop's mark, in the size it is shown. ``dark`` stands in for it on the dark page, if there is one."""

    src: str
    width: int
    height: int
    dark: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Chrome:
    """Everything around the page.

    ``kind`` "checkout" leaves the menu and the search out: one thing to do, nothing to lose the way on.
    ``theme`` names the preset, ``scheme`` what browsers are told of light and dark; ``legal`` is the line at the very
    bottom (company, register number). ``themed``: an agency's theme may draw it. ``preview``: nobody sees this yet.
    ``asking`` is None where nothing needs a visitor's consent.
    """

    kind: ChromeKind
    market: str
    language: str
    theme: str
    scheme: str
    shop_name: str
    tagline: str
    home: str
    search: str
    suggestions: str
    basket: str
    account: str
    sections: tuple[Section, ...]
    all_sections: str
    columns: tuple[Column, ...]
    promises: tuple[Link, ...]
    contact: tuple[Link, ...]
    legal: str
    assets: Assets
    logo: Logo | None = None
    themed: bool = False
    preview: bool = False
    asking: Asking | None = None
