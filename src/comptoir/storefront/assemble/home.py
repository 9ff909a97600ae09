"""The front of the shop, pages that a merchant makes of blocks, and the menu on a page."""

from django.utils.translation import gettext as _

from comptoir.domains.catalogue.queries import category_tree
from comptoir.domains.content.values import Layout
from comptoir.domains.content.values import Page as ContentPage
from comptoir.domains.markets.queries import merchant
from comptoir.domains.search.queries import first_cards
from comptoir.kernel.texts import text_in
from comptoir.storefront.addresses import Addresses
from comptoir.storefront.assemble.blocks import blocks_shown, category_picture
from comptoir.storefront.assemble.greetings import greeting
from comptoir.storefront.assemble.heads import page_head
from comptoir.storefront.assemble.house import house_of
from comptoir.storefront.assemble.leading import to_categories
from comptoir.storefront.assemble.words import HOME, plain_text
from comptoir.storefront.here import Here
from comptoir.storefront.pages.home import HomePage, LandingPage
from comptoir.storefront.pages.listing import CategoriesPage, CategoryBlock
from comptoir.storefront.pages.parts import Link
from comptoir.storefront.surrogates import CHROME, card_key, content_key


def home_page(here: Here) -> tuple[HomePage, tuple[str, ...]]:
    """The blocks of the front of the shop; and the page's surrogate keys."""
    layout = here.designs.home()
    blocks, keys, headed = blocks_shown(layout, here)
    page = HomePage(
        head=page_head(
            here, "", Addresses.home, description=greeting(layout, here.language), structured=house_of(here)
        ),
        blocks=blocks,
        title="" if headed else merchant().name,
    )
    return page, (content_key(HOME), *keys)


def landing_page(page: ContentPage, layout: Layout, here: Here) -> tuple[LandingPage, tuple[str, ...]]:
    """A page that a merchant made of blocks; and its surrogate keys."""
    title = text_in(layout.titles or page.titles, here.language)
    blocks, keys, headed = blocks_shown(layout, here)
    shown = LandingPage(
        head=page_head(
            here,
            title,
            lambda at: at.page(text_in(page.slugs, at.language)),
            description=greeting(layout, here.language) or plain_text(text_in(page.bodies, here.language)),
        ),
        crumbs=(Link(_("Home"), here.at.home()), Link(title, "")),
        blocks=blocks,
        title="" if headed else title,
    )
    return shown, (content_key(page.key), *keys)


def categories_page(here: Here) -> tuple[CategoriesPage, tuple[str, ...]]:
    """Every category with its children; and the page's surrogate keys."""
    tree, language = category_tree(), here.language
    tops = tree.children()
    first = first_cards([category.id for category in tops], market=here.market.code, language=language)
    title = _("All categories")
    page = CategoriesPage(
        head=page_head(here, title, Addresses.categories),
        crumbs=(Link(_("Home"), here.at.home()), Link(title, "")),
        sections=tuple(
            CategoryBlock(
                label=text_in(category.names, language),
                href=here.at.category(category.slug_in(here.language)),
                src=category_picture(category, first),
                children=to_categories(here.at, below=category.id),
            )
            for category in tops
        ),
        all_goods=Link(_("See all products"), here.at.products()),
    )
    return page, (CHROME, *(card_key(offer.product_id) for offer in first.values()))
