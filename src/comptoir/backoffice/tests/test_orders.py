"""Orders at the desk: each step by its button, and what it does to the rows."""

from uuid import UUID

import pytest
from django.test import Client

from comptoir.backoffice.tests.conftest import signed_in
from comptoir.backoffice.tests.working import Working, parcels_of
from comptoir.domains.fulfilment.queries import shipments_of
from comptoir.domains.inventory.testing import level
from comptoir.domains.invoicing.queries import documents_of
from comptoir.domains.messages.actions import give_up_message, mark_sent
from comptoir.domains.messages.queries import letter_for, messages_of
from comptoir.domains.messages.values import MessageKind
from comptoir.domains.orders.queries import order
from comptoir.domains.orders.values import OrderState
from comptoir.domains.payments.actions import request_void
from comptoir.domains.payments.queries import payments_of
from comptoir.domains.payments.testing import pay_otherwise
from comptoir.domains.payments.values import PaymentState
from comptoir.flows.place_order import place_order
from comptoir.flows.testing import agree, buyer, fill_cart
from comptoir.kernel import clock
from comptoir.kernel.testing import OWNER


def page(working: Working, step: str = "") -> str:
    return f"/back-office/orders/{working.order_id}/{step}"


def test_the_list_finds_an_order_by_number_name_and_view(owner: Client, working: Working) -> None:
    assert working.number in owner.get("/back-office/orders/").text
    assert working.number in owner.get("/back-office/orders/?view=to-pay&q=martin").text
    assert working.number not in owner.get("/back-office/orders/?view=shipped").text
    nothing = owner.get("/back-office/orders/?q=nobody").text
    assert "No order matches" in nothing
    assert 'href="/back-office/orders/"' in nothing
    assert owner.get("/back-office/orders/?cursor=broken")["Location"] == "/back-office/orders/"


def test_from_the_transfer_to_the_invoice(owner: Client, working: Working) -> None:
    shown = owner.get(page(working)).text
    assert "Record the payment" in shown
    assert "Prepare the order" not in shown
    assert owner.post(page(working, "record-payment/"), {"reference": "VIR 8841"})["Location"] == page(working)
    assert order(working.order_id).state is OrderState.PAID
    [payment] = payments_of(working.order_id)
    assert payment.state is PaymentState.CAPTURED
    assert "The payment is recorded." in owner.get(page(working)).text
    owner.post(page(working, "prepare/"))
    assert order(working.order_id).state is OrderState.PREPARING
    [(ship, pieces)] = parcels_of(working.order_id)
    wrong = owner.post(ship, {"carrier": "", "tracking_number": "", **pieces})
    assert wrong.status_code == 422
    assert 'id="id_carrier_' in wrong.text
    owner.post(ship, {"carrier": "Colissimo", "tracking_number": "8N00234567891", **pieces})
    assert order(working.order_id).state is OrderState.SHIPPED
    [shipment] = shipments_of(working.order_id)
    assert (shipment.carrier, shipment.tracking_number) == ("Colissimo", "8N00234567891")
    [invoice] = documents_of(working.order_id)
    assert level(working.shop.variant_id).on_hand == 8
    shown = owner.get(page(working)).text
    assert invoice.number in shown
    assert "VIR 8841" in shown
    assert "Cancel the order" not in shown


def test_what_the_customer_collects_is_handed_over_without_a_carrier(owner: Client, working: Working) -> None:
    now = clock.now()
    cart_id = fill_cart(working.shop, delivery="pickup", now=now)
    placed = place_order(checkout=agree(cart_id, now=now), key="collected", actor=buyer(cart_id), now=now)
    address = f"/back-office/orders/{placed.order_id}/"
    owner.post(f"{address}record-payment/", {"reference": ""})
    owner.post(f"{address}prepare/")
    shown = owner.get(address).text
    assert "Hand over the order" in shown
    assert 'name="carrier"' not in shown
    [parcel] = shipments_of(UUID(placed.order_id))
    assert owner.post(f"{address}parcels/{parcel.id}/hand-over/")["Location"] == address
    shown = owner.get(address).text
    assert "The order is handed over." in shown
    assert ">Collected</span>" in shown
    assert "On its way" not in shown
    assert "the customer has the items" in shown


def test_the_list_speaks_the_readers_language_not_the_buyers(owner: Client, working: Working) -> None:
    shown = owner.get("/back-office/orders/").text
    assert "Home delivery" in shown
    assert "À domicile" not in shown


