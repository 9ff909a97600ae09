"""Orders in parts: parcels one by one, pieces called off or added, money and papers that follow."""

from dataclasses import replace
from uuid import UUID

import pytest

from comptoir.domains.catalogue.errors import UnknownSku
from comptoir.domains.catalogue.testing import soap as a_soap
from comptoir.domains.fulfilment.errors import NothingHere, NothingToPick, ParcelGone
from comptoir.domains.fulfilment.queries import picks_of, shipments_of
from comptoir.domains.fulfilment.values import ShipmentState
from comptoir.domains.inventory.errors import InsufficientStock
from comptoir.domains.inventory.testing import level, make_stock
from comptoir.domains.invoicing.queries import documents_of
from comptoir.domains.invoicing.values import Document, DocumentKind
from comptoir.domains.ledger.queries import balances, book_lines
from comptoir.domains.markets.actions import save_market
from comptoir.domains.markets.queries import market
from comptoir.domains.markets.values import InvoiceAt
from comptoir.domains.network.testing import SHOP, WAREHOUSE
from comptoir.domains.orders.actions import hold_order, release_order
from comptoir.domains.orders.errors import (
    DifferenceDue,
    ElsewhereNow,
    OnHold,
    OrderChangedMeanwhile,
)
from comptoir.domains.orders.queries import order
from comptoir.domains.orders.values import OrderChange, OrderId, OrderState
from comptoir.domains.payments.queries import operations_of, payments_of
from comptoir.domains.payments.values import OperationKind, PaymentState
from comptoir.flows.authorise_payment import PayingWith
from comptoir.flows.cancel_order import cancel_order
from comptoir.flows.edit_order import edit_order
from comptoir.flows.place_order import place_order
from comptoir.flows.prepare_order import prepare_order
from comptoir.flows.prepare_orders import prepare_orders
from comptoir.flows.record_payment import record_payment
from comptoir.flows.retry_payment import retry_payment
from comptoir.flows.ship_order import ship_order
from comptoir.flows.start_picking import start_picking
from comptoir.flows.testing import HOME, Shop, agree, buyer, fill_cart, sell
from comptoir.kernel.access import NotAllowed
from comptoir.kernel.addresses import Address
from comptoir.kernel.errors import ManyInvalid
from comptoir.kernel.money import Money
from comptoir.kernel.testing import NOBODY, NOON, OWNER
from tests.kept import laid_shop
from tests.life.truth import breaks_now

pytestmark = pytest.mark.django_db(transaction=True)


def euros(minor: int) -> Money:
    return Money(minor, "EUR")


def paid(shop: Shop, *, quantity: int = 3, prepared: bool = True, key: str = "k", delivery: str = "home") -> OrderId:
    """Honey at 12.90, delivered for 4.90, paid by transfer."""
    cart_id = fill_cart(shop, quantity=quantity, delivery=delivery)
    placed = place_order(checkout=agree(cart_id), key=key, actor=buyer(), now=NOON)
    order_id = OrderId(UUID(placed.order_id))
    record_payment(order_id=order_id, amount=euros(placed.total_minor), actor=OWNER, now=NOON)
    if prepared:
        prepare_order(order_id=order_id, actor=OWNER, now=NOON)
    return order_id


def ship(order_id: OrderId, shop: Shop, count: int) -> None:
    """So many pieces of what is being prepared."""
    (shipment,) = [each for each in shipments_of(order_id) if each.state is ShipmentState.PREPARING]
    contents = {shop.variant_id: count}
    ship_order(order_id=order_id, shipment_id=shipment.id, contents=contents, actor=OWNER, now=NOON)


def change(order_id: OrderId, **what: object) -> None:
    wanted = OrderChange(builds_on=order(order_id).revision, **what)  # type: ignore[arg-type]  # each test names its own
    edit_order(order_id=order_id, change=wanted, because="asked for", actor=OWNER, now=NOON)


def papers(order_id: OrderId) -> list[tuple[str, int, list[int]]]:
    return [(each.kind, each.total.minor, [line.quantity for line in each.lines]) for each in documents_of(order_id)]


