"""What a search found, and what helps when it found nothing. The engine's statements and one for the cards."""

from django.utils.translation import gettext as _

from comptoir.domains.search.queries import best_in_category, search_cards
from comptoir.domains.search.values import CardPage, Count
from comptoir.storefront.assemble.cards import cards_of, count_words, list_cards
from comptoir.storefront.assemble.heads import page_head
from comptoir.storefront.assemble.leading import to_categories
from comptoir.storefront.assemble.listing import PAGE_SIZE, with_query
from comptoir.storefront.here import Here
from comptoir.storefront.pages.fields import Choice
from comptoir.storefront.pages.listing import Listing
from comptoir.storefront.pages.parts import Card, Notice
from comptoir.storefront.pages.search import SearchPage

MOST_CHARACTERS = 200
_GOODS_INSTEAD = 4
_NOTHING = CardPage(cards=(), count=Count(number=0, exact=True), next_cursor=None)


def search_page(query: str, here: Here, *, cursor: str) -> SearchPage:
    """The goods for those words, best first. Longer questions are cut.

    :raises BadCursor: for a cursor that is not of a search.
    """
    asked = " ".join(query.replace("\0", "").split())[:MOST_CHARACTERS]
    found = _found(asked, here, cursor) if asked else _NOTHING
    return SearchPage(
        head=page_head(here, asked or _("Search"), lambda at: at.search(asked), indexed=False),
        notices=_notices(found),
        query=asked,
        listing=_listing(found, here, asked, cursor),
        categories=() if found.cards else to_categories(here.at),
        goods=() if found.cards or cursor else _goods_instead(here),
    )


def _found(asked: str, here: Here, cursor: str) -> CardPage:
    return search_cards(
        market=here.market.code, language=here.language, text=asked, cursor=cursor or None, size=PAGE_SIZE
    )


def _notices(found: CardPage) -> tuple[Notice, ...]:
    if not found.corrected or not found.cards:
        return ()
    title = _("No exact match")
    return (Notice("info", title, _("Here are the closest matches.")),)


def _listing(found: CardPage, here: Here, asked: str, cursor: str) -> Listing:
    address = here.at.search()
    return Listing(
        action=address,
        count=count_words(found.count, here.language),
        cards=list_cards(found.cards, here),
        sorts=(),
        clear=address,
        kept=(Choice("q", asked),),
        previous=with_query(address, q=asked) if cursor else "",
        next=with_query(address, q=asked, cursor=found.next_cursor) if found.next_cursor else "",
    )


def _goods_instead(here: Here) -> tuple[Card, ...]:
    return cards_of(best_in_category(here.market.code, here.language, None, _GOODS_INSTEAD), here)
