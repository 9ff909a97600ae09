"""An article that is spread for a sale: every verb gives what it gives of any other article."""

import random
from collections.abc import Callable
from dataclasses import replace
from typing import Any
from uuid import UUID

import pytest
from django.db import transaction

from comptoir.domains.catalogue.values import VariantId
from comptoir.domains.inventory.actions import (
    claim_stock,
    gather_stock,
    record_counts,
    release_pieces,
    release_stock,
    reserve_more,
    reserve_stock,
    set_stock_policies,
    spread_stock,
    take_back,
    write_off_stock,
)
from comptoir.domains.inventory.errors import (
    BadBuckets,
    InsufficientStock,
    NotOnShelf,
    NotReserved,
    ReservationLapsed,
    UnknownPlace,
)
from comptoir.domains.inventory.models import StockBucket, StockLevel
from comptoir.domains.inventory.queries import availability_for, proposals, reservations_of, short_variants
from comptoir.domains.inventory.testing import level, make_stock
from comptoir.domains.inventory.tests.test_actions import LATER, bands_told, reserve, ship, state_of
from comptoir.domains.inventory.values import Count, PlacedLine, ReservationState, StockLine, StockPolicy
from comptoir.domains.network.testing import SHOP, WAREHOUSE, make_place
from comptoir.kernel.access import NotAllowed
from comptoir.kernel.errors import BusinessError
from comptoir.kernel.history import history_of
from comptoir.kernel.ids import new_id
from comptoir.kernel.sql import fetch
from comptoir.kernel.testing import NOBODY, NOON, OWNER, snapshot

pytestmark = pytest.mark.django_db


def spread(variant_id: VariantId, buckets: int = 4, place_code: str = WAREHOUSE.code) -> None:
    spread_stock(variant_id=variant_id, place_code=place_code, buckets=buckets, actor=OWNER, now=NOON)


def gather(variant_id: VariantId, place_code: str = WAREHOUSE.code) -> None:
    gather_stock(variant_id=variant_id, place_code=place_code, actor=OWNER, now=NOON)


def make_spread(quantity: int, buckets: int = 4) -> VariantId:
    variant_id = make_stock(quantity)
    spread(variant_id, buckets)
    return variant_id


def in_buckets(variant_id: VariantId) -> list[int]:
    return list(StockBucket.objects.filter(variant_id=variant_id).order_by("number").values_list("free", flat=True))


def claim(order_id: UUID) -> None:
    claim_stock(order_id=order_id, actor=OWNER, now=NOON)


def version(variant_id: VariantId) -> tuple[Any, ...]:
    """Another one as soon as somebody changes the level, or only locks it."""
    row = fetch("SELECT ctid::text, xmax::text FROM inventory_stocklevel WHERE variant_id = %s", [variant_id])
    return row[0]


def test_spreading_changes_nothing_that_anybody_is_told() -> None:
    honey = make_stock(10)
    reserve(honey, 2)
    before, told = level(honey), bands_told()
    spread(honey, 3)
    assert in_buckets(honey) == [3, 3, 2]
    now = level(honey)
    assert (now.buckets, now.on_hand, now.reserved, now.claimed, now.available) == (3, 10, 2, 0, before.available)
    assert (availability_for([honey])[honey].available, bands_told()) == (8, told)
    spread(honey, 5)
    assert in_buckets(honey) == [2, 2, 2, 1, 1]
    gather(honey)
    assert (in_buckets(honey), level(honey), bands_told()) == ([], before, told)
    gather(honey)
    story = history_of("inventory.stocklevel", f"{honey}/{WAREHOUSE.code}")
    assert [(one.action, one.before, one.after) for one in story] == [
        ("stock gathered", {"buckets": 5}, {"buckets": 0}),
        ("stock spread", {"buckets": 3}, {"buckets": 5}),
        ("stock spread", {"buckets": 0}, {"buckets": 3}),
    ]


@pytest.mark.parametrize("buckets", [-1, 0, 1, 65])
def test_stock_is_spread_over_a_sensible_number(buckets: int) -> None:
    honey = make_stock(10)
    with pytest.raises(BadBuckets):
        spread(honey, buckets)
    assert level(honey).buckets == 0


