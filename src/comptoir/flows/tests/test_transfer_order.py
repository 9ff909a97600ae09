"""From a cart to an order paid by transfer, shipped and invoiced; no machine of a provider takes part."""

from dataclasses import asdict, replace
from datetime import timedelta
from functools import partial
from typing import Any
from uuid import UUID

import pytest

from comptoir.domains.cart.errors import CartClosed, DetailMissing
from comptoir.domains.cart.queries import cart
from comptoir.domains.inventory.errors import InsufficientStock
from comptoir.domains.inventory.testing import level
from comptoir.domains.invoicing.queries import documents_of
from comptoir.domains.invoicing.values import DocumentKind
from comptoir.domains.ledger.queries import balances
from comptoir.domains.orders.errors import TermsNotAccepted, TooLateToCancel, TotalChanged
from comptoir.domains.orders.queries import order, order_rows
from comptoir.domains.orders.values import OrderFilter, OrderId, OrderState
from comptoir.domains.payments.queries import payments_for, payments_of
from comptoir.domains.payments.values import PaymentState
from comptoir.domains.pricing.actions import set_prices
from comptoir.domains.pricing.values import NewPrice
from comptoir.flows.cancel_order import cancel_order
from comptoir.flows.place_order import Placed, place_order
from comptoir.flows.prepare_order import prepare_order
from comptoir.flows.record_payment import record_payment
from comptoir.flows.ship_order import ship_order
from comptoir.flows.testing import Shop, agree, buyer, fill_cart
from comptoir.kernel.errors import ManyInvalid
from comptoir.kernel.money import Money
from comptoir.kernel.once import KeyReused
from comptoir.kernel.testing import NOON, OWNER, at_once
from comptoir.kernel.transitions import MoveRefused
from tests.kept import laid_shop

pytestmark = pytest.mark.django_db(transaction=True)


def place_one(shop: Shop, *, quantity: int = 2, key: str = "k") -> Placed:
    return place_order(checkout=agree(fill_cart(shop, quantity=quantity)), key=key, actor=buyer(), now=NOON)


def made() -> tuple[int, int]:
    """How many orders and payments there are."""
    orders = [row.id for row in order_rows(OrderFilter(), actor=OWNER).items]
    return len(orders), sum(map(len, payments_for(orders).values()))


def id_of(placed: Placed) -> OrderId:
    return OrderId(UUID(placed.order_id))


def pay(placed: Placed) -> None:
    record_payment(order_id=id_of(placed), amount=Money(placed.total_minor, "EUR"), actor=OWNER, now=NOON)


def test_an_order_by_transfer_waits_with_its_goods_kept() -> None:
    shop = laid_shop(stock=10)
    placed = place_one(shop)
    assert (placed.status, placed.payment_status) == ("awaiting_payment", "pending")
    assert placed.total_minor == 2 * 1290 + 490
    assert placed.number.startswith("FR-")
    assert "FR14" in placed.instructions["fr"].replace(" ", "").replace("\u00a0", "")
    assert (level(shop.variant_id).reserved, level(shop.variant_id).available) == (2, 8)
    assert cart(UUID(agree_id(placed))).order_id == id_of(placed)


def agree_id(placed: Placed) -> str:
    return str(order(id_of(placed)).cart_id)


def test_paid_prepared_shipped_and_invoiced() -> None:
    shop = laid_shop(stock=10)
    placed = place_one(shop)
    pay(placed)
    assert order(id_of(placed)).state is OrderState.PAID
    assert (level(shop.variant_id).reserved, level(shop.variant_id).claimed) == (0, 2)
    prepare_order(order_id=id_of(placed), actor=OWNER, now=NOON)
    ship_order(order_id=id_of(placed), tracking_number="6A12345678901", actor=OWNER, now=NOON)
    shipped = order(id_of(placed))
    assert (shipped.state, shipped.shipped_at) == (OrderState.SHIPPED, NOON)
    assert (level(shop.variant_id).on_hand, level(shop.variant_id).claimed) == (8, 0)
    (invoice,) = documents_of(id_of(placed))
    assert (invoice.number, invoice.total, invoice.due) == ("F2026-000001", shipped.total, Money(0, "EUR"))
    books = {line.account: line.balance.minor for line in balances(shipped.legal_entity_id, actor=OWNER)}
    assert books["512"] == 3070
    assert books["411"] == books["4191"] == 0
    assert sum(books.values()) == 0


