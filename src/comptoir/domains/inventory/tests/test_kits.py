"""Kits: no stock of their own, and never promised beyond that of their parts."""

from dataclasses import replace
from datetime import date

import pytest
from pytest_django import DjangoAssertNumQueries

from comptoir.domains.catalogue.testing import make_product
from comptoir.domains.catalogue.values import VariantId
from comptoir.domains.inventory.actions import (
    record_counts,
    release_stock,
    reserve_stock,
    set_kit,
    set_stock_policies,
    set_unstocked,
)
from comptoir.domains.inventory.errors import BadKit, KitHasNoStock, KitHasStock, KitInKit
from comptoir.domains.inventory.events import AvailabilityChanged
from comptoir.domains.inventory.queries import availability_for, kits_for, kits_with
from comptoir.domains.inventory.testing import let_order, make_kit, make_stock
from comptoir.domains.inventory.values import Arrival, Availability, Band, Count, KitPart, StockLine, StockPolicy
from comptoir.domains.network.testing import WAREHOUSE, make_place
from comptoir.kernel.access import NotAllowed
from comptoir.kernel.ids import new_id
from comptoir.kernel.models import OutboxEvent
from comptoir.kernel.testing import NOBODY, NOON, OWNER, snapshot

pytestmark = pytest.mark.django_db


def told(id: VariantId) -> Availability:
    return availability_for([id])[id]


def news_since(first: int = 0) -> list[list[str]]:
    rows = OutboxEvent.objects.filter(name=AvailabilityChanged.NAME, id__gt=first).order_by("id")
    return [payload["variant_ids"] for payload in rows.values_list("payload", flat=True)]


def last_news() -> int:
    return OutboxEvent.objects.order_by("-id").values_list("id", flat=True).first() or 0


