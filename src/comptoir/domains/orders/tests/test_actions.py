from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from functools import partial
from uuid import UUID

import pytest
from django.db import IntegrityError, transaction

from comptoir.domains.orders.actions import (
    ask_for_payment,
    cancel,
    mark_paid,
    mark_pieces_shipped,
    place,
    start_preparing,
)
from comptoir.domains.orders.errors import CartAlreadyOrdered, TooLateToCancel, UnknownOrder
from comptoir.domains.orders.models import Order as OrderRecord
from comptoir.domains.orders.queries import (
    awaited_money,
    count_by_state,
    count_work,
    headings_for,
    order,
    order_for_staff,
    order_ids_by_number,
    order_of_cart,
    order_rows,
    unpaid_since,
    verdict_on_money,
)
from comptoir.domains.orders.testing import a_draft, euros, make_order
from comptoir.domains.orders.values import (
    ORDER_STATES,
    Late,
    MoneyVerdict,
    Order,
    OrderFilter,
    OrderId,
    OrderState,
)
from comptoir.domains.payments.values import PaymentId
from comptoir.kernel.access import NotAllowed
from comptoir.kernel.history import history_of
from comptoir.kernel.ids import new_id
from comptoir.kernel.models import OutboxEvent
from comptoir.kernel.testing import NOBODY, NOON, OWNER, anybody
from comptoir.kernel.transitions import MoveRefused

pytestmark = pytest.mark.django_db
BUYER = anybody("orders.place", "orders.cancel")
PAYMENT = PaymentId(UUID(int=7))
OTHER = PaymentId(UUID(int=8))


def pay(placed: Order) -> None:
    mark_paid(order_id=placed.id, market=placed.market, payment_ids=[PAYMENT], actor=OWNER, now=NOON)


def prepare(placed: Order) -> None:
    start_preparing(order_id=placed.id, actor=OWNER, now=NOON)


def ship_one(placed: Order) -> None:
    mark_pieces_shipped(order_id=placed.id, pieces={1: 1}, actor=OWNER, now=NOON)


def ship(placed: Order) -> None:
    left = order(placed.id).lines[0].to_ship or 1
    mark_pieces_shipped(order_id=placed.id, pieces={1: left}, actor=OWNER, now=NOON)


def call_off(placed: Order) -> None:
    cancel(order_id=placed.id, because="no more", actor=OWNER, now=NOON)


STEPS: dict[OrderState, Callable[[Order], None]] = {
    OrderState.PAID: pay,
    OrderState.PREPARING: prepare,
    OrderState.PARTLY_SHIPPED: ship_one,
    OrderState.SHIPPED: ship,
    OrderState.CANCELLED: call_off,
}
ROADS: dict[OrderState, list[OrderState]] = {
    OrderState.AWAITING_PAYMENT: [],
    OrderState.PAID: [OrderState.PAID],
    OrderState.PREPARING: [OrderState.PAID, OrderState.PREPARING],
    OrderState.PARTLY_SHIPPED: [OrderState.PAID, OrderState.PREPARING, OrderState.PARTLY_SHIPPED],
    OrderState.SHIPPED: [OrderState.PAID, OrderState.PREPARING, OrderState.SHIPPED],
    OrderState.CANCELLED: [OrderState.CANCELLED],
}


def order_in(state: OrderState) -> Order:
    placed = make_order()
    for step in ROADS[state]:
        STEPS[step](placed)
    return order(placed.id)


def events() -> list[str]:
    return list(OutboxEvent.objects.filter(name__startswith="orders.").order_by("id").values_list("name", flat=True))


def test_what_was_placed_is_read_back_as_it_was_agreed() -> None:
    draft = a_draft(comment="Sonnez deux fois", gift_message="Bravo !")
    number = place(draft=draft, actor=BUYER, now=NOON)
    placed = order(draft.id)
    assert (placed.number, placed.state, placed.placed_at) == (number, OrderState.AWAITING_PAYMENT, NOON)
    told = ("shipping_address", "comment", "gift_message", "email")
    for name in ("lines", "delivery", "taxes", "total", "terms_version", *told):
        assert getattr(placed, name) == getattr(draft, name), name
    assert headings_for([draft.id])[draft.id].is_gift
    assert (order_of_cart(draft.cart_id), order_ids_by_number([number])) == (draft.id, {number: draft.id})
    assert [line.action for line in history_of("orders.order", draft.id)] == ["placed"]
    assert events() == ["orders.order_placed.1"]


def test_an_order_is_no_gift_unless_somebody_said_so() -> None:
    plain = make_order()
    assert (plain.gift_message, headings_for([plain.id])[plain.id].is_gift) == (None, False)


def test_numbers_rise() -> None:
    first, second = make_order(), make_order()
    assert int(second.number.removeprefix("FR-")) > int(first.number.removeprefix("FR-"))