def refunded(order_id: OrderId) -> int:
    return sum(
        operation.amount.minor
        for payment in payments_of(order_id)
        for operation in operations_of(payment.id)
        if operation.kind is OperationKind.REFUND
    )


def customers_balance(document: Document) -> int:
    books = {line.account: line.balance.minor for line in balances(document.legal_entity_id, actor=OWNER)}
    assert sum(books.values()) == 0
    return books["411"]


def test_what_has_left_does_not_leave_again_and_is_not_taken_for_the_rest() -> None:
    shop = laid_shop(stock=10)
    order_id = paid(shop)
    (first,) = shipments_of(order_id)
    ship(order_id, shop, 1)
    with pytest.raises(ParcelGone):
        ship_order(order_id=order_id, shipment_id=first.id, actor=OWNER, now=NOON)


def test_parcels_leave_one_by_one_each_with_its_invoice() -> None:
    shop = laid_shop(stock=10)
    order_id = paid(shop)
    ship(order_id, shop, 1)
    assert order(order_id).state is OrderState.PARTLY_SHIPPED
    assert (level(shop.variant_id).on_hand, level(shop.variant_id).claimed) == (9, 2)
    ship(order_id, shop, 2)
    assert order(order_id).state is OrderState.SHIPPED
    assert papers(order_id) == [("invoice", 1290 + 490, [1]), ("invoice", 2580, [2])]
    assert customers_balance(documents_of(order_id)[0]) == 0
    assert breaks_now() == []


def test_goods_from_two_places_leave_in_two_parcels() -> None:
    shop = laid_shop(stock=2)
    make_stock(5, variant_id=shop.variant_id, place_code=SHOP.code)
    order_id = paid(shop, quantity=6)
    first, second = shipments_of(order_id)
    assert {len({line.place_code for line in each.packed}) for each in (first, second)} == {1}
    ship_order(order_id=order_id, shipment_id=second.id, actor=OWNER, now=NOON)
    assert order(order_id).state is OrderState.PARTLY_SHIPPED
    ship_order(order_id=order_id, actor=OWNER, now=NOON)
    assert order(order_id).state is OrderState.SHIPPED
    assert breaks_now() == []


@pytest.mark.parametrize("prepared", [False, True])
def test_what_is_called_off_is_free_again_and_paid_back(prepared: bool) -> None:
    shop = laid_shop(stock=10)
    order_id = paid(shop, prepared=prepared)
    change(order_id, called_off={1: 1})
    assert order(order_id).total == euros(2 * 1290 + 490)
    assert (level(shop.variant_id).claimed, level(shop.variant_id).available) == (2, 8)
    assert refunded(order_id) == 1290
    if not prepared:
        prepare_order(order_id=order_id, actor=OWNER, now=NOON)
    ship_order(order_id=order_id, actor=OWNER, now=NOON)
    assert papers(order_id) == [("invoice", 2 * 1290 + 490, [2])]
    assert breaks_now() == []


def test_the_rest_of_an_order_that_partly_left_is_called_off() -> None:
    shop = laid_shop(stock=10)
    order_id = paid(shop)
    ship(order_id, shop, 1)
    change(order_id, called_off={1: 2})
    assert (order(order_id).state, refunded(order_id)) == (OrderState.SHIPPED, 2580)
    assert level(shop.variant_id).available == 9
    assert [each.state for each in shipments_of(order_id)].count(ShipmentState.CANCELLED) == 1
    assert breaks_now() == []


def test_what_is_added_is_kept_at_once_and_due_before_anything_leaves() -> None:
    shop = laid_shop(stock=10)
    soap = sell(market=shop.market, price=euros(500), stock=4, draft=a_soap(skus=("SOAP-1", "SOAP-2")))
    order_id = paid(shop)
    change(order_id, added={"SOAP-1": 2})
    agreed = order(order_id)
    assert (agreed.due, agreed.total) == (euros(1000), euros(3 * 1290 + 490 + 1000))
    assert level(soap.variants[0].id).claimed == 2
    with pytest.raises(DifferenceDue):
        ship_order(order_id=order_id, actor=OWNER, now=NOON)
    assert (level(shop.variant_id).on_hand, documents_of(order_id)) == (10, ())
    change(order_id, called_off={2: 2})  # the customer thinks better of it
    ship_order(order_id=order_id, actor=OWNER, now=NOON)
    assert order(order_id).state is OrderState.SHIPPED
    assert (refunded(order_id), breaks_now()) == (0, [])