def test_a_kit_is_what_its_scarcest_part_allows(
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    honey, jar = make_stock(20), make_stock(11)
    kit = make_kit((honey, 1), (jar, 2))
    with django_assert_num_queries(1):  # the places are remembered
        found = availability_for([kit, honey])
    assert (found[kit].available, found[kit].on_shelf, found[kit].band) == (5, 5, Band.LOW)
    assert [(part.availability.variant_id, part.quantity) for part in found[kit].parts] == [(honey, 1), (jar, 2)]
    assert (found[honey].available, found[honey].parts) == (20, ())


def test_one_part_that_is_out_makes_it_out() -> None:
    kit = make_kit((make_stock(20), 1), (make_stock(1), 2))
    assert (told(kit).band, told(kit).available) == (Band.OUT, 0)


def test_it_waits_for_the_part_that_comes_last() -> None:
    honey, jar = make_stock(2), make_stock(1)
    let_order(honey, 4, expected_on=date(2026, 12, 20))
    let_order(jar, 9, expected_on=date(2026, 12, 24))
    kit = make_kit((honey, 2), (jar, 1))
    assert told(kit).arrivals == (Arrival(pieces=2, on=date(2026, 12, 24)),)
    assert (told(kit).available, told(kit).on_shelf, told(kit).on_order(3)) == (3, 1, 2)


def test_nobody_knows_the_day_where_one_part_does_not() -> None:
    honey, jar = make_stock(0), make_stock(0)
    let_order(honey, 4, expected_on=date(2026, 12, 20))
    let_order(jar, 4)
    assert (told(make_kit((honey, 1), (jar, 1))).band, told(make_kit((honey, 1), (jar, 1))).expected_on) == (
        Band.TO_ORDER,
        None,
    )


def test_selling_a_part_alone_tells_of_the_kit_though_the_part_sounds_the_same() -> None:
    honey, jar = make_stock(40), make_stock(40)
    kit = make_kit((honey, 30), (jar, 1))
    first, order_id = last_news(), new_id()
    reserve_stock(
        lines=[StockLine(variant_id=honey, quantity=11)], order_id=order_id, until=NOON, actor=OWNER, now=NOON
    )
    assert told(kit).band is Band.OUT
    release_stock(order_id=order_id, actor=OWNER, now=NOON)
    assert news_since(first) == [[str(kit)], [str(kit)]]


def test_a_kit_is_where_all_its_parts_are_in_number() -> None:
    honey, jar = make_stock(2), make_stock(6)
    make_place(replace(WAREHOUSE, code="lyon"))
    for part in (honey, jar):
        make_stock(3, variant_id=part, place_code="lyon")
    kit = make_kit((honey, 1), (jar, 4))
    book = make_product().variants[0].id
    set_unstocked(variant_id=book, unstocked=True, actor=OWNER, now=NOON)
    assert (told(kit).places, told(honey).places) == ({WAREHOUSE.code: 1}, {WAREHOUSE.code: 2, "lyon": 3})
    assert (told(make_kit((book, 1), (honey, 3))).places, told(book).places) == ({"lyon": 1}, {})


def test_who_takes_the_last_of_a_part_at_a_place_tells_of_the_kit_there() -> None:
    honey, jar = make_stock(30), make_stock(30)
    make_place(replace(WAREHOUSE, code="lyon"))
    make_stock(100, variant_id=honey, place_code="lyon")
    make_stock(100, variant_id=jar, place_code="lyon")
    kit = make_kit((honey, 20), (jar, 1))
    first = last_news()
    record_counts(counts=[Count(variant_id=honey, place_code=WAREHOUSE.code, quantity=19)], actor=OWNER, now=NOON)
    assert (told(kit).places, news_since(first)) == ({"lyon": 5}, [[str(kit)]])


def test_a_kit_is_not_counted() -> None:
    kit = make_kit((make_stock(3), 1))
    with pytest.raises(KitHasNoStock):
        record_counts(counts=[Count(variant_id=kit, place_code=WAREHOUSE.code, quantity=1)], actor=OWNER, now=NOON)


def test_a_kit_is_not_kept_by_a_policy() -> None:
    policy = StockPolicy(variant_id=make_kit((make_stock(3), 1)), place_code=WAREHOUSE.code, low_stock=1)
    with pytest.raises(KitHasNoStock):
        set_stock_policies(batch=[policy], actor=OWNER, now=NOON)


def test_what_has_stock_becomes_no_kit() -> None:
    with pytest.raises(KitHasStock):
        set_kit(kit_id=make_stock(1), parts=[KitPart(variant_id=make_stock(1), quantity=1)], actor=OWNER, now=NOON)


def test_no_kit_is_in_a_kit() -> None:
    kit = make_kit((make_stock(3), 1))
    with pytest.raises(KitInKit):
        make_kit((kit, 1))


def test_what_is_in_a_kit_becomes_none() -> None:
    lid = make_product().variants[0].id
    make_kit((lid, 1))
    with pytest.raises(KitInKit):
        set_kit(kit_id=lid, parts=[KitPart(variant_id=make_stock(1), quantity=1)], actor=OWNER, now=NOON)


@pytest.mark.parametrize("pieces", [0, -1, 1_000])
def test_a_part_has_a_number_that_can_be(pieces: int) -> None:
    with pytest.raises(BadKit):
        make_kit((make_stock(3), pieces))


def test_no_part_twice() -> None:
    honey = make_stock(3)
    with pytest.raises(BadKit):
        make_kit((honey, 1), (honey, 2))


def test_no_kit_is_in_itself() -> None:
    kit = make_product().variants[0].id
    with pytest.raises(BadKit):
        set_kit(kit_id=kit, parts=[KitPart(variant_id=kit, quantity=1)], actor=OWNER, now=NOON)


def test_it_is_changed_and_taken_apart_again() -> None:
    honey, jar = make_stock(3), make_stock(4)
    kit = make_kit((honey, 1))
    set_kit(kit_id=kit, parts=[KitPart(variant_id=jar, quantity=2)], actor=OWNER, now=NOON)
    assert kits_for([kit]) == {kit: (KitPart(variant_id=jar, quantity=2),)} == kits_with([jar])
    first = last_news()
    set_kit(kit_id=kit, parts=[KitPart(variant_id=jar, quantity=2)], actor=OWNER, now=NOON)
    assert not news_since(first)
    set_kit(kit_id=kit, parts=[], actor=OWNER, now=NOON)
    assert (kits_for([kit]), told(kit).available, news_since(first)) == ({}, 0, [[str(kit)]])


def test_a_download_never_runs_out() -> None:
    book = make_product().variants[0].id
    set_unstocked(variant_id=book, unstocked=True, actor=OWNER, now=NOON)
    assert (told(book).unlimited, told(book).band, told(book).on_order(99)) == (True, Band.IN_STOCK, 0)
    kit = make_kit((book, 1), (make_stock(2), 1))
    assert (told(kit).available, told(kit).unlimited) == (2, False)
    set_unstocked(variant_id=book, unstocked=False, actor=OWNER, now=NOON)
    assert (told(book).band, told(kit).band) == (Band.OUT, Band.OUT)


def test_only_who_may_set_stock_makes_kits() -> None:
    honey, kit = make_stock(3), make_product().variants[0].id
    before = snapshot()
    with pytest.raises(NotAllowed):
        set_kit(kit_id=kit, parts=[KitPart(variant_id=honey, quantity=1)], actor=NOBODY, now=NOON)
    with pytest.raises(NotAllowed):
        set_unstocked(variant_id=kit, unstocked=True, actor=NOBODY, now=NOON)
    assert snapshot() == before
