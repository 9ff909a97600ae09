"""Vouchers in the life of an order: counted once, given back once, and every piece carries its share to the cent."""

from dataclasses import replace
from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest

from comptoir.domains.cart.actions import apply_voucher
from comptoir.domains.catalogue.testing import soap as a_soap
from comptoir.domains.inventory.actions import record_counts
from comptoir.domains.inventory.values import Count
from comptoir.domains.invoicing.queries import documents_of
from comptoir.domains.invoicing.values import DocumentKind
from comptoir.domains.markets.actions import save_market
from comptoir.domains.markets.queries import market
from comptoir.domains.markets.values import InvoiceAt
from comptoir.domains.network.testing import WAREHOUSE
from comptoir.domains.orders.errors import TotalChanged
from comptoir.domains.orders.queries import order
from comptoir.domains.orders.values import OrderId, OrderState
from comptoir.domains.payments.queries import payments_of
from comptoir.domains.pricing import queries
from comptoir.domains.pricing.actions import switch_voucher_off, use_voucher
from comptoir.domains.pricing.errors import VoucherSwitchedOff, VoucherUsedByCustomer, VoucherUsedUp
from comptoir.domains.pricing.testing import make_voucher
from comptoir.domains.pricing.values import Voucher
from comptoir.flows.abandon_orders import abandon_orders
from comptoir.flows.cancel_order import cancel_order
from comptoir.flows.expire_reservations import expire_reservations
from comptoir.flows.place_order import Checkout, place_order
from comptoir.flows.prepare_order import prepare_order
from comptoir.flows.record_payment import record_payment
from comptoir.flows.ship_order import ship_order
from comptoir.flows.testing import Shop, agree, buyer, fill_cart, sell
from comptoir.kernel.ids import new_id
from comptoir.kernel.testing import NOON, OWNER, snapshot
from tests.kept import laid_shop
from tests.life.test_gift_cards import WEEKS_LATER
from tests.life.test_pieces import change, euros, papers, refunded, ship
from tests.life.test_returns import received, withdrawn
from tests.life.truth import breaks_now

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def shop() -> Shop:
    return laid_shop(stock=50)


def with_code(shop: Shop, known: Voucher, **cart: Any) -> Checkout:
    """What a buyer agrees to whose basket of honey has the code."""
    cart_id = fill_cart(shop, **cart)
    apply_voucher(cart_id=cart_id, code=known.code, actor=buyer(), now=NOON)
    return agree(cart_id)


def place(checkout: Checkout, key: str = "k") -> OrderId:
    return OrderId(UUID(place_order(checkout=checkout, key=key, actor=buyer(), now=NOON).order_id))


def paid(checkout: Checkout) -> OrderId:
    order_id = place(checkout)
    record_payment(order_id=order_id, amount=order(order_id).total, actor=OWNER, now=NOON)
    prepare_order(order_id=order_id, actor=OWNER, now=NOON)
    return order_id


def used(known: Voucher) -> int:
    return queries.voucher(known.id, actor=OWNER).used


def test_the_order_keeps_what_was_taken_off(shop: Shop) -> None:
    known = make_voucher()
    order_id = place(with_code(shop, known))
    placed = order(order_id)
    assert (placed.voucher, placed.discount, placed.undiscounted) == ("BIENVENUE", euros(500), euros(2580))
    assert (placed.goods_total, placed.total) == (euros(2080), euros(2570))
    assert [payment.amount for payment in payments_of(order_id)] == [euros(2570)]
    (use,) = queries.voucher_uses(known.id, actor=OWNER)
    assert (use.order_id, use.discount, used(known)) == (order_id, euros(500), 1)
    assert breaks_now() == []


def test_called_off_or_abandoned_it_can_be_used_again(shop: Shop) -> None:
    known = make_voucher(limit=1, limit_each=1)
    first = place(with_code(shop, known))
    with pytest.raises(VoucherUsedUp):
        with_code(shop, known, email="paul@exemple.example")
    cancel_order(order_id=first, because="x", actor=buyer(first), now=NOON)
    assert used(known) == 0
    second = place(with_code(shop, known), "second")
    assert used(known) == 1
    expire_reservations(actor=OWNER, now=NOON + timedelta(days=8))
    assert abandon_orders(actor=OWNER, now=WEEKS_LATER) == 1
    assert (used(known), order(second).voucher, breaks_now()) == (0, "BIENVENUE", [])


def test_a_code_that_is_over_meanwhile_is_named_and_nothing_is_done(shop: Shop) -> None:
    known = make_voucher()
    checkout = with_code(shop, known)
    switch_voucher_off(voucher_id=known.id, actor=OWNER, now=NOON)
    before = snapshot()
    with pytest.raises(VoucherSwitchedOff, match="BIENVENUE"):
        place(checkout)
    assert snapshot() == before
    placed = place(replace(checkout, shown_total=euros(3070)))  # the buyer has seen what it costs without
    assert (order(placed).voucher, order(placed).total) == ("", euros(3070))
    assert breaks_now() == []


