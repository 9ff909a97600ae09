"""From the list of orders to the van, and over the counter: picked, labelled, sent, handed over at the desk."""

import re
from dataclasses import replace
from datetime import timedelta
from io import BytesIO
from uuid import UUID

import pytest
from django.test import Client
from pypdf import PdfReader

from comptoir.backoffice.tests.conftest import signed_in
from comptoir.backoffice.tests.test_statements import counted
from comptoir.backoffice.tests.working import Working, on_the_bench, paid
from comptoir.domains.cases.queries import case as case_of
from comptoir.domains.cases.queries import inbox
from comptoir.domains.cases.values import CaseFilter, CaseKind
from comptoir.domains.catalogue.testing import soap
from comptoir.domains.fulfilment.actions import make_ready, record_tracking
from comptoir.domains.fulfilment.queries import batch, batches, labels_for, picks_of, shipments_of
from comptoir.domains.fulfilment.values import BatchId, BatchState, LabelState, ShipmentState, Tracked, TrackingStatus
from comptoir.domains.inventory.testing import make_stock
from comptoir.domains.markets.actions import save_market
from comptoir.domains.markets.queries import market
from comptoir.domains.network.testing import SHOP
from comptoir.domains.orders.actions import hold_order
from comptoir.domains.orders.queries import order
from comptoir.domains.orders.values import OrderChange, OrderId, OrderState
from comptoir.flows.authorise_payment import PayingWith
from comptoir.flows.check_work import check_work
from comptoir.flows.edit_order import edit_order
from comptoir.flows.place_order import place_order
from comptoir.flows.prepare_order import prepare_order
from comptoir.flows.record_payment import record_payment
from comptoir.flows.retry_payment import retry_payment
from comptoir.flows.ship_order import ship_order
from comptoir.flows.start_picking import start_picking
from comptoir.flows.testing import agree, buyer, fill_cart, sell
from comptoir.kernel import clock
from comptoir.kernel.money import Money
from comptoir.kernel.testing import OWNER

pytestmark = pytest.mark.django_db(transaction=True)
DESK = "/back-office/orders/"


@pytest.fixture(autouse=True)
def _labels_lie_here(settings, tmp_path) -> None:
    settings.PRIVATE_ROOT = tmp_path


def at_bench(batch_id: BatchId, step: str = "") -> str:
    return f"{DESK}picking/{batch_id}/{step}"


def at_parcel(order_id: OrderId, step: str) -> str:
    return f"{DESK}{order_id}/parcels/{shipments_of(order_id)[0].id}/{step}"


def collected(working: Working, *, ready: bool) -> OrderId:
    """Paid for, and collected at the shop."""
    now = clock.now()
    cart_id = fill_cart(working.shop, delivery="pickup", now=now)
    placed = place_order(checkout=agree(cart_id, now=now), key=str(cart_id), actor=buyer(cart_id), now=now)
    order_id = OrderId(UUID(placed.order_id))
    record_payment(order_id=order_id, amount=Money(placed.total_minor, "EUR"), actor=OWNER, now=now)
    prepare_order(order_id=order_id, actor=OWNER, now=now)
    if ready:
        make_ready(shipment_id=shipments_of(order_id)[0].id, actor=OWNER, now=now)
    return order_id


def test_what_lies_elsewhere_is_not_taken_in_hand_and_that_is_said(owner: Client, working: Working) -> None:
    make_stock(5, variant_id=working.shop.variant_id, place_code=SHOP.code)
    here, there = paid(working, prepared=False), paid(working, prepared=False, delivery="pickup")
    ticked = {"order": [str(here), str(there)], "place": "entrepot"}
    told = owner.post(f"{DESK}picking/new/", ticked, follow=True).content.decode()
    assert "1 order was left out." in told
    assert f"{order(there).number}: None of it is at this location" in told
    assert order(there).state is OrderState.PAID


