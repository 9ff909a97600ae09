"""The verb of the projection: make the cards of some products anew from their sources."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from datetime import datetime
from typing import Any

from django.db import transaction

from comptoir.domains.catalogue.queries import category_tree, products_for
from comptoir.domains.catalogue.values import CategoryTree, Product, ProductId, ProductStatus, Variant, VariantId
from comptoir.domains.inventory.queries import availability_for
from comptoir.domains.inventory.values import Availability, Band
from comptoir.domains.markets.queries import all_markets
from comptoir.domains.markets.values import Market
from comptoir.domains.pricing.queries import prices_for, unit_price
from comptoir.domains.pricing.values import Price, UnitPrice
from comptoir.domains.reviews.queries import ratings_for
from comptoir.domains.reviews.values import Rating
from comptoir.domains.search.actions.writing import (
    NAME_FACTS,
    REMOVE_DOCUMENTS,
    WRITE_CARDS,
    WRITE_DOCUMENTS,
    WRITE_PLACEMENTS,
)
from comptoir.domains.search.events import CardsChanged
from comptoir.domains.search.permissions import SEARCH_REFRESH
from comptoir.domains.search.queries import changes_of, search_engine
from comptoir.domains.search.rules import (
    BACK_ORDER,
    PRE_ORDER,
    Offer,
    categories_of,
    facts_of,
    keywords_of,
    named_facts,
    plain,
    text_of,
)
from comptoir.domains.search.values import DOCUMENTS_TOPIC
from comptoir.kernel.access import Actor
from comptoir.kernel.events import emit
from comptoir.kernel.notices import announce
from comptoir.kernel.remember import forget
from comptoir.kernel.sql import execute, fetch, jsonb
from comptoir.kernel.texts import text_in

AT_A_TIME = 500


def refresh_cards(*, product_ids: Collection[ProductId], actor: Actor, now: datetime) -> None:
    """Make the cards, placements and index entries of these products anew, in every market and language.

    What is no longer offered goes; what has not changed is not written, and nobody is told. Set-based, in steps.
    """
    actor.must(SEARCH_REFRESH)
    ids = sorted(set(product_ids))
    with transaction.atomic(savepoint=False):
        # Refreshers take turns: each touches many rows, in whatever order its events came.
        fetch("SELECT pg_advisory_xact_lock(hashtext('search.refresh_cards'))")
        for start in range(0, len(ids), AT_A_TIME):
            step = ids[start : start + AT_A_TIME]
            products = products_for(step)
            stock = availability_for([variant.id for product in products.values() for variant in product.variants])
            ratings = ratings_for(step)
            for market in all_markets():
                offers = list(_offers(products.values(), stock, ratings, market))
                _replace(step, offers, market, now)


def _offers(
    products: Collection[Product],
    stock: Mapping[VariantId, Availability],
    ratings: Mapping[ProductId, Rating],
    market: Market,
) -> Iterator[Offer]:
    variants = [variant.id for product in products for variant in product.variants if variant.active]
    prices = prices_for(variants, market=market.code)
    for product in products:
        priced = {variant.id: prices[variant.id] for variant in product.variants if variant.id in prices}
        if product.status is ProductStatus.ACTIVE and priced and market.active:
            yield Offer(
                product=product,
                prices=priced,
                stock=stock,
                unit_price=_unit_price(product.variants, priced),
                rating=ratings.get(product.id, Rating()),
            )


def _unit_price(variants: Sequence[Variant], prices: dict[Any, Price]) -> UnitPrice | None:
    sold = [variant for variant in variants if variant.id in prices]
    cheapest = min(sold, key=lambda variant: prices[variant.id].amount.minor)
    price = prices[cheapest.id].amount
    return unit_price(price, net_amount=cheapest.net_amount, net_unit=cheapest.net_unit)


def _replace(step: Sequence[ProductId], offers: Sequence[Offer], market: Market, now: datetime) -> None:
    tree = category_tree()
    offered = [offer.product.id for offer in offers]
    gone = [id for id in step if id not in set(offered)]
    cards = [_card_row(offer, market, language) for offer in offers for language in market.languages]
    placements = [row for offer in offers for row in _placement_rows(offer, market, tree)]
    changed = {row[0] for row in fetch(WRITE_CARDS, {"rows": jsonb(cards), "market": market.code, "gone": gone})}
    moved = fetch(WRITE_PLACEMENTS, {"rows": jsonb(placements), "market": market.code, "products": list(step)})
    changed |= {row[0] for row in moved} | _write_documents(offers, gone, market, tree)
    _tell(market.code, changed, {row[1] for row in moved}, offers, tree)


def _write_documents(
    offers: Sequence[Offer], gone: Sequence[ProductId], market: Market, tree: CategoryTree
) -> set[ProductId]:
    """Hand on what is another to the engine; answers which products that concerns."""
    rows = [_document_row(offer, market, tree) for offer in offers]
    written = {row[0] for row in fetch(WRITE_DOCUMENTS, {"rows": jsonb(rows)})}
    written |= {row[0] for row in fetch(REMOVE_DOCUMENTS, {"market": market.code, "gone": gone})}
    names = {fact: text for offer in offers for fact, text in named_facts(offer.product).items()}
    if execute(NAME_FACTS, {"rows": jsonb([{"fact": fact, "names": text} for fact, text in sorted(names.items())])}):
        forget("search.names")
    if written:
        search_engine().take(changes_of(market.code, written))
        announce(DOCUMENTS_TOPIC)
    return written


def _card_row(offer: Offer, market: Market, language: str) -> dict[str, Any]:
    product, price, image = offer.product, offer.cheapest, offer.product.image
    return {
        "market": market.code,
        "language": language,
        "product_id": product.id,
        "slug": product.slug_in(language),
        "title": text_in(product.titles, language),
        "maker": product.maker,
        "image": image.path if image else "",
        "image_widths": list(image.widths) if image else [],
        "avif": bool(image and image.avif),
        "downloaded": offer.downloaded,
        "currency": price.amount.currency,
        "price_minor": price.amount.minor,
        "compare_at_minor": price.compare_at.minor if price.compare_at else None,
        "has_range": offer.has_range,
        "unit_price_minor": offer.unit_price.amount.minor if offer.unit_price else None,
        "unit": offer.unit_price.unit if offer.unit_price else "",
        "band": Band.LOW if offer.band is Band.TO_ORDER else offer.band,
        "to_order": _kind_of_order(offer),
        "rating_count": offer.rating.count,
        "rating_stars": offer.rating.stars,
    }


def _placement_rows(offer: Offer, market: Market, tree: CategoryTree) -> Iterator[dict[str, Any]]:
    product = offer.product
    for category in categories_of(product, tree):
        yield {
            "market": market.code,
            "category": category,
            "product_id": product.id,
            "position": product.position,
            "price_minor": offer.cheapest.amount.minor,
            "published_at": product.published_at or product.created_at,
        }


def _document_row(offer: Offer, market: Market, tree: CategoryTree) -> dict[str, Any]:
    product = offer.product
    return {
        "market": market.code,
        "product_id": product.id,
        "texts": {language: _texts(product, tree, language) for language in market.languages},
        "facts": facts_of(offer, tree),
        "position": product.position,
        "price_minor": offer.cheapest.amount.minor,
        "published_at": product.published_at or product.created_at,
    }


def _texts(product: Product, tree: CategoryTree, language: str) -> dict[str, str]:
    return {
        "title": plain(text_in(product.titles, language)),
        "keywords": plain(keywords_of(product, tree, language)),
        "text": plain(text_of(product, language)),
    }


def _tell(market: str, products: set[ProductId], listed: set[str], offers: Sequence[Offer], tree: CategoryTree) -> None:
    """Announce what looks different now, and the lists it is in."""
    if not products:
        return
    categories = listed | {
        category for offer in offers if offer.product.id in products for category in categories_of(offer.product, tree)
    }
    emit(CardsChanged(market=market, product_ids=tuple(sorted(products)), category_ids=tuple(sorted(categories))))
    forget("search")


def _kind_of_order(offer: Offer) -> str:
    if offer.band is not Band.TO_ORDER:
        return ""
    return PRE_ORDER if offer.preorder else BACK_ORDER