def test_a_step_that_somebody_else_took_is_told_and_changes_nothing(owner: Client, working: Working) -> None:
    answer = owner.post(page(working, "prepare/"))
    assert answer.status_code == 422
    assert "This is no longer possible: the current state is “awaiting payment”." in answer.text
    assert order(working.order_id).state is OrderState.AWAITING_PAYMENT


def test_cancelling_asks_for_a_reason_and_says_what_follows(owner: Client, working: Working) -> None:
    shown = owner.get(page(working, "cancel/")).text
    assert "The items return to stock." in shown
    assert owner.post(page(working, "cancel/"), {"because": " "}).status_code == 422
    assert order(working.order_id).state is OrderState.AWAITING_PAYMENT
    owner.post(page(working, "cancel/"), {"because": "Doublon"})
    assert order(working.order_id).state is OrderState.CANCELLED
    assert level(working.shop.variant_id).available == 10
    told = owner.get(page(working)).text
    assert "Order cancelled" in told
    assert "Doublon" in told


def test_a_card_that_is_being_given_up_is_not_told_as_money(owner: Client, working: Working) -> None:
    card = pay_otherwise(working.order_id)
    assert ">Authorised</span>" in owner.get(page(working)).text
    request_void(payment_id=card.id, actor=OWNER, now=clock.now())
    shown = owner.get(page(working)).text
    assert ">Being voided</span>" in shown
    assert ">Authorised</span>" not in shown


def test_a_message_is_sent_again_while_it_is_true(owner: Client, working: Working) -> None:
    again = page(working, f"messages/{MessageKind.ORDER_TO_PAY}/")
    owner.post(again)
    [message] = messages_of(working.order_id, actor=OWNER)
    assert (message.kind, message.to) == (MessageKind.ORDER_TO_PAY, order(working.order_id).email)
    letter = letter_for(message, now=clock.now())
    assert letter is not None
    mark_sent(message_id=message.id, letter=letter, actor=OWNER, now=clock.now())
    assert f'action="{again}"' in owner.get(page(working)).text
    owner.post(again)
    owner.post(page(working, "cancel/"), {"because": "Doublon"})
    [late] = [one for one in messages_of(working.order_id, actor=OWNER) if one.id != message.id]
    assert letter_for(late, now=clock.now()) is None
    give_up_message(message_id=late.id, reason="no longer true", actor=OWNER, now=clock.now())
    shown = owner.get(page(working)).text
    assert f'action="{again}"' not in shown
    assert "The order had changed before it could be sent." in shown
    assert "no longer true" not in shown


@pytest.mark.parametrize(
    ("role", "step", "allowed"),
    [
        ("warehouse", "record-payment/", False),
        ("warehouse", "cancel/", False),
        ("accountant", "record-payment/", True),
        ("support", "prepare/", False),
        ("readonly", "parcels/01990000-0000-7000-8000-000000000000/hand-over/", False),
        ("support", "hold/", False),
        ("warehouse", "change/", False),
        ("support", "note/", False),
        ("marketing", "release/", False),
    ],
)
def test_each_role_has_its_steps(working: Working, role: str, step: str, allowed: bool) -> None:
    client = signed_in(f"{role}@halle.example", roles=(role,))
    answer = client.post(page(working, step), {"because": "x", "reference": "x", "carrier": "x"})
    assert (answer.status_code == 403) is not allowed
    if not allowed:
        assert order(working.order_id).state is OrderState.AWAITING_PAYMENT
    for link in ("record-payment", "cancel"):
        if not allowed:
            assert f'action="{page(working, link)}/"' not in client.get(page(working)).text


def test_an_order_that_does_not_exist_is_not_found(owner: Client) -> None:
    answer = owner.get("/back-office/orders/01990000-0000-7000-8000-000000000000/")
    assert answer.status_code == 404
    assert "This order does not exist" in answer.text


def test_the_home_page_counts_what_waits(owner: Client, working: Working) -> None:
    owner.post(page(working, "record-payment/"), {"reference": ""})
    shown = owner.get("/back-office/").text
    assert 'href="/back-office/orders/?view=to-prepare"' in shown
    assert working.number in shown
    assert '<span class="menu-count">1' in shown


def test_the_search_finds_across_everything(owner: Client, working: Working) -> None:
    shown = owner.get("/back-office/search/?q=martin").text
    assert working.number in shown
    assert "Lucie Martin" in shown
    assert f"/back-office/products/{working.shop.honey.id}/" in owner.get("/back-office/search/?q=miel").text
    assert "Nothing found for" in owner.get("/back-office/search/?q=zzz").text
