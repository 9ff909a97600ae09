"""Lists of goods: a category, all goods. What the list holds is remembered; the cards take one statement a page."""

from functools import partial
from urllib.parse import urlencode

from django.utils.translation import gettext as _

from comptoir.domains.catalogue.queries import category_by_slug, category_tree
from comptoir.domains.catalogue.values import Category
from comptoir.domains.search.queries import find_cards
from comptoir.domains.search.values import CardPage, Sort
from comptoir.kernel.texts import text_in
from comptoir.storefront.addresses import Addresses
from comptoir.storefront.assemble.cards import count_words, list_cards
from comptoir.storefront.assemble.facets import narrowed_by
from comptoir.storefront.assemble.heads import Address, page_head
from comptoir.storefront.assemble.leading import to_categories, to_category
from comptoir.storefront.assemble.share_cards import category_card
from comptoir.storefront.assemble.words import plain_text
from comptoir.storefront.here import Here
from comptoir.storefront.narrowing import Narrowing, sort_word
from comptoir.storefront.pages.fields import Choice
from comptoir.storefront.pages.listing import CategoryPage, Listing
from comptoir.storefront.pages.parts import Head, Link
from comptoir.storefront.share.cards import ShareCard
from comptoir.storefront.surrogates import CHROME, list_key

PAGE_SIZE = 24


def sorts(chosen: Sort | None) -> tuple[Choice, ...]:
    labels = {
        Sort.FEATURED: _("Our favourites"),
        Sort.PRICE: _("Price: low to high"),
        Sort.PRICE_DOWN: _("Price: high to low"),
        Sort.NEWEST: _("Newest"),
    }
    return tuple(Choice(sort_word(sort), label, sort is (chosen or Sort.FEATURED)) for sort, label in labels.items())


def with_query(path: str, **parameters: str) -> str:
    """The address with those parameters that say something."""
    said = {name: value for name, value in parameters.items() if value}
    return f"{path}?{urlencode(said)}" if said else path


def category_page(slug: str, here: Here, narrowing: Narrowing) -> tuple[CategoryPage, tuple[str, ...]]:
    """A category with what lies below it, and what the page is made of: no keys for one that is not to be kept.

    :raises UnknownCategory: when there is none under that address.
    :raises BadCursor: for a cursor that is not of this list.
    """
    category, tree, language = category_by_slug(slug), category_tree(), here.language
    path = tree.path(category.id)
    found = _found(here, category, narrowing)
    intro = plain_text(text_in(category.descriptions, language))
    name = text_in(category.names, language)
    address = partial(_address, category)
    page = CategoryPage(
        head=_head(here, name, intro, address, narrowing, share=category_card(category, here)),
        crumbs=(
            Link(_("Home"), here.at.home()),
            *(to_category(each, here.at) for each in path[:-1]),
            Link(name, ""),
        ),
        title=name,
        intro=intro,
        listing=_listing(found, here, address(here.at), narrowing),
        children=to_categories(here.at, below=category.id),
        current=_address(path[0], here.at),
    )
    return page, (list_key(here.market.code, category.id), CHROME) if found.settled else ()


def _address(category: Category, at: Addresses) -> str:
    return at.category(category.slug_in(at.language))


def all_goods_page(here: Here, narrowing: Narrowing) -> tuple[CategoryPage, tuple[str, ...]]:
    """Everything that the market sells.

    :raises BadCursor: for a cursor that is not of this list.
    """
    title, found = _("All products"), _found(here, None, narrowing)
    page = CategoryPage(
        head=_head(here, title, "", Addresses.products, narrowing),
        crumbs=(Link(_("Home"), here.at.home()), Link(title, "")),
        title=title,
        intro="",
        listing=_listing(found, here, here.at.products(), narrowing),
    )
    return page, (list_key(here.market.code), CHROME) if found.settled else ()


def _found(here: Here, category: Category | None, narrowing: Narrowing) -> CardPage:
    return find_cards(
        market=here.market.code,
        language=here.language,
        category_id=category.id if category else None,
        filters=narrowing.filters,
        sort=narrowing.sort,
        cursor=narrowing.cursor or None,
        size=PAGE_SIZE,
    )


def _head(
    here: Here, title: str, intro: str, address: Address, narrowing: Narrowing, *, share: ShareCard | None = None
) -> Head:
    """The switch of languages keeps choices, order and place; search engines are shown the whole list alone."""
    return page_head(
        here,
        title,
        lambda at: narrowing.address(address(at)),
        canonical=address,
        description=intro,
        indexed=not narrowing.cursor and not narrowing.chosen,
        share=share,
    )


def _listing(found: CardPage, here: Here, action: str, narrowing: Narrowing) -> Listing:
    narrowed = narrowed_by(found, narrowing, here, action)
    return Listing(
        action=action,
        count=count_words(found.count, here.language),
        cards=list_cards(found.cards, here),
        sorts=sorts(narrowing.sort),
        facets=narrowed.facets,
        chips=narrowed.chips,
        chosen=narrowed.chosen,
        sorted=sort_word(narrowing.sort),
        clear=Narrowing(sort=narrowing.sort).address(action),
        previous=narrowing.from_start().address(action) if narrowing.cursor else "",
        next=narrowing.at(found.next_cursor).address(action) if found.next_cursor else "",
    )
