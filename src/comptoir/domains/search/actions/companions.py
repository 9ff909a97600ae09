"""What is bought together, counted from orders."""

from collections.abc import Iterator
from datetime import datetime, timedelta

from django.db import transaction

from comptoir.domains.catalogue.queries import variants_for
from comptoir.domains.catalogue.values import ProductId
from comptoir.domains.orders.queries import bought_variants
from comptoir.domains.orders.values import OrderId
from comptoir.domains.search.events import CompanionsChanged
from comptoir.domains.search.permissions import SEARCH_REFRESH
from comptoir.domains.search.rules import companions_of
from comptoir.kernel.access import Actor
from comptoir.kernel.events import emit
from comptoir.kernel.sql import fetch, jsonb

AT_A_TIME = 500
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