def test_a_cart_makes_one_order() -> None:
    draft = a_draft()
    place(draft=draft, actor=BUYER, now=NOON)
    again = a_draft(cart_id=draft.cart_id)
    with pytest.raises(CartAlreadyOrdered), transaction.atomic():
        place(draft=again, actor=BUYER, now=NOON)


def test_the_database_refuses_an_order_that_does_not_add_up() -> None:
    with pytest.raises(IntegrityError, match="orders_total_adds_up"), transaction.atomic():
        place(draft=a_draft(total=euros(1)), actor=BUYER, now=NOON)


@pytest.mark.parametrize("to", STEPS)
@pytest.mark.parametrize("state", ROADS)
def test_an_order_moves_only_as_declared(state: OrderState, to: OrderState) -> None:
    placed = order_in(state)
    if state is to is OrderState.PARTLY_SHIPPED:
        return  # one more piece: of two, that is the last
    if ORDER_STATES.allows(state, to):
        STEPS[to](placed)
        assert order(placed.id).state is to
        newest = history_of("orders.order", placed.id)[0]
        assert (newest.before, newest.after["state"]) == ({"state": state}, to)
        news = "pieces_shipped" if to is OrderState.PARTLY_SHIPPED else to.value
        assert events()[-1] == f"orders.order_{news}.1"
    else:
        told = len(events())
        with pytest.raises(MoveRefused), transaction.atomic():
            STEPS[to](placed)
        assert (order(placed.id), len(events())) == (placed, told)


def test_each_step_notes_its_instant() -> None:
    shipped = order_in(OrderState.SHIPPED)
    assert (shipped.paid_at, shipped.shipped_at, shipped.cancelled_at) == (NOON, NOON, None)
    assert order_in(OrderState.CANCELLED).cancelled_at == NOON


@pytest.mark.parametrize("state", [OrderState.AWAITING_PAYMENT, OrderState.PAID])
def test_a_buyer_may_cancel_until_it_is_prepared(state: OrderState) -> None:
    placed = order_in(state)
    assert placed.can_be_cancelled_by_buyer
    cancel(order_id=placed.id, because="changed my mind", actor=BUYER, now=NOON)
    assert history_of("orders.order", placed.id)[0].because == "changed my mind"


def test_a_buyer_who_is_too_late_is_told_so() -> None:
    placed = order_in(OrderState.PREPARING)
    assert not placed.can_be_cancelled_by_buyer
    with pytest.raises(TooLateToCancel), transaction.atomic():
        cancel(order_id=placed.id, because="late", actor=BUYER, now=NOON)
    assert order(placed.id).state is OrderState.PREPARING


@pytest.mark.parametrize(
    ("state", "payment", "secured", "verdict"),
    [
        (OrderState.AWAITING_PAYMENT, PAYMENT, 3070, MoneyVerdict.PAYS),
        (OrderState.AWAITING_PAYMENT, PAYMENT, 3069, MoneyVerdict.NOTHING),
        (OrderState.AWAITING_PAYMENT, PAYMENT, 0, MoneyVerdict.NOTHING),
        (OrderState.PAID, PAYMENT, 3070, MoneyVerdict.NOTHING),
        (OrderState.SHIPPED, PAYMENT, 3070, MoneyVerdict.NOTHING),
        (OrderState.PAID, OTHER, 3070, MoneyVerdict.GIVE_BACK),
        (OrderState.CANCELLED, PAYMENT, 3070, MoneyVerdict.GIVE_BACK),
        (OrderState.CANCELLED, PAYMENT, 0, MoneyVerdict.NOTHING),
    ],
)
def test_what_becomes_of_money(state: OrderState, payment: PaymentId, secured: int, verdict: MoneyVerdict) -> None:
    placed = order_in(state)
    with transaction.atomic():
        awaited = awaited_money(placed.id)
    assert (awaited.state, awaited.total) == (state, placed.total)
    assert verdict_on_money(awaited, payment_id=payment, secured={payment: euros(secured)}) == verdict


def test_an_order_is_found_by_any_part_of_number_name_or_mail() -> None:
    placed = make_order()
    make_order(email="other@exemple.example")
    for text in (placed.number.lower(), "lucie@", "MARTIN luc", "lyon", placed.number[-3:]):
        found = [row.id for row in order_rows(OrderFilter(text=text), actor=OWNER).items]
        assert placed.id in found, text
    assert order_rows(OrderFilter(text="nobody"), actor=OWNER).items == []


def test_the_list_is_read_page_by_page_newest_first() -> None:
    made = [make_order(now=NOON + timedelta(minutes=minute)).id for minute in range(5)]
    first = order_rows(OrderFilter(), actor=OWNER, page_size=2)
    second = order_rows(OrderFilter(), actor=OWNER, page_size=2, cursor=first.next_cursor)
    third = order_rows(OrderFilter(), actor=OWNER, page_size=2, cursor=second.next_cursor)
    assert [row.id for page in (first, second, third) for row in page.items] == made[::-1]
    assert third.next_cursor is None
    assert (first.items[0].pieces, first.items[0].name) == (2, "Lucie Martin")


