"""Returns at the desk: decide, receive, refuse; found by their number."""

import re
from typing import Any

import pytest
from django.test import Client

from comptoir.backoffice.tests.conftest import signed_in
from comptoir.backoffice.tests.working import Working
from comptoir.domains.inventory.queries import availability_for
from comptoir.domains.inventory.testing import level
from comptoir.domains.network.testing import QUARANTINE, WAREHOUSE, make_place
from comptoir.domains.orders.queries import order
from comptoir.domains.returns.actions import request_return
from comptoir.domains.returns.queries import return_by_id, returns_of
from comptoir.domains.returns.testing import asked_for
from comptoir.domains.returns.values import Return, ReturnKind, ReturnState
from comptoir.flows.record_payment import record_payment
from comptoir.flows.ship_order import ship_order
from comptoir.kernel import clock
from comptoir.kernel.ids import new_id
from comptoir.kernel.money import Money
from comptoir.kernel.testing import OWNER

pytestmark = pytest.mark.django_db(transaction=True)
BASE = "/back-office/"


@pytest.fixture
def desk(working: Working) -> Client:
    now, id = clock.now(), working.order_id
    record_payment(order_id=id, amount=order(id).total, actor=OWNER, now=now)
    ship_order(order_id=id, prepare=True, actor=OWNER, now=now)
    return signed_in("retours@halle.example", roles=("orders",))


def asked(working: Working, kind: ReturnKind = ReturnKind.WITHDRAWAL) -> Return:
    return request_return(asked=asked_for(working.order_id, kind=kind), actor=OWNER, now=clock.now())


def at(found: Return, step: str = "") -> str:
    return f"{BASE}orders/returns/{found.id}/{step}"


def test_goods_are_received_line_by_line(desk: Client, working: Working) -> None:
    found = asked(working)
    before = level(working.shop.variant_id).on_hand
    assert found.number in desk.get(f"{BASE}orders/returns/?view=to-receive").text
    assert found.number in desk.get(f"{BASE}orders/{working.order_id}/").text
    assert f"received_{1}" in desk.get(at(found)).text
    assert (order(working.order_id).language, "Chestnut honey" in desk.get(at(found)).text) == ("fr", True)
    form: dict[str, Any] = {"place": WAREHOUSE.code, "received_1": "2", "shown": "1290"}
    assert desk.post(at(found, "receive/"), form).status_code == 422
    refused = desk.post(at(found, "receive/"), form | {"received_1": "0", "shown": ""})
    assert (refused.status_code, "Nothing has come back." in refused.text) == (422, True)
    assert "Press again" not in refused.text
    assert desk.post(at(found, "receive/"), form | {"received_1": "1"}).status_code == 302
    done = return_by_id(found.id)
    assert (done.state, done.refund) == (ReturnState.RECEIVED, Money(1290, "EUR"))
    assert level(working.shop.variant_id).on_hand == before + 1
    assert desk.post(at(found, "receive/"), form | {"received_1": "1"}).status_code == 422
    assert desk.get(at(found)).status_code == 200


def test_doubtful_goods_are_put_aside_where_nothing_is_sold(desk: Client, working: Working) -> None:
    first, honey = asked(working), working.shop.variant_id
    assert "Of these, set aside" not in desk.get(at(first)).text
    make_place(QUARANTINE)
    before = availability_for([honey])[honey].available
    assert "Corbas quarantine: set aside, not sold" in desk.get(at(first)).text
    form = {"place": QUARANTINE.code, "received_1": "1", "shown": "1290", "aside_at": QUARANTINE.code}
    assert desk.post(at(first, "receive/"), form).status_code == 302
    assert return_by_id(first.id).refund == Money(1290, "EUR")
    shown = desk.get(at(first)).text
    assert ("1 set aside" in shown, "Back on the shelf" in shown) == (True, False)
    second = asked(working)
    assert "Of these, set aside" in desk.get(at(second)).text
    form |= {"place": WAREHOUSE.code, "aside_1": "1", "shown": str(1290 + 490)}
    assert desk.post(at(second, "receive/"), form | {"scrapped_1": "1"}).status_code == 422
    assert desk.post(at(second, "receive/"), form).status_code == 302
    assert [line.aside for line in return_by_id(second.id).lines] == [1]
    assert "1 set aside" in desk.get(at(second)).text
    assert (level(honey, QUARANTINE.code).on_hand, availability_for([honey])[honey].available) == (2, before)
    assert "Nothing is sold from here." in desk.get(f"{BASE}stock/{honey}/").text


def test_lost_value_is_kept_back_with_a_reason_and_shown_before_it_is(desk: Client, working: Working) -> None:
    found = asked(working)
    form = {"place": WAREHOUSE.code, "received_1": "1", "kept_back_1": "2.00", "shown": "1290"}
    refused = desk.post(at(found, "receive/"), form)
    assert (refused.status_code, 'id="id_kept_because_1_error"' in refused.text) == (422, True)
    form |= {"kept_because_1": "Half of it was eaten"}
    told = desk.post(at(found, "receive/"), form)
    assert (told.status_code, "The customer gets €10.90 back." in told.text) == (422, True)
    assert desk.post(at(found, "receive/"), form | {"shown": "1090"}).status_code == 302
    assert return_by_id(found.id).refund == Money(1090, "EUR")
    assert "€2.00 withheld: Half of it was eaten" in desk.get(at(found)).text


