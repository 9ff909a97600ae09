"""The verb of the projection: make the cards of some products anew from their sources."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.db import transaction

from comptoir.domains.catalogue.queries import category_tree, products_for, variants_for
from comptoir.domains.catalogue.values import CategoryTree, Product, ProductId, ProductStatus, Variant, VariantId
from comptoir.domains.inventory.queries import availability_for
from comptoir.domains.inventory.values import Availability, Band
from comptoir.domains.markets.queries import all_markets
from comptoir.domains.markets.values import Market
from comptoir.domains.orders.queries import bought_variants
from comptoir.domains.orders.values import OrderId
from comptoir.domains.pricing.queries import prices_for, unit_price
from comptoir.domains.pricing.values import Price, UnitPrice
from comptoir.domains.reviews.queries import ratings_for
from comptoir.domains.reviews.values import Rating
from comptoir.domains.search.events import CardsChanged, CompanionsChanged
from comptoir.domains.search.permissions import SEARCH_REFRESH
from comptoir.domains.search.rules import (
    BACK_ORDER,
    PRE_ORDER,
    Offer,
    categories_of,
    companions_of,
    keywords_of,
    text_of,
)
from comptoir.domains.search.values import Document, SearchEngine
from comptoir.kernel import ports
from comptoir.kernel.access import Actor
from comptoir.kernel.events import emit
from comptoir.kernel.remember import forget
from comptoir.kernel.sql import fetch, jsonb
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
    changed = {row[0] for row in fetch(_WRITE_CARDS, {"rows": jsonb(cards), "market": market.code, "gone": gone})}
    moved = fetch(_WRITE_PLACEMENTS, {"rows": jsonb(placements), "market": market.code, "products": list(step)})
    engine: SearchEngine = ports.load("search", settings.SEARCH_ENGINE)
    engine.remove(market=market.code, product_ids=gone)
    engine.index([document for offer in offers for document in _documents(offer, market, tree)])
    _tell(market.code, changed | {row[0] for row in moved}, {row[1] for row in moved}, offers, tree)


def _card_row(offer: Offer, market: Market, language: str) -> dict[str, Any]:
    product, price, image = offer.product, offer.cheapest, offer.product.image
    return {
        "market": market.code,
        "language": language,
        "product_id": product.id,
        "slug": product.slug,
        "title": text_in(product.titles, language),
        "maker": product.maker,
        "image": image.path if image else "",
        "image_widths": list(image.widths) if image else [],
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


def _documents(offer: Offer, market: Market, tree: CategoryTree) -> Iterator[Document]:
    for language in market.languages:
        yield Document(
            product_id=offer.product.id,
            market=market.code,
            language=language,
            title=text_in(offer.product.titles, language),
            keywords=keywords_of(offer.product, tree, language),
            text=text_of(offer.product, language),
        )


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


_COLUMNS = """market text, language text, product_id uuid, slug text, title text, maker text, image text,
              image_widths int[], currency text, price_minor bigint, compare_at_minor bigint, has_range bool,
              unit_price_minor bigint, unit text, band text, to_order text, rating_count int, rating_stars int"""
_NAMES = """market, language, product_id, slug, title, maker, image, image_widths, currency, price_minor,
            compare_at_minor, has_range, unit_price_minor, unit, band, to_order, rating_count, rating_stars"""
_VALUES = """slug, title, maker, image, image_widths, currency, price_minor, compare_at_minor, has_range,
             unit_price_minor, unit, band, to_order, rating_count, rating_stars"""
_WRITE_CARDS = f"""
WITH given AS (SELECT * FROM jsonb_to_recordset(%(rows)s) AS given({_COLUMNS})),
written AS (
    INSERT INTO search_card AS card ({_NAMES}) SELECT {_NAMES} FROM given ORDER BY product_id, language
    ON CONFLICT (market, language, product_id) DO UPDATE
       SET ({_VALUES}) = (SELECT {", ".join(f"excluded.{name.strip()}" for name in _VALUES.split(","))})
     WHERE (card.slug, card.title, card.maker, card.image, card.image_widths, card.currency, card.price_minor,
            card.compare_at_minor, card.has_range, card.unit_price_minor, card.unit, card.band, card.to_order,
            card.rating_count, card.rating_stars)
           IS DISTINCT FROM
           (excluded.slug, excluded.title, excluded.maker, excluded.image, excluded.image_widths, excluded.currency,
            excluded.price_minor, excluded.compare_at_minor, excluded.has_range, excluded.unit_price_minor,
            excluded.unit, excluded.band, excluded.to_order, excluded.rating_count, excluded.rating_stars)
    RETURNING product_id),
