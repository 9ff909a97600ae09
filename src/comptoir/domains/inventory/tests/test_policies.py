"""How much is kept, what a buyer is told of it, and what is written off."""

from dataclasses import replace
from datetime import date, timedelta
from typing import Any
from uuid import UUID

import pytest
from django.db import transaction

from comptoir.domains.catalogue.values import VariantId
from comptoir.domains.inventory.actions import record_counts, reserve_stock, set_stock_policies, write_off_stock
from comptoir.domains.inventory.errors import BadPolicy, BadQuantity, NotOnShelf, ReasonNeeded, UnknownPlace
from comptoir.domains.inventory.queries import availability_for, movements_of, short_variants
from comptoir.domains.inventory.testing import level, make_stock
from comptoir.domains.inventory.values import (
    Band,
    Count,
    MovementKind,
    PlacedLine,
    StockLine,
    StockPolicy,
)
from comptoir.domains.network.testing import SHOP, WAREHOUSE, make_place
from comptoir.kernel.history import history_of
from comptoir.kernel.ids import new_id
from comptoir.kernel.models import OutboxEvent
from comptoir.kernel.testing import NOON, OWNER

pytestmark = pytest.mark.django_db
SOON = date(2026, 12, 15)


def policy(variant_id: VariantId, place: str = WAREHOUSE.code, **numbers: Any) -> StockPolicy:
    return replace(StockPolicy(variant_id=variant_id, place_code=place), **numbers)


def set_policy(variant_id: VariantId, place: str = WAREHOUSE.code, **numbers: Any) -> int:
    return set_stock_policies(batch=[policy(variant_id, place, **numbers)], actor=OWNER, now=NOON)


def reserve(variant_id: VariantId, quantity: int) -> UUID:
    order_id, until = new_id(), NOON + timedelta(minutes=30)
    lines = [StockLine(variant_id=variant_id, quantity=quantity)]
    reserve_stock(lines=lines, order_id=order_id, until=until, actor=OWNER, now=NOON)
    return order_id


def told() -> int:
    return OutboxEvent.objects.filter(name="inventory.availability_changed.1").count()


def write_off(variant_id: VariantId, quantity: int, because: str = "Bocal cassé") -> None:
    line = PlacedLine(variant_id=variant_id, place_code=WAREHOUSE.code, quantity=quantity)
    write_off_stock(lines=[line], because=because, key=str(new_id()), actor=OWNER, now=NOON)


def test_a_policy_is_kept_and_told_once() -> None:
    honey = make_stock(10)
    assert set_policy(honey, safety=2, low_stock=4, target=20) == 1
    assert set_policy(honey, safety=2, low_stock=4, target=20) == 0
    kept = level(honey)
    assert (kept.safety, kept.low_stock, kept.target, kept.available) == (2, 4, 20, 8)
    (line,) = history_of("inventory.stocklevel", f"{honey}/{WAREHOUSE.code}")
    assert (line.before, line.after) == (
        {"safety": 0, "low_stock": None, "target": None},
        {"safety": 2, "low_stock": 4, "target": 20},
    )


def test_a_variant_is_low_from_its_own_number_down() -> None:
    honey = make_stock(10)
    assert availability_for([honey])[honey].band is Band.IN_STOCK
    before = told()
    set_policy(honey, low_stock=10)
    assert availability_for([honey])[honey].band is Band.LOW
    assert told() == before + 1
    assert [one.variant_id for one in short_variants(actor=OWNER).items] == [honey]
    set_policy(honey, low_stock=0)
    record_counts(counts=[Count(variant_id=honey, place_code=WAREHOUSE.code, quantity=1)], actor=OWNER, now=NOON)
    assert availability_for([honey])[honey].band is Band.IN_STOCK
    assert short_variants(actor=OWNER).items == []


def test_own_numbers_of_several_places_add_up() -> None:
    make_place(SHOP)
    honey = make_stock(10)
    make_stock(4, variant_id=honey, place_code=SHOP.code)
    set_stock_policies(batch=[policy(honey, low_stock=8), policy(honey, SHOP.code, low_stock=6)], actor=OWNER, now=NOON)
    assert availability_for([honey])[honey].band is Band.LOW
    reserve(honey, 1)
    set_policy(honey, SHOP.code)
    assert availability_for([honey])[honey].band is Band.IN_STOCK


def test_a_smaller_back_order_limit_shows_what_it_no_longer_covers() -> None:
    honey = make_stock(1)
    set_policy(honey, backorder_limit=4)
    reserve(honey, 4)
    set_policy(honey, backorder_limit=1)
    assert (level(honey).reserved, level(honey).shortfall, level(honey).available) == (4, 2, -2)


@pytest.mark.parametrize(
    ("numbers", "field"),
    [
        ({"safety": -1}, "safety"), ({"backorder_limit": 2_000_000_000}, "backorder_limit"), ({"target": 4}, "target"),
        ({"low_stock": 5, "target": 4}, "target"), ({"preorder": True}, "backorder_limit"),
        ({"expected_on": SOON}, "backorder_limit"),
    ],
)  # fmt: skip
def test_numbers_that_contradict_each_other_are_refused(numbers: dict[str, Any], field: str) -> None:
    honey = make_stock(1)
    with pytest.raises(BadPolicy) as refused:
        set_stock_policies(batch=[policy(honey), policy(honey, **numbers)], actor=OWNER, now=NOON)
    assert (refused.value.field, refused.value.facts["line"]) == (field, 1)


def test_a_policy_is_for_a_place_that_exists() -> None:
    with pytest.raises(UnknownPlace):
        set_policy(make_stock(1), "moon")


def test_broken_pieces_leave_the_shelf_with_their_reason() -> None:
    honey = make_stock(10)
    reserve(honey, 8)
    write_off(honey, 4)
    assert (level(honey).on_hand, level(honey).shortfall, level(honey).available) == (6, 2, -2)
    movement = movements_of(honey, actor=OWNER).items[0]
    assert (movement.kind, movement.quantity, movement.reference) == (MovementKind.DAMAGE, -4, "Bocal cassé")


def test_nothing_is_written_off_that_is_not_there_or_for_no_reason() -> None:
    honey = make_stock(3)
    for quantity, because, refusal in ((4, "x", NotOnShelf), (0, "x", BadQuantity), (1, " ", ReasonNeeded)):
        with pytest.raises(refusal), transaction.atomic():
            write_off(honey, quantity, because)
    assert level(honey).on_hand == 3