def test_where_nothing_goes_back_nothing_is_called_refunded(desk: Client, working: Working) -> None:
    found = asked(working)
    form = {"place": WAREHOUSE.code, "received_1": "1", "kept_back_1": "12.90", "kept_because_1": "Empty jar"}
    assert desk.post(at(found, "receive/"), form | {"shown": "0"}).status_code == 302
    assert return_by_id(found.id).state is ReturnState.CLOSED
    for page in (at(found), f"{BASE}orders/returns/?view=ended", f"{BASE}orders/{working.order_id}/"):
        assert "Received, nothing refunded" in desk.get(page).text


def test_the_rest_stays_awaited_and_pieces_become_different_things(working: Working, desk: Client) -> None:
    found = request_return(asked=asked_for(working.order_id, 2), actor=OWNER, now=clock.now())
    before, form = level(working.shop.variant_id).on_hand, {"place": WAREHOUSE.code, "rest": "awaited"}
    shown = desk.get(at(found)).text
    assert "30.70 back, delivery included." in shown
    sent = form | {"received_1": "1", "scrapped_1": "0", "shown": "3070"}
    told = desk.post(at(found, "receive/"), sent)
    assert (told.status_code, "12.90 back." in told.text) == (422, True)
    assert 'value="1290"' in told.text, "what was shown counts the next time"
    assert desk.post(at(found, "receive/"), sent | {"shown": "1290"}).status_code == 302
    first, rest = returns_of(working.order_id)
    assert (first.state, first.refund, rest.state) == (ReturnState.RECEIVED, Money(1290, "EUR"), ReturnState.ACCEPTED)
    assert "The rest is still expected" in desk.get(at(rest)).text
    last = form | {"received_1": "1", "scrapped_1": "1", "shown": str(1290 + 490)}
    assert desk.post(at(rest, "receive/"), last).status_code == 302
    assert return_by_id(rest.id).with_delivery
    assert level(working.shop.variant_id).on_hand == before + 1


def test_staff_register_a_return(working: Working, desk: Client) -> None:
    page = f"{BASE}orders/{working.order_id}/"
    assert "Register a return…" in desk.get(page).text
    key = str(new_id())
    form = {"key": key, "kind": "withdrawal", "pieces_1": "1", "reason_1": "", "statement": "Rang", "name": "Lucie"}
    assert f'name="pieces_{1}"' in desk.get(f"{page}return/").text
    assert desk.post(f"{page}return/", form).status_code == 422
    form["email"] = "lucie@exemple.example"
    nothing = desk.post(f"{page}return/", form | {"pieces_1": "0"})
    assert (nothing.status_code, "choose at least one item" in nothing.text) == (422, True)
    for _ in range(2):
        assert desk.post(f"{page}return/", form)["Location"] == f"{BASE}orders/returns/{key}/"
    (made,) = returns_of(working.order_id)
    assert (made.state, made.kind, made.statement) == (ReturnState.ACCEPTED, ReturnKind.WITHDRAWAL, "Rang")
    other = form | {"key": str(new_id()), "kind": "complaint", "reason_1": "damaged"}
    assert desk.post(f"{page}return/", other).status_code == 302
    assert returns_of(working.order_id)[1].state is ReturnState.REQUESTED
    reader = signed_in("lecture@halle.example", roles=("readonly",))
    assert reader.post(f"{page}return/", other | {"key": str(new_id())}).status_code == 403
    assert len(returns_of(working.order_id)) == 2


def test_a_complaint_is_accepted_or_refused_with_a_reason(desk: Client, working: Working) -> None:
    good, bad = asked(working, ReturnKind.COMPLAINT), asked(working, ReturnKind.COMPLAINT)
    assert desk.post(at(good, "accept/")).status_code == 302
    field = re.search(r'<input[^>]*name="scrapped_1"[^>]*>', desk.get(at(good)).text)
    assert field
    assert 'value="1"' in field[0], "what arrived damaged is not sold again by itself"
    assert desk.post(at(bad, "refuse/"), {"because": ""}).status_code == 422
    assert desk.post(at(bad, "refuse/"), {"because": "It was worn."}).status_code == 302
    assert "It was worn." in desk.get(at(bad)).text
    assert [return_by_id(one.id).state for one in (good, bad)] == [ReturnState.ACCEPTED, ReturnState.REFUSED]


def test_a_return_is_found_by_its_number(desk: Client, working: Working) -> None:
    found = asked(working)
    for address in (f"search/?q={found.number}", f"orders/returns/?q={found.number.lower()}"):
        assert at(found) in desk.get(BASE + address).text
    assert at(found) not in desk.get(f"{BASE}orders/returns/?q=R-NO").text


def test_who_may_only_look_sees_no_button(desk: Client, working: Working) -> None:
    found = asked(working)
    reader = signed_in("lecture@halle.example", roles=("readonly",))
    assert "step-form" not in reader.get(at(found)).text
    for step in ("accept/", "receive/", "refuse/"):
        assert reader.post(at(found, step), {"because": "x"}).status_code == 403
    assert return_by_id(found.id) == found
