"""The shared card of each kind of page."""

from comptoir.domains.catalogue.queries import category_by_slug, product_by_slug
from comptoir.domains.catalogue.values import Category, Product
from comptoir.domains.content.queries import page_by_slug
from comptoir.domains.content.values import Page
from comptoir.domains.markets.queries import merchant
from comptoir.domains.search.queries import best_in_category
from comptoir.kernel.errors import NotFound
from comptoir.kernel.texts import text_in
from comptoir.storefront.assemble.greetings import headline
from comptoir.storefront.here import Here
from comptoir.storefront.pages.parts import Picture
from comptoir.storefront.share.cards import ShareCard
from comptoir.storefront.share.drawing import HEIGHT, WIDTH
from comptoir.storefront.share.look import look_of
from comptoir.storefront.whole import absolute

SHOP, PRODUCT, CATEGORY, PAGE = "shop", "product", "category", "page"


def card_named(kind: str, key: str, here: Here) -> ShareCard:
    """The card of that page as it is drawn now.

    :raises NotFound: when there is no such page.
    """
    match kind:
        case "shop":
            return shop_card(here)
        case "product":
            return product_card(product_by_slug(key), here)
        case "category":
            return category_card(category_by_slug(key), here)
        case "page":
            return page_card(page_by_slug(here.language, key), here)
    raise NotFound


def share_picture(card: ShareCard, here: Here) -> Picture:
    """The card as pages name it, by an absolute address."""
    return Picture(src=absolute(here.at.share(card.kind, card.name)), width=WIDTH, height=HEIGHT, alt=card.title)


def shop_card(here: Here) -> ShareCard:
    """For pages that have nothing of their own to show."""
    title = headline(here.designs.home(), here.language) or merchant().name
    best = best_in_category(here.market.code, here.language, None, 1)
    return _card(SHOP, here.market.code, here, title, "", best[0].image if best else "")


def product_card(product: Product, here: Here) -> ShareCard:
    title, picture = text_in(product.titles, here.language), product.media[0].path if product.media else ""
    return _card(PRODUCT, product.slug_in(here.language), here, title, product.maker, picture)


def category_card(category: Category, here: Here) -> ShareCard:
    best = best_in_category(here.market.code, here.language, category.id, 1)
    title = text_in(category.names, here.language)
    return _card(CATEGORY, category.slug_in(here.language), here, title, "", best[0].image if best else "")


def page_card(page: Page, here: Here) -> ShareCard:
    language = here.language
    return _card(PAGE, text_in(page.slugs, language), here, text_in(page.titles, language), "", "")


def _card(kind: str, key: str, here: Here, title: str, under: str, picture: str) -> ShareCard:
    look = look_of(here.designs.theme())
    return ShareCard(kind=kind, key=key, shop=merchant().name, title=title, under=under, picture=picture, look=look)