def test_what_is_promised_soonest_comes_first_when_it_is_to_be_prepared() -> None:
    delivery = a_draft().delivery
    days = [3, 1, 2]
    made = [make_order(delivery=replace(delivery, promised_on=NOON.date() + timedelta(days=day))).id for day in days]
    wanted = OrderFilter(soonest=True)
    first = order_rows(wanted, actor=OWNER, page_size=2)
    second = order_rows(wanted, actor=OWNER, page_size=2, cursor=first.next_cursor)
    assert [row.id for page in (first, second) for row in page.items] == [made[1], made[2], made[0]]
    assert (first.items[0].delivery.code, first.items[0].delivery.kind) == ("home", "home")


def test_filters_and_counts_by_state() -> None:
    paid, waiting = order_in(OrderState.PAID), make_order()
    rows = order_rows(OrderFilter(states=(OrderState.PAID,)), actor=OWNER).items
    assert [row.id for row in rows] == [paid.id]
    assert count_by_state(actor=OWNER) == {
        OrderState.AWAITING_PAYMENT: 1,
        OrderState.PAID: 1,
        OrderState.PREPARING: 0,
        OrderState.PARTLY_SHIPPED: 0,
    }
    assert unpaid_since(NOON + timedelta(seconds=1), now=NOON, limit=9) == [waiting.id]


def test_staff_of_another_market_see_nothing() -> None:
    placed = make_order()
    foreigner = anybody("orders.*", markets=frozenset({"be"}))
    assert order_rows(OrderFilter(), actor=foreigner).items == []
    with pytest.raises(NotAllowed):
        order_for_staff(placed.id, actor=foreigner)
    with pytest.raises(NotAllowed):
        start_preparing(order_id=placed.id, actor=foreigner, now=NOON)


def test_an_order_that_does_not_exist_is_unknown() -> None:
    nowhere = OrderId(new_id())
    for step in (order, partial(cancel, because="", actor=OWNER, now=NOON)):
        with pytest.raises(UnknownOrder), transaction.atomic():
            step(order_id=nowhere) if isinstance(step, partial) else step(nowhere)


def test_without_the_permission_every_verb_is_refused_and_changes_nothing() -> None:
    placed, draft = order_in(OrderState.PAID), a_draft()
    before, told = OrderRecord.objects.count(), events()
    with pytest.raises(NotAllowed):
        place(draft=draft, actor=NOBODY, now=NOON)
    with pytest.raises(NotAllowed):
        mark_paid(order_id=placed.id, market="fr", payment_ids=[PAYMENT], actor=NOBODY, now=NOON)
    with pytest.raises(NotAllowed):
        start_preparing(order_id=placed.id, actor=NOBODY, now=NOON)
    with pytest.raises(NotAllowed):
        ask_for_payment(order_id=placed.id, until=NOON, actor=NOBODY, now=NOON)
    with pytest.raises(NotAllowed):
        mark_pieces_shipped(order_id=placed.id, pieces={1: 1}, actor=NOBODY, now=NOON)
    with pytest.raises(NotAllowed):
        cancel(order_id=placed.id, because="", actor=NOBODY, now=NOON)
    assert (OrderRecord.objects.count(), events(), order(placed.id)) == (before, told, placed)


def test_what_waits_for_goods_is_in_no_queue_and_called_off_no_earlier_than_they_were_to_come():
    first, until = order_in(OrderState.SHIPPED), NOON + timedelta(days=30)
    waiting = make_order(replaces=first.id, awaits_goods_until=until)
    assert (waiting.replaces, waiting.waits_for_goods) == (first.id, True)
    late = Late(on=NOON.date(), time_zone="Europe/Paris")
    assert count_work(actor=OWNER, market=waiting.market, late=late).to_pay == 0
    to_pay = OrderFilter(states=(OrderState.AWAITING_PAYMENT,), to_pay=True)
    assert order_rows(to_pay, actor=OWNER).items == []
    [row] = order_rows(replace(to_pay, to_pay=False), actor=OWNER).items
    assert (row.id, row.waits_for_goods) == (waiting.id, True)
    assert unpaid_since(until, now=until, limit=9) == []
    assert unpaid_since(until, now=until + timedelta(seconds=1), limit=9) == [waiting.id]
    for _ in range(2):
        ask_for_payment(order_id=waiting.id, until=until + timedelta(days=14), actor=OWNER, now=NOON)
    assert not order(waiting.id).waits_for_goods
    assert count_work(actor=OWNER, market=waiting.market, late=late).to_pay == 1
    assert unpaid_since(until, now=until + timedelta(days=1), limit=9) == []
    assert [line.action for line in history_of("orders.order", waiting.id)].count("asked to pay") == 1
