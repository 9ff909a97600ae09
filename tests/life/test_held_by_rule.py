"""Orders that a rule holds as soon as they are paid: nothing of them leaves before somebody has looked."""

from collections.abc import Callable
from dataclasses import replace
from functools import partial
from uuid import UUID

import pytest
from django.utils.translation import override

from comptoir.domains.inventory.testing import level
from comptoir.domains.orders.actions import hold_by_rule, release_order, set_hold_rules
from comptoir.domains.orders.errors import BadHoldRules, OnHold
from comptoir.domains.orders.queries import hold_rules, order
from comptoir.domains.orders.rules import rule_that_holds
from comptoir.domains.orders.values import HoldFacts, HoldRule, HoldRules, OrderId, OrderState
from comptoir.domains.payments.queries import payments_of
from comptoir.flows.cancel_order import cancel_order
from comptoir.flows.place_order import place_order
from comptoir.flows.prepare_order import prepare_order
from comptoir.flows.record_payment import record_payment
from comptoir.flows.testing import Shop, agree, buyer, fill_cart
from comptoir.kernel.access import NotAllowed
from comptoir.kernel.history import history_of
from comptoir.kernel.models import OutboxEvent
from comptoir.kernel.testing import NOBODY, NOON, OWNER, at_once, snapshot
from comptoir.kernel.transitions import MoveRefused
from tests.kept import laid_shop
from tests.life.test_pieces import euros
from tests.life.truth import breaks_now

TOTAL = 2 * 1290 + 490
IN_DATABASE = pytest.mark.django_db(transaction=True)
QUIET = HoldFacts(total=euros(TOTAL), is_first=True, countries=("FR", "FR"), orders=1, emails=1, tries=0)


def hold_when(**rules: object) -> None:
    set_hold_rules(market="fr", rules=HoldRules(**rules), actor=OWNER, now=NOON)  # type: ignore[arg-type]  # each test names its own


def placed(shop: Shop, *, key: str = "k", email: str = "lucie@exemple.example", source: str = "") -> OrderId:
    checkout = agree(fill_cart(shop, email=email))
    return OrderId(UUID(place_order(checkout=checkout, key=key, source=source, actor=buyer(), now=NOON).order_id))


def pay(order_id: OrderId) -> None:
    record_payment(order_id=order_id, amount=order(order_id).total, actor=OWNER, now=NOON)


def paid(shop: Shop, **where: str) -> OrderId:
    order_id = placed(shop, **where)
    pay(order_id)
    return order_id


@pytest.mark.parametrize(
    ("rules", "facts", "rule"),
    [
        (HoldRules(amount_above=euros(TOTAL)), {}, None),
        (HoldRules(amount_above=euros(TOTAL - 1)), {}, HoldRule.AMOUNT),
        (HoldRules(first_above=euros(TOTAL - 1)), {}, HoldRule.FIRST_AMOUNT),
        (HoldRules(first_above=euros(TOTAL - 1)), {"is_first": False}, None),
        (HoldRules(countries_differ=True), {}, None),
        (HoldRules(countries_differ=True), {"countries": ("FR", "BE")}, HoldRule.COUNTRIES),
        (HoldRules(orders_most=3), {"orders": 3}, None),
        (HoldRules(orders_most=3), {"orders": 4}, HoldRule.MANY_ORDERS),
        (HoldRules(emails_most=2), {"emails": 3}, HoldRule.MANY_EMAILS),
        (HoldRules(tries_most=2), {"tries": 3}, HoldRule.MANY_TRIES),
        (HoldRules(), {"orders": 99, "emails": 99, "tries": 99}, None),
    ],
)
def test_a_limit_is_exceeded_and_not_reached(rules: HoldRules, facts: dict[str, object], rule: HoldRule | None) -> None:
    assert rule_that_holds(rules, replace(QUIET, **facts)) is rule  # type: ignore[arg-type]  # each case names its own