def test_places_that_do_not_exist_are_refused() -> None:
    honey = make_stock(10)
    with pytest.raises(UnknownPlace):
        spread(honey, place_code="moon")
    with pytest.raises(UnknownPlace):
        gather_stock(variant_id=honey, place_code="moon", actor=OWNER, now=NOON)


def test_without_the_permission_nothing_is_spread_or_gathered() -> None:
    honey = make_spread(10)
    before = snapshot()
    with pytest.raises(NotAllowed):
        spread_stock(variant_id=honey, place_code=WAREHOUSE.code, buckets=3, actor=NOBODY, now=NOON)
    with pytest.raises(NotAllowed):
        gather_stock(variant_id=honey, place_code=WAREHOUSE.code, actor=NOBODY, now=NOON)
    assert snapshot() == before


def test_whoever_buys_takes_from_a_bucket_and_leaves_the_level_alone() -> None:
    honey = make_spread(100)
    before = version(honey)
    order_id = reserve(honey, 3)
    claim(order_id)
    assert version(honey) == before
    assert sorted(in_buckets(honey)) == [22, 25, 25, 25]
    now = level(honey)
    assert (now.on_hand, now.reserved, now.claimed, now.available) == (100, 0, 3, 97)
    claim(order_id)
    reserve(honey, 3, order_id)
    assert level(honey) == now
    reserve(honey, 60)  # more than lies in any of them
    assert version(honey) != before


def test_orders_begin_at_different_buckets() -> None:
    honey = make_spread(400)
    for _ in range(40):
        reserve(honey, 1)
    assert all(free < 100 for free in in_buckets(honey))


def test_what_lies_scattered_is_gathered_and_sold_to_the_last_piece() -> None:
    honey = make_spread(10, 5)
    reserve(honey, 7)
    reserve(honey, 2)
    with pytest.raises(InsufficientStock) as refused, transaction.atomic():
        reserve(honey, 2)
    assert [(one.wanted, one.available) for one in refused.value.shortages] == [(2, 1)]
    reserve(honey, 1)
    assert (level(honey).reserved, level(honey).available, in_buckets(honey)) == (10, 0, [0] * 5)
    assert bands_told() == [[str(honey)]] * 3  # made, few are left, none is


def test_the_safety_is_never_promised_and_a_back_order_is() -> None:
    honey = make_spread(5)
    keep = StockPolicy(variant_id=honey, place_code=WAREHOUSE.code, safety=3, backorder_limit=20, preorder=True)
    set_stock_policies(batch=[keep], actor=OWNER, now=NOON)
    reserve(honey, 22)
    assert (level(honey).available, level(honey).shortfall) == (0, 0)
    with pytest.raises(InsufficientStock), transaction.atomic():
        reserve(honey, 1)


@pytest.mark.parametrize("claimed", [False, True])
@pytest.mark.parametrize("gathered", [False, True])
def test_what_is_given_back_can_be_sold_again(claimed: bool, gathered: bool) -> None:
    honey = make_spread(10)
    order_id = reserve(honey, 6)
    if claimed:
        claim(order_id)
    if gathered:
        gather(honey)
    release_pieces(order_id=order_id, lines=[StockLine(variant_id=honey, quantity=1)], actor=OWNER, now=NOON)
    assert level(honey).available == 5
    release_stock(order_id=order_id, expired=True, actor=OWNER, now=NOON)
    assert level(honey).available == (5 if claimed else 10)
    release_stock(order_id=order_id, actor=OWNER, now=NOON)
    assert (level(honey).reserved, level(honey).claimed, level(honey).available) == (0, 0, 10)
    reserve(honey, 10)
    assert StockLevel.objects.get(variant_id=honey).reserved == 10


@pytest.mark.parametrize("gathered", [False, True])
def test_claimed_pieces_leave_in_parts(gathered: bool) -> None:
    honey = make_spread(10)
    order_id = reserve(honey, 6)
    claim(order_id)
    if gathered:
        gather(honey)
    ship(order_id, honey, 2)
    assert sorted(state_of(order_id)) == [(ReservationState.CLAIMED, 4), (ReservationState.SHIPPED, 2)]
    ship(order_id, honey, 4)
    now = level(honey)
    assert (now.on_hand, now.reserved, now.claimed, now.available) == (4, 0, 0, 4)
    with pytest.raises(NotReserved), transaction.atomic():
        ship(order_id, honey, 1)
    take_back(
        lines=[PlacedLine(variant_id=honey, place_code=WAREHOUSE.code, quantity=1)], reference="", actor=OWNER, now=NOON
    )
    assert level(honey).available == 5