def test_recording_the_same_receipt_twice_counts_once() -> None:
    placed = place_one(laid_shop())
    pay(placed)
    pay(placed)
    (payment,) = payments_of(id_of(placed))
    assert (payment.state, payment.captured) == (PaymentState.CAPTURED, Money(3070, "EUR"))


def test_the_same_key_gives_the_same_answer_and_one_order() -> None:
    shop = laid_shop()
    checkout = agree(fill_cart(shop))
    first = place_order(checkout=checkout, key="k", actor=buyer(), now=NOON)
    again = place_order(checkout=checkout, key="k", actor=buyer(), now=NOON + timedelta(minutes=1))
    assert asdict(first) == asdict(again)
    assert made() == (1, 1)


def test_twenty_at_once_with_one_key_make_one_order_one_payment_and_one_answer() -> None:
    shop = laid_shop()
    checkout = agree(fill_cart(shop))
    answers = at_once([partial(place_order, checkout=checkout, key="k", actor=buyer(), now=NOON)] * 20)
    assert not [answer for answer in answers if isinstance(answer, Exception)], answers
    assert len({str(answer) for answer in answers}) == 1
    assert made() == (1, 1)
    assert level(shop.variant_id).reserved == 2


def test_two_tabs_with_different_keys_make_one_order() -> None:
    shop = laid_shop()
    checkout = agree(fill_cart(shop))
    answers = at_once([partial(place_order, checkout=checkout, key=key, actor=buyer(), now=NOON) for key in "ab"])
    assert sorted(type(answer).__name__ for answer in answers) == ["CartClosed", "Placed"]
    assert made() == (1, 1)


def test_the_same_key_for_another_checkout_is_refused() -> None:
    shop = laid_shop()
    checkout = agree(fill_cart(shop))
    place_order(checkout=checkout, key="k", actor=buyer(), now=NOON)
    with pytest.raises(KeyReused):
        place_order(checkout=replace(checkout, method="other"), key="k", actor=buyer(), now=NOON)


def refused(shop: Shop, error: type[Exception], **change: Any) -> Exception:
    """The checkout is refused, nothing has happened, and the key is still free."""
    before = level(shop.variant_id)
    checkout = replace(agree(fill_cart(shop)), **change)
    with pytest.raises(error) as told:
        place_order(checkout=checkout, key="k", actor=buyer(), now=NOON)
    assert (made(), level(shop.variant_id)) == ((0, 0), before)
    place_order(checkout=agree(fill_cart(shop)), key="k", actor=buyer(), now=NOON)
    return told.value


def test_a_changed_total_is_refused_and_told() -> None:
    told = refused(laid_shop(), TotalChanged, shown_total=Money(1, "EUR"))
    assert told.facts["total"] == Money(3070, "EUR")  # type: ignore[attr-defined]  # facts of a BusinessError


def test_a_price_that_rose_meanwhile_is_not_charged_by_surprise() -> None:
    shop = laid_shop()
    checkout = agree(fill_cart(shop))
    dearer = NewPrice(variant_id=shop.variant_id, amount=Money(1390, "EUR"))
    set_prices(prices=[dearer], market=shop.market, actor=OWNER, now=NOON)
    with pytest.raises(TotalChanged):
        place_order(checkout=checkout, key="k", actor=buyer(), now=NOON)


def test_other_terms_are_refused() -> None:
    refused(laid_shop(), TermsNotAccepted, terms_version="2020-01-01.1")


