"""Counting while the place goes on selling."""

from datetime import timedelta

import pytest
from django.db import transaction

from comptoir.domains.catalogue.values import VariantId
from comptoir.domains.inventory.actions import (
    cancel_count,
    claim_stock,
    close_count,
    open_count,
    record_counted,
    record_counts,
    reserve_stock,
    ship_stock,
)
from comptoir.domains.inventory.errors import (
    BadQuantity,
    CountOvertaken,
    NothingGiven,
    NotOnShelf,
    ReasonNeeded,
    ShelfMoved,
    UnknownCount,
    UnknownPlace,
)
from comptoir.domains.inventory.queries import count_session, count_sessions, movements_of
from comptoir.domains.inventory.testing import level, make_stock
from comptoir.domains.inventory.values import Count, CountId, CountState, MovementKind, PlacedLine, StockLine
from comptoir.domains.network.testing import WAREHOUSE
from comptoir.kernel.ids import new_id
from comptoir.kernel.testing import NOON, OWNER
from comptoir.kernel.transitions import MoveRefused

pytestmark = pytest.mark.django_db


def opened(*variants: VariantId) -> CountId:
    return open_count(place_code=WAREHOUSE.code, variant_ids=variants or None, actor=OWNER, now=NOON)


def found(count_id: CountId, *pairs: tuple[VariantId, int]) -> None:
    lines = [StockLine(variant_id=id, quantity=quantity) for id, quantity in pairs]
    record_counted(count_id=count_id, lines=lines, actor=OWNER, now=NOON)


def close(count_id: CountId) -> int:
    return close_count(count_id=count_id, actor=OWNER, now=NOON)


def sell(variant_id: VariantId, quantity: int) -> None:
    order_id = new_id()
    lines = [StockLine(variant_id=variant_id, quantity=quantity)]
    until = NOON + timedelta(hours=1)
    reserve_stock(lines=lines, order_id=order_id, until=until, actor=OWNER, now=NOON)
    claim_stock(order_id=order_id, actor=OWNER, now=NOON)
    placed = [PlacedLine(variant_id=variant_id, place_code=WAREHOUSE.code, quantity=quantity)]
    ship_stock(order_id=order_id, lines=placed, reference="", actor=OWNER, now=NOON)


def test_differences_reach_the_shelf_when_the_count_is_closed_the_biggest_first() -> None:
    honey, soap, bread, tea = make_stock(10), make_stock(5), make_stock(7), make_stock(3)
    id = opened()
    found(id, (honey, 9), (soap, 9), (bread, 7))
    assert [level(each).on_hand for each in (honey, soap, bread)] == [10, 5, 7]
    session = count_session(id, actor=OWNER)
    assert (session.number, session.to_count, session.counted) == (f"CT-{NOON.year}-0001", 4, 3)
    told = [(line.variant_id, line.difference) for line in session.lines]
    assert told == [(soap, 4), (honey, -1), (tea, 0), (bread, 0)]
    assert close(id) == 2
    assert [level(each).on_hand for each in (honey, soap, bread, tea)] == [9, 9, 7, 3]
    movement = movements_of(soap, actor=OWNER).items[0]
    assert (movement.kind, movement.quantity, movement.reference) == (MovementKind.COUNT, 4, session.number)
    assert count_session(id, actor=OWNER).state is CountState.APPLIED


def test_sales_before_and_after_a_line_is_counted_do_not_falsify_it() -> None:
    honey = make_stock(10)
    id = opened(honey)
    sell(honey, 2)
    found(id, (honey, 7))  # 8 by the books: one is missing
    sell(honey, 3)
    assert level(honey).on_hand == 5
    close(id)
    assert level(honey).on_hand == 4


def test_the_last_time_an_article_was_counted_holds() -> None:
    honey = make_stock(10)
    id = opened(honey)
    found(id, (honey, 3))
    sell(honey, 1)
    found(id, (honey, 9))
    assert close(id) == 0
    assert level(honey).on_hand == 9


