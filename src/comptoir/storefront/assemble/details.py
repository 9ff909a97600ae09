"""What is told of a product in a table, and to search engines."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.utils.translation import gettext as _

from comptoir.domains.catalogue.values import NetUnit, Product, Variant, VariantId
from comptoir.domains.inventory.values import Availability, Band
from comptoir.domains.pricing.values import Price
from comptoir.domains.reviews.values import ProductReviews
from comptoir.kernel.clock import local_day
from comptoir.kernel.formats import number_label
from comptoir.kernel.texts import text_in
from comptoir.storefront.assemble.pictures import media_url
from comptoir.storefront.assemble.reviews import rating_data
from comptoir.storefront.assemble.words import excepted_words
from comptoir.storefront.here import Here
from comptoir.storefront.pages.product import Attribute
from comptoir.storefront.structured import json_ld
from comptoir.storefront.whole import absolute

_STOCK = {
    Band.IN_STOCK: "https://schema.org/InStock",
    Band.LOW: "https://schema.org/LimitedAvailability",
    Band.TO_ORDER: "https://schema.org/BackOrder",
    Band.OUT: "https://schema.org/OutOfStock",
}


def attributes_of(product: Product, sold: Sequence[Variant], language: str) -> tuple[Attribute, ...]:
    """The product's properties, several values of one in a line; then what concerns its only variant."""
    rows: dict[str, list[str]] = {}
    for each in product.attributes:
        rows.setdefault(text_in(each.attribute_name, language), []).append(text_in(each.value_name, language))
    if len(sold) == 1:
        if sold[0].net_amount:
            rows.setdefault(_("Net content"), []).append(net_words(sold[0], language))
        rows.setdefault(_("Reference"), []).append(sold[0].sku)
    if excepted := excepted_words(product.withdrawal):
        rows.setdefault(_("Withdrawal"), []).append(excepted)
    return tuple(Attribute(label, ", ".join(values)) for label, values in rows.items())


def net_words(variant: Variant, language: str) -> str:
    """ "250 g", "75 cl" as "750 ml", "6 pieces"."""
    number = number_label(variant.net_amount, language)
    if variant.net_unit is NetUnit.PIECE:
        return _("%(number)s units") % {"number": number}
    return f"{number}\u00a0{variant.net_unit}"


def offers_of(
    product: Product,
    sold: Sequence[Variant],
    prices: Mapping[VariantId, Price],
    stock: Mapping[VariantId, Availability],
    reviews: ProductReviews,
    here: Here,
) -> str:
    """The product in the words of schema.org, one offer a variant; how it is rated, where somebody has rated it."""
    language = here.language
    data: dict[str, Any] = {
        "@type": "Product",
        "name": text_in(product.titles, language),
        "description": text_in(product.summaries, language),
        "image": [absolute(media_url(media.path)) for media in product.media],
        "offers": [
            {
                "@type": "Offer",
                "sku": variant.sku,
                "url": absolute(here.at.product(product.slug_in(here.language), variant=variant.sku)),
                "price": str(prices[variant.id].amount.amount),
                "priceCurrency": prices[variant.id].amount.currency,
                "itemCondition": "https://schema.org/NewCondition",
                **_barcode(variant),
                **_availability(stock[variant.id], here),
            }
            for variant in sold
        ],
    }
    if product.maker:
        data["brand"] = {"@type": "Brand", "name": product.maker}
    return json_ld(data | rating_data(reviews))


def _barcode(variant: Variant) -> dict[str, str]:
    """A GTIN has 8, 12, 13 or 14 figures; other codes are nobody else's business."""
    code = variant.barcode
    return {"gtin": code} if code.isascii() and code.isdigit() and len(code) in {8, 12, 13, 14} else {}


def _availability(told: Availability, here: Here) -> dict[str, str]:
    """As schema.org says it, with the day from which goods to order are there."""
    if told.band is not Band.TO_ORDER:
        return {"availability": _STOCK[told.band]}
    kind = "https://schema.org/PreOrder" if told.preorder else _STOCK[told.band]
    day = told.expected_for(1, today=local_day(here.now, here.market.time_zone))
    return {"availability": kind, **({"availabilityStarts": day.isoformat()} if day else {})}
