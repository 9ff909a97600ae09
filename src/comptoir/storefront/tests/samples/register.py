"""All the sample pages by name, rendered as the shop would."""

from collections.abc import Callable
from dataclasses import replace
from functools import cache, partial
from typing import NamedTuple

from django.utils import translation

from comptoir.domains.content.values import Theme
from comptoir.storefront.bundle import fonts_of
from comptoir.storefront.frame import Frame, document
from comptoir.storefront.pages.chrome import ChromeKind
from comptoir.storefront.pages.parts import Page
from comptoir.storefront.tests.samples import after, around, buying, english, own, paying, reviews, sets, shop, wishes
from comptoir.storefront.tests.samples.goods import chrome


class Sample(NamedTuple):
    build: Callable[[], Page]
    kind: ChromeKind = "shop"
    language: str = "fr"


SAMPLES: dict[str, Sample] = {
    "home": Sample(shop.home),
    "landing": Sample(shop.landing),
    "categories": Sample(shop.categories),
    "category": Sample(shop.category),
    "category-filtered": Sample(partial(shop.category, filtered=True)),
    "category-nothing": Sample(partial(shop.category, filtered=True, count=0)),
    "category-plain": Sample(shop.plain_category),
    "category-empty": Sample(shop.empty_category),
    "category-en": Sample(english.category_english, language="en"),
    "search": Sample(shop.search),
    "search-nothing": Sample(partial(shop.search, found=False)),
    "product": Sample(shop.product),
    "product-two-axes": Sample(shop.product_two_axes),
    "product-in-colours": Sample(shop.product_in_colours),
    "product-sold-out": Sample(shop.product_sold_out),
    "product-awaited": Sample(wishes.product_awaited),
    "wishes": Sample(wishes.wishes),
    "wishes-empty": Sample(wishes.no_wishes),
    "alert": Sample(wishes.alert),
    "alert-refused": Sample(wishes.alert_refused),
    "reviews": Sample(reviews.reviews),
    "reviews-none": Sample(reviews.no_reviews),
    "review-report": Sample(reviews.report),
    "review-reported": Sample(reviews.reported),
    "reviewing": Sample(reviews.reviewing),
    "review-form": Sample(reviews.form),
    "review-form-errors": Sample(reviews.form_with_errors),
    "product-set": Sample(sets.product_set),
    "basket": Sample(buying.basket),
    "basket-problem": Sample(buying.basket_problem),
    "basket-empty": Sample(buying.basket_empty),
    "checkout": Sample(paying.checkout, "checkout"),
    "checkout-errors": Sample(partial(paying.checkout, errors=True), "checkout"),
    "checkout-start": Sample(paying.checkout_start, "checkout"),
    "checkout-downloads": Sample(sets.checkout_downloads, "checkout"),
    "confirmation": Sample(after.confirmation),
    "confirmation-transfer": Sample(after.confirmation_transfer),
    "tracking": Sample(after.tracking),
    "tracking-downloads": Sample(sets.tracking_downloads),
    "tracking-unpaid": Sample(after.tracking_unpaid),
    "tracking-cancelled": Sample(after.tracking_cancelled),
    "payment-pending": Sample(after.payment),
    "payment-failed": Sample(partial(after.payment, "failed")),
    "payment-card": Sample(after.card, "checkout"),
    "sign-in": Sample(own.door),
    "sign-in-wrong": Sample(partial(own.door, wrong=True)),
    "account-link": Sample(own.link_opened),
    "account": Sample(own.account),
    "account-security": Sample(own.security),
    "shared-basket": Sample(own.shared_basket),
    "basket-shown": Sample(own.basket_shown),
    "checkout-known": Sample(own.checkout_known, "checkout"),
    "content": Sample(after.content),
    "contact": Sample(around.contact),
    "contact-errors": Sample(partial(around.contact, errors=True)),
    "withdrawing": Sample(around.withdrawing),
    "cookies": Sample(around.cookies),
    "shops": Sample(around.shops),
    "shop": Sample(around.shop),
    "error-404": Sample(partial(after.error, 404)),
    "error-403": Sample(partial(after.error, 403)),
    "error-429": Sample(partial(after.error, 429)),
}


@cache
def _frame(language: str, kind: ChromeKind, preset: str) -> Frame:
    made = chrome(language, kind)
    fonts = tuple(f"/static/vendor/{font}/{font}-latin-wght-normal.woff2" for font in fonts_of(Theme(preset=preset)))
    assets = replace(made.assets, stylesheet=f"/static/storefront/{preset}.css", fonts=fonts)
    return Frame.of(made if preset == "halle" else replace(made, theme=preset, assets=assets))


def rendered(name: str, preset: str = "halle") -> str:
    """The whole document of that sample, in its language and in the look of that preset."""
    sample = SAMPLES[name]
    with translation.override(sample.language):
        frame = _frame(sample.language, sample.kind, preset)
        page = sample.build()
        query = getattr(page, "query", "")
        return document(page, frame=frame, query=query, current=getattr(page, "current", ""))