def test_an_article_that_was_not_on_the_list_is_added() -> None:
    honey, soap = make_stock(10), make_stock(0)
    id = opened(honey)
    found(id, (soap, 2))
    close(id)
    assert (level(honey).on_hand, level(soap).on_hand) == (10, 2)


def test_a_shelf_that_was_counted_elsewhere_meanwhile_is_counted_again() -> None:
    honey, soap = make_stock(10), make_stock(10)
    id = opened()
    found(id, (honey, 8), (soap, 9))
    record_counts(counts=[Count(variant_id=honey, place_code=WAREHOUSE.code, quantity=8)], actor=OWNER, now=NOON)
    with pytest.raises(CountOvertaken) as refused, transaction.atomic():
        close(id)
    assert refused.value.variant_ids == (str(honey),)
    assert (level(honey).on_hand, level(soap).on_hand) == (8, 10), "everything or nothing"
    found(id, (honey, 8))
    close(id)
    assert (level(honey).on_hand, level(soap).on_hand) == (8, 9)


def test_a_difference_that_no_longer_fits_changes_nothing_at_all() -> None:
    honey, soap = make_stock(10), make_stock(10)
    id = opened()
    found(id, (honey, 2), (soap, 11))
    sell(honey, 5)
    with pytest.raises(NotOnShelf), transaction.atomic():
        close(id)
    assert (level(honey).on_hand, level(soap).on_hand) == (5, 10)
    assert count_session(id, actor=OWNER).state is CountState.OPEN


def test_what_a_count_no_longer_found_of_a_promise_is_a_shortfall() -> None:
    honey = make_stock(4)
    until = NOON + timedelta(hours=1)
    lines = [StockLine(variant_id=honey, quantity=4)]
    reserve_stock(lines=lines, order_id=new_id(), until=until, actor=OWNER, now=NOON)
    id = opened(honey)
    found(id, (honey, 1))
    close(id)
    assert (level(honey).shortfall, level(honey).reserved) == (3, 4)


def test_a_count_that_is_thrown_away_changes_nothing() -> None:
    honey = make_stock(10)
    id = opened(honey)
    found(id, (honey, 1))
    with pytest.raises(ReasonNeeded):
        cancel_count(count_id=id, because=" ", actor=OWNER, now=NOON)
    cancel_count(count_id=id, because="Interrompu", actor=OWNER, now=NOON)
    for step in (lambda: close(id), lambda: found(id, (honey, 2))):
        with pytest.raises(MoveRefused), transaction.atomic():
            step()
    assert level(honey).on_hand == 10
    assert [one.state for one in count_sessions(actor=OWNER).items] == [CountState.DROPPED]
    assert count_sessions([CountState.OPEN], actor=OWNER).items == []


def test_a_count_that_makes_no_sense_is_refused() -> None:
    honey = make_stock(1)
    id = opened(honey)
    with pytest.raises(BadQuantity):
        found(id, (honey, -1))
    with pytest.raises(NothingGiven):
        found(id)
    with pytest.raises(UnknownPlace):
        open_count(place_code="moon", actor=OWNER, now=NOON)
    for step in (lambda: close(CountId(new_id())), lambda: found(CountId(new_id()), (honey, 1))):
        with pytest.raises(UnknownCount), transaction.atomic():
            step()


@pytest.mark.django_db(transaction=True)
def test_a_count_of_another_number_than_stands_there_is_refused_whole() -> None:
    honey, soap = make_stock(10), make_stock(5)
    counts = [
        Count(variant_id=honey, place_code=WAREHOUSE.code, quantity=12, seen=9),
        Count(variant_id=soap, place_code=WAREHOUSE.code, quantity=4, seen=5),
    ]
    with pytest.raises(ShelfMoved) as refused:
        record_counts(counts=counts, actor=OWNER, now=NOON)
    assert refused.value.moved == (PlacedLine(variant_id=honey, place_code=WAREHOUSE.code, quantity=10),)
    assert (level(honey).on_hand, level(soap).on_hand) == (10, 5)
    assert record_counts(counts=counts[1:], actor=OWNER, now=NOON) == 1
    assert level(soap).on_hand == 4