def test_what_cannot_be_added_changes_nothing() -> None:
    shop = laid_shop(stock=5)
    order_id = paid(shop)
    before = order(order_id)
    with pytest.raises(UnknownSku):
        change(order_id, added={"NO-SUCH": 1})
    with pytest.raises(InsufficientStock):
        change(order_id, added={shop.sku: 3})
    with pytest.raises(ElsewhereNow):
        change(order_id, shipping_address=Address(**{**HOME.values(), "country": "BE", "postal_code": "1000"}))
    assert (order(order_id), level(shop.variant_id).available) == (before, 2)


def test_an_address_that_cannot_be_delivered_to_is_told_by_field() -> None:
    order_id = paid(laid_shop())
    wrong = Address(**{**HOME.values(), "postal_code": "nowhere", "city": ""})
    with pytest.raises(ManyInvalid) as refused:
        change(order_id, shipping_address=wrong)
    told = {error.field for error in refused.value.errors}
    assert told == {"shipping_address.postal_code", "shipping_address.city"}
    change(order_id, shipping_address=Address(**{**HOME.values(), "line1": " 9 rue Neuve "}))
    assert order(order_id).shipping_address.line1 == "9 rue Neuve"


def test_many_are_prepared_and_whoever_is_refused_holds_up_nobody() -> None:
    shop = laid_shop(stock=10)
    ready, held = (paid(shop, quantity=1, prepared=False, key=key) for key in ("a", "b"))
    hold_order(order_id=held, because="odd address", actor=OWNER, now=NOON)
    done = prepare_orders(order_ids=[held, ready, ready], actor=OWNER, now=NOON)
    assert done.orders == (ready,)
    assert {id: error.facts for id, error in done.refused.items()} == {held: {"because": "odd address"}}
    assert (order(ready).state, order(held).state) == (OrderState.PREPARING, OrderState.PAID)
    again = prepare_orders(order_ids=[ready], actor=OWNER, now=NOON)
    assert (again.orders, list(again.refused)) == ((), [ready])
    assert len(shipments_of(ready)) == 1
    with pytest.raises(NotAllowed):
        prepare_orders(order_ids=[held], actor=NOBODY, now=NOON)


def test_of_two_who_change_an_order_the_second_is_told() -> None:
    order_id = paid(laid_shop())
    stale = OrderChange(builds_on=1, called_off={1: 1})
    edit_order(order_id=order_id, change=stale, because="", actor=OWNER, now=NOON)
    with pytest.raises(OrderChangedMeanwhile):
        edit_order(order_id=order_id, change=stale, because="", actor=OWNER, now=NOON)
    assert refunded(order_id) == 1290


def test_an_order_on_hold_keeps_its_goods_and_its_money() -> None:
    shop = laid_shop(stock=10)
    order_id = paid(shop)
    hold_order(order_id=order_id, because="odd address", actor=OWNER, now=NOON)
    with pytest.raises(OnHold):
        ship_order(order_id=order_id, actor=OWNER, now=NOON)
    assert level(shop.variant_id).claimed == 3
    release_order(order_id=order_id, actor=OWNER, now=NOON)
    ship_order(order_id=order_id, actor=OWNER, now=NOON)


def test_an_order_that_waits_for_its_payment_is_paid_anew_when_it_was_changed() -> None:
    shop = laid_shop(stock=10)
    placed = place_order(checkout=agree(fill_cart(shop, quantity=3)), key="k", actor=buyer(), now=NOON)
    order_id = OrderId(UUID(placed.order_id))
    change(order_id, called_off={1: 1})
    assert [payment.state for payment in payments_of(order_id)] == [PaymentState.VOIDED, PaymentState.PENDING]
    assert (order(order_id).total, level(shop.variant_id).reserved) == (euros(2 * 1290 + 490), 2)
    assert breaks_now() == []