def test_a_price_that_changed_is_no_fault_of_the_code(shop: Shop) -> None:
    checkout = with_code(shop, make_voucher())
    with pytest.raises(TotalChanged):
        place(replace(checkout, shown_total=euros(3070)))


def test_another_spelling_of_the_address_is_the_same_customer(shop: Shop) -> None:
    known = make_voucher(limit_each=1)
    place(with_code(shop, known))
    anonymous = with_code(shop, known, email="paul@exemple.example")
    place(anonymous, "other")
    with pytest.raises(VoucherUsedByCustomer):
        with_code(shop, known, email="Lucie+2@exemple.example")
    assert (used(known), breaks_now()) == (2, [])


def test_used_up_between_the_look_and_the_order(shop: Shop, monkeypatch: pytest.MonkeyPatch) -> None:
    """What the page had seen does not help: it is counted under the voucher's lock, and all of the order is undone."""
    known = make_voucher(limit=1)
    checkout = with_code(shop, known)
    stale = queries.offered_voucher(known.id, market=shop.market, email="", now=NOON)
    use_voucher(
        voucher_id=known.id, order_id=new_id(), email="x@exemple.example", discount=euros(1), actor=OWNER, now=NOON
    )
    monkeypatch.setattr("comptoir.domains.cart.queries.priced.offered_voucher", lambda *_, **__: stale)
    before = snapshot()
    with pytest.raises(VoucherUsedUp, match="BIENVENUE"):
        place(checkout)
    assert snapshot() == before


def test_sold_out_when_the_money_comes_it_can_be_used_again(shop: Shop) -> None:
    known = make_voucher(limit=1)
    order_id = place(with_code(shop, known))
    expire_reservations(actor=OWNER, now=NOON + timedelta(days=8))
    counts = [Count(variant_id=shop.variant_id, place_code=WAREHOUSE.code, quantity=0)]
    record_counts(counts=counts, actor=OWNER, now=NOON)
    record_payment(order_id=order_id, amount=order(order_id).total, actor=OWNER, now=NOON)
    assert order(order_id).state is OrderState.CANCELLED
    assert (used(known), breaks_now()) == (0, [])


COURSES = {
    "back, then the rest leaves and comes back": "ship 2, back 1, ship 3, back 2, back 2",
    "called off between two parcels": "ship 2, back 2, off 1, ship 2, back 1, back 1",
    "called off first": "off 2, ship 1, back 1, ship 2, back 2",
    "several parcels, back at once": "ship 1, ship 1, ship 3, back 4, back 1",
    "one by one": "ship 1, off 1, back 1, ship 1, off 1, back 1, ship 1, back 1",
}


@pytest.mark.parametrize("invoice_at", list(InvoiceAt))
@pytest.mark.parametrize("course", COURSES)
def test_whatever_becomes_of_the_pieces_their_prices_add_up(shop: Shop, course: str, invoice_at: InvoiceAt) -> None:
    """Five jars at 12.90, 5.03 off: three of them are 1.01 cheaper, two 1.00."""
    save_market(market=replace(market(shop.market), invoice_at=invoice_at), actor=OWNER, now=NOON)
    order_id = paid(with_code(shop, make_voucher(amount=503), quantity=5))
    (payment,) = payments_of(order_id)
    for step in COURSES[course].split(", "):
        what, count = step.split()
        if what == "ship":
            ship(order_id, shop, int(count))
        elif what == "off":
            change(order_id, called_off={1: int(count)})
        else:
            received(withdrawn(order_id, int(count)), int(count))
        assert breaks_now() == []
    # Nothing is left of it: all went back, delivery with the last pieces, and every invoice is credited to the cent.
    assert refunded(order_id) == payment.amount.minor == 5 * 1290 - 503 + 490
    assert sum(total if kind == "invoice" else -total for kind, total, _ in papers(order_id)) == 0
    documents = documents_of(order_id)
    for invoice in (each for each in documents if each.kind is DocumentKind.INVOICE):
        notes = (note for note in documents if note.corrects == invoice.id)
        assert sum(note.total.minor for note in notes) == invoice.total.minor


def test_goods_that_are_added_later_cost_what_they_cost(shop: Shop) -> None:
    soap = sell(market=shop.market, price=euros(600), stock=10, draft=a_soap())
    order_id = paid(with_code(shop, make_voucher(amount=None, percent="10"), quantity=3))
    change(order_id, called_off={1: 2}, added={soap.variants[0].sku: 2})
    changed = order(order_id)
    assert [line.total.minor for line in changed.lines] == [1161, 1200]
    assert (changed.discount, changed.voucher) == (euros(129), "BIENVENUE")
    ship_order(order_id=order_id, actor=OWNER, now=NOON)
    assert breaks_now() == []


def test_a_voucher_worth_more_than_the_goods_leaves_the_delivery_to_pay(shop: Shop) -> None:
    order_id = paid(with_code(shop, make_voucher(amount=10_000)))
    placed = order(order_id)
    assert (placed.goods_total, placed.total, placed.discount) == (euros(0), euros(490), euros(2580))
    ship_order(order_id=order_id, actor=OWNER, now=NOON)
    received(withdrawn(order_id, 2), 2)
    assert (refunded(order_id), breaks_now()) == (490, [])