@pytest.mark.parametrize("claimed", [False, True])
def test_further_pieces_are_counted_as_those_they_join(claimed: bool) -> None:
    honey, soap = make_spread(20), make_spread(20)
    order_id = reserve(honey, 3)
    if claimed:
        claim(order_id)
    more = [StockLine(variant_id=honey, quantity=2), StockLine(variant_id=soap, quantity=1)]
    reserve_more(order_id=order_id, lines=more, actor=OWNER, now=NOON)
    kept = {(one.variant_id, one.quantity) for one in reservations_of(order_id)}
    assert kept == {(honey, 5), (soap, 1)}
    for id, quantity in kept:
        now = level(id)
        assert (now.reserved, now.claimed) == ((0, quantity) if claimed else (quantity, 0))
        assert (now.available, sum(in_buckets(id))) == (20 - quantity, 20 - quantity)
    release_stock(order_id=order_id, actor=OWNER, now=NOON)
    assert (level(honey).available, level(soap).available) == (20, 20)


def test_what_had_lapsed_is_taken_again_if_it_is_there() -> None:
    honey = make_spread(10)
    early, late = reserve(honey, 6), reserve(honey, 3)
    for order_id in (early, late):
        release_stock(order_id=order_id, expired=True, actor=OWNER, now=NOON)
    claim(early)
    assert state_of(early)[-1] == (ReservationState.CLAIMED, 6)
    reserve(honey, 4)
    with pytest.raises(ReservationLapsed):
        claim(late)


def test_a_count_finds_the_shelf_as_it_is_and_the_next_buyer_deals_anew() -> None:
    honey = make_spread(20)
    claim(reserve(honey, 5))
    record_counts(counts=[Count(variant_id=honey, place_code=WAREHOUSE.code, quantity=3)], actor=OWNER, now=NOON)
    assert (level(honey).shortfall, level(honey).available, in_buckets(honey)) == (2, -2, [0] * 4)
    make_stock(41, variant_id=honey)
    reserve(honey, 4)
    assert (level(honey).shortfall, level(honey).available, in_buckets(honey)) == (0, 32, [8] * 4)
    gone = [PlacedLine(variant_id=honey, place_code=WAREHOUSE.code, quantity=41)]
    write_off_stock(lines=gone, because="Flood", key=str(new_id()), actor=OWNER, now=NOON)
    assert (level(honey).shortfall, level(honey).available) == (9, -9)
    with pytest.raises(NotOnShelf), transaction.atomic():
        write_off_stock(lines=gone, because="Flood", key=str(new_id()), actor=OWNER, now=NOON)


def test_an_order_of_several_articles_and_places() -> None:
    make_place(SHOP)
    honey, soap = make_spread(20), make_stock(6)
    make_stock(10, variant_id=honey, place_code=SHOP.code)
    told = bands_told()
    both = [StockLine(variant_id=soap, quantity=2), StockLine(variant_id=honey, quantity=3)]
    reserve_stock(lines=both, order_id=new_id(), until=LATER, actor=OWNER, now=NOON)
    assert (level(honey).available, level(soap).available, bands_told()) == (17, 4, [*told, [str(soap)]])
    reserve(honey, 3, preferred_place=SHOP.code)
    assert (level(honey).available, level(honey, SHOP.code).available) == (17, 7)
    reserve(honey, 23)
    assert (level(honey).available, level(honey, SHOP.code).available) == (0, 1)
    with pytest.raises(InsufficientStock), transaction.atomic():
        reserve_stock(lines=both, order_id=new_id(), until=LATER, actor=OWNER, now=NOON)
    with pytest.raises(InsufficientStock), transaction.atomic():
        reserve(soap, 5)


