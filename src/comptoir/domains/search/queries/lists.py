"""Pages of cards as they lie in the lists, each in one or two statements whatever the size of the catalogue."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from comptoir.domains.catalogue.values import CategoryId, ProductId
from comptoir.domains.inventory.values import Band
from comptoir.domains.search.rules import ORDERS, PRE_ORDER, Order
from comptoir.domains.search.values import CardPage, Count, OfferCard, Sort
from comptoir.kernel.money import Money
from comptoir.kernel.paging import MAX_PAGE_SIZE, decode_cursor, encode_cursor
from comptoir.kernel.remember import remembered
from comptoir.kernel.sql import fetch

COUNTED_UP_TO = 10_000
_CARD = """card.product_id, card.slug, card.title, card.maker, card.image, card.image_widths, card.avif,
           card.downloaded, card.currency, card.price_minor, card.compare_at_minor, card.has_range,
           card.unit_price_minor, card.unit, card.band, card.to_order, card.rating_count, card.rating_stars"""


def cards_in_category(
    *,
    market: str,
    language: str,
    category_id: CategoryId | None = None,
    sort: Sort = Sort.FEATURED,
    cursor: str | None = None,
    size: int = 24,
) -> CardPage:
    """One page of a category (None: of all goods), those below it included. One statement, and one that is remembered.

    :raises BadCursor: for a cursor that is not of such a list.
    """
    return _page(market, language, str(category_id or ""), sort, cursor, min(size, MAX_PAGE_SIZE))


@remembered("search")
def best_in_category(
    market: str, language: str, category_id: CategoryId | None, size: int, sort: Sort = Sort.FEATURED
) -> tuple[OfferCard, ...]:
    """The first few cards of a category, as other pages show them: remembered until any card changes."""
    return _page(market, language, str(category_id or ""), sort, None, size).cards


def _page(market: str, language: str, category: str, sort: Sort, cursor: str | None, size: int) -> CardPage:
    order = ORDERS[sort]
    after = decode_cursor(cursor, [_reader(order), UUID]) if cursor else None
    comparison, direction = ("<", "DESC") if order.descending else (">", "ASC")
    start = f"AND (place.{order.column}, place.product_id) {comparison} (%s, %s)" if after else ""
    rows = fetch(
        f"""SELECT {_CARD}, place.{order.column}
              FROM search_placement AS place
              JOIN search_card AS card ON card.market = place.market AND card.language = %s
                                      AND card.product_id = place.product_id
             WHERE place.market = %s AND place.category = %s {start}
             ORDER BY place.{order.column} {direction}, place.product_id {direction} LIMIT {size + 1}""",
        [language, market, category, *(after or ())],
        prepared=True,
    )
    kept = rows[:size]
    more = len(rows) > size
    return CardPage(
        cards=tuple(_card(row) for row in kept),
        count=count_in_category(market, category),
        next_cursor=encode_cursor([_plain(kept[-1][-1]), kept[-1][0]]) if more else None,
    )


def _reader(order: Order) -> Any:
    return datetime.fromisoformat if order.kind is datetime else order.kind


def _plain(value: Any) -> Any:
    return value.isoformat() if isinstance(value, datetime) else value


@remembered("search")
def count_in_category(market: str, category: str) -> Count:
    """How many goods a category lists, counted up to ``COUNTED_UP_TO`` and remembered until the list changes."""
    rows = fetch(
        """SELECT count(*) FROM (
               SELECT FROM search_placement WHERE market = %s AND category = %s LIMIT %s) AS counted""",
        [market, category, COUNTED_UP_TO + 1],
    )
    number = rows[0][0]
    return Count(number=min(number, COUNTED_UP_TO), exact=number <= COUNTED_UP_TO)


def cards_for(product_ids: Sequence[ProductId], *, market: str, language: str) -> list[OfferCard]:
    """The cards of these products, in that order; what the market does not offer is left out. One statement."""
    if not product_ids:
        return []
    rows = fetch(
        f"SELECT {_CARD} FROM search_card AS card WHERE market = %s AND language = %s AND product_id = ANY(%s)",
        [market, language, list(product_ids)],
        prepared=True,
    )
    found = {row[0]: _card(row) for row in rows}
    return [found[id] for id in product_ids if id in found]


def companion_cards(
    product_id: ProductId, *, chosen: Sequence[ProductId], market: str, language: str, size: int
) -> list[OfferCard]:
    """The cards of what goes with a product: what the merchant has ``chosen``, in that order, then what is bought
    together with it, most often first; never itself, nor what the market does not offer. One statement."""
    rows = fetch(
        f"""SELECT {_CARD} FROM (
                SELECT DISTINCT ON (id) id, rank, place FROM (
                    SELECT given.id, 0 AS rank, given.place::int FROM unnest(%(chosen)s::uuid[]) WITH ORDINALITY
                           AS given(id, place)
                    UNION ALL
                    SELECT other_id, 1, -orders FROM search_companion WHERE product_id = %(product)s) AS every
                 ORDER BY id, rank) AS wanted
              JOIN search_card AS card ON card.product_id = wanted.id AND card.market = %(market)s
                                      AND card.language = %(language)s
             WHERE wanted.id <> %(product)s AND (wanted.rank = 0 OR card.band <> 'out')
             ORDER BY wanted.rank, wanted.place, wanted.id LIMIT {size}""",
        {"product": product_id, "chosen": list(chosen), "market": market, "language": language},
        prepared=True,
    )
    return [_card(row) for row in rows]


def first_cards(category_ids: Sequence[CategoryId], *, market: str, language: str) -> dict[CategoryId, OfferCard]:
    """The first card of each category in the merchant's order; an empty category is left out. Remembered."""
    return dict(_first_cards(tuple(category_ids), market, language))


