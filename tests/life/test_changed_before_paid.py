"""An order that waits for its money is changed: its goods may have been let go, and what was paid may be enough."""

from datetime import timedelta
from uuid import UUID

import pytest

from comptoir.domains.catalogue.testing import soap as a_soap
from comptoir.domains.inventory.actions import record_counts
from comptoir.domains.inventory.errors import InsufficientStock
from comptoir.domains.inventory.queries import reservations_of
from comptoir.domains.inventory.testing import level
from comptoir.domains.inventory.values import Count, ReservationState
from comptoir.domains.network.testing import WAREHOUSE
from comptoir.domains.orders.queries import order
from comptoir.domains.orders.values import OrderChange, OrderId, OrderState
from comptoir.domains.payments.queries import payments_of
from comptoir.flows.authorise_payment import PayingWith
from comptoir.flows.edit_order import edit_order
from comptoir.flows.expire_reservations import expire_reservations
from comptoir.flows.place_order import place_order
from comptoir.flows.record_payment import record_payment
from comptoir.flows.retry_payment import retry_payment
from comptoir.flows.testing import Shop, agree, buyer, fill_cart, sell, sell_card
from comptoir.kernel.testing import NOON, OWNER, snapshot
from tests.kept import laid_shop
from tests.life.test_gift_cards import decline_all_but_cards
from tests.life.test_pieces import euros, paid
from tests.life.truth import breaks_now

pytestmark = pytest.mark.django_db(transaction=True)

AFTER_THE_HOLD = NOON + timedelta(days=8)


@pytest.fixture
def shop() -> Shop:
    return laid_shop(stock=10)


def let_go(shop: Shop, quantity: int = 3) -> OrderId:
    """Honey that was ordered and kept, and that nobody paid in time."""
    placed = place_order(checkout=agree(fill_cart(shop, quantity=quantity)), key="k", actor=buyer(), now=NOON)
    expire_reservations(actor=OWNER, now=AFTER_THE_HOLD)
    assert level(shop.variant_id).reserved == 0
    return OrderId(UUID(placed.order_id))


def changed(order_id: OrderId, **what: object) -> None:
    wanted = OrderChange(builds_on=order(order_id).revision, **what)  # type: ignore[arg-type]  # each test names its own
    edit_order(order_id=order_id, change=wanted, because="asked for", actor=OWNER, now=AFTER_THE_HOLD)


def kept(order_id: OrderId) -> list[tuple[int, bool]]:
    """How many pieces are kept, and whether for as long as the first time."""
    return [
        (each.quantity, each.until == AFTER_THE_HOLD + timedelta(days=7))
        for each in reservations_of(order_id)
        if each.state is ReservationState.ACTIVE
    ]


def test_goods_that_were_let_go_are_kept_anew_as_they_are_wanted_now(shop: Shop) -> None:
    order_id = let_go(shop)
    changed(order_id, called_off={1: 1})
    assert (kept(order_id), level(shop.variant_id).reserved) == ([(2, True)], 2)
    again = PayingWith(return_url="http://localhost/return")
    retry_payment(order_id=order_id, method="transfer", paying=again, actor=buyer(), now=AFTER_THE_HOLD)
    record_payment(order_id=order_id, amount=order(order_id).total, actor=OWNER, now=AFTER_THE_HOLD)
    assert order(order_id).state is OrderState.PAID
    assert (level(shop.variant_id).claimed, breaks_now()) == (2, [])


def test_more_may_be_added_to_an_order_whose_goods_were_let_go(shop: Shop) -> None:
    order_id, soap = let_go(shop), sell(market=shop.market, price=euros(500), stock=5, draft=a_soap())
    changed(order_id, added={soap.variants[0].sku: 2})
    assert sorted(kept(order_id)) == [(2, True), (3, True)]
    assert breaks_now() == []


def test_an_address_may_be_changed_without_keeping_anything(shop: Shop) -> None:
    order_id = let_go(shop)
    changed(order_id, billing_address=order(order_id).shipping_address)
    assert (kept(order_id), level(shop.variant_id).reserved) == ([], 0)


def test_goods_that_were_sold_since_are_told_and_nothing_is_done(shop: Shop) -> None:
    order_id = let_go(shop)
    counts = [Count(variant_id=shop.variant_id, place_code=WAREHOUSE.code, quantity=1)]
    record_counts(counts=counts, actor=OWNER, now=NOON)
    before = snapshot()
    with pytest.raises(InsufficientStock) as refused:
        changed(order_id, called_off={1: 1})
    assert [(each.variant_id, each.available) for each in refused.value.shortages] == [(shop.variant_id, 1)]
    assert snapshot() == before
    changed(order_id, called_off={1: 2})  # what is left is enough for what is wanted then
    assert (kept(order_id), breaks_now()) == ([(1, True)], [])


def test_what_was_paid_in_part_is_enough_once_the_order_is_cheaper(shop: Shop, monkeypatch: pytest.MonkeyPatch) -> None:
    card = sell_card(1_780).account_id  # one jar, delivered
    decline_all_but_cards(monkeypatch)
    placed = place_order(checkout=agree(fill_cart(shop), cards=[card]), key="k", actor=buyer(), now=NOON)
    assert placed.status == "awaiting_payment"
    order_id = OrderId(UUID(placed.order_id))
    changed(order_id, called_off={1: 1})
    assert (order(order_id).state, order(order_id).total) == (OrderState.PAID, euros(1_780))
    assert breaks_now() == []


def test_an_order_of_which_only_a_gift_is_left_is_paid_by_nothing(shop: Shop) -> None:
    gift = sell(market=shop.market, price=euros(0), stock=5, draft=a_soap())
    placed = place_order(
        checkout=agree(fill_cart(shop, quantity=1, delivery="pickup")), key="k", actor=buyer(), now=NOON
    )
    order_id = OrderId(UUID(placed.order_id))
    changed(order_id, called_off={1: 1}, added={gift.variants[0].sku: 1})
    assert (order(order_id).state, order(order_id).total) == (OrderState.PAID, euros(0))
    assert [payment.state.value for payment in payments_of(order_id)] == ["voided"]
    assert breaks_now() == []


@pytest.mark.parametrize("prepared", [False, True])
def test_all_of_a_paid_order_may_be_exchanged_for_something_else(shop: Shop, prepared: bool) -> None:
    soap = sell(market=shop.market, price=euros(500), stock=5, draft=a_soap())
    order_id = paid(shop, prepared=prepared)
    changed(order_id, called_off={1: 3}, added={soap.variants[0].sku: 1})
    assert [(each.variant_id, each.state) for each in reservations_of(order_id)][-1:] == [
        (soap.variants[0].id, ReservationState.CLAIMED)
    ]
    assert (level(shop.variant_id).claimed, breaks_now()) == (0, [])
