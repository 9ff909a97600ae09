"""What a visitor has looked at, as their browser remembers it: we do not."""

from collections.abc import Iterator, Sequence
from contextlib import suppress
from uuid import UUID

from django.utils.translation import gettext as _

from comptoir.domains.catalogue.values import ProductId
from comptoir.domains.search.queries import cards_for
from comptoir.storefront.assemble.cards import cards_of
from comptoir.storefront.assemble.heads import page_head
from comptoir.storefront.here import Here
from comptoir.storefront.pages.listing import SeenPage

MOST_SEEN = 8


def seen_page(products: Sequence[str], here: Here) -> SeenPage:
    """The cards of those that are still sold, in that order. What names no product is passed over."""
    wanted = list(dict.fromkeys(_ids(products[:MOST_SEEN])))
    offers = cards_for(wanted, market=here.market.code, language=here.language)
    return SeenPage(
        head=page_head(here, _("Recently viewed"), lambda at: at.seen(), indexed=False),
        title=_("Recently viewed"),
        cards=cards_of(offers, here),
    )


def _ids(told: Sequence[str]) -> Iterator[ProductId]:
    for each in told:
        with suppress(ValueError):
            yield ProductId(UUID(each))
