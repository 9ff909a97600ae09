"""Orders by pieces at the desk: parcels one by one, holds, changes, notes, and many prepared at once."""

import re
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client

from comptoir.backoffice.tests.conftest import signed_in
from comptoir.backoffice.tests.working import Working, paid, parcels_of
from comptoir.domains.catalogue.testing import soap
from comptoir.domains.fulfilment.queries import shipments_of
from comptoir.domains.inventory.testing import level, make_stock
from comptoir.domains.network.testing import SHOP
from comptoir.domains.orders.actions import hold_order
from comptoir.domains.orders.queries import order
from comptoir.domains.orders.values import Order, OrderChange, OrderId, OrderState
from comptoir.flows.authorise_payment import PayingWith
from comptoir.flows.cancel_order import cancel_order
from comptoir.flows.edit_order import edit_order
from comptoir.flows.retry_payment import retry_payment
from comptoir.flows.testing import buyer, sell
from comptoir.kernel import clock
from comptoir.kernel.clock import local_day
from comptoir.kernel.history import history_of
from comptoir.kernel.money import Money
from comptoir.kernel.testing import OWNER

pytestmark = pytest.mark.django_db(transaction=True)


def page(order_id: OrderId, step: str = "") -> str:
    return f"/back-office/orders/{order_id}/{step}"


def changing(found: Order, **written: Any) -> dict[str, Any]:
    """What the form of a change sends when nothing is touched, and what was ``written``."""
    addresses = {"shipping": found.shipping_address, "billing": found.billing_address}
    return {
        "revision": str(found.revision),
        "because": "The customer rang",
        "same_billing": "on",
        "email": found.email,
        "delivery_method": found.delivery.code,
        **{f"called_off_{line.position}": "0" for line in found.lines},
        **{f"{prefix}_{name}": value for prefix, one in addresses.items() for name, value in one.values().items()},
        "added-TOTAL_FORMS": "2",
        "added-INITIAL_FORMS": "0",
        **written,
    }


def test_a_part_leaves_and_the_page_says_what_is_where(owner: Client, working: Working) -> None:
    order_id = paid(working)
    shown = owner.get(page(order_id)).text
    assert "Ship only part" in shown
    assert "3 × Chestnut honey" in shown or "3 × Miel" in shown
    [(ship, pieces)] = parcels_of(order_id)
    [name] = pieces
    owner.post(ship, {"carrier": "Colissimo", "tracking_number": "8N001", name: "1"})
    assert order(order_id).state is OrderState.PARTLY_SHIPPED
    shown = owner.get(page(order_id)).text
    assert ">Partly shipped</span>" in shown
    assert "1 sent" in shown
    assert "Partial shipment" in shown
    again = owner.post(ship, {"carrier": "Colissimo", "tracking_number": "8N001", name: "1"})
    assert (again.status_code, "This parcel has already shipped." in again.text) == (422, True)
    [(_, pieces)] = parcels_of(order_id)
    assert pieces == {name: "2"}


def test_a_parcel_that_is_refused_keeps_what_was_written(owner: Client, working: Working) -> None:
    order_id = paid(working)
    [(ship, pieces)] = parcels_of(order_id)
    [name] = pieces
    before = shipments_of(order_id)
    for written, told in (
        ({name: "4"}, "Enter 3 or less."),
        ({name: "0"}, "Enter how many units ship."),
        ({name: ""}, "This field is required."),
        ({"tracking_number": "?"}, "A tracking number has 3 to 50 letters and digits."),
    ):
        answer = owner.post(ship, {"carrier": "DPD", "tracking_number": "", **pieces, **written})
        assert answer.status_code == 422
        assert told in answer.text
        assert 'value="DPD"' in answer.text
        assert ('<details class="fold" open>' in answer.text) is (name in written)
    assert shipments_of(order_id) == before


def test_each_place_has_its_parcel_and_one_that_has_left_is_told(owner: Client, working: Working) -> None:
    make_stock(5, variant_id=working.shop.variant_id, place_code=SHOP.code)
    order_id = paid(working, quantity=10)
    (first, _), (second, pieces) = parcels_of(order_id)
    shown = owner.get(page(order_id)).text
    assert shown.count("Ship the parcel from ") == 2
    assert shown.count("button-primary") == 1
    sent = {"carrier": "Colissimo", "tracking_number": "", **pieces}
    assert owner.post(second, sent)["Location"] == page(order_id)
    assert "Ship the parcel</button>" in owner.get(page(order_id)).text
    again = owner.post(second, sent)
    assert again.status_code == 422
    assert "This parcel has already shipped." in again.text
    elsewhere = second.replace(str(order_id), str(working.order_id))
    assert owner.post(elsewhere, sent).status_code == 404
    assert len(parcels_of(order_id)) == 1
    assert first != second