def test_from_the_list_to_the_van(owner: Client, working: Working) -> None:
    orders = [paid(working, quantity=count, prepared=False) for count in (1, 2)]
    shown = owner.get(f"{DESK}?view=to-prepare").text
    assert "Start picking" in shown
    answer = owner.post(f"{DESK}picking/new/", {"order": [str(id) for id in orders], "place": "entrepot"})
    (walk,) = batches()
    assert answer["Location"] == at_bench(walk.id)
    assert [order(id).state for id in orders] == [OrderState.PREPARING] * 2
    shown = owner.get(at_bench(walk.id)).text
    assert all(order(id).number in shown for id in orders)
    assert working.shop.sku in shown
    owner.post(at_bench(walk.id, "picked/"))
    assert batch(walk.id).state is BatchState.PICKED
    assert "Create 2 labels" in owner.get(at_bench(walk.id)).text
    owner.post(at_bench(walk.id, "label/"))
    assert [label.state for label in labels_for(walk.shipment_ids).values()] == [LabelState.MADE] * 2
    printed = owner.get(at_bench(walk.id, "labels.pdf"))
    pages = PdfReader(BytesIO(printed.content)).pages
    assert (printed["Content-Type"], len(pages)) == ("application/pdf", 2)
    assert all(order(id).number in page.extract_text() for id, page in zip(orders, pages, strict=True))
    owner.post(at_bench(walk.id, "ship/"))
    assert [order(id).state for id in orders] == [OrderState.SHIPPED] * 2
    assert all(each.tracking_number.startswith("CP") for id in orders for each in shipments_of(id))
    shown = owner.get(at_bench(walk.id)).text
    assert "2 parcels shipped." in shown
    assert "Everything has shipped." in shown


def test_what_is_refused_is_named_and_keeps_no_other_waiting(owner: Client, working: Working) -> None:
    good, held = (paid(working, quantity=1) for _ in range(2))
    owner.post(f"{DESK}picking/new/", {"order": [str(good), str(held)], "place": "entrepot"})
    (walk,) = batches()
    owner.post(at_bench(walk.id, "label/"))
    hold_order(order_id=held, because="Vérifier l’adresse", actor=OWNER, now=clock.now())
    owner.post(at_bench(walk.id, "ship/"))
    shown = owner.get(at_bench(walk.id)).text
    assert f"1 parcel could not be shipped. {order(held).number}:" in shown
    assert (order(good).state, order(held).state) == (OrderState.SHIPPED, OrderState.PREPARING)


def test_nothing_is_picked_when_nothing_is_ticked_or_nothing_lies_there(owner: Client, working: Working) -> None:
    owner.post(f"{DESK}picking/new/", {"place": "entrepot"})
    assert "First tick the orders to pick." in owner.get(DESK).text
    owner.post(f"{DESK}picking/new/", {"order": str(paid(working)), "place": "boutique"})
    assert batches() == []


