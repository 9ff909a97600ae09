"""A provider that is asked twice, or is not there when it is asked: what was found by trying anything in any order."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from functools import partial
from pathlib import Path
from uuid import UUID

import pytest

from comptoir.domains.catalogue.actions import set_variant_kind
from comptoir.domains.catalogue.values import VariantKind
from comptoir.domains.inventory.testing import level
from comptoir.domains.markets.actions import save_market
from comptoir.domains.markets.queries import market
from comptoir.domains.markets.values import CaptureAt
from comptoir.domains.orders.errors import NotPaidFor
from comptoir.domains.orders.queries import order
from comptoir.domains.orders.values import OrderChange, OrderId, OrderState
from comptoir.domains.payments.queries import operations_of, payments_of
from comptoir.domains.payments.testing import make_method
from comptoir.domains.payments.values import OperationKind, PaymentState
from comptoir.flows.authorise_payment import PayingWith
from comptoir.flows.carry_out_operation import carry_out_operation
from comptoir.flows.deliver_due_downloads import deliver_due_downloads
from comptoir.flows.edit_order import edit_order
from comptoir.flows.expire_reservations import expire_reservations
from comptoir.flows.place_order import place_order
from comptoir.flows.record_payment import ExcessWay, record_payment
from comptoir.flows.retry_payment import retry_payment
from comptoir.flows.ship_order import ship_order
from comptoir.flows.sweep_payments import sweep_payments
from comptoir.flows.testing import Shop, agree, buyer, fill_cart, sell_card
from comptoir.kernel import ports
from comptoir.kernel.clock import living_again
from comptoir.kernel.money import Money
from comptoir.kernel.testing import NOON, OWNER
from tests.kept import laid_shop
from tests.life.bank import Bank
from tests.life.books import all_breaks, kept_at_the_bank
from tests.life.truth import breaks_now

pytestmark = pytest.mark.django_db(transaction=True)
SOON, WEEKS_LATER = NOON + timedelta(minutes=5), NOON + timedelta(days=8)
BY_CARD = PayingWith(return_url="http://localhost/return", simulated="approve")


@pytest.fixture
def bank(tmp_path: Path, settings) -> Iterator[Bank]:
    opened = Bank(tmp_path / "home", lambda: None)
    yield opened
    opened.close()
    ports.load.cache_clear()


@pytest.fixture
def shop(bank: Bank, transactional_db: None) -> Shop:
    return laid_shop(stock=10, provider="simulator")


def place(shop: Shop, simulated: str = "approve") -> OrderId:
    """Three pots of honey at 12.90, delivered for 4.90, by card."""
    checkout = agree(fill_cart(shop, quantity=3), method="simulator", simulated=simulated)
    with living_again(NOON):
        return OrderId(UUID(place_order(checkout=checkout, key="k", actor=buyer(), now=NOON).order_id))


def change(order_id: OrderId, **what: object) -> None:
    wanted = OrderChange(builds_on=1, **what)  # type: ignore[arg-type]  # each test names its own
    edit_order(order_id=order_id, change=wanted, because="x", actor=OWNER, now=NOON)


def kept(bank: Bank, order_id: OrderId) -> int:
    return kept_at_the_bank(bank.home, [str(each.id) for each in payments_of(order_id)])


def test_a_refund_that_is_asked_for_twice_is_one(bank: Bank, shop: Shop) -> None:
    order_id = place(shop)
    change(order_id, called_off={1: 1})
    (payment,) = payments_of(order_id)
    (refund,) = [each for each in operations_of(payment.id) if each.kind is OperationKind.REFUND]
    carry_out_operation(operation=refund, actor=OWNER, now=SOON)
    assert kept(bank, order_id) == 2 * 1290 + 490


def test_a_refund_goes_out_once_the_bank_can_be_reached(bank: Bank, shop: Shop) -> None:
    order_id = place(shop)
    bank.away = 1
    change(order_id, called_off={1: 1})
    assert kept(bank, order_id) == 3 * 1290 + 490
    sweep_payments(actor=OWNER, now=SOON)
    assert kept(bank, order_id) == 2 * 1290 + 490
    assert payments_of(order_id)[0].refunding.minor == 0


def test_goods_are_kept_while_nobody_knows_whether_they_are_paid_for(bank: Bank, shop: Shop) -> None:
    place(shop, "challenge")
    bank.away = 1
    expiring = partial(expire_reservations, actor=OWNER)
    assert (expiring(now=NOON + timedelta(minutes=31)), level(shop.variant_id).reserved) == (0, 3)
    assert (expiring(now=NOON + timedelta(minutes=32)), level(shop.variant_id).reserved) == (1, 0)


def test_a_transfer_that_never_came_keeps_nobody_from_paying_by_card(shop: Shop) -> None:
    make_method(provider="transfer")
    order_id = place(shop)
    change(order_id, added={shop.sku: 1})
    paying = partial(retry_payment, order_id=order_id, paying=BY_CARD, actor=buyer())
    paying(method="transfer", now=NOON)
    expire_reservations(actor=OWNER, now=WEEKS_LATER)
    assert payments_of(order_id)[-1].state is PaymentState.VOIDED
    paying(method="simulator", now=WEEKS_LATER)
    assert (order(order_id).due.minor, level(shop.variant_id).claimed) == (0, 4)


def test_what_was_taken_while_the_order_was_made_cheaper_goes_back(bank: Bank, shop: Shop) -> None:
    save_market(market=replace(market(shop.market), capture_at=CaptureAt.SHIPMENT), actor=OWNER, now=NOON)
    order_id = place(shop)
    bank.lost = 1  # it takes the money, and nobody hears of it
    with pytest.raises(NotPaidFor):
        ship_order(order_id=order_id, prepare=True, actor=OWNER, now=NOON)
    change(order_id, called_off={1: 1})
    for at in (SOON, SOON + timedelta(minutes=5)):  # it is heard of, and goes back
        sweep_payments(actor=OWNER, now=at)
    assert (kept(bank, order_id), breaks_now(SOON)) == (2 * 1290 + 490, [])
    ship_order(order_id=order_id, actor=OWNER, now=SOON)
    assert (kept(bank, order_id), breaks_now(SOON)) == (2 * 1290 + 490, [])


def test_money_that_was_taken_unheard_is_not_lost_because_the_bank_is_away_later(bank: Bank, shop: Shop) -> None:
    save_market(market=replace(market(shop.market), capture_at=CaptureAt.SHIPMENT), actor=OWNER, now=NOON)
    order_id = place(shop)
    shipping = partial(ship_order, order_id=order_id, actor=OWNER)
    bank.lost = 1  # it takes the money, and nobody hears of it
    with pytest.raises(NotPaidFor):
        shipping(prepare=True, now=NOON)
    bank.away = 9
    for _ in range(9):  # whoever tries again and again does not put off the time when it is looked into
        with pytest.raises(NotPaidFor):
            shipping(now=NOON)
    sweep_payments(actor=OWNER, now=NOON + timedelta(minutes=1))
    assert (payments_of(order_id)[0].state, all_breaks(bank.home, SOON)) == (PaymentState.CAPTURED, [])
    shipping(now=SOON)
    assert (order(order_id).state, kept(bank, order_id)) == (OrderState.SHIPPED, 3 * 1290 + 490)


def test_files_wait_for_the_bank_and_do_not_ask_it_at_every_look(bank: Bank, shop: Shop) -> None:
    save_market(market=replace(market(shop.market), capture_at=CaptureAt.SHIPMENT), actor=OWNER, now=NOON)
    set_variant_kind(variant_id=shop.variant_id, kind=VariantKind.DOWNLOAD, actor=OWNER, now=NOON)
    checkout = replace(agree(fill_cart(shop, quantity=1), method="simulator", simulated="approve"), waiver="At once.")
    with living_again(NOON):
        order_id = OrderId(UUID(place_order(checkout=checkout, key="k", actor=buyer(), now=NOON).order_id))
    delivering = partial(deliver_due_downloads, actor=OWNER)
    bank.away = 2
    assert [delivering(now=NOON) for _look in range(5)] == [0] * 5
    assert bank.away == 1
    bank.away = 0
    sweep_payments(actor=OWNER, now=SOON)
    assert [delivering(now=SOON) for _look in range(2)] == [1, 0]
    assert order(order_id).state is OrderState.SHIPPED


def test_a_transfer_that_comes_late_pays_no_more_than_what_is_left(bank: Bank, shop: Shop) -> None:
    make_method(provider="transfer")
    card = sell_card(1_000).account_id
    order_id = OrderId(UUID(place_order(checkout=agree(fill_cart(shop)), key="k", actor=buyer(), now=NOON).order_id))
    expire_reservations(actor=OWNER, now=WEEKS_LATER)
    declined = PayingWith(return_url="http://localhost/return", simulated="decline")
    trying = partial(retry_payment, method="simulator", paying=declined, stored_value=(card,), actor=buyer())
    trying(order_id=order_id, now=WEEKS_LATER)
    arrived = Money(2 * 1290 + 490, "EUR")
    record_payment(order_id=order_id, amount=arrived, excess=ExcessWay.REFUND, actor=OWNER, now=WEEKS_LATER)
    assert sum(each.secured.minor for each in payments_of(order_id)) == 2 * 1290 + 490


def test_an_attempt_over_more_than_what_is_left_is_given_up(bank: Bank, shop: Shop) -> None:
    make_method(provider="transfer")
    order_id = place(shop, "challenge")
    record_payment(order_id=order_id, amount=Money(1_000, "EUR"), actor=OWNER, now=NOON)
    assert payments_of(order_id)[0].state is PaymentState.VOIDED
    assert (bank.waiting(), all_breaks(bank.home, SOON)) == ([], [])
    with living_again(SOON):
        retry_payment(order_id=order_id, method="simulator", paying=BY_CARD, actor=buyer(), now=SOON)
    assert (order(order_id).state, kept(bank, order_id)) == (OrderState.PAID, 3 * 1290 + 490 - 1_000)
    assert all_breaks(bank.home, SOON) == []


def test_what_was_taken_while_the_order_was_made_dearer_pays_a_part(bank: Bank, shop: Shop) -> None:
    order_id = place(shop, "challenge")
    bank.decide(bank.waiting()[0], "")  # it takes the money, and nobody has heard of it
    change(order_id, added={shop.sku: 1})
    sweep_payments(actor=OWNER, now=SOON)
    assert (order(order_id).state, kept(bank, order_id)) == (OrderState.AWAITING_PAYMENT, 3 * 1290 + 490)
    assert all_breaks(bank.home, SOON) == []
    with living_again(SOON):
        retry_payment(order_id=order_id, method="simulator", paying=BY_CARD, actor=buyer(), now=SOON)
    assert (order(order_id).state, kept(bank, order_id)) == (OrderState.PAID, 4 * 1290 + 490)
    assert all_breaks(bank.home, SOON) == []


def test_what_is_being_given_up_pays_nothing_when_it_is_heard_of(bank: Bank, shop: Shop) -> None:
    save_market(market=replace(market(shop.market), capture_at=CaptureAt.SHIPMENT), actor=OWNER, now=NOON)
    bank.lost = 1  # it sets the money aside, and nobody hears of it
    order_id = place(shop)
    bank.away = 1
    change(order_id, called_off={1: 1})
    for at in (SOON, SOON + timedelta(minutes=5)):  # it is heard of, and given up
        sweep_payments(actor=OWNER, now=at)
        assert order(order_id).state is OrderState.AWAITING_PAYMENT
    assert (payments_of(order_id)[0].state, kept(bank, order_id)) == (PaymentState.VOIDED, 0)
    assert all_breaks(bank.home, SOON) == []


def test_an_attempt_is_given_up_once_all_is_paid_otherwise(bank: Bank, shop: Shop) -> None:
    make_method(provider="transfer")
    order_id = place(shop, "challenge")
    record_payment(order_id=order_id, amount=order(order_id).total, actor=OWNER, now=NOON)
    assert (order(order_id).state, payments_of(order_id)[0].state) == (OrderState.PAID, PaymentState.VOIDED)
    assert (bank.waiting(), all_breaks(bank.home, SOON)) == ([], [])