def test_an_order_is_held_with_its_reason_and_released(owner: Client, working: Working) -> None:
    order_id = paid(working)
    assert "Nothing in it is prepared or shipped." in owner.get(page(order_id, "hold/")).text
    assert owner.post(page(order_id, "hold/"), {"because": " "}).status_code == 422
    assert owner.post(page(order_id, "hold/"), {"because": "Is the address right?"})["Location"] == page(order_id)
    shown = owner.get(page(order_id)).text
    assert ">On hold</span>" in shown
    assert "Is the address right?" in shown
    assert "Ship the parcel" not in shown
    assert "Hold the order…" not in shown
    [(ship, pieces)] = parcels_of(order_id)
    refused = owner.post(ship, {"carrier": "DPD", **pieces})
    assert refused.status_code == 422
    assert "This order is on hold: Is the address right?" in refused.text
    assert order(order_id).number in owner.get("/back-office/orders/?view=on-hold").text
    owner.post(page(order_id, "release/"))
    shown = owner.get(page(order_id)).text
    assert "Ship the parcel" in shown
    assert "Order released: it can proceed" in shown
    assert order(order_id).number not in owner.get("/back-office/orders/?view=on-hold").text


def test_what_has_ended_is_neither_held_nor_changed(owner: Client, working: Working) -> None:
    cancel_order(order_id=working.order_id, because="x", actor=OWNER, now=clock.now())
    held = owner.post(page(working.order_id, "hold/"), {"because": "x"})
    assert (held.status_code, "there is nothing to hold" in held.text) == (422, True)
    assert owner.get(page(working.order_id, "change/")).status_code == 302
    assert "This order can no longer be changed." in owner.get("/back-office/").text


def test_a_note_is_told_in_the_history(owner: Client, working: Working) -> None:
    long = owner.post(page(working.order_id, "note/"), {"text": "x" * 4_001})
    assert long.status_code == 422
    assert 'id="id_text_error"' in long.text
    owner.post(page(working.order_id, "note/"), {"text": "Rang twice,\nno answer"})
    shown = owner.get(page(working.order_id)).text
    assert "Internal note" in shown
    assert "Rang twice,\nno answer" in shown


def test_the_new_total_is_shown_before_anything_is_written_and_articles_are_found_by_name(
    owner: Client, working: Working
) -> None:
    order_id, now = paid(working), clock.now()
    sell(market=working.shop.market, price=Money(500, "EUR"), stock=4, draft=soap(skus=("SOAP-1", "SOAP-2")), now=now)
    before, sent = order(order_id), changing(order(order_id), because="", email="autre@exemple.example")
    shown = owner.post(page(order_id, "change/"), sent | {"look": "1", "find": "savon"})
    assert (shown.status_code, 'value="SOAP-1"' in shown.text) == (200, True)
    shown = owner.post(page(order_id, "change/"), sent | {"pick": "SOAP-1"})
    assert 'name="added-0-sku" value="SOAP-1"' in shown.text
    assert 'value="autre@exemple.example"' in shown.text
    row = {"added-0-sku": "SOAP-1", "added-0-quantity": "1", "delivery_method": "pickup"}
    shown = owner.post(page(order_id, "change/"), sent | row | {"look": "1", "find": ""})  # pressed by Enter
    assert "€43.70" in shown.text  # 3 × 12.90 + 5.00, and nothing for delivery
    assert "€0.10 is to be paid by the customer" in shown.text
    assert order(order_id) == before
    wrong = owner.post(page(order_id, "change/"), sent | row | {"because": "x", "email": "nobody"})
    assert (wrong.status_code, 'id="id_email_error"' in wrong.text) == (422, True)
    owner.post(page(order_id, "change/"), sent | row | {"because": "x", "shown": "4370"})
    agreed = order(order_id)
    assert (agreed.email, agreed.delivery.code, agreed.due) == ("autre@exemple.example", "pickup", Money(10, "EUR"))


