"""An order is sent another way, to another country, or later: its price, goods, promise and papers follow."""

from dataclasses import replace
from datetime import timedelta

import pytest

from comptoir.domains.catalogue.testing import soap as a_soap
from comptoir.domains.delivery.actions import set_rates
from comptoir.domains.delivery.values import Rate
from comptoir.domains.fulfilment.queries import shipments_of
from comptoir.domains.fulfilment.values import ShipmentState
from comptoir.domains.inventory.queries import reservations_of
from comptoir.domains.inventory.testing import let_order, level, make_stock
from comptoir.domains.inventory.values import ReservationState
from comptoir.domains.invoicing.queries import documents_of
from comptoir.domains.invoicing.values import DocumentKind
from comptoir.domains.markets.actions import save_legal_entity, save_market
from comptoir.domains.markets.queries import market
from comptoir.domains.markets.testing import ENTITY
from comptoir.domains.markets.values import InvoiceAt
from comptoir.domains.messages.actions import queue_order_message
from comptoir.domains.messages.queries import letter_for, message
from comptoir.domains.messages.values import MessageKind
from comptoir.domains.network.testing import SHOP, WAREHOUSE
from comptoir.domains.orders.errors import (
    ElsewhereNow,
    NotDeliveredSo,
    PartlyLeft,
)
from comptoir.domains.orders.queries import order
from comptoir.domains.orders.values import OrderChange
from comptoir.flows.edit_order import edit_order
from comptoir.flows.preview_edit import preview_edit
from comptoir.flows.ship_order import ship_order
from comptoir.flows.testing import HOME, sell
from comptoir.kernel.addresses import Address
from comptoir.kernel.clock import local_day
from comptoir.kernel.errors import ManyInvalid
from comptoir.kernel.formats import day_label
from comptoir.kernel.testing import NOON, OWNER
from tests.kept import laid_shop
from tests.life.test_pieces import change, euros, paid, refunded, ship
from tests.life.truth import breaks_now

pytestmark = pytest.mark.django_db(transaction=True)


def test_goods_to_order_that_are_added_move_the_promise_and_the_letter_says_it() -> None:
    shop = laid_shop(stock=10)
    soap = sell(market=shop.market, price=euros(500), stock=0, draft=a_soap(skus=("SOAP-1", "SOAP-2")))
    order_id = paid(shop)
    before = order(order_id).delivery.promised_on
    change(order_id, added={shop.sku: 1})
    assert order(order_id).delivery.promised_on == before  # what is there makes nobody wait
    come_on = local_day(NOON, "Europe/Paris") + timedelta(days=20)
    for variant, on in zip(soap.variants, (come_on, None), strict=True):
        let_order(variant.id, expected_on=on)
    change(order_id, added={"SOAP-1": 1})
    promised_on = order(order_id).delivery.promised_on
    assert promised_on is not None
    assert before is not None
    assert before < come_on < promised_on
    id = queue_order_message(kind=MessageKind.ORDER_CHANGED, order_id=order_id, again="3", actor=OWNER, now=NOON)
    assert id is not None
    letter = letter_for(message(id), now=NOON)
    assert letter is not None
    assert day_label(promised_on, "fr") in letter.text
    assert day_label(promised_on, "fr") in letter.html
    change(order_id, added={"SOAP-2": 1})  # nobody knows when it comes
    assert (order(order_id).delivery.promised_on, breaks_now()) == (None, [])


@pytest.mark.parametrize("at", [InvoiceAt.SHIPMENT, InvoiceAt.PAYMENT])
@pytest.mark.parametrize("prepared", [True, False])
def test_an_order_goes_another_way_and_its_price_goods_and_papers_follow(at: InvoiceAt, prepared: bool) -> None:
    shop = laid_shop(stock=10)
    here = market(shop.market)
    save_market(market=replace(here, invoice_at=at), actor=OWNER, now=NOON)
    make_stock(5, variant_id=shop.variant_id, place_code=SHOP.code)
    order_id = paid(shop, quantity=2, prepared=prepared)
    assert {kept.place_code for kept in reservations_of(order_id)} == {WAREHOUSE.code}
    wanted = OrderChange(builds_on=1, delivery_method="pickup", email=" Autre@Exemple.example ")
    seen = preview_edit(order_id=order_id, change=wanted, actor=OWNER, now=NOON)
    assert (seen.revision.total, seen.back, order(order_id).revision) == (euros(2580), euros(490), 1)
    edit_order(order_id=order_id, change=wanted, because="asked for", actor=OWNER, now=NOON)
    agreed = order(order_id)
    assert (agreed.total, agreed.delivery.code, agreed.email) == (euros(2580), "pickup", "autre@exemple.example")
    assert (agreed.delivery.place_code, refunded(order_id)) == (SHOP.code, 490)
    held = {each.place_code for each in reservations_of(order_id) if each.state is ReservationState.CLAIMED}
    assert (held, level(shop.variant_id).claimed) == ({SHOP.code}, 0)
    if prepared:
        (parcel,) = [each for each in shipments_of(order_id) if each.state is ShipmentState.PREPARING]
        assert ({line.place_code for line in parcel.packed}, parcel.carrier) == ({SHOP.code}, "")
    change(order_id, delivery_method="home")
    assert (order(order_id).due, breaks_now()) == (euros(490), [])
    change(order_id, delivery_method="pickup")
    ship_order(order_id=order_id, prepare=True, actor=OWNER, now=NOON)
    signs = {DocumentKind.INVOICE: 1, DocumentKind.CREDIT_NOTE: -1}
    assert sum(signs[each.kind] * each.total.minor for each in documents_of(order_id)) == 2580
    assert breaks_now() == []


def test_what_was_to_be_collected_is_delivered_only_to_a_whole_address() -> None:
    order_id = paid(laid_shop(stock=5), delivery="pickup")
    change(order_id, shipping_address=Address(name="Lucie Martin", country="FR"))
    with pytest.raises(ManyInvalid) as refused:
        change(order_id, delivery_method="home")
    assert "shipping_address.line1" in {error.field for error in refused.value.errors}
    change(order_id, delivery_method="home", shipping_address=HOME)
    assert (order(order_id).delivery.code, order(order_id).due, breaks_now()) == ("home", euros(490), [])


def test_another_country_is_allowed_where_the_market_delivers_and_taxes_are_the_same() -> None:
    shop = laid_shop(stock=5)
    order_id = paid(shop)
    here = market(shop.market)
    belgium = Address(**{**HOME.values(), "country": "BE", "postal_code": "1000"})
    save_market(market=replace(here, countries=(*here.countries, "BE")), actor=OWNER, now=NOON)
    with pytest.raises(NotDeliveredSo):
        change(order_id, shipping_address=belgium)
    rates = [Rate(price=euros(490), countries=("FR",)), Rate(price=euros(990), countries=("BE",))]
    set_rates(market=shop.market, code="home", rates=rates, actor=OWNER, now=NOON)
    change(order_id, shipping_address=belgium)
    agreed = order(order_id)
    assert (agreed.shipping_address.country, agreed.delivery.price, agreed.due) == ("BE", euros(990), euros(500))
    save_legal_entity(entity=replace(ENTITY, oss_registered=True), actor=OWNER, now=NOON)
    with pytest.raises(ElsewhereNow):
        change(order_id, shipping_address=HOME)
    assert (order(order_id), breaks_now()) == (agreed, [])


def test_the_way_stays_once_a_part_has_left() -> None:
    opened = laid_shop(stock=10)
    order_id = paid(opened)
    ship(order_id, opened, 1)
    with pytest.raises(PartlyLeft):
        change(order_id, delivery_method="pickup")
