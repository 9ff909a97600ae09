"""Real threads on a real database: what one buyer takes, another cannot."""

import random
from collections.abc import Callable
from datetime import timedelta
from functools import partial
from uuid import UUID

import pytest
from django.db import transaction

from comptoir.domains.catalogue.values import VariantId
from comptoir.domains.inventory.actions import claim_stock, record_counts, release_stock, reserve_stock, spread_stock
from comptoir.domains.inventory.errors import InsufficientStock, ShelfMoved
from comptoir.domains.inventory.queries import reservations_of
from comptoir.domains.inventory.testing import let_order, level, make_stock
from comptoir.domains.inventory.values import Count, ReservationState, StockLine
from comptoir.domains.network.testing import WAREHOUSE
from comptoir.kernel.ids import new_id
from comptoir.kernel.testing import NOON, OWNER, at_once

pytestmark = pytest.mark.django_db(transaction=True)
LATER = NOON + timedelta(minutes=30)


def buy(order_id: UUID, lines: list[tuple[VariantId, int]]) -> bool:
    return waited_for(order_id, lines) is not None


def waited_for(order_id: UUID, lines: list[tuple[VariantId, int]]) -> int | None:
    """How many of the pieces that were reserved are still to come."""
    try:
        with transaction.atomic(durable=True):
            on_order = reserve_stock(
                lines=[StockLine(variant_id=id, quantity=quantity) for id, quantity in lines],
                order_id=order_id,
                until=LATER,
                actor=OWNER,
                now=NOON,
            )
    except InsufficientStock:
        return None
    return sum(on_order.values())


def test_thirty_buyers_of_ten_pieces_buy_ten() -> None:
    honey = make_stock(10)
    bought = at_once([partial(buy, new_id(), [(honey, 1)]) for _ in range(30)])
    assert sorted(map(str, bought)) == ["False"] * 20 + ["True"] * 10
    assert (level(honey).reserved, level(honey).available) == (10, 0)


@pytest.mark.parametrize("buckets", [0, 4])
def test_buyers_at_once_share_out_the_shelf_and_what_is_to_come(buckets: int) -> None:
    """Each is told of the own pieces whether they are there; nobody is told of a piece that somebody else has."""
    honey = make_stock(14)
    let_order(honey, 12)
    if buckets:
        spread_stock(variant_id=honey, place_code=WAREHOUSE.code, buckets=buckets, actor=OWNER, now=NOON)
    told = at_once([partial(waited_for, new_id(), [(honey, 2)]) for _ in range(16)])
    assert sorted(pieces for pieces in told if isinstance(pieces, int)) == [0] * 7 + [2] * 6
    assert (told.count(None), level(honey).available) == (3, 0)


def test_baskets_in_shuffled_order_never_deadlock() -> None:
    chance = random.Random(20261123)
    variants = [make_stock(10_000) for _ in range(6)]

    def baskets() -> None:
        for _ in range(20):
            chosen = chance.sample(variants, 3)
            assert buy(new_id(), [(id, 1) for id in chosen])

    answers = at_once([baskets] * 12)
    assert answers == [None] * 12
    assert sum(level(id).reserved for id in variants) == 12 * 20 * 3


def test_claim_and_release_of_the_same_order_at_once_count_once() -> None:
    honey = make_stock(100)
    for _ in range(15):
        order_id = new_id()
        buy(order_id, [(honey, 2)])
        both: list[Callable[[], bool | None]] = [
            partial(claim_stock, order_id=order_id, actor=OWNER, now=NOON),
            partial(release_stock, order_id=order_id, expired=True, actor=OWNER, now=NOON),
        ]
        assert at_once(both) == [True, None]
        # Whoever was first: it is claimed in the end, taken again if it had expired.
        assert reservations_of(order_id)[-1].state is ReservationState.CLAIMED
    assert (level(honey).reserved, level(honey).claimed, level(honey).available) == (0, 30, 70)


def test_of_counters_who_saw_the_same_number_one_is_right() -> None:
    honey = make_stock(50)

    def count(quantity: int) -> int:
        counted = Count(variant_id=honey, place_code=WAREHOUSE.code, quantity=quantity, seen=50)
        return record_counts(counts=[counted], actor=OWNER, now=NOON)

    answers = at_once([partial(count, n) for n in range(40, 48)])
    assert answers.count(1) == 1
    assert sum(isinstance(answer, ShelfMoved) for answer in answers) == 7
    assert level(honey).on_hand == 40 + answers.index(1)


def test_buyers_and_counters_keep_the_books_together() -> None:
    honey = make_stock(50)

    def count(quantity: int) -> None:
        counted = Count(variant_id=honey, place_code=WAREHOUSE.code, quantity=quantity)
        record_counts(counts=[counted], actor=OWNER, now=NOON)

    actions = [partial(buy, new_id(), [(honey, 1)]) for _ in range(20)] + [partial(count, n) for n in range(40, 50)]
    answers = at_once(actions)
    assert not [answer for answer in answers if isinstance(answer, Exception)]
    assert level(honey).reserved == answers.count(True) == 20
    assert level(honey).on_hand in range(40, 50)