removed AS (
    DELETE FROM search_card WHERE market = %(market)s AND product_id = ANY(%(gone)s::uuid[]) RETURNING product_id)
SELECT product_id FROM written UNION SELECT product_id FROM removed
"""
_WRITE_PLACEMENTS = """
WITH given AS (
    SELECT * FROM jsonb_to_recordset(%(rows)s) AS given(market text, category text, product_id uuid, position int,
                                                        price_minor bigint, published_at timestamptz)),
written AS (
    INSERT INTO search_placement AS place (market, category, product_id, position, price_minor, published_at)
    SELECT market, category, product_id, position, price_minor, published_at FROM given ORDER BY product_id, category
    ON CONFLICT (market, product_id, category) DO UPDATE
       SET position = excluded.position, price_minor = excluded.price_minor, published_at = excluded.published_at
     WHERE (place.position, place.price_minor, place.published_at)
           IS DISTINCT FROM (excluded.position, excluded.price_minor, excluded.published_at)
    RETURNING product_id, category),
removed AS (
    DELETE FROM search_placement AS place
     WHERE place.market = %(market)s AND place.product_id = ANY(%(products)s::uuid[])
       AND NOT EXISTS (SELECT FROM given WHERE given.product_id = place.product_id AND given.category = place.category)
    RETURNING place.product_id, place.category)
SELECT product_id, category FROM written UNION SELECT product_id, category FROM removed
"""


MOST_LINES = 30
"""Who buys more different goods than that at once is a shop, and tells nothing about what goes together."""


def refresh_companions(*, actor: Actor, now: datetime) -> int:
    """Count anew what was bought together within a year; returns for how many products that is other than before.

    Made from orders alone, as often as wanted: what has not changed is not written.
    """
    actor.must(SEARCH_REFRESH)
    rows = [
        {"product_id": one, "other_id": other, "orders": orders}
        for (one, other), orders in companions_of(_baskets(now - A_YEAR)).items()
    ]
    with transaction.atomic(savepoint=False):
        fetch("SELECT pg_advisory_xact_lock(hashtext('search.refresh_companions'))")
        changed = {ProductId(id) for (id,) in fetch(_WRITE_COMPANIONS, [jsonb(rows)])}
        if changed:
            emit(CompanionsChanged(product_ids=tuple(sorted(changed))))
    return len(changed)


A_YEAR = timedelta(days=365)


def _baskets(since: datetime) -> Iterator[set[ProductId]]:
    after: OrderId | None = None
    while found := bought_variants(since=since, after=after, limit=AT_A_TIME):
        after = max(found)
        variants = variants_for({id for bought in found.values() for id in bought})
        for bought in found.values():
            if 1 < len(bought) <= MOST_LINES:
                yield {variants[id].product_id for id in bought if id in variants}


_WRITE_COMPANIONS = """
WITH given AS (SELECT * FROM jsonb_to_recordset(%s) AS given(product_id uuid, other_id uuid, orders int)),
written AS (
    INSERT INTO search_companion AS known (product_id, other_id, orders)
    SELECT product_id, other_id, orders FROM given ORDER BY product_id, other_id
    ON CONFLICT (product_id, other_id) DO UPDATE SET orders = excluded.orders WHERE known.orders <> excluded.orders
    RETURNING product_id),
removed AS (
    DELETE FROM search_companion AS known
     WHERE NOT EXISTS (SELECT FROM given WHERE given.product_id = known.product_id AND given.other_id = known.other_id)
    RETURNING product_id)
SELECT product_id FROM written UNION SELECT product_id FROM removed
"""