@IN_DATABASE
def test_a_held_order_keeps_its_goods_and_money_and_goes_on_once_released() -> None:
    shop = laid_shop(stock=10)
    hold_when(amount_above=euros(3_000))
    order_id = paid(shop)
    found = order(order_id)
    assert (found.state, found.held_because) == (OrderState.PAID, "hold_rule.amount")
    assert (level(shop.variant_id).claimed, payments_of(order_id)[0].captured) == (2, euros(TOTAL))
    with pytest.raises(OnHold) as refused:
        prepare_order(order_id=order_id, actor=OWNER, now=NOON)
    with override("en"):
        told = str(refused.value)
    assert told == "This order is on hold: Its total is above the limit for orders without review."
    assert {line.actor_label for line in history_of("orders.order", order_id) if line.action == "held"} == {
        "orders.hold_rules"
    }
    assert OutboxEvent.objects.filter(name="orders.order_held.1").count() == 1
    release_order(order_id=order_id, actor=OWNER, now=NOON)
    prepare_order(order_id=order_id, actor=OWNER, now=NOON)
    assert breaks_now() == []


@IN_DATABASE
def test_velocity_counts_the_customers_orders_and_those_of_one_place() -> None:
    shop = laid_shop(stock=20)
    hold_when(orders_most=2, emails_most=2)
    same = [paid(shop, key=str(number)) for number in range(3)]
    assert [order(id).held_because for id in same] == ["", "", "hold_rule.many_orders"]
    hold_when(emails_most=2)
    others = [
        paid(shop, key=f"o{number}", email=f"buyer{number}@exemple.example", source="one place") for number in range(3)
    ]
    assert [order(id).held_because for id in others] == ["", "", "hold_rule.many_emails"]
    elsewhere = paid(shop, key="e", email="buyer9@exemple.example", source="another place")
    assert order(elsewhere).held_because == ""


@IN_DATABASE
def test_the_first_order_is_the_first_that_was_paid() -> None:
    shop = laid_shop(stock=20)
    hold_when(first_above=euros(100))
    placed(shop, key="unpaid")
    first, second = paid(shop, key="1"), paid(shop, key="2")
    assert [order(id).held_because for id in (first, second)] == ["hold_rule.first_amount", ""]
    cancel_order(order_id=first, because="x", actor=OWNER, now=NOON)
    assert breaks_now() == []


@IN_DATABASE
def test_nobody_prepares_it_between_its_payment_and_the_rule() -> None:
    shop = laid_shop(stock=30)
    hold_when(amount_above=euros(1))
    for trial in range(10):
        order_id = placed(shop, key=str(trial))
        prepare = partial(prepare_order, order_id=order_id, actor=OWNER, now=NOON)
        doors: list[Callable[[], object]] = [partial(pay, order_id), prepare, prepare]
        answers = at_once(doors)
        assert answers[0] is None
        assert {type(each) for each in answers[1:]} <= {OnHold, MoveRefused}
        assert (order(order_id).state, order(order_id).held_because) == (OrderState.PAID, "hold_rule.amount")


@IN_DATABASE
def test_rules_that_cannot_be_change_nothing() -> None:
    laid_shop()
    hold_when(orders_most=5)
    before = snapshot()
    for wrong in ({"orders_most": 0}, {"hours": 0}, {"amount_above": euros(-1)}):
        with pytest.raises(BadHoldRules):
            hold_when(**wrong)
    hold_when(orders_most=5)  # as it was
    assert snapshot() == before
    assert hold_rules("fr") == HoldRules(orders_most=5)


@IN_DATABASE
def test_refused_without_the_right_and_nothing_changed() -> None:
    order_id = placed(laid_shop())
    before = snapshot()
    with pytest.raises(NotAllowed):
        set_hold_rules(market="fr", rules=HoldRules(orders_most=1), actor=NOBODY, now=NOON)
    with pytest.raises(NotAllowed):
        hold_by_rule(order_id=order_id, from_source=(), tries=9, actor=buyer(order_id), now=NOON)
    assert snapshot() == before
