"""The page of one product. Six statements at most, whatever hangs on it."""

from collections.abc import Mapping
from dataclasses import dataclass

from django.utils.translation import gettext as _

from comptoir.domains.cart.values import MOST_PIECES
from comptoir.domains.catalogue.errors import UnknownProduct
from comptoir.domains.catalogue.queries import category_tree, product_by_slug, swatches
from comptoir.domains.catalogue.values import Category, Product, Variant, VariantId
from comptoir.domains.content.values import TERMS
from comptoir.domains.delivery.queries import options_for
from comptoir.domains.delivery.values import Awaited, DeliveryOption
from comptoir.domains.inventory.queries import availability_for
from comptoir.domains.inventory.values import Availability, Band
from comptoir.domains.markets.queries import legal_entity
from comptoir.domains.pricing.queries import prices_for
from comptoir.domains.pricing.values import Price
from comptoir.domains.reviews.queries import product_reviews
from comptoir.domains.search.queries import best_in_category, companion_cards, count_in_category
from comptoir.domains.search.values import OfferCard
from comptoir.kernel.texts import text_in
from comptoir.storefront.assemble.alerts import awaiting_of
from comptoir.storefront.assemble.cards import cards_of
from comptoir.storefront.assemble.contents import contents_of
from comptoir.storefront.assemble.details import attributes_of, offers_of
from comptoir.storefront.assemble.heads import page_head
from comptoir.storefront.assemble.leading import to_category, to_known_page
from comptoir.storefront.assemble.pictures import no_picture, picture_of
from comptoir.storefront.assemble.promises import delivery_words, pickup_places, promise_words
from comptoir.storefront.assemble.reviews import reviews_section
from comptoir.storefront.assemble.share_cards import product_card
from comptoir.storefront.assemble.stock import awaited_of
from comptoir.storefront.assemble.variants import Choosing, axes_of, choice_label, choice_of, shown_variant
from comptoir.storefront.here import Here
from comptoir.storefront.pages.parts import Link, Picture
from comptoir.storefront.pages.product import ProductPage
from comptoir.storefront.surrogates import CHROME, card_key, delivery_key, product_key

_RELATED = 4
# The merchant's page about delivery; without one, the terms of sale, which speak of it too.
_DELIVERY_PAGE = "delivery"


@dataclass(frozen=True, slots=True)
class Found:
    """A product as this market sells it."""

    product: Product
    prices: Mapping[VariantId, Price]
    stock: Mapping[VariantId, Availability]

    @property
    def sold(self) -> tuple[Variant, ...]:
        return tuple(variant for variant in self.product.variants if variant.id in self.prices)


def product_at(slug: str, here: Here) -> Found:
    """The product under that address, as far as the market sells it.

    :raises UnknownProduct: when there is none, or the market has no price for it.
    """
    product = product_by_slug(slug)
    prices = prices_for([variant.id for variant in product.variants if variant.active], market=here.market.code)
    if not prices:
        raise UnknownProduct(slug=slug)
    return Found(product, prices, availability_for(list(prices)))


