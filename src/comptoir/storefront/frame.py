"""A page is three strings joined: what comes before, the page itself, what comes after.

Header, menus and footer are rendered once per market, language and theme version, with slots for the few things
that change from page to page. The page's own template renders only what is inside ``<main>``.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass

from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe

from comptoir.storefront.engine import render, render_themed
from comptoir.storefront.icons import sprite
from comptoir.storefront.pages.chrome import Chrome
from comptoir.storefront.pages.parts import Alternate, Page
from comptoir.storefront.structured import breadcrumbs

_ICONS = {
    "shop": ("search", "shopping-basket", "menu", "x", "user"),
    "checkout": ("arrow-left",),
}
_SLOT = re.compile(r"<!--slot:([a-z]+)-->")


@dataclass(frozen=True, slots=True)
class Frame:
    """The rendered chrome, cut at its slots: text, slot name, text, slot name, … text."""

    pieces: tuple[str, ...]
    shop_name: str
    icons: tuple[str, ...]
    scripts: Mapping[str, str]
    sheets: Mapping[str, str]

    @classmethod
    def of(cls, chrome: Chrome) -> "Frame":
        html = render("storefront/chrome.html", {"chrome": chrome, **_around(chrome)})
        scripts, sheets = dict(chrome.assets.scripts), dict(chrome.assets.sheets)
        return cls(tuple(_SLOT.split(html)), chrome.shop_name, _ICONS[chrome.kind], scripts, sheets)

    def filled(self, slots: Mapping[str, str]) -> str:
        """The whole document. A slot nobody fills stays empty."""
        return "".join(slots.get(piece, "") if index % 2 else piece for index, piece in enumerate(self.pieces))


def document(page: Page, *, frame: Frame, query: str = "", current: str = "") -> str:
    """The page as a whole HTML document.

    ``query`` is what the header's search field holds; ``current`` is the menu address to mark as the place we are.
    The active language must be the frame's.
    """
    head = page.head
    html = frame.filled(
        {
            "title": escape(f"{head.title} – {frame.shop_name}" if head.title else frame.shop_name),
            "head": render("storefront/head.html", {"head": head, "trail": _trail(page)}),
            "sheets": "".join(_sheet(frame.sheets[name]) for name in page.SHEETS),
            "scripts": "".join(_script(frame.scripts[name]) for name in page.SCRIPTS),
            "sprite": sprite((*frame.icons, *page.ICONS)),
            "languages": _languages(head.alternates),
            "query": escape(query),
            "main": (render_themed if page.THEMED else render)(page.TEMPLATE, {"page": page}),
        }
    )
    if current:
        link = f'<a class="nav-link" href="{escape(current)}"'
        html = html.replace(link, f'{link} aria-current="page"', 1)
    return html


def _around(chrome: Chrome) -> dict[str, SafeString]:
    """Header and footer: those of the theme on pages that are read, ours where money is at stake."""
    names = ("header_checkout", "footer_checkout") if chrome.kind == "checkout" else ("header", "footer")
    draw = render_themed if chrome.themed else render
    header, footer = (draw(f"storefront/parts/{name}.html", {"chrome": chrome}) for name in names)
    return {"header": header, "footer": footer}


def _trail(page: Page) -> str:
    """The way down to the page, for search engines; "" for a page that they do not keep or that lies at the top."""
    return breadcrumbs(page.crumbs, page.head.canonical) if page.head.indexed and len(page.crumbs) > 1 else ""


def _script(address: str) -> str:
    return f'<script type="module" src="{escape(address)}"></script>'


def _sheet(address: str) -> str:
    return f'<link rel="stylesheet" href="{escape(address)}">'


def _languages(alternates: tuple[Alternate, ...]) -> SafeString:
    """Links to the same page in the other languages, each named in itself."""
    links = (
        f'<a class="language" href="{escape(other.path)}" hreflang="{escape(other.code)}" lang="{escape(other.code)}">'
        f"{escape(other.label)}</a>"
        for other in alternates
        if not other.current
    )
    return mark_safe("".join(links))  # noqa: S308 - every value is escaped just above
