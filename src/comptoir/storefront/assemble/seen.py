"""What a visitor has looked at, as their browser remembers it: we do not."""

from collections.abc import Sequence

from django.utils.translation import gettext as _

from comptoir.domains.search.queries import cards_by_slug
from comptoir.storefront.assemble.cards import cards_of
from comptoir.storefront.assemble.heads import page_head
from comptoir.storefront.here import Here
from comptoir.storefront.pages.listing import SeenPage

MOST_SEEN = 8


def seen_page(slugs: Sequence[str], here: Here) -> SeenPage:
    """The cards of those that are still sold, in that order."""
    wanted = [slug.replace("\0", "") for slug in dict.fromkeys(slugs[:MOST_SEEN])]
    offers = cards_by_slug(wanted, market=here.market.code, language=here.language)
    return SeenPage(
        head=page_head(here, _("Recently viewed"), lambda at: at.seen(), indexed=False),
        title=_("Recently viewed"),
        cards=cards_of(offers, here),
    )
