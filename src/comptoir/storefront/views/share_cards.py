"""Shared cards: drawn when somebody first asks, kept for good under an address that changes with what they show."""

from django.http import HttpResponse, HttpResponseRedirect

from comptoir.kernel.limits import Limit
from comptoir.kernel.requests import Request, limited
from comptoir.storefront.assemble.share_cards import card_named
from comptoir.storefront.here import Here
from comptoir.storefront.share.cards import drawn_card, kept_card
from comptoir.storefront.views.around import shop_page

DRAWINGS = Limit("storefront.drawings", burst=60, per_minute=60)


@shop_page()
def share(request: Request, here: Here, kind: str, name: str) -> HttpResponse:
    """A card under a former address leads to the present one: what somebody shared long ago still shows something."""
    card = card_named(kind, name.rpartition("-")[0], here)
    if card.name != f"{name}.jpg":
        response: HttpResponse = HttpResponseRedirect(here.at.share(kind, card.name))
        response["Cache-Control"] = "no-store"
        return response
    drawn = kept_card(card)
    if drawn is None:
        limited(request, DRAWINGS)
        drawn = drawn_card(card)
    response = HttpResponse(drawn, content_type="image/jpeg")
    response["Cache-Control"] = "public, max-age=31536000, immutable"
    return response
