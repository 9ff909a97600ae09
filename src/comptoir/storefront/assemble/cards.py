"""Goods in a grid, from offer cards alone."""

from collections.abc import Iterable, Sequence

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from comptoir.domains.inventory.values import Band
from comptoir.domains.search.values import Count, OfferCard
from comptoir.kernel.formats import money_label, number_label, unit_price_label
from comptoir.kernel.money import Money
from comptoir.storefront.assemble.pictures import card_sources
from comptoir.storefront.assemble.stars import stars_of
from comptoir.storefront.assemble.stock import band_words, mark_of
from comptoir.storefront.here import Here
from comptoir.storefront.pages.parts import Card

_AT_ONCE = 4


def cards_of(offers: Iterable[OfferCard], here: Here, *, at_once: int = 0) -> tuple[Card, ...]:
    """The cards in their order; the pictures of the first ``at_once`` are fetched without waiting for a scroll."""
    words = {(band, preorder): band_words(band, preorder=preorder) for band in Band for preorder in (False, True)}
    least, file = _("from"), _("Instant download")
    return tuple(
        _card(
            offer,
            here,
            file if offer.downloaded else words[offer.band, offer.preorder],
            least if offer.has_range else "",
            lazy=number >= at_once,
        )
        for number, offer in enumerate(offers)
    )


def list_cards(offers: Sequence[OfferCard], here: Here) -> tuple[Card, ...]:
    """The cards of a list, which begins at the top of the page."""
    return cards_of(offers, here, at_once=_AT_ONCE)


def _card(offer: OfferCard, here: Here, availability: str, prefix: str, *, lazy: bool) -> Card:
    language = here.language
    sources = card_sources(offer.image, offer.image_widths, avif=offer.avif)
    rating = stars_of(offer.rating_stars, offer.rating_count, language) if offer.rating_count else None
    return Card(
        name=offer.title,
        href=here.at.product(offer.slug),
        src=sources.src,
        srcset=sources.srcset,
        avif=sources.avif,
        price=money_label(offer.price, language),
        band=mark_of(offer.band),
        availability=availability,
        maker=offer.maker,
        prefix=prefix,
        was=money_label(offer.compare_at, language) if offer.compare_at else "",
        unit=unit_words(offer.unit_price, offer.unit, language),
        lazy=lazy,
        rating=rating.mean if rating else "",
        mark=rating.mark if rating else 0,
        rated=rating.count if rating else "",
    )


def unit_words(price: Money | None, unit: str, language: str) -> str:
    """The price per kilogram, litre or piece, as the law wants it beside the price."""
    if price is None:
        return ""
    symbol = _("unit") if unit == "piece" else unit
    return unit_price_label(price.minor, price.currency, symbol, language)


def count_words(count: Count, language: str) -> str:
    """ "34 products", or "more than 10,000 products" where counting stopped."""
    if not count.number:
        return _("No products")
    number = number_label(count.number, language)
    if not count.exact:
        return _("More than %(number)s products") % {"number": number}
    return ngettext("%(number)s product", "%(number)s products", count.number) % {"number": number}
