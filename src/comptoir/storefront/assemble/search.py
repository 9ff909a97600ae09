"""What a search found, and what helps when it found nothing. The engine's statements and one for the cards."""

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from comptoir.domains.catalogue.queries import category_tree
from comptoir.domains.search.queries import best_in_category, find_cards, suggestions
from comptoir.domains.search.values import CardPage, Count
from comptoir.kernel.texts import folded, text_in
from comptoir.storefront.assemble.cards import cards_of, count_words, list_cards
from comptoir.storefront.assemble.facets import narrowed_by
from comptoir.storefront.assemble.heads import page_head
from comptoir.storefront.assemble.leading import to_categories, to_category
from comptoir.storefront.assemble.listing import PAGE_SIZE, sorts
from comptoir.storefront.here import Here
from comptoir.storefront.narrowing import Narrowing, sort_word
from comptoir.storefront.pages.fields import Choice
from comptoir.storefront.pages.listing import Listing
from comptoir.storefront.pages.parts import Card, Link, Notice
from comptoir.storefront.pages.search import SearchPage, Suggested

MOST_CHARACTERS = 200
_GOODS_INSTEAD = 4
_SUGGESTED_GOODS, _SUGGESTED_CATEGORIES, _LEAST_LETTERS = 5, 3, 2
_NOTHING = CardPage(cards=(), count=Count(number=0, exact=True), next_cursor=None)


def search_page(query: str, here: Here, narrowing: Narrowing) -> SearchPage:
    """The goods for those words, best first. Longer questions are cut.

    :raises BadCursor: for a cursor that is not of a search.
    """
    asked = _tidy(query)
    found = _found(asked, here, narrowing) if asked else _NOTHING
    empty = not found.cards and not narrowing.chosen
    return SearchPage(
        head=page_head(
            here, asked or _("Search"), lambda at: narrowing.address(at.search(), text=asked), indexed=False
        ),
        notices=_notices(found),
        query=asked,
        listing=_listing(found, here, asked, narrowing),
        categories=_categories_for(asked, here) if empty else (),
        goods=_goods_instead(here) if empty and not narrowing.cursor else (),
    )


def suggested(query: str, here: Here) -> Suggested:
    """Goods and categories for words that are still being typed."""
    asked = _tidy(query)
    if len(asked) < _LEAST_LETTERS:
        return Suggested(query=asked)
    goods = suggestions(market=here.market.code, language=here.language, text=asked, size=_SUGGESTED_GOODS)
    return Suggested(
        query=asked,
        goods=cards_of(goods, here),
        categories=_categories_named(asked, here)[:_SUGGESTED_CATEGORIES],
        all=Link(_("All results for “%(query)s”") % {"query": asked}, here.at.search(asked)),
        told=ngettext("%(count)s suggestion", "%(count)s suggestions", len(goods)) % {"count": len(goods)},
    )


def _tidy(query: str) -> str:
    return " ".join(query.replace("\0", "").split())[:MOST_CHARACTERS]


def _found(asked: str, here: Here, narrowing: Narrowing) -> CardPage:
    return find_cards(
        market=here.market.code,
        language=here.language,
        text=asked,
        filters=narrowing.filters,
        sort=narrowing.sort,
        cursor=narrowing.cursor or None,
        size=PAGE_SIZE,
    )


def _notices(found: CardPage) -> tuple[Notice, ...]:
    if not found.cards:
        return ()
    if found.corrected:
        return (Notice("info", _("No exact match"), _("Here are the closest matches.")),)
    if found.partly:
        return (Notice("info", _("Nothing has all these words"), _("Here is what has some of them.")),)
    return ()


def _listing(found: CardPage, here: Here, asked: str, narrowing: Narrowing) -> Listing:
    address = here.at.search()
    narrowed = narrowed_by(found, narrowing, here, address, text=asked)
    return Listing(
        action=address,
        count=count_words(found.count, here.language),
        cards=list_cards(found.cards, here),
        sorts=_sorts(narrowing) if found.cards else (),
        facets=narrowed.facets,
        chips=narrowed.chips,
        chosen=narrowed.chosen,
        sorted=sort_word(narrowing.sort),
        clear=Narrowing(sort=narrowing.sort).address(address, text=asked),
        kept=(Choice("q", asked),),
        previous=narrowing.from_start().address(address, text=asked) if narrowing.cursor else "",
        next=narrowing.at(found.next_cursor).address(address, text=asked) if found.next_cursor else "",
    )


def _sorts(narrowing: Narrowing) -> tuple[Choice, ...]:
    """As of a list, but for the first: what fits best is what a search is read by."""
    _usual, *others = sorts(narrowing.sort)
    return (Choice("", _("Best match"), not sort_word(narrowing.sort)), *others)


def _categories_for(asked: str, here: Here) -> tuple[Link, ...]:
    """Those whose names bear one of the words, else all at the top."""
    return _categories_named(asked, here) or to_categories(here.at)


def _categories_named(asked: str, here: Here) -> tuple[Link, ...]:
    words = folded(asked).split()
    return tuple(
        to_category(each, here.at)
        for each in category_tree().categories
        if any(
            name.startswith(word)
            for word in words
            if len(word) >= _LEAST_LETTERS
            for name in folded(text_in(each.names, here.language)).split()
        )
    )


def _goods_instead(here: Here) -> tuple[Card, ...]:
    return cards_of(best_in_category(here.market.code, here.language, None, _GOODS_INSTEAD), here)