def test_the_list_follows_the_shelves_and_every_parcel_has_its_slip(owner: Client, working: Working) -> None:
    now = clock.now()
    sold = sell(market="fr", price=Money(500, "EUR"), stock=9, draft=soap(skus=("SOAP-1", "SOAP-2")), now=now)
    for variant, shelf in zip(sold.variants, ("A-10", "A-2"), strict=True):
        stock = f"/back-office/stock/{variant.id}/"
        owner.post(f"{stock}policy/", {"place": "entrepot", "safety": "0", "backorder_limit": "0", "shelf": shelf})
        assert f"Shelf {shelf}" in owner.get(stock).text
    order_id = paid(working, quantity=1, prepared=False)
    added = OrderChange(builds_on=1, added={"SOAP-1": 1, "SOAP-2": 2})
    edit_order(order_id=order_id, change=added, because="x", actor=OWNER, now=now)
    paying = PayingWith(return_url="http://localhost/return")
    retry_payment(order_id=order_id, method="transfer", paying=paying, actor=buyer(), now=now)
    record_payment(order_id=order_id, amount=order(order_id).to_pay, actor=OWNER, now=now)
    begun = start_picking(order_ids=[order_id], place_code="entrepot", actor=OWNER, now=now)
    assert begun.batch_id is not None
    shown = owner.get(at_bench(begun.batch_id)).text
    places = [shown.index(f">{sku}<") for sku in ("SOAP-2", "SOAP-1", working.shop.sku)]
    assert places == sorted(places)
    assert "Print 1 packing slip" in shown
    for address in (at_bench(begun.batch_id, "slips.pdf"), at_parcel(order_id, "slip.pdf")):
        answer = owner.get(address)
        (page,) = PdfReader(BytesIO(answer.content)).pages
        words = page.extract_text()
        assert (answer["Content-Type"], order(order_id).number in words) == ("application/pdf", True)
        assert all(sku in words for sku in ("SOAP-1", "SOAP-2", working.shop.sku))
        assert "€" not in words
        assert "12,90" not in words
    assert "slip.pdf" in owner.get(f"{DESK}{order_id}/").text
    abroad = signed_in("anvers@halle.example", roles=("warehouse",), markets=("be",))
    for address in (at_bench(begun.batch_id, "slips.pdf"), at_parcel(order_id, "slip.pdf")):
        assert abroad.get(address).status_code in {403, 404}


def test_what_is_ticked_along_the_shelves_is_seen_at_the_bench(owner: Client, working: Working) -> None:
    orders = [paid(working, quantity=count, prepared=False) for count in (1, 2)]
    owner.post(f"{DESK}picking/new/", {"order": [str(id) for id in orders], "place": "entrepot"})
    (walk,) = batches()
    honey = working.shop.variant_id
    untouched = {f"found_{honey}": "3"}
    owner.post(at_bench(walk.id, "picks/"), untouched)
    assert picks_of(walk.id)[0].found is None, "no tick, and no fewer than wanted"
    short = owner.post(at_bench(walk.id, "picks/"), {"picked": str(honey), f"found_{honey}": "2"}, follow=True).text
    for words in ("1 of 1 items picked · 1 unit missing", "Missing: 1 ×", "Picking is finished"):
        assert words in short
    owner.post(at_bench(walk.id, "label/"))
    owner.post(at_bench(walk.id, "picked/"))
    shown = owner.get(at_bench(walk.id)).text
    for words in ("Not everything was found", "Ship 1 parcel", "Incomplete boxes stay here"):
        assert words in shown
    owner.post(at_bench(walk.id, "ship/"))
    assert [order(id).state for id in orders] == [OrderState.SHIPPED, OrderState.PREPARING]
    check_work(actor=OWNER, now=clock.now())
    [case] = inbox(CaseFilter(kind=CaseKind.MISSING_GOODS), actor=OWNER).items
    told = owner.get(f"/back-office/cases/{case.id}/").text
    for words in ("1 × ", working.shop.sku, "Orders short of stock", order(orders[1]).number, at_bench(walk.id)):
        assert words in told
    assert order(orders[0]).number not in told
    owner.post(at_bench(walk.id, "picks/"), {f"found_{honey}": "3", f"seen_{honey}": "2", "picked": str(honey)})
    owner.post(at_bench(walk.id, "ship/"))
    assert order(orders[1]).state is OrderState.SHIPPED
    check_work(actor=OWNER, now=clock.now())
    assert not case_of(case.id, actor=OWNER).is_undecided


