"""What is wrong with a theme's folder, before a buyer finds it: for agencies, and for whoever puts it to use."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings
from django.utils import translation

from comptoir.domains.catalogue.queries import category_tree
from comptoir.domains.markets.queries import default_market
from comptoir.domains.search.queries import best_in_category
from comptoir.kernel import clock
from comptoir.storefront.assemble.chrome import chrome_of
from comptoir.storefront.assemble.home import categories_page, home_page
from comptoir.storefront.assemble.listing import all_goods_page, category_page
from comptoir.storefront.assemble.product import product_at, product_page
from comptoir.storefront.assemble.search import search_page
from comptoir.storefront.engine import render, render_strictly
from comptoir.storefront.here import Here, here_at
from comptoir.storefront.narrowing import Narrowing
from comptoir.storefront.pages.parts import Page
from comptoir.storefront.themes import OwnTheme, theme_in

MOST_CSS = 60_000
_INLINE = (
    (re.compile(r"<script(?![^>]*\bsrc=)", re.IGNORECASE), "a script inside the page"),
    (re.compile(r"\son[a-z]+\s*=", re.IGNORECASE), "an event handler inside the page"),
    (re.compile(r"\sstyle\s*=|<style", re.IGNORECASE), "a style inside the page"),
)
_ELSEWHERE = re.compile(r"@import|url\(\s*['\"]?(?:https?:)?//", re.IGNORECASE)
HOOKS = (
    'name="sku"', 'name="quantity"', 'id="added"', "<h1", 'name="q"', "<!--fragment:cart-badge-->", 'id="listing"',
    'rel="next"', "<!--slot:languages-->",
)  # fmt: skip
"""What buying and finding one's way hang on: where our template has it, theirs must."""


@dataclass(frozen=True, slots=True)
class Remark:
    """``grave``: put to use, it would take something away from buyers."""

    grave: bool
    place: str
    words: str


def remarks_on(folder: str) -> Iterator[Remark]:
    """Everything that is wrong with a theme, most basic first. The shop's own goods are what it is tried on."""
    try:
        theme = theme_in(folder)
    except (OSError, ValueError) as error:
        yield Remark(True, "theme.toml", f"cannot be read: {error}")
        return
    for name in sorted(theme.ignored):
        yield Remark(False, f"templates/{name}", "is ignored: a theme may not replace this template")
    yield from _policy(theme)
    for language, _name in settings.LANGUAGES:
        with translation.override(language):
            yield from _tried(theme, language)


def _policy(theme: OwnTheme) -> Iterator[Remark]:
    """What the shop's content security policy would not let happen."""
    for name in sorted(theme.replaced):
        text = (theme.folder / "templates" / name).read_text("utf-8")
        for pattern, what in _INLINE:
            if pattern.search(text):
                yield Remark(True, f"templates/{name}", f"{what}: browsers are told to refuse it")
    for path in sorted((theme.folder / "styles").glob("*.css")):
        if _ELSEWHERE.search(path.read_text("utf-8")):
            yield Remark(True, _within(theme, path), "fetches from elsewhere: browsers are told to refuse it")
    if len(theme.css.encode()) > MOST_CSS:
        yield Remark(False, "styles", f"{len(theme.css.encode()) // 1000} kB: pages are slow with more than 60")


def _within(theme: OwnTheme, path: Path) -> str:
    return path.relative_to(theme.folder).as_posix()


def _tried(theme: OwnTheme, language: str) -> Iterator[Remark]:
    market = default_market()
    if language not in market.languages:
        return
    here = here_at(segment="", language=language, now=clock.now())
    for page in _pages(here):
        yield from _compared(theme, page.TEMPLATE, {"page": page}, language)
    chrome = {"chrome": chrome_of(market.code, here.at, "shop", themed=True)}
    for name in ("storefront/parts/header.html", "storefront/parts/footer.html"):
        yield from _compared(theme, name, chrome, language)


def _pages(here: Here) -> Iterator[Page]:
    """One of each kind, as far as the shop has any."""
    yield home_page(here)[0]
    yield categories_page(here)[0]
    yield all_goods_page(here, Narrowing())[0]
    yield search_page("a", here, Narrowing())
    for category in category_tree().categories[:1]:
        yield category_page(category.slug_in(here.language), here, Narrowing())[0]
    for offer in best_in_category(here.market.code, here.language, None, 1):
        yield product_page(product_at(offer.slug, here), here, sku="")[0]


def _compared(theme: OwnTheme, name: str, values: Mapping[str, object], language: str) -> Iterator[Remark]:
    try:
        theirs = render_strictly(str(theme.folder), name, values)
    except Exception as error:  # noqa: BLE001 - whatever a template of somebody else's may do is what is asked here
        yield Remark(True, f"templates/{name}", f"fails ({language}): {type(error).__name__}: {error}")
        return
    ours = render(name, values)
    for hook in HOOKS:
        if hook in ours and hook not in theirs:
            yield Remark(True, f"templates/{name}", f"lacks {hook} ({language}): buyers need it")
