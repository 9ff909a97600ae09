"""Ordering what is still to come: what is promised, and that nobody waits longer than they were told."""

from dataclasses import replace
from datetime import date, timedelta
from typing import Any
from uuid import UUID

import pytest

from comptoir.domains.cart.queries import priced_cart
from comptoir.domains.cases.queries import inbox
from comptoir.domains.cases.values import CaseFilter
from comptoir.domains.delivery.values import Awaited
from comptoir.domains.inventory.actions import receive_goods, reserve_stock
from comptoir.domains.inventory.queries import awaited_for, levels_for, reservations_of
from comptoir.domains.inventory.testing import let_order, make_stock, purchase_of
from comptoir.domains.inventory.values import StockLine
from comptoir.domains.orders.errors import GoodsAwaited
from comptoir.domains.orders.queries import count_work, order, order_of_cart, order_rows
from comptoir.domains.orders.values import Late, Order, OrderChange, OrderFilter, OrderId
from comptoir.flows import place_order as placing
from comptoir.flows.check_work import LINGERS_AFTER, check_work
from comptoir.flows.edit_order import edit_order
from comptoir.flows.place_order import place_order
from comptoir.flows.prepare_order import prepare_order
from comptoir.flows.record_payment import record_payment
from comptoir.flows.ship_order import ship_order
from comptoir.flows.steps.keep_goods import keep_goods
from comptoir.flows.testing import Shop, agree, buyer, fill_cart
from comptoir.kernel.ids import new_id
from comptoir.kernel.testing import NOON, OWNER
from tests.kept import laid_shop

pytestmark = pytest.mark.django_db
TUESDAY = date(2026, 12, 15)


@pytest.fixture
def shop(db: None) -> Shop:
    return laid_shop(stock=1)


def place(shop: Shop, quantity: int, *, paid: bool = True) -> Order:
    cart_id = fill_cart(shop, quantity=quantity)
    shown = replace(agree(cart_id), shown_wait=priced_cart(cart_id, now=NOON).wait)
    placed = place_order(checkout=shown, key=str(cart_id), actor=buyer(), now=NOON)
    id = OrderId(UUID(placed.order_id))
    if paid:
        record_payment(order_id=id, amount=order(id).total, actor=OWNER, now=NOON)
    return order(id)


def late_on(day: date) -> int:
    late = Late(on=day, time_zone="Europe/Paris")
    counted = count_work(actor=OWNER, market="fr", late=late).late
    assert len(order_rows(OrderFilter(late=late), actor=OWNER).items) == counted
    return counted


def stuck(days: int) -> list[str]:
    check_work(actor=OWNER, now=NOON + timedelta(days=days))
    return sorted(case.what for case in inbox(CaseFilter(), actor=OWNER).items if case.is_undecided)


def test_the_promise_starts_from_the_day_the_goods_are_expected(shop: Shop) -> None:
    let_order(shop.variant_id, 5, expected_on=TUESDAY)
    cart_id = fill_cart(shop, quantity=3)
    priced = priced_cart(cart_id, now=NOON)
    assert (priced.awaited, priced.lines[0].on_order, priced.lines[0].missing) == (Awaited(on=TUESDAY), 2, 0)
    assert [option.promised_on for option in priced.delivery_options] == [date(2026, 12, 17)] * 2
    made = place(shop, 3)
    assert (made.delivery.promised_on, made.lines[0].on_order) == (date(2026, 12, 17), 2)
    assert late_on(date(2026, 12, 17)) == 0
    assert late_on(date(2026, 12, 18)) == 1
    assert stuck(25) == ["goods_overdue"]
    assert stuck(29) == ["goods_overdue", "late"]


def test_from_the_shelf_the_promise_is_as_ever(shop: Shop) -> None:
    let_order(shop.variant_id, 5, expected_on=TUESDAY)
    made = place(shop, 1)
    assert (made.delivery.promised_on, made.lines[0].on_order) == (date(2026, 11, 25), 0)