def test_two_who_pick_one_batch_take_nothing_from_each_other(owner: Client, working: Working) -> None:
    batch_id, honey = on_the_bench(working), str(working.shop.variant_id)

    def as_opened() -> dict[str, str]:
        return dict(re.findall(r'name="((?:seen|found)_[^"]+)" value="([^"]*)"', owner.get(at_bench(batch_id)).text))

    def saved(page: dict[str, str], *picked: str, **typed: str) -> tuple[int | None, str]:
        shown = owner.post(at_bench(batch_id, "picks/"), {**page, "picked": picked, **typed}, follow=True).text
        return picks_of(batch_id)[0].found, shown

    mine, before = as_opened(), as_opened()
    wanted = picks_of(batch_id)[0].quantity
    assert saved(mine, honey)[0] == wanted
    assert saved(before)[0] == wanted, "untouched there"
    assert saved(before, **{f"found_{honey}": "0"})[0] == wanted, "both have counted, and the first was kept"
    assert "counted differently" in saved(before, **{f"found_{honey}": "0"})[1]
    ticked = as_opened()
    assert saved(ticked, honey, **{f"found_{honey}": "0"})[0] == 0
    assert saved(ticked, honey)[0] == 0, "ticked before, and not touched since"
    assert saved(as_opened(), **{f"found_{honey}": str(wanted)})[0] is None, "whoever sees it may take it back"


@pytest.mark.parametrize("count", ["4", "many", "-1", "9" * 12])
def test_what_cannot_have_been_found_is_told(owner: Client, working: Working, count: str) -> None:
    batch_id, honey = on_the_bench(working), working.shop.variant_id
    owner.post(at_bench(batch_id, "picks/"), {"picked": str(honey), f"found_{honey}": count})
    assert "For each item, you find between none" in owner.get(at_bench(batch_id)).text
    assert picks_of(batch_id)[0].found is None


def test_a_batch_that_nobody_picks_after_all(owner: Client, working: Working) -> None:
    batch_id = on_the_bench(working)
    owner.post(at_bench(batch_id, "cancel/"))
    assert batch(batch_id).state is BatchState.CANCELLED
    assert "No picking in progress" in owner.get(f"{DESK}picking/").text
    assert "Cancelled" in owner.get(f"{DESK}picking/?view=all").text
    assert owner.get(at_bench(batch_id)).status_code == 200


def test_there_is_nothing_to_print_before_there_are_labels(owner: Client, working: Working) -> None:
    owner.post(f"{DESK}picking/new/", {"order": str(paid(working)), "place": "entrepot"})
    (walk,) = batches()
    assert owner.get(at_bench(walk.id, "labels.pdf"))["Location"] == at_bench(walk.id)
    assert "There is no label to print." in owner.get(at_bench(walk.id)).text


def test_a_page_of_many_boxes_asks_no_more_than_one_of_few(owner: Client, working: Working, statements) -> None:
    few, many = on_the_bench(working), on_the_bench(working, orders=4)
    assert counted(owner, statements, at_bench(many)) == counted(owner, statements, at_bench(few))


def test_the_label_of_one_parcel(owner: Client, working: Working) -> None:
    order_id = paid(working)
    assert "Create label" in owner.get(f"{DESK}{order_id}/").text
    wrong = owner.post(at_parcel(order_id, "label/"), {"weight_grams": "heavy"})
    assert (wrong.status_code, "Enter a whole number." in wrong.text) == (422, True)
    owner.post(at_parcel(order_id, "label/"), {"weight_grams": "1 320"})
    ((_, label),) = labels_for([shipments_of(order_id)[0].id]).items()
    assert (label.state, label.weight_grams) == (LabelState.MADE, 1_320)
    shown = owner.get(f"{DESK}{order_id}/").text
    assert "The label is ready to print." in shown
    assert f'value="{label.tracking_number}"' in shown  # it leaves with that number
    assert owner.get(at_parcel(order_id, "label.pdf")).content.startswith(b"%PDF")
    owner.post(at_parcel(order_id, "label/call-off/"))
    shown = owner.get(f"{DESK}{order_id}/").text
    assert "Label voided" in shown
    assert "Create label" in shown
    assert owner.get(at_parcel(order_id, "label.pdf")).status_code == 302


