"""Lists of goods: a category, all goods. One statement a page, and a count that is remembered."""

from urllib.parse import urlencode

from django.utils.translation import gettext as _

from comptoir.domains.catalogue.queries import category_by_slug, category_tree
from comptoir.domains.catalogue.values import Category
from comptoir.domains.search.queries import cards_in_category
from comptoir.domains.search.values import CardPage, Sort
from comptoir.kernel.texts import text_in
from comptoir.storefront.addresses import Addresses
from comptoir.storefront.assemble.cards import count_words, list_cards
from comptoir.storefront.assemble.heads import Address, page_head
from comptoir.storefront.assemble.leading import to_categories, to_category
from comptoir.storefront.assemble.share_cards import category_card
from comptoir.storefront.assemble.words import plain_text
from comptoir.storefront.here import Here
from comptoir.storefront.pages.fields import Choice
from comptoir.storefront.pages.listing import CategoryPage, Listing
from comptoir.storefront.pages.parts import Head, Link
from comptoir.storefront.share.cards import ShareCard
from comptoir.storefront.surrogates import CHROME, list_key

PAGE_SIZE = 24


def sorts(chosen: Sort) -> tuple[Choice, ...]:
    labels = {
        Sort.FEATURED: _("Our favourites"),
        Sort.PRICE: _("Price: low to high"),
        Sort.PRICE_DOWN: _("Price: high to low"),
        Sort.NEWEST: _("Newest"),
    }
    return tuple(Choice(_word(sort), label, sort is chosen) for sort, label in labels.items())


def sort_named(word: str) -> Sort:
    """The order that an address asks for; an unknown word asks for none."""
    return Sort(word) if word in {sort.value for sort in Sort} else Sort.FEATURED


def _word(sort: Sort) -> str:
    """In an address; the usual order needs no word."""
    return "" if sort is Sort.FEATURED else str(sort)


def with_query(path: str, **parameters: str) -> str:
    """The address with those parameters that say something."""
    said = {name: value for name, value in parameters.items() if value}
    return f"{path}?{urlencode(said)}" if said else path


def category_page(slug: str, here: Here, *, sort: Sort, cursor: str) -> tuple[CategoryPage, tuple[str, ...]]:
    """A category with what lies below it.

    :raises UnknownCategory: when there is none under that address.
    :raises BadCursor: for a cursor that is not of this list.
    """
    category, tree, language = category_by_slug(slug), category_tree(), here.language
    path = tree.path(category.id)
    found = _found(here, category, sort, cursor)
    intro = plain_text(text_in(category.descriptions, language))
    name = text_in(category.names, language)
    page = CategoryPage(
        head=_head(here, name, intro, lambda at: at.category(slug), sort, cursor, share=category_card(category, here)),
        crumbs=(
            Link(_("Home"), here.at.home()),
            *(to_category(each, here.at) for each in path[:-1]),
            Link(name, ""),
        ),
        title=name,
        intro=intro,
        listing=_listing(found, here, here.at.category(slug), sort, cursor),
        children=to_categories(here.at, below=category.id),
        current=here.at.category(path[0].slug),
    )
    return page, (list_key(here.market.code, category.id), CHROME)


def all_goods_page(here: Here, *, sort: Sort, cursor: str) -> tuple[CategoryPage, tuple[str, ...]]:
    """Everything that the market sells.

    :raises BadCursor: for a cursor that is not of this list.
    """
    title, found = _("All products"), _found(here, None, sort, cursor)
    page = CategoryPage(
        head=_head(here, title, "", Addresses.products, sort, cursor),
        crumbs=(Link(_("Home"), here.at.home()), Link(title, "")),
        title=title,
        intro="",
        listing=_listing(found, here, here.at.products(), sort, cursor),
    )
    return page, (list_key(here.market.code), CHROME)


def _found(here: Here, category: Category | None, sort: Sort, cursor: str) -> CardPage:
    return cards_in_category(
        market=here.market.code,
        language=here.language,
        category_id=category.id if category else None,
        sort=sort,
        cursor=cursor or None,
        size=PAGE_SIZE,
    )


def _head(
    here: Here, title: str, intro: str, address: Address, sort: Sort, cursor: str, *, share: ShareCard | None = None
) -> Head:
    """The switch of languages keeps order and place; search engines are shown the first page only."""
    return page_head(
        here,
        title,
        lambda at: with_query(address(at), sort=_word(sort), cursor=cursor),
        canonical=address,
        description=intro,
        indexed=not cursor,
        share=share,
    )


def _listing(found: CardPage, here: Here, action: str, sort: Sort, cursor: str) -> Listing:
    return Listing(
        action=action,
        count=count_words(found.count, here.language),
        cards=list_cards(found.cards, here),
        sorts=sorts(sort),
        clear=action,
        previous=with_query(action, sort=_word(sort)) if cursor else "",
        next=with_query(action, sort=_word(sort), cursor=found.next_cursor or "") if found.next_cursor else "",
    )