def test_what_is_missing_is_told_field_by_field() -> None:
    from comptoir.domains.cart.actions import open_cart

    shop = laid_shop()
    checkout = agree(fill_cart(shop))
    empty = open_cart(market=shop.market, language="fr", channel="web", actor=buyer(), now=NOON)
    with pytest.raises(ManyInvalid) as told:
        place_order(checkout=replace(checkout, cart_id=empty), key="k", actor=buyer(), now=NOON)
    missing = {error.field for error in told.value.errors if isinstance(error, DetailMissing)}
    assert {"email", "shipping_address.name", "shipping_address.city"} <= missing


def test_more_than_there_is_is_refused_and_nothing_is_kept() -> None:
    shop = laid_shop(stock=1)
    checkout = agree(fill_cart(shop, quantity=2))
    with pytest.raises(InsufficientStock):
        place_order(checkout=checkout, key="k", actor=buyer(), now=NOON)
    assert (made(), level(shop.variant_id).reserved) == ((0, 0), 0)
    assert cart(checkout.cart_id).order_id is None


def test_a_buyer_cancels_before_preparation_and_everything_is_free_again() -> None:
    shop = laid_shop(stock=10)
    placed = place_one(shop)
    cancel_order(order_id=id_of(placed), because="changed my mind", actor=buyer(), now=NOON)
    assert order(id_of(placed)).state is OrderState.CANCELLED
    assert level(shop.variant_id).available == 10
    assert payments_of(id_of(placed))[0].state is PaymentState.VOIDED


def test_a_buyer_is_too_late_once_it_is_prepared_but_staff_is_not() -> None:
    shop = laid_shop(stock=10)
    placed = place_one(shop)
    pay(placed)
    prepare_order(order_id=id_of(placed), actor=OWNER, now=NOON)
    with pytest.raises(TooLateToCancel):
        cancel_order(order_id=id_of(placed), because="late", actor=buyer(), now=NOON)
    cancel_order(order_id=id_of(placed), because="broken jar", actor=OWNER, now=NOON)
    assert (level(shop.variant_id).claimed, level(shop.variant_id).available) == (0, 10)


def test_nothing_happens_twice_to_an_order() -> None:
    placed = place_one(laid_shop())
    with pytest.raises(MoveRefused):
        prepare_order(order_id=id_of(placed), actor=OWNER, now=NOON)
    pay(placed)
    prepare_order(order_id=id_of(placed), actor=OWNER, now=NOON)
    with pytest.raises(MoveRefused):
        prepare_order(order_id=id_of(placed), actor=OWNER, now=NOON)
    ship_order(order_id=id_of(placed), actor=OWNER, now=NOON)
    for step in (ship_order, partial(cancel_order, because="late")):
        with pytest.raises(MoveRefused):
            step(order_id=id_of(placed), actor=OWNER, now=NOON)
    assert [document.kind for document in documents_of(id_of(placed))] == [DocumentKind.INVOICE]


def test_two_buyers_of_the_last_piece() -> None:
    shop = laid_shop(stock=1)
    carts = [fill_cart(shop, quantity=1) for _ in range(2)]
    buys = [partial(place_order, checkout=agree(id), key=str(id), actor=buyer(), now=NOON) for id in carts]
    names = sorted(type(answer).__name__ for answer in at_once(buys))
    assert names == ["InsufficientStock", "Placed"]
    assert level(shop.variant_id).available == 0


def test_placing_an_order_takes_few_statements(request: pytest.FixtureRequest) -> None:
    shop = laid_shop()
    first, second = (agree(fill_cart(shop)) for _ in range(2))
    statements = request.getfixturevalue("statements")
    place_order(checkout=first, key="a", actor=buyer(), now=NOON)  # settings are remembered from here on
    asked = len(statements.all)
    place_order(checkout=second, key="b", actor=buyer(), now=NOON)
    assert len(statements.all) - asked <= 17, "\n".join(statements.all[asked:])


def test_a_closed_cart_says_which_order_it_became() -> None:
    shop = laid_shop()
    checkout = agree(fill_cart(shop))
    placed = place_order(checkout=checkout, key="k", actor=buyer(), now=NOON)
    with pytest.raises(CartClosed) as told:
        place_order(checkout=checkout, key="other", actor=buyer(), now=NOON)
    assert told.value.facts["order_id"] == placed.order_id
