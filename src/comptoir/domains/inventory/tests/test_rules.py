from datetime import date
from typing import Any
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from comptoir.domains.catalogue.values import VariantId
from comptoir.domains.inventory.rules import (
    Pick,
    band_of,
    choose_places,
    floor_of,
    shares,
    sounds_alike,
    standing_of,
)
from comptoir.domains.inventory.values import Band, Coming, Level, Shortage, StockLine

HONEY, SOAP = VariantId(UUID(int=1)), VariantId(UUID(int=2))
PLACES = ["near", "far"]


def level(variant: VariantId, place: str, on_hand: int, **more: Any) -> Level:
    parts: dict[str, Any] = {"reserved": 0, "claimed": 0, "safety": 0, "backorder_limit": 0, "shortfall": 0, **more}
    return Level(variant_id=variant, place_code=place, on_hand=on_hand, **parts)


def line(variant: VariantId, quantity: int) -> StockLine:
    return StockLine(variant_id=variant, quantity=quantity)


@pytest.mark.parametrize(
    ("on_shelf", "beyond", "band"),
    [
        (0, -3, Band.OUT),
        (0, 0, Band.OUT),
        (0, 1, Band.TO_ORDER),
        (1, 0, Band.LOW),
        (5, 90, Band.LOW),
        (6, 0, Band.IN_STOCK),
        (10**9, 0, Band.IN_STOCK),
    ],
)
def test_buyers_are_told_a_band(on_shelf: int, beyond: int, band: Band) -> None:
    assert band_of(on_shelf, on_shelf + beyond) is band


def test_what_is_reserved_claimed_or_kept_for_safety_is_not_available() -> None:
    assert level(HONEY, "near", 10, reserved=2, claimed=3, safety=1).available == 4
    assert level(HONEY, "near", 0, backorder_limit=5).available == 5


def test_the_best_place_serves_when_it_can() -> None:
    levels = [level(HONEY, "near", 3), level(HONEY, "far", 9)]
    assert choose_places([line(HONEY, 3)], levels, place_order=PLACES) == ([Pick(HONEY, "near", 3)], [])


def test_one_parcel_from_a_farther_place_beats_two_parcels() -> None:
    levels = [level(HONEY, "near", 3), level(SOAP, "near", 0), level(HONEY, "far", 3), level(SOAP, "far", 3)]
    picks, shortages = choose_places([line(HONEY, 2), line(SOAP, 1)], levels, place_order=PLACES)
    assert picks == [Pick(HONEY, "far", 2), Pick(SOAP, "far", 1)]
    assert shortages == []


def test_an_order_is_split_only_when_no_place_has_it_all() -> None:
    levels = [level(HONEY, "near", 3), level(HONEY, "far", 9)]
    assert choose_places([line(HONEY, 10)], levels, place_order=PLACES) == (
        [Pick(HONEY, "near", 3), Pick(HONEY, "far", 7)],
        [],
    )


def test_every_shortage_is_told_and_nothing_is_picked() -> None:
    levels = [level(HONEY, "near", 1), level(HONEY, "far", 1)]
    assert choose_places([line(HONEY, 3), line(SOAP, 1)], levels, place_order=PLACES) == (
        [],
        [Shortage(variant_id=HONEY, wanted=3, available=2), Shortage(variant_id=SOAP, wanted=1, available=0)],
    )


def test_the_same_variant_on_two_lines_counts_together() -> None:
    levels = [level(HONEY, "near", 3)]
    _, shortages = choose_places([line(HONEY, 2), line(HONEY, 2)], levels, place_order=PLACES)
    assert shortages == [Shortage(variant_id=HONEY, wanted=4, available=3)]


stocks = st.dictionaries(
    st.tuples(st.sampled_from([HONEY, SOAP]), st.sampled_from(PLACES)), st.integers(-2, 6), min_size=1
)
wishes = st.lists(st.builds(line, st.sampled_from([HONEY, SOAP]), st.integers(1, 8)), min_size=1, max_size=4)


@given(stocks, wishes)
def test_picks_cover_the_order_exactly_and_never_more_than_there_is(
    stock: dict[tuple[VariantId, str], int], wanted: list[StockLine]
) -> None:
    levels = [level(variant, place, max(0, n), claimed=max(0, -n)) for (variant, place), n in stock.items()]
    picks, shortages = choose_places(wanted, levels, place_order=PLACES)
    assert bool(picks) != bool(shortages)
    free = {(known.variant_id, known.place_code): max(0, known.available) for known in levels}
    for pick in picks:
        assert 0 < pick.quantity <= free[pick.variant_id, pick.place_code]
    for variant in {each.variant_id for each in wanted}:
        asked = sum(each.quantity for each in wanted if each.variant_id == variant)
        there = sum(quantity for (known, _), quantity in free.items() if known == variant)
        if picks:
            assert sum(pick.quantity for pick in picks if pick.variant_id == variant) == asked
        assert any(each.variant_id == variant for each in shortages) == (asked > there)


@given(pieces=st.integers(-5, 500), buckets=st.integers(2, 64))
def test_pieces_are_dealt_evenly_and_none_is_lost(pieces: int, buckets: int) -> None:
    dealt = shares(pieces, buckets)
    assert (len(dealt), sum(dealt)) == (buckets, max(0, pieces))
    assert max(dealt) - min(dealt) <= 1


@given(
    here=st.integers(1, 300),
    there=st.integers(-60, 60),
    low=st.none() | st.integers(0, 80),
    limit=st.integers(0, 300),
    buckets=st.integers(2, 64),
    sent=st.integers(0, 100),
)
def test_above_the_floors_buyers_are_told_the_same(
    here: int, there: int, low: int | None, limit: int, buckets: int, sent: int
) -> None:
    beyond = min(limit, here)
    coming = (Coming(on=date(2026, 12, 12), pieces=sent),) if sent else ()
    parts = {"low_stock": low, "buckets": buckets, "coming": coming if beyond else ()}
    spread = level(HONEY, "near", here - beyond, backorder_limit=beyond, **parts)
    levels = [spread, level(HONEY, "far", max(0, there), claimed=max(0, -there))]
    floor, before = floor_of(levels, spread), standing_of(levels)
    left = [min(pieces, floor) for pieces in shares(here, buckets)]
    if before.available <= 0:  # nothing to tell that could become less
        return
    after = before.less(here - sum(left), place_code="near", free=spread.free)
    assert sounds_alike(before, after)
