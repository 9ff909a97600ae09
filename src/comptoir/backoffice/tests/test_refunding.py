"""Money given back by hand at the desk: as a gesture, as store credit, and by transfer."""

import re
from dataclasses import replace

import pytest
from django.test import Client

from comptoir.backoffice.orders.refund_forms import lines_to_refund
from comptoir.backoffice.tests.conftest import signed_in
from comptoir.backoffice.tests.working import Working, paid
from comptoir.domains.orders.queries import gestures_of, order
from comptoir.domains.orders.values import GestureWay, OrderId
from comptoir.domains.payments.queries import payments_of, refunds_of
from comptoir.domains.payments.values import OperationState
from comptoir.kernel.ids import new_id
from comptoir.kernel.money import Money
from comptoir.kernel.testing import snapshot

pytestmark = pytest.mark.django_db(transaction=True)


def page(order_id: OrderId, step: str = "") -> str:
    return f"/back-office/orders/{order_id}/{step}"


def written(client: Client, order_id: OrderId, **fields: object) -> dict[str, object]:
    """What the form sends, with the key that it was shown with."""
    shown = client.get(page(order_id, "refund/")).text
    [key] = re.findall(r'name="key" value="([^"]+)"', shown)
    return {"key": key, "amount": "", "way": "refund", "because": "A jar was chipped", **fields}


def test_money_is_given_back_and_said_to_be_sent(owner: Client, working: Working) -> None:
    order_id = paid(working)
    assert "Refund…" in owner.get(page(order_id)).text
    sent = written(owner, order_id, amount="5.00")
    for _ in range(2):  # pressed twice
        assert owner.post(page(order_id, "refund/"), sent)["Location"] == page(order_id)
    shown = owner.get(page(order_id)).text
    assert "Refund as a goodwill gesture" in shown
    [refund] = refunds_of(order_id)
    assert (refund.amount, refund.state) == (Money(500, "EUR"), OperationState.REQUESTED)
    action = f"/back-office/orders/refunds/{refund.id}/sent/"
    assert action in shown
    for _ in range(2):
        assert owner.post(action)["Location"] == page(order_id)
    shown = owner.get(page(order_id)).text
    assert ">Refunded</span>" in shown
    assert action not in shown
    assert payments_of(order_id)[0].refunded == Money(500, "EUR")


def test_lines_are_told_with_what_was_paid_for_them(working: Working) -> None:
    found = order(paid(working))
    (line,) = found.lines
    cheaper = replace(found, lines=(replace(line, discount=Money(260, "EUR")),))
    [(_, before)], [(_, after)] = lines_to_refund(found), lines_to_refund(cheaper)
    assert (before[-6:], after[-6:]) == ("€38.70", "€36.10")


def test_what_one_gesture_gives_back_of_several_transfers_is_sent_as_one(owner: Client, working: Working) -> None:
    order_id = working.order_id
    for amount in ("10", "20.70"):
        owner.post(page(order_id, "record-payment/"), {"amount": amount, "key": str(new_id())})
    owner.post(page(order_id, "refund/"), written(owner, order_id, amount="25.00"))
    first, second = refunds_of(order_id)
    queue = owner.get("/back-office/orders/refunds/").text
    for shown in (queue, owner.get(page(order_id)).text):
        assert "25.00" in shown
        assert shown.count("Mark as sent") == 1
    [also] = re.findall(r'name="also" value="([^"]+)"', queue)
    assert also in {str(first.id), str(second.id)}
    [action] = re.findall(r'action="([^"]+/sent/)"', queue)
    for _ in range(2):  # pressed twice
        owner.post(action, {"also": also, "back": "queue"})
    assert {refund.state for refund in refunds_of(order_id)} == {OperationState.SUCCEEDED}


def test_the_worth_of_ticked_articles_as_store_credit(owner: Client, working: Working) -> None:
    order_id = paid(working)
    answer = owner.post(page(order_id, "refund/"), written(owner, order_id, positions="1", way="credit"))
    [gesture] = gestures_of(order_id)
    assert (gesture.way, gesture.positions) == (GestureWay.CREDIT, (1,))
    assert payments_of(order_id)[0].credited == gesture.amount
    assert re.search(r'class="fixed-pitch secret">[A-Z0-9-]{19}<', answer.text)
    assert "was issued as store credit." in owner.get(page(order_id)).text


def test_what_is_refused_is_told_beside_its_field(owner: Client, working: Working) -> None:
    order_id = paid(working)
    before = snapshot()
    for wrong, told in (
        ({}, "Enter an amount, or tick items."),
        ({"amount": "0"}, "must be more than zero"),
        ({"amount": "900"}, "of this can be refunded"),
        ({"amount": "x"}, "Enter an amount such as"),
        ({"amount": "1", "because": ""}, "This field is required."),
    ):
        answer = owner.post(page(order_id, "refund/"), written(owner, order_id, **wrong))
        assert (answer.status_code, told in answer.text) == (422, True)
    assert snapshot() == before


def test_whoever_may_not_refund_sees_no_way_to(working: Working) -> None:
    order_id = paid(working)
    packer = signed_in("packer@boutique.example", roles=("warehouse",))
    assert "Refund…" not in packer.get(page(order_id)).text
    assert packer.get(page(order_id, "refund/")).status_code == 403


def test_orders_are_held_by_rules_that_are_written_down(owner: Client, working: Working) -> None:
    address = "/back-office/settings/holds/"
    assert "Any order above" in owner.get(address).text
    rules = {"amount_above": "10", "first_above": "", "orders_most": "", "emails_most": "", "tries_most": ""}
    assert owner.post(address, {**rules, "hours": "0"}).status_code == 422
    assert owner.post(address, {**rules, "hours": "24"})["Location"] == address
    assert 'value="10.00"' in owner.get(address).text
    order_id = paid(working, prepared=False)
    shown = owner.get(page(order_id)).text
    assert "Its total is above the limit for orders without review." in shown
    assert "Release the order" in shown
    assert owner.post(page(order_id, "prepare/")).status_code == 422
    owner.post(page(order_id, "release/"))
    owner.post(page(order_id, "prepare/"))
    assert ">In preparation</span>" in owner.get(page(order_id)).text
    packer = signed_in("packer@boutique.example", roles=("warehouse",))
    assert packer.get(address).status_code == 403