def test_cancelling_what_was_invoiced_in_full_credits_it_in_full() -> None:
    shop = laid_shop(stock=10)
    order_id = paid(shop, prepared=False)
    cancel_order(order_id=order_id, because="no more", actor=OWNER, now=NOON)
    assert {each.kind for each in documents_of(order_id)} <= {DocumentKind.INVOICE, DocumentKind.CREDIT_NOTE}
    assert refunded(order_id) == 3 * 1290 + 490
    assert breaks_now() == []


def test_orders_are_picked_together_and_one_on_hold_keeps_no_other_waiting() -> None:
    shop = laid_shop(stock=50)
    first, held, second = (paid(shop, prepared=False, key=key) for key in "abc")
    hold_order(order_id=held, because="odd address", actor=OWNER, now=NOON)
    picking = start_picking(order_ids=[first, held, second], place_code=WAREHOUSE.code, actor=OWNER, now=NOON)
    assert list(picking.refused) == [held]
    assert picking.batch_id is not None
    (walk,) = picks_of(picking.batch_id)
    assert (walk.quantity, walk.boxes) == (6, ((1, 3), (2, 3)))
    assert [order(id).state for id in (first, held, second)] == [
        OrderState.PREPARING,
        OrderState.PAID,
        OrderState.PREPARING,
    ]
    again = start_picking(order_ids=[first, held, second], place_code=WAREHOUSE.code, actor=OWNER, now=NOON)
    assert again.batch_id is None
    assert {id: type(why) for id, why in again.refused.items()} == {
        held: OnHold,
        first: NothingToPick,
        second: NothingToPick,
    }


def test_an_order_of_which_nothing_lies_there_is_not_taken_in_hand_and_that_is_told() -> None:
    shop = laid_shop(stock=50)
    make_stock(5, variant_id=shop.variant_id, place_code=SHOP.code)
    home, there = paid(shop, prepared=False, key="a"), paid(shop, prepared=False, key="b", delivery="pickup")
    picking = start_picking(order_ids=[home, there], place_code=WAREHOUSE.code, actor=OWNER, now=NOON)
    assert {id: type(why) for id, why in picking.refused.items()} == {there: NothingHere}
    assert [order(id).state for id in (home, there)] == [OrderState.PREPARING, OrderState.PAID]
    also = paid(shop, prepared=False, key="c")
    again = start_picking(order_ids=[home, there, also], place_code=WAREHOUSE.code, actor=OWNER, now=NOON)
    assert {id: type(why) for id, why in again.refused.items()} == {home: NothingToPick, there: NothingHere}
    nothing = start_picking(order_ids=[there], place_code=WAREHOUSE.code, actor=OWNER, now=NOON)
    assert (nothing.batch_id, [type(why) for why in nothing.refused.values()]) == (None, [NothingHere])
    assert order(there).state is OrderState.PAID
    assert start_picking(order_ids=[there], place_code=SHOP.code, actor=OWNER, now=NOON).refused == {}


def test_what_was_invoiced_before_it_was_paid_is_settled_when_the_money_comes() -> None:
    shop = laid_shop(stock=10)
    save_market(market=replace(market(shop.market), invoice_at=InvoiceAt.PAYMENT), actor=OWNER, now=NOON)
    order_id = paid(shop)
    change(order_id, added={shop.sku: 1})
    first, second = documents_of(order_id)
    assert (first.due, second.total, second.due) == (euros(0), euros(1290), euros(1290))
    assert customers_balance(first) == 1290
    again = PayingWith(return_url="http://localhost/return")
    retry_payment(order_id=order_id, method="transfer", paying=again, actor=buyer(), now=NOON)
    record_payment(order_id=order_id, amount=euros(1290), actor=OWNER, now=NOON)
    assert customers_balance(first) == 0
    debts = [line for line in book_lines(first.legal_entity_id, year=NOON.year, actor=OWNER) if line.account == "411"]
    assert [(line.debit.minor - line.credit.minor, line.matching is None) for line in debts] == [
        *((4360, False), (-4360, False), (1290, False), (-1290, False))
    ]
    assert breaks_now() == []