@remembered("search")
def _first_cards(
    category_ids: tuple[CategoryId, ...], market: str, language: str
) -> tuple[tuple[CategoryId, OfferCard], ...]:
    rows = fetch(
        f"""SELECT {_CARD}, wanted.category
              FROM unnest(%s::text[]) AS wanted (category)
             CROSS JOIN LATERAL (
                   SELECT product_id FROM search_placement AS place
                    WHERE place.market = %s AND place.category = wanted.category
                    ORDER BY place.position, place.product_id LIMIT 1) AS first
              JOIN search_card AS card ON card.market = %s AND card.language = %s
                                      AND card.product_id = first.product_id""",
        [[str(id) for id in category_ids], market, market, language],
    )
    return tuple((CategoryId(UUID(row[-1])), _card(row)) for row in rows)


def _card(row: Sequence[Any]) -> OfferCard:
    (
        product_id,
        slug,
        title,
        maker,
        image,
        widths,
        avif,
        downloaded,
        currency,
        price,
        compare_at,
        has_range,
        unit_price,
        unit,
        band,
        to_order,
        rating_count,
        rating_stars,
    ) = row[:18]
    return OfferCard(
        product_id=ProductId(product_id),
        slug=slug,
        title=title,
        maker=maker,
        image=image,
        image_widths=tuple(widths),
        avif=avif,
        downloaded=downloaded,
        price=Money(price, currency),
        compare_at=None if compare_at is None else Money(compare_at, currency),
        has_range=has_range,
        unit_price=None if unit_price is None else Money(unit_price, currency),
        unit=unit,
        band=Band.TO_ORDER if to_order else Band(band),
        preorder=to_order == PRE_ORDER,
        rating_count=rating_count,
        rating_stars=rating_stars,
    )


def offered_slugs(
    *, market: str, language: str, after: ProductId | None = None, limit: int = 1_000
) -> list[tuple[ProductId, str]]:
    """What a market offers in a language, by id: each product with its address."""
    rows = fetch(
        f"""SELECT product_id, slug FROM search_card
             WHERE market = %s AND language = %s {"AND product_id > %s" if after else ""}
             ORDER BY product_id LIMIT {limit}""",
        [market, language, *([after] if after else [])],
    )
    return [(ProductId(id), slug) for id, slug in rows]


def offered_starts(*, market: str, language: str, size: int) -> list[ProductId | None]:
    """After which product each part of what a market offers begins, in parts of that size: None for the first; none
    where nothing is offered."""
    rows = fetch(
        """SELECT product_id, number FROM (
               SELECT product_id, row_number() OVER (ORDER BY product_id) AS number, count(*) OVER () AS total
                 FROM search_card WHERE market = %s AND language = %s) AS counted
            WHERE number = 1 OR (number %% %s = 0 AND number < total) ORDER BY number""",
        [market, language, size],
    )
    starts: list[ProductId | None] = [ProductId(id) for id, number in rows if number % size == 0]
    return [None, *starts] if rows else []