def test_what_the_carrier_told_is_on_the_page_with_the_promise(owner: Client, working: Working) -> None:
    order_id = paid(working)
    ship_order(order_id=order_id, actor=OWNER, now=clock.now())
    (parcel,) = shipments_of(order_id)
    at = clock.now() - timedelta(minutes=5)
    told = Tracked(key="1", status=TrackingStatus.ATTEMPTED, at=at, where="Lyon 2e", words="Avis de passage")
    record_tracking(shipment_id=parcel.id, events=[told], time_zone="Europe/Paris", actor=OWNER, now=clock.now())
    shown = owner.get(f"{DESK}{order_id}/").text
    assert all(words in shown for words in ("No one was there", "Lyon 2e", "Avis de passage"))
    assert "late: promised for" not in shown


def test_goods_are_handed_over_against_the_code(owner: Client, working: Working) -> None:
    order_id = collected(working, ready=False)
    owner.post(at_parcel(order_id, "ready/"))
    (parcel,) = shipments_of(order_id)
    assert (parcel.state, len(parcel.collection_code)) == (ShipmentState.READY, 6)
    for wrong, words in (("000000" if parcel.collection_code != "000000" else "1", "not the code"), ("", "Ask for")):
        answer = owner.post(at_parcel(order_id, "hand-over/"), {"collection_code": wrong})
        assert (answer.status_code, words in answer.text) == (422, True)
        assert order(order_id).state is OrderState.PREPARING
    code = parcel.collection_code
    owner.post(at_parcel(order_id, "hand-over/"), {"collection_code": f" {code[:3]} {code[3:]} "})
    assert order(order_id).state is OrderState.SHIPPED
    assert shipments_of(order_id)[0].delivered_at


def test_somebody_without_the_code_is_known_otherwise_and_that_is_kept(owner: Client, working: Working) -> None:
    order_id = collected(working, ready=True)
    owner.post(at_parcel(order_id, "hand-over/"), {"collection_code": "", "identified_by": "Carte d’identité, Martin"})
    assert order(order_id).state is OrderState.SHIPPED
    assert "Carte d’identité, Martin" in owner.get(f"{DESK}{order_id}/").text


def test_what_is_late_is_a_queue(owner: Client, working: Working) -> None:
    today = clock.now()
    late, overdue, fine = (paid(working, quantity=1) for _ in range(3))
    clock_then = today + timedelta(days=30)
    assert order(late).number not in owner.get(f"{DESK}?view=late").text
    ship_order(order_id=overdue, actor=OWNER, now=today)
    ship_order(order_id=fine, actor=OWNER, now=today)  # nobody tells anything of it
    told = Tracked(key="1", status=TrackingStatus.IN_TRANSIT, at=today)
    (parcel,) = shipments_of(overdue)
    record_tracking(shipment_id=parcel.id, events=[told], time_zone="Europe/Paris", actor=OWNER, now=today)
    with clock.living_again(clock_then):
        owner = signed_in("later@halle.example", roles=("owner",))
        shown = owner.get(f"{DESK}?view=late").text
    assert [order(id).number in shown for id in (late, overdue, fine)] == [True, True, False]


def test_of_another_market_nobody_sees_a_batch(working: Working) -> None:
    batch_id = on_the_bench(working)
    save_market(
        market=replace(market("fr"), code="be", name="Belgique", order_prefix="BE"), actor=OWNER, now=clock.now()
    )
    elsewhere = signed_in("liege@halle.example", roles=("warehouse",), markets=("be",))
    assert elsewhere.get(at_bench(batch_id)).status_code == 404
    assert str(batch_id) not in elsewhere.get(f"{DESK}picking/").text
    for step in ("picks", "picked", "cancel", "label", "ship"):
        assert elsewhere.post(at_bench(batch_id, f"{step}/")).status_code == 404
    assert batch(batch_id).state is BatchState.PICKING


@pytest.mark.parametrize("step", ["label/", "label/call-off/", "ready/", "hand-over/"])
def test_who_only_looks_changes_nothing(working: Working, step: str) -> None:
    order_id = paid(working)
    before = shipments_of(order_id)
    assert signed_in("looks@halle.example", roles=("readonly",)).post(at_parcel(order_id, step)).status_code == 403
    assert (shipments_of(order_id), labels_for([before[0].id])) == (before, {})