def test_lists_of_what_is_short_and_what_to_order_count_the_buckets() -> None:
    honey = make_spread(20)
    policy = StockPolicy(variant_id=honey, place_code=WAREHOUSE.code, low_stock=8, target=30)
    set_stock_policies(batch=[policy], actor=OWNER, now=NOON)
    claim(reserve(honey, 10))
    assert (short_variants(actor=OWNER).items, proposals(actor=OWNER, now=NOON).items) == ([], [])
    reserve(honey, 2)
    assert [one.available for one in short_variants(actor=OWNER).items] == [8]
    assert [(one.free, one.quantity) for one in proposals(actor=OWNER, now=NOON).items] == [(8, 22)]


class Twins:
    """Two articles with the same life, one of them spread: whatever anybody is told of them is the same."""

    def __init__(self, chance: random.Random) -> None:
        make_place(SHOP)
        self.chance, self.ids = chance, (make_stock(60), make_spread(60, 4))
        self.orders: list[tuple[UUID, UUID]] = []
        for id in self.ids:
            make_stock(20, variant_id=id, place_code=SHOP.code)

    def do(self, act: Callable[[int, VariantId], object]) -> None:
        answers = []
        for number, id in enumerate(self.ids):
            try:
                with transaction.atomic():
                    act(number, id)
                answers.append("done")
            except BusinessError as refused:
                answers.append(refused.code)
        assert answers[0] == answers[1]

    def step(self) -> None:
        quantity, order = self.chance.choice((1, 1, 1, 2, 3, 7)), self.chance.choice(self.orders or [(new_id(),) * 2])
        new = (new_id(), new_id())
        at: dict[str, Any] = {"actor": OWNER, "now": NOON}
        place = self.chance.choice((WAREHOUSE.code, WAREHOUSE.code, SHOP.code))
        match self.chance.choice("rrrrrrrrccclemwpkdg"):
            case "r":
                self.orders.append(new)
                self.do(lambda n, id: reserve(id, quantity, new[n], preferred_place=place))
            case "c":
                self.do(lambda n, id: claim_stock(order_id=order[n], **at))
            case "l" | "e" as how:
                self.do(lambda n, id: release_stock(order_id=order[n], expired=how == "e", **at))
            case "m":
                lines = [[StockLine(variant_id=id, quantity=quantity)] for id in self.ids]
                self.do(lambda n, id: reserve_more(order_id=order[n], lines=lines[n], **at))
            case "w":
                lines = [[StockLine(variant_id=id, quantity=quantity)] for id in self.ids]
                self.do(lambda n, id: release_pieces(order_id=order[n], lines=lines[n], **at))
            case "p":
                self.do(lambda n, id: ship(order[n], id, quantity))
            case "k":
                counted = max(0, level(self.ids[0], place).on_hand + self.chance.randint(-9, 12))
                self.do(
                    lambda n, id: record_counts(counts=[Count(variant_id=id, place_code=place, quantity=counted)], **at)
                )
            case "d":
                limit, low = self.chance.choice((0, 0, 10)), self.chance.choice((None, 0, 12))
                self.do(
                    lambda n, id: set_stock_policies(
                        batch=[
                            StockPolicy(
                                variant_id=id, place_code=place, safety=quantity, backorder_limit=limit, low_stock=low
                            )
                        ],
                        **at,
                    )
                )
            case _:
                if self.chance.random() < 0.2:
                    gather(self.ids[1], place)
                else:
                    spread(self.ids[1], self.chance.choice((2, 3, 8)), place)

    def compare(self) -> None:
        for place in (WAREHOUSE.code, SHOP.code):
            plain, other = (replace(level(id, place), variant_id=self.ids[0], buckets=0) for id in self.ids)
            assert plain == other
        stock = availability_for(self.ids)
        seen = [(one.available, one.band, one.on_shelf) for one in (stock[id] for id in self.ids)]
        assert seen[0] == seen[1]
        told = bands_told()
        plain_told, other_told = (told.count([str(id)]) for id in self.ids)
        assert plain_told == other_told


@pytest.mark.parametrize("seed", range(6))
def test_a_spread_article_and_its_twin_have_the_same_life(seed: int) -> None:
    twins = Twins(random.Random(f"twins {seed}"))
    for _ in range(120):
        twins.step()
        twins.compare()