def test_a_difference_that_comes_by_transfer_is_recorded(owner: Client, working: Working) -> None:
    order_id = paid(working)
    owner.post(
        page(order_id, "change/"),
        changing(order(order_id), **{"added-0-sku": working.shop.sku, "added-0-quantity": "1", "shown": "5650"}),
    )
    assert "Record a payment" in owner.get(page(order_id)).text, "nobody has said how they will pay"
    paying = PayingWith(return_url="http://localhost/return")
    retry_payment(order_id=order_id, method="transfer", paying=paying, actor=buyer(), now=clock.now())
    shown = owner.get(page(order_id)).text
    assert 'value="12.90"' in shown
    assert "pay the difference by bank transfer" in shown
    owner.post(page(order_id, "record-payment/"), {"reference": "VIR 2"})
    assert order(order_id).due == Money(0, "EUR")
    shown = owner.get(page(order_id)).text
    assert "Difference paid" in shown
    assert "Record the payment" not in shown
    assert len(re.findall("Ship the parcel from", shown)) == 2


def test_what_is_refused_is_told_at_its_row_and_kept(owner: Client, working: Working) -> None:
    order_id = paid(working)
    before = order(order_id)
    for written, told in (
        ({"added-0-sku": "NO-SUCH", "added-0-quantity": "1"}, "There is no item “NO-SUCH”."),
        ({"added-0-sku": working.shop.sku, "added-0-quantity": "99"}, "Only 5 left."),
        ({"added-1-sku": working.shop.sku, "added-1-quantity": ""}, "Enter a quantity."),
        ({"added-1-quantity": "2"}, "Enter the item reference."),
        ({"called_off_1": "4"}, "Enter 3 or less."),
        ({"called_off_1": "3"}, "Nothing would be left of this order."),
        ({"shipping_postal_code": "nowhere"}, "This is not valid for an address in this country."),
        ({"same_billing": "", "billing_city": ""}, "This is required for an address in this country."),
        ({"because": " ", "called_off_1": "1"}, "This field is required."),
        ({}, "Nothing was changed."),
    ):
        answer = owner.post(page(order_id, "change/"), changing(before, **written))
        assert answer.status_code == 422, written
        assert told in answer.text, written
        assert "Nothing was saved" in answer.text, written
        for value in filter(str.strip, written.values()):
            assert f'value="{value}"' in answer.text, written
    assert order(order_id) == before


def test_an_address_is_corrected_and_the_invoice_follows_only_where_it_did(owner: Client, working: Working) -> None:
    order_id = paid(working)
    owner.post(page(order_id, "change/"), changing(order(order_id), shipping_line1="9 rue Neuve"))
    agreed = order(order_id)
    assert (agreed.shipping_address.line1, agreed.billing_address.line1) == ("9 rue Neuve", "9 rue Neuve")
    sent = changing(agreed, billing_line1="1 quai Romain-Rolland")
    del sent["same_billing"]
    owner.post(page(order_id, "change/"), sent)
    agreed = order(order_id)
    assert (agreed.shipping_address.line1, agreed.billing_address.line1) == ("9 rue Neuve", "1 quai Romain-Rolland")
    shown = owner.get(page(order_id, "change/")).text
    [box] = re.findall(r'<input type="checkbox" name="same_billing"[^>]*>', shown)
    assert "checked" not in box


def test_of_two_who_change_an_order_the_second_is_told_and_may_go_on(owner: Client, working: Working) -> None:
    order_id = paid(working)
    sent = changing(order(order_id), called_off_1="1")
    other = OrderChange(builds_on=1, called_off={1: 1})
    edit_order(order_id=order_id, change=other, because="x", actor=OWNER, now=clock.now())
    answer = owner.post(page(order_id, "change/"), sent)
    assert answer.status_code == 422
    assert "Someone has changed this order in the meantime." in answer.text
    assert '<input type="hidden" name="revision" value="2">' in answer.text
    assert order(order_id).revision == 2
    assert owner.post(page(order_id, "change/"), {**sent, "revision": "2", "shown": "1780"}).status_code == 302
    assert [line.wanted for line in order(order_id).lines] == [1]


