"""The addresses that search engines are to know, by market and language."""

from collections.abc import Iterator
from uuid import UUID

from comptoir.domains.catalogue.queries import category_tree, changes_of
from comptoir.domains.catalogue.values import ProductId
from comptoir.domains.content.queries import pages
from comptoir.domains.markets.queries import markets
from comptoir.domains.search.queries import offered_slugs, offered_starts
from comptoir.kernel.clock import local_day
from comptoir.storefront.assemble.shop_pages import open_shops
from comptoir.storefront.assemble.words import HOME
from comptoir.storefront.here import Here, addresses_of
from comptoir.storefront.sitemaps import MOST, Listed
from comptoir.storefront.whole import absolute

FIRST = "first"
"""Where the goods of a market begin; later parts are named after the product that they follow."""
_AT_ONCE = 1_000


def all_sitemaps(*, size: int = MOST) -> Iterator[str]:
    """The files, those of each market and language together."""
    for market in markets():
        for language in market.languages:
            folder = absolute(f"/sitemaps/{market.code}/{language}")
            yield f"{folder}/pages.xml"
            for start in offered_starts(market=market.code, language=language, size=size):
                yield f"{folder}/products-{start or FIRST}.xml"


def listed_pages(here: Here) -> Iterator[Listed]:
    """All that is no product: the front, categories, pages of words, shops."""
    at, language = here.at, here.language
    for path in (at.home(), at.products(), at.categories(), at.contact(), at.cookies(), at.withdrawing()):
        yield Listed(absolute(path))
    for category in category_tree().categories:
        yield Listed(absolute(at.category(category.slug_in(language))))
    for page in pages():
        if page.key != HOME and language in page.slugs:
            changed = local_day(page.published_at, here.market.time_zone)
            yield Listed(absolute(at.page(page.slugs[language])), changed)
    shops = open_shops()
    for path in (at.shops(), *(at.shop(place.code) for place in shops)) if shops else ():
        yield Listed(absolute(path))


def listed_goods(here: Here, after: ProductId | None, *, size: int = MOST) -> Iterator[Listed]:
    """What the market offers after a product, at most so many, a thousand at a time."""
    left = size
    while left > 0:
        wanted = min(_AT_ONCE, left)
        found = offered_slugs(market=here.market.code, language=here.language, after=after, limit=wanted)
        changes = changes_of([id for id, _slug in found]) if found else {}
        for id, slug in found:
            changed = local_day(changes[id], here.market.time_zone) if id in changes else None
            yield Listed(absolute(here.at.product(slug)), changed)
        if len(found) < wanted:
            return
        left, after = left - len(found), found[-1][0]


def place_of(market: str, language: str) -> tuple[str, str]:
    """The segment and language of a market's addresses.

    :raises UnknownMarket: when there is no such market.
    """
    at = addresses_of(market, language)
    return at.segment, language


def start_of(name: str) -> ProductId | None:
    """:raises ValueError: for what names no start."""
    return None if name == FIRST else ProductId(UUID(name))