def test_without_a_day_none_is_promised_and_nobody_is_late(shop: Shop) -> None:
    let_order(shop.variant_id, 5)
    made = place(shop, 2)
    assert (made.delivery.promised_on, made.promised_day("Europe/Paris")) == (None, None)
    (row,) = order_rows(OrderFilter(soonest=True), actor=OWNER).items
    assert row.promised_on is None
    assert late_on(date(2027, 6, 1)) == 0
    assert stuck(LINGERS_AFTER.days + 1) == []
    make_stock(2, variant_id=shop.variant_id)
    assert stuck(LINGERS_AFTER.days + 1) == ["unsent"]


def test_a_day_that_has_passed_is_not_promised(shop: Shop) -> None:
    let_order(shop.variant_id, 5, expected_on=NOON.date() - timedelta(days=1))
    assert priced_cart(fill_cart(shop, quantity=2), now=NOON).awaited == Awaited(on=None)


def test_a_purchase_order_makes_the_promise_and_its_goods_keep_it(shop: Shop) -> None:
    let_order(shop.variant_id, 9)
    purchase = purchase_of((shop.variant_id, 4))  # expected on 30 November
    made = place(shop, 3)
    assert made.delivery.promised_on == date(2026, 12, 2)
    assert made.waits(awaited_for([made.id])[made.id])[1].pieces == 2
    lines = [StockLine(variant_id=shop.variant_id, quantity=4)]
    receive_goods(purchase_order_id=purchase, lines=lines, key="delivery", actor=OWNER, now=NOON)
    assert awaited_for([made.id]) == {}
    prepare_order(order_id=made.id, actor=OWNER, now=NOON)
    ship_order(order_id=made.id, actor=OWNER, now=NOON)
    (level,) = levels_for([shop.variant_id])[shop.variant_id]
    assert (level.on_hand, level.claimed, level.free) == (2, 0, 2)


def test_nobody_waits_longer_than_they_were_told(shop: Shop) -> None:
    cart_id = fill_cart(shop, quantity=1)
    shown = replace(agree(cart_id), shown_wait=priced_cart(cart_id, now=NOON).wait)
    let_order(shop.variant_id, 5, expected_on=TUESDAY)
    make_stock(0, variant_id=shop.variant_id)
    with pytest.raises(GoodsAwaited):
        place_order(checkout=shown, key="k", actor=buyer(), now=NOON)
    assert order_of_cart(cart_id) is None
    again = replace(shown, shown_wait=priced_cart(cart_id, now=NOON).wait)
    placed = place_order(checkout=again, key="another", actor=buyer(), now=NOON)
    assert order(OrderId(UUID(placed.order_id))).delivery.promised_on == date(2026, 12, 17)


def test_the_last_piece_that_goes_to_somebody_else_meanwhile_is_noticed(
    shop: Shop, monkeypatch: pytest.MonkeyPatch
) -> None:
    let_order(shop.variant_id, 5, expected_on=TUESDAY)
    cart_id = fill_cart(shop, quantity=1)
    agreed, other = agree(cart_id), new_id()

    def somebody_was_faster(**given: Any) -> object:
        line = StockLine(variant_id=shop.variant_id, quantity=1)
        reserve_stock(lines=[line], order_id=other, until=NOON + timedelta(hours=1), actor=OWNER, now=NOON)
        return keep_goods(**given)

    monkeypatch.setattr(placing, "keep_goods", somebody_was_faster)
    with pytest.raises(GoodsAwaited):
        place_order(checkout=agreed, key="k", actor=buyer(), now=NOON)
    assert (order_of_cart(cart_id), reservations_of(other)) == (None, [])


def test_what_staff_add_says_what_of_it_is_still_to_come(shop: Shop) -> None:
    let_order(shop.variant_id, 5, expected_on=TUESDAY)
    made = place(shop, 1)
    change = OrderChange(builds_on=1, added={shop.sku: 2})
    changed = edit_order(order_id=made.id, change=change, because="", actor=OWNER, now=NOON)
    assert [line.on_order for line in changed.lines] == [0, 2]