def test_ticked_orders_are_prepared_at_once_and_whoever_is_refused_is_named(owner: Client, working: Working) -> None:
    ready, held = (paid(working, quantity=1, prepared=False) for _ in range(2))
    hold_order(order_id=held, because="odd address", actor=OWNER, now=clock.now())
    shown = owner.get("/back-office/orders/?view=to-prepare").text
    assert f'value="{ready}"' in shown
    assert f'value="{held}"' not in shown, "what is on hold cannot be prepared"
    assert "data-tick" not in owner.get("/back-office/orders/").text
    answer = owner.post("/back-office/orders/prepare/", {"order": [str(ready), str(held)]})
    assert answer["Location"] == "/back-office/orders/?view=to-prepare"
    shown = owner.get(answer["Location"]).text
    assert "1 order is in preparation." in shown
    assert "1 order could not be prepared." in shown
    assert f"{order(held).number}: This order is on hold: odd address" in shown
    assert (order(ready).state, order(held).state) == (OrderState.PREPARING, OrderState.PAID)
    owner.post("/back-office/orders/prepare/")
    assert "First tick the orders" in owner.get("/back-office/orders/").text
    assert owner.post("/back-office/orders/prepare/", {"order": "nonsense"}).status_code == 404


def test_whoever_may_not_is_refused_and_sees_no_button(working: Working) -> None:
    order_id = paid(working, prepared=False)
    before, told = order(order_id), history_of("orders.order", order_id)
    client = signed_in("support@halle.example", roles=("support",))
    shown = client.get(page(order_id)).text
    for step, words in (("hold/", "Hold the order…"), ("note/", "Add the note"), ("change/", "Change the order…")):
        assert client.post(page(order_id, step), changing(before, text="x", called_off_1="1")).status_code == 403
        assert words not in shown
    assert client.post("/back-office/orders/prepare/", {"order": str(order_id)}).status_code == 403
    assert "data-tick" not in client.get("/back-office/orders/?view=to-prepare").text
    stock = signed_in("stock@halle.example", roles=("warehouse",))
    shown = stock.get(page(order_id)).text
    assert "Hold the order…" in shown
    assert "Change the order…" not in shown
    assert (order(order_id), history_of("orders.order", order_id)) == (before, told)
    assert level(working.shop.variant_id).claimed == 3


def test_a_parcel_that_arrived_is_marked_by_hand_once(owner: Client, working: Working) -> None:
    order_id = paid(working)
    [(ship, pieces)] = parcels_of(order_id)
    page, report = f"/back-office/orders/{order_id}/", ship.replace("/ship/", "/report/")
    assert "Mark as delivered or lost" not in owner.get(page).text
    owner.post(ship, pieces | {"carrier": "Colissimo"})
    assert "Mark as delivered or lost" in owner.get(page).text
    today = local_day(clock.now(), "Europe/Paris")
    early = {"status": "delivered", "on": str(today - timedelta(days=3)), "because": "Phone"}
    refused = owner.post(report, early)
    assert (refused.status_code, "between the day it left and today" in refused.text) == (422, True)
    assert owner.post(report, early | {"on": str(today)})["Location"] == page
    told = owner.get(page).text
    assert "Parcel marked as delivered" in told
    assert "Phone" in told
    assert "Mark as delivered or lost" not in told
    assert "Correct: not delivered" in told
    assert "Complete: delivered on" in told
    wrong = {"status": "lost", "on": str(today), "because": ""}
    refused = owner.post(report, wrong)
    assert (refused.status_code, "say how you know otherwise" in refused.text) == (422, True)
    owner.post(report, wrong | {"because": "Never came"})
    lost = owner.get(page).text
    for words in (
        "Parcel marked as lost",
        "will not arrive. Status: Lost.",
        f'href="{page}refund/"',
        "?kind=stray_parcel",
    ):
        assert words in lost


def test_staff_read_the_names_of_articles_in_their_own_language(owner: Client, working: Working) -> None:
    order_id = paid(working)
    assert (order(order_id).language, order(order_id).lines[0].title) == ("fr", "Miel de châtaignier")
    shown = owner.get(page(order_id)).text
    assert "3 × Chestnut honey" in shown
    assert "Miel de châtaignier" not in shown


def test_many_orders_are_cancelled_knowing_what_follows(owner: Client, working: Working) -> None:
    shown = owner.get("/back-office/orders/?view=to-pay").text
    assert '<label class="field-label" for="bulk-because">Reason to hold or to cancel</label>' in shown
    assert "Cancelling releases the items, refunds the payment" in shown
    assert 'placeholder="Reason' not in shown
