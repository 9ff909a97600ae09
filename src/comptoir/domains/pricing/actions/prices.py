"""Setting prices, each change with its history."""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from comptoir.domains.catalogue.values import VariantId
from comptoir.domains.markets.queries import market as market_of
from comptoir.domains.pricing.events import ManyPricesChanged, PricesChanged
from comptoir.domains.pricing.permissions import PRICING_EDIT
from comptoir.domains.pricing.rules import check_prices
from comptoir.domains.pricing.values import RETAIL, NewPrice
from comptoir.kernel.access import Actor
from comptoir.kernel.events import emit
from comptoir.kernel.history import record
from comptoir.kernel.sql import fetch

FEW = 200
"""Up to here somebody is waiting to see the change; beyond it is a batch, which must not delay the others."""

_PER_EVENT = 1_000

_WRITE = """
WITH given AS (
    SELECT * FROM unnest(%(variants)s::uuid[], %(amounts)s::bigint[], %(compare_ats)s::bigint[])
                  AS given(variant_id, amount_minor, compare_at_minor)),
old AS (
    SELECT variant_id, price.amount_minor, price.compare_at_minor
      FROM pricing_price AS price JOIN given USING (variant_id) WHERE price_list_id = %(list)s),
written AS (
    INSERT INTO pricing_price AS price (price_list_id, variant_id, amount_minor, compare_at_minor)
    SELECT %(list)s, variant_id, amount_minor, compare_at_minor FROM given ORDER BY variant_id
    ON CONFLICT (variant_id, price_list_id) DO UPDATE
       SET amount_minor = excluded.amount_minor, compare_at_minor = excluded.compare_at_minor
     WHERE (price.amount_minor, price.compare_at_minor)
           IS DISTINCT FROM (excluded.amount_minor, excluded.compare_at_minor)
    RETURNING variant_id, amount_minor, compare_at_minor)
INSERT INTO pricing_pricechange (price_list_id, variant_id, old_amount_minor, old_compare_at_minor, amount_minor,
                                 compare_at_minor, actor_kind, actor_id, actor_label, because, at)
SELECT %(list)s, variant_id, old.amount_minor, old.compare_at_minor, written.amount_minor, written.compare_at_minor,
       %(actor_kind)s, %(actor_id)s, %(actor_label)s, %(because)s, %(now)s
  FROM written LEFT JOIN old USING (variant_id) ORDER BY variant_id
RETURNING variant_id
"""


def set_prices(
    *, prices: Sequence[NewPrice], market: str, because: str = "", actor: Actor, now: datetime
) -> tuple[VariantId, ...]:
    """Set prices of a market, tax included, and return the variants whose price is another one now.

    Set-based: 50,000 prices take seconds. Every change is kept with its actor; a price that stays as it was leaves no
    trace. Zero is a gift; a price shown as the earlier one must be higher.

    :raises BadPrice: for a negative amount, another currency, a variant twice, or an earlier price that is not higher;
        then nothing is changed.
    """
    actor.must(PRICING_EDIT, market=market)
    currency = _checked(prices, market)
    with transaction.atomic(savepoint=False):
        changed = _change(prices, market, currency, because=because, actor=actor, now=now)
        if len(changed) > FEW:
            _tell_many(market, changed)
        elif changed:
            emit(PricesChanged(market=market, variant_ids=changed))
    return changed


def add_prices(*, prices: Sequence[NewPrice], market: str, actor: Actor, now: datetime) -> tuple[VariantId, ...]:
    """``set_prices`` for demo data and imports: told in the bulk lane however few they are.

    :raises BadPrice: as ``set_prices``.
    """
    actor.must(PRICING_EDIT, market=market)
    currency = _checked(prices, market)
    with transaction.atomic(savepoint=False):
        changed = _change(prices, market, currency, because="", actor=actor, now=now)
        _tell_many(market, changed)
    return changed


def _checked(prices: Sequence[NewPrice], market: str) -> str:
    """The market's currency, once every price has been found good."""
    currency = market_of(market).currency
    check_prices(prices, currency=currency)
    return currency


def _change(
    prices: Sequence[NewPrice], market: str, currency: str, *, because: str, actor: Actor, now: datetime
) -> tuple[VariantId, ...]:
    if not prices:
        return ()
    price_list = _lock_list(market, currency)
    changed = _write(price_list, prices, because, actor, now)
    if changed:
        record(
            action="prices set",
            subject_type="pricing.pricelist",
            subject_id=price_list,
            actor=actor,
            now=now,
            after={"market": market, "prices": len(changed)},
            because=because,
        )
    return changed


def _lock_list(market: str, currency: str) -> int:
    """The market's retail list, made on first use. It stays locked, so that changes of one list follow each other:

    each sees the prices it replaces, and no two of them wait for each other's rows.
    """
    rows = fetch(
        """INSERT INTO pricing_pricelist AS list (market_id, code, currency) VALUES (%s, %s, %s)
           ON CONFLICT (market_id, code) DO UPDATE SET code = list.code RETURNING id""",
        [market, RETAIL, currency],
    )
    return int(rows[0][0])


def _write(
    price_list: int, prices: Sequence[NewPrice], because: str, actor: Actor, now: datetime
) -> tuple[VariantId, ...]:
    rows = fetch(
        _WRITE,
        {
            "list": price_list,
            "variants": [price.variant_id for price in prices],
            "amounts": [price.amount.minor for price in prices],
            "compare_ats": [None if price.compare_at is None else price.compare_at.minor for price in prices],
            "actor_kind": actor.kind,
            "actor_id": actor.id,
            "actor_label": actor.label,
            "because": because,
            "now": now,
        },
    )
    return tuple(VariantId(variant_id) for (variant_id,) in rows)


def _tell_many(market: str, changed: tuple[VariantId, ...]) -> None:
    parts = [changed[start : start + _PER_EVENT] for start in range(0, len(changed), _PER_EVENT)]
    emit(*(ManyPricesChanged(market=market, variant_ids=part) for part in parts))
