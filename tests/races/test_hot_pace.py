"""How many orders a second one article bears, alone and spread: told with ``pytest -s``, judged only by the books."""

from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from time import monotonic

import pytest
from django.db import transaction

from comptoir.domains.catalogue.values import VariantId
from comptoir.domains.inventory.actions import claim_stock, gather_stock, reserve_stock, spread_stock
from comptoir.domains.inventory.testing import level, make_stock
from comptoir.domains.inventory.values import StockLine
from comptoir.domains.network.testing import WAREHOUSE
from comptoir.kernel.ids import new_id
from comptoir.kernel.sql import execute
from comptoir.kernel.testing import NOON, OWNER, at_once
from tests.races.showing import sizes, tell

BUYERS, BUCKETS, TURNS = 8, 8, 2
TURN_SECONDS = sizes("hot pace", 2, long=10)
SETTLING_SECONDS = 0.005
"""What follows a claim before its transaction commits: the order's state, an invoice, the ledger."""


@pytest.mark.django_db(transaction=True)
def test_the_pace_of_one_article() -> None:
    honey, sold = make_stock(1_000_000), 0
    rates: Counter[int] = Counter()
    for turn in range(TURNS):
        for buckets in (0, BUCKETS):
            with _spread(honey, buckets):
                orders = sum(int(str(each)) for each in at_once([partial(_buy, honey)] * BUYERS))
            sold += orders
            rates[buckets] += orders
            tell(f"turn {turn + 1}, {buckets} buckets: {orders / TURN_SECONDS:.0f} orders a second")
    alone, spread = (rates[buckets] / TURN_SECONDS / TURNS for buckets in (0, BUCKETS))
    tell(
        f"{BUYERS} buyers of one article, {SETTLING_SECONDS * 1000:.0f} ms of settling: {alone:.0f} orders a second"
        f" alone, {spread:.0f} over {BUCKETS} buckets: {spread / alone:.1f} times as many"
    )
    assert (level(honey).claimed, level(honey).reserved) == (sold, 0)


@contextmanager
def _spread(honey: VariantId, buckets: int) -> Iterator[None]:
    if buckets:
        spread_stock(variant_id=honey, place_code=WAREHOUSE.code, buckets=buckets, actor=OWNER, now=NOON)
    yield
    gather_stock(variant_id=honey, place_code=WAREHOUSE.code, actor=OWNER, now=NOON)


def _buy(honey: VariantId) -> int:
    """As the flows do: reserved in one transaction, claimed in another."""
    orders, until = 0, monotonic() + TURN_SECONDS
    while monotonic() < until:
        order_id = new_id()
        with transaction.atomic(durable=True):
            lines = [StockLine(variant_id=honey, quantity=1)]
            reserve_stock(lines=lines, order_id=order_id, until=NOON, actor=OWNER, now=NOON)
        with transaction.atomic(durable=True):
            claim_stock(order_id=order_id, actor=OWNER, now=NOON)
            execute("SELECT pg_sleep(%s)", [SETTLING_SECONDS])
        orders += 1
    return orders