def product_page(found: Found, here: Here, *, sku: str) -> tuple[ProductPage, tuple[str, ...]]:
    """The page with that variant chosen, or without one with the first that can be had; and its surrogate keys."""
    product, language = found.product, here.language
    shown = shown_variant(found.sold, found.stock, sku)
    options = _deliveries(found, shown, here)
    path = _path(product)
    related = _related(product, path, here)
    promises = {id: promise_words(each, language) for id, each in options.items()}
    promises |= {id: _("To download as soon as it is paid for") for id in options if found.stock[id].unlimited}
    places = {id: pickup_places(each, found.stock[id], here) for id, each in options.items()}
    choosing = Choosing(product, found.sold, shown, found.prices, found.stock, here, promises, places, swatches())
    choices = choosing.choices
    pictures = _pictures(product, shown, language)
    reviews = product_reviews(product.id)
    shown_choice = next((one for one in choices if one.selected), None) or choice_of(choosing, shown)
    name, summary = text_in(product.titles, language), text_in(product.summaries, language)
    contents, within = contents_of(found.stock[shown.id], here)
    page = ProductPage(
        head=page_head(
            here,
            name,
            lambda at: at.product(product.slug_in(at.language), variant=sku),
            canonical=lambda at: at.product(product.slug_in(at.language)),
            description=summary,
            preload=pictures[0],
            structured=offers_of(product, found.sold, found.prices, found.stock, reviews, here),
            share=product_card(product, here),
            kind="product",
        ),
        crumbs=_crumbs(path, here, name),
        name=name,
        maker=product.maker,
        summary=summary,
        pictures=pictures,
        shown=shown_choice,
        add_action=here.at.basket(),
        most=MOST_PIECES,
        choice=choice_label(product, language) if choices else "",
        axes=axes_of(choosing),
        variants=choices,
        contents=contents,
        tax_note=_tax_words(here, travels=not found.stock[shown.id].unlimited),
        delivery_note=delivery_words(options[shown.id], language),
        delivery_link=to_known_page(_DELIVERY_PAGE, here.at) or to_known_page(TERMS, here.at),
        story=text_in(product.descriptions, language),
        attributes=attributes_of(product, found.sold, language),
        wish_action=here.at.wishes(),
        awaiting=awaiting_of(shown_choice, choices, here),
        reviews=reviews_section(reviews, product.slug_in(language), here),
        related=cards_of(related, here),
        seen=here.at.seen(),
        seen_as=str(product.id),
        current=here.at.category(path[0].slug_in(language)) if path else "",
    )
    shown_beside = (card_key(offer.product_id) for offer in related)
    return page, (product_key(product.id), delivery_key(here.market.code), CHROME, *within, *shown_beside)


def _tax_words(here: Here, *, travels: bool) -> str:
    """Who has no VAT number charges none (code général des impôts, article 293 B). A download has no delivery."""
    if legal_entity(here.market.legal_entity_id).vat_number:
        return _("Tax included, delivery not included") if travels else _("Tax included")
    return _("No VAT charged, delivery not included") if travels else _("No VAT charged")


def _deliveries(found: Found, shown: Variant, here: Here) -> dict[VariantId, tuple[DeliveryOption, ...]]:
    """The ways of delivery of one piece of each variant; none of what is sold out: nothing is promised then."""
    waits = {variant.id: awaited_of(found.stock[variant.id], here) for variant in found.sold}
    options = {awaited: _delivery(found, shown, awaited, here) for awaited in set(waits.values())}
    return {
        id: () if found.stock[id].band is Band.OUT or found.stock[id].unlimited else options[awaited]
        for id, awaited in waits.items()
    }


def _delivery(found: Found, shown: Variant, awaited: Awaited | None, here: Here) -> tuple[DeliveryOption, ...]:
    return options_for(
        market=here.market.code,
        country=here.market.countries[0],
        weight_grams=shown.weight_grams,
        goods_total=found.prices[shown.id].amount,
        awaited=awaited,
        now=here.now,
    )


def _path(product: Product) -> tuple[Category, ...]:
    """From the top category down to the product's first one."""
    tree = category_tree()
    return next((path for id in product.category_ids if (path := tree.path(id))), ())


def _crumbs(path: tuple[Category, ...], here: Here, name: str) -> tuple[Link, ...]:
    above = (to_category(category, here.at) for category in path)
    return (Link(_("Home"), here.at.home()), *above, Link(name, ""))


def _related(product: Product, path: tuple[Category, ...], here: Here) -> list[OfferCard]:
    """What the merchant chose, then what is bought together with it, then goods of the closest category that has enough
    of them."""
    market = here.market.code
    first = companion_cards(
        product.id, chosen=product.related_ids, market=market, language=here.language, size=_RELATED
    )
    if len(first) == _RELATED:
        return first
    enough = (each for each in reversed(path) if count_in_category(market, str(each.id)).number > _RELATED)
    category = next(enough, path[0] if path else None)
    best = best_in_category(market, here.language, category.id if category else None, 2 * _RELATED)
    shown = {product.id, *(offer.product_id for offer in first)}
    return [*first, *(offer for offer in best if offer.product_id not in shown)][:_RELATED]


def _pictures(product: Product, shown: Variant, language: str) -> tuple[Picture, ...]:
    """The chosen variant's pictures first; those of other variants last."""
    ranked = sorted(product.media, key=lambda media: _rank(media.variant_id, shown.id))
    return tuple(picture_of(media, language) for media in ranked) or (no_picture(),)


def _rank(variant_id: VariantId | None, shown_id: VariantId) -> int:
    if variant_id == shown_id:
        return 0
    return 1 if variant_id is None else 2
