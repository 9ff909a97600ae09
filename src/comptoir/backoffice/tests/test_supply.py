"""Supply at the desk: what is bought, moved and counted, each by its form, and what it does to the shelves."""

import re
from dataclasses import replace
from io import BytesIO

import pytest
from django.test import Client
from pypdf import PdfReader

from comptoir.backoffice.tests.conftest import signed_in
from comptoir.backoffice.tests.working import Working
from comptoir.domains.catalogue.testing import make_product
from comptoir.domains.catalogue.values import ProductDraft, TaxClass, VariantDraft
from comptoir.domains.inventory.queries import (
    count_session,
    purchase_order,
    purchase_orders,
    suppliers,
    supplies_for,
    transfer,
    transfers,
)
from comptoir.domains.inventory.testing import level, supplier_of
from comptoir.domains.inventory.values import CountState, PurchaseState, Supply, TransferState
from comptoir.domains.messages.queries import messages_of_purchase
from comptoir.kernel.money import Money
from comptoir.kernel.testing import OWNER

STOCK = "/back-office/stock/"


def hidden(page: str, name: str = "key") -> str:
    """The value of a hidden field of the page."""
    tag = re.search(rf'<input type="hidden" name="{name}"[^>]*>', page)
    assert tag is not None
    value = re.search(r'value="([^"]*)"', tag.group())
    return value.group(1) if value else ""


def test_goods_of_a_purchase_are_put_on_the_shelf_once(owner: Client, working: Working) -> None:
    variant, page = working.shop.variant_id, f"{STOCK}purchases/{working.purchase_id}/"
    shown = owner.get(page).text
    assert "Items received" in shown
    given = {"key": hidden(shown), f"pieces_{variant.hex}": "3"}
    for _ in range(2):
        assert owner.post(f"{page}receive/", given)["Location"] == page
    assert level(variant).on_hand == 13
    assert purchase_order(working.purchase_id, actor=OWNER).state is PurchaseState.PARTLY_RECEIVED
    assert owner.post(f"{page}close/", {"because": "Rupture"})["Location"] == page
    assert purchase_order(working.purchase_id, actor=OWNER).state is PurchaseState.RECEIVED
    assert "Rupture" in owner.get(page).text


@pytest.mark.django_db(transaction=True)
def test_a_surplus_is_confirmed_beside_the_articles(owner: Client, working: Working) -> None:
    variant, page = working.shop.variant_id, f"{STOCK}purchases/{working.purchase_id}/"
    given = {"key": "k", f"pieces_{variant.hex}": "5"}
    refused = owner.post(f"{page}receive/", given)
    assert refused.status_code == 422
    assert "more than was ordered" in refused.text
    assert owner.post(f"{page}receive/", given | {"even_more": "on"})["Location"] == page
    assert level(variant).on_hand == 15


def test_a_purchase_order_is_typed_changed_sent_and_cancelled(owner: Client, working: Working) -> None:
    sku = working.shop.sku
    shown = owner.get(f"{STOCK}purchases/new/").text
    given = {"supplier": "ruches", "place": "entrepot", "key": hidden(shown)}
    wrong = owner.post(f"{STOCK}purchases/new/", given | {"lines": "NOTHING 3\nnonsense"})
    assert wrong.status_code == 422
    wrong = owner.post(f"{STOCK}purchases/new/", given | {"lines": "NOTHING 3"})
    assert "There is no item “NOTHING”." in wrong.text
    made = owner.post(f"{STOCK}purchases/new/", given | {"lines": f"{sku} 12\n"})
    page = made["Location"]
    [draft] = purchase_orders([PurchaseState.DRAFT], actor=OWNER).items
    assert (page, draft.total) == (f"{STOCK}purchases/{draft.id}/", Money(3000, "EUR"))
    owner.post(f"{page}lines/", {"lines": f"{sku} 10 2,40"})
    assert purchase_order(draft.id, actor=OWNER).total == Money(2400, "EUR")
    owner.post(f"{page}place/", {"expected_on": "2027-01-08"})
    known = purchase_order(draft.id, actor=OWNER)
    assert (known.state, str(known.expected_on)) == (PurchaseState.ORDERED, "2027-01-08")
    owner.post(f"{page}cancel/", {"because": "Trop cher"})
    assert purchase_order(draft.id, actor=OWNER).state is PurchaseState.CANCELLED
    assert draft.number not in owner.get(f"{STOCK}purchases/").text
    assert draft.number in owner.get(f"{STOCK}purchases/?view=all").text


def test_a_purchase_order_goes_to_its_supplier_once_a_press(owner: Client, working: Working) -> None:
    page = f"{STOCK}purchases/{working.purchase_id}/"

    def key(shown: str) -> str:
        return hidden(shown.partition(f'action="{page}mail/"')[2])

    shown = owner.get(page).text
    assert "To ventes@ruches.example, with the PDF attached." in shown
    assert key(owner.get(page).text) == key(shown)  # two pages, one letter
    for _ in range(2):
        assert owner.post(f"{page}mail/", {"key": key(shown)})["Location"] == page
    assert len(messages_of_purchase(working.purchase_id, actor=OWNER)) == 1
    stale, shown = shown, owner.get(page).text
    assert key(shown) != key(stale)  # and another one when it is wanted
    assert "An e-mail to ventes@ruches.example is about to be sent." in shown
    assert "Sent to the supplier by e-mail" in shown
    supplier = {"name": "Ruches", "email": "", "language": "en", "lead_days": "7", "currency": "EUR", "active": "on"}
    assert owner.post(f"{STOCK}suppliers/ruches/", supplier).status_code == 302
    shown = owner.get(page).text
    assert "Add the supplier’s e-mail" in shown
    assert f"{page}mail/" not in shown
    assert owner.post(f"{page}mail/", {"key": "later"}).status_code == 422


@pytest.mark.django_db(transaction=True)
def test_goods_without_an_order_are_received_once_by_those_who_may(owner: Client, working: Working) -> None:
    variant, sku = working.shop.variant_id, working.shop.sku
    new = f"{STOCK}receipts/new/"
    shown = owner.get(new).text
    given = {"place": "entrepot", "delivery_note": "BL 4711", "key": hidden(shown)}
    for price in ("dear", "-2"):
        wrong = owner.post(new, given | {"lines": f"{sku} 3 {price}"})
        assert (wrong.status_code, f"“{price}” is not a price" in wrong.text) == (422, True)
    pages = {owner.post(new, given | {"lines": f"{sku} 3 2,40"})["Location"] for _ in range(2)}
    assert level(variant).on_hand == 13
    (page,) = pages
    shown = owner.get(page).text
    assert "BL 4711" in shown
    assert "2.40" in shown
    assert "BL 4711" in owner.get(f"{STOCK}receipts/").text
    same = owner.post(new, given | {"lines": f"{sku} 3", "key": "another"})
    assert (same.status_code, "It is another delivery" in same.text) == (422, True)
    taken = owner.post(new, given | {"lines": f"{sku} 3", "key": "another", "is_another": "on"})["Location"]
    assert level(variant).on_hand == 16
    assert owner.post(f"{taken}cancel/", {"because": ""}).status_code == 422
    for _ in range(2):
        assert owner.post(f"{taken}cancel/", {"because": "typed twice"})["Location"] == taken
    shown = owner.get(taken).text
    assert ("Receipt cancelled" in shown, "Cancel the receipt" in shown) == (True, False)
    service = signed_in("orders@halle.example", roles=("orders",))
    assert service.get(new).status_code == 403
    assert service.post(new, given | {"lines": f"{sku} 3", "key": "other"}).status_code == 403
    assert level(variant).on_hand == 13


def test_what_is_low_is_ticked_and_becomes_a_draft(owner: Client, working: Working) -> None:
    variant = working.shop.variant_id
    owner.post(f"{STOCK}{variant}/policy/", {"place": "entrepot", "safety": "0", "backorder_limit": "0",
               "low_stock": "50", "target": "60"})  # fmt: skip
    assert (level(variant).low_stock, level(variant).target) == (50, 60)
    shown = owner.get(f"{STOCK}to-order/").text
    name = f"{variant.hex}_entrepot"
    nothing = owner.post(f"{STOCK}to-order/", {"key": "k", f"quantity_{name}": "9"})
    assert nothing.status_code == 422
    given = {"key": hidden(shown), f"take_{name}": "on", f"quantity_{name}": "9"}
    assert owner.post(f"{STOCK}to-order/", given)["Location"] == f"{STOCK}purchases/"
    [draft] = purchase_orders([PurchaseState.DRAFT], actor=OWNER).items
    assert (draft.supplier_code, draft.outstanding) == ("ruches", 9)


def test_a_transfer_is_sent_received_with_a_loss_and_told(owner: Client, working: Working) -> None:
    variant = working.shop.variant_id
    shown = owner.get(f"{STOCK}transfers/new/").text
    given = {"source": "entrepot", "destination": "boutique", "key": hidden(shown)}
    made = owner.post(f"{STOCK}transfers/new/", given | {"lines": f"{working.shop.sku} 4"})
    [newest, _] = transfers([TransferState.IN_TRANSIT], actor=OWNER).items
    page = f"{STOCK}transfers/{newest.id}/"
    assert made["Location"] == page
    assert level(variant).on_hand == 6
    arrived = {f"arrived_{variant.hex}": "3", f"lost_{variant.hex}": "1", "key": "k"}
    assert owner.post(f"{page}receive/", arrived).status_code == 422
    assert owner.post(f"{page}receive/", arrived | {"because": "Cassé"})["Location"] == page
    assert transfer(newest.id, actor=OWNER).state is TransferState.RECEIVED
    assert level(variant, "boutique").on_hand == 3
    other = f"{STOCK}transfers/{working.transfer_id}/"
    assert owner.post(f"{other}cancel/", {"because": "Erreur"})["Location"] == other
    assert level(variant).on_hand == 7
    assert "Items recalled" in owner.get(other).text


def test_a_place_is_counted_from_the_list_to_the_shelf(owner: Client, working: Working) -> None:
    page = f"{STOCK}counts/{working.count_id}/"
    unknown = owner.post(f"{page}record/", {"lines": "NOTHING 3"})
    assert unknown.status_code == 422
    owner.post(f"{page}record/", {"lines": f"{working.shop.sku} 8"})
    assert "−2" in owner.get(page).text
    assert level(working.shop.variant_id).on_hand == 10
    owner.post(f"{page}close/")
    assert level(working.shop.variant_id).on_hand == 8
    assert count_session(working.count_id, actor=OWNER).state is CountState.APPLIED
    made = owner.post(f"{STOCK}counts/new/", {"place": "boutique", "skus": working.shop.sku})
    assert owner.post(f"{made['Location']}cancel/", {"because": "Interrompu"}).status_code == 302
    assert "Count discarded" in owner.get(made["Location"]).text


@pytest.mark.django_db(transaction=True)
def test_a_page_that_lay_open_brings_nothing_back(owner: Client, working: Working) -> None:
    variant = working.shop.variant_id
    page = f"{STOCK}{variant}/"
    shown = owner.get(page).text
    old = {f"initial-count_{place}": hidden(shown, f"initial-count_{place}") for place in ("entrepot", "boutique")}
    assert old == {"initial-count_entrepot": "10", "initial-count_boutique": "0"}
    off = {"place": "entrepot", "quantity": "5", "because": "Bocaux fêlés", "key": hidden(shown)}
    assert owner.post(f"{page}write-off/", off)["Location"] == page
    assert owner.post(page, old | {"count_entrepot": "10", "count_boutique": "3"})["Location"] == page
    assert (level(variant).on_hand, level(variant, "boutique").on_hand) == (5, 3)
    late = owner.post(page, old | {"count_entrepot": "9", "count_boutique": "0"})
    assert (late.status_code, level(variant).on_hand) == (422, 5)
    assert "Stock has changed in the meantime: 5 now." in late.text
    again = {"initial-count_entrepot": hidden(late.text, "initial-count_entrepot"), "count_entrepot": "9"}
    assert again["initial-count_entrepot"] == "5"
    assert 'name="count_entrepot" value="9"' in late.text
    assert owner.post(page, old | again | {"count_boutique": "0"})["Location"] == page
    assert (level(variant).on_hand, level(variant, "boutique").on_hand) == (9, 3)


def test_pieces_are_written_off_and_a_supplier_is_noted_at_the_article(owner: Client, working: Working) -> None:
    variant = working.shop.variant_id
    page = f"{STOCK}{variant}/"
    asked = {"place": "entrepot", "quantity": "2", "key": hidden(owner.get(page).text)}
    assert owner.post(f"{page}write-off/", asked).status_code == 422
    for _sent in range(2):
        assert owner.post(f"{page}write-off/", asked | {"because": "Bocal fêlé"})["Location"] == page
    assert level(variant).on_hand == 8
    supplier_of(code="miellerie")
    wrong = owner.post(f"{page}supplier/", {"supplier": "miellerie", "unit_cost": "cher"})
    assert wrong.status_code == 422
    owner.post(f"{page}supplier/", {"supplier": "miellerie", "unit_cost": "3,10"})
    known = supplies_for([variant], actor=OWNER)[variant]
    assert known == Supply(variant_id=variant, supplier_code="miellerie", unit_cost=Money(310, "EUR"))
    refused = owner.post(f"{page}policy/", {"place": "entrepot", "safety": "0", "backorder_limit": "0", "target": "5"})
    assert refused.status_code == 422
    assert "Bocal fêlé" in owner.get(page).text


def test_an_article_is_spread_for_a_sale_and_gathered_after_it(owner: Client, working: Working) -> None:
    page = f"{STOCK}{working.shop.variant_id}/"
    before = level(working.shop.variant_id)
    assert "Merge after the sale" not in owner.get(page).text
    assert owner.post(f"{page}spread/", {"place": "entrepot", "buckets": "65"}).status_code == 422
    assert owner.post(f"{page}spread/", {"place": "entrepot", "buckets": "4"})["Location"] == page
    assert level(working.shop.variant_id) == replace(before, buckets=4)
    assert "Merge after the sale" in owner.get(page).text
    assert owner.post(f"{page}gather/", {"place": "moon"}).status_code == 422
    assert owner.post(f"{page}gather/", {"place": "entrepot"})["Location"] == page
    assert level(working.shop.variant_id) == before
    assert "Merged after a sale" in owner.get(page).text


def test_a_supplier_is_written_down_and_changed(owner: Client, working: Working) -> None:
    given = {"name": "Savons", "lead_days": "3", "currency": "eur", "email": "", "active": "on"}
    assert owner.post(f"{STOCK}suppliers/new/", given | {"code": "ruches"}).status_code == 422
    owner.post(f"{STOCK}suppliers/new/", given | {"code": "savons"})
    owner.post(f"{STOCK}suppliers/savons/", given | {"lead_days": "9"})
    [known] = [one for one in suppliers(actor=OWNER) if one.code == "savons"]
    assert (known.lead_days, known.currency) == (9, "EUR")
    assert owner.get(f"{STOCK}suppliers/nobody/").status_code == 404


def test_whoever_may_only_look_is_offered_no_step(working: Working) -> None:
    clerk = signed_in("clerk@halle.example", roles=("catalogue",))
    for page in (f"purchases/{working.purchase_id}/", f"transfers/{working.transfer_id}/", "to-order/", "suppliers/"):
        shown = clerk.get(f"{STOCK}{page}")
        assert shown.status_code == 200
        assert "button-primary" not in shown.text
    for step in ("place", "lines", "cancel", "close", "receive"):
        assert clerk.post(f"{STOCK}purchases/{working.purchase_id}/{step}/").status_code == 403


def test_an_article_tells_what_is_on_its_way_and_that_its_safety_stock_keeps_it_shut(
    owner: Client, working: Working
) -> None:
    variant = working.shop.variant_id
    page = f"{STOCK}{variant}/"
    assert ">1 incoming<" in owner.get(STOCK).text  # to the shop, where none has stood yet
    there = owner.get(page).text
    assert "In transit to this location" in there
    owner.post(f"{page}policy/", {"place": "entrepot", "safety": "9999", "backorder_limit": "0"})
    assert level(variant).available == 8 - 9999
    shown = owner.get(page).text
    assert "The safety stock is more than what is on hand" in shown
    assert ">-9" not in shown


def test_what_was_not_sold_lately_is_not_ticked_with_the_rest(owner: Client, working: Working) -> None:
    page = f"{STOCK}{working.shop.variant_id}/"
    owner.post(f"{page}policy/", {"place": "entrepot", "safety": "0", "backorder_limit": "0",
               "low_stock": "50", "target": "60"})  # fmt: skip
    shown = owner.get(f"{STOCK}to-order/").text
    assert "not sold in 28 days" in shown
    assert "data-tick-all" not in shown  # there is nothing that it would tick
    assert 'type="checkbox" name="take_' in shown
    assert "data-tick " not in shown


def test_articles_are_scanned_into_a_transfer_or_looked_for_by_name(owner: Client, working: Working) -> None:
    page, shop = f"{STOCK}transfers/new/", working.shop
    shown = owner.get(page).text
    chosen = re.findall(r'<option value="(\w+)"', shown)
    assert chosen == ["entrepot", "boutique", "boutique", "entrepot"]  # it does not start from a place to itself
    given = {"source": "entrepot", "destination": "boutique", "key": hidden(shown), "lines": ""}

    def lines(**more: str) -> str:
        answer = owner.post(page, given | more)
        assert answer.status_code == 200
        assert "Nothing was saved" not in answer.text
        assert hidden(answer.text) == given["key"]
        found = re.search(r"<textarea[^>]*>\s*([^<]*)</textarea>", answer.text)
        return found.group(1).strip() if found else ""

    once = lines(find=shop.sku.lower(), look="1")
    assert once == f"{shop.sku} 1"
    assert lines(lines=once, find=shop.sku, look="1") == f"{shop.sku} 2"
    assert lines(lines=once, find="chestnut", look="1") == f"{shop.sku} 2"
    assert lines(lines=once, pick=shop.sku) == f"{shop.sku} 2"
    assert "No item has this name" in owner.post(page, given | {"find": "nothing", "look": "1"}).text
    jars = make_product(ProductDraft(titles={"fr": "Miel rare", "en": "Rare honey"}, tax_class=TaxClass.REDUCED,
                                     variants=(VariantDraft(sku="RARE-1", barcode="3760123456784"),)))  # fmt: skip
    assert lines(find="3760123456784", look="1") == f"{jars.variants[0].sku} 1"
    both = owner.post(page, given | {"find": "honey", "look": "1"}).text
    assert both.count('name="pick"') == 2
    assert len(transfers([TransferState.IN_TRANSIT], actor=OWNER).items) == 1


def test_an_article_is_looked_for_while_counting_and_buying(owner: Client, working: Working) -> None:
    sku = working.shop.sku
    count = owner.post(f"{STOCK}counts/{working.count_id}/record/", {"find": sku, "look": "1", "lines": ""})
    assert (count.status_code, f"{sku} 1</textarea>" in count.text) == (200, True)
    bought = {"supplier": "ruches", "place": "entrepot", "key": "k", "lines": f"{sku} 3 2,40", "find": sku, "look": "1"}
    assert f"{sku} 4 2,40</textarea>" in owner.post(f"{STOCK}purchases/new/", bought).text


def test_a_purchase_order_is_printed_for_its_supplier(owner: Client, working: Working) -> None:
    page = f"{STOCK}purchases/{working.purchase_id}/"
    assert "PDF for the supplier" in owner.get(page).text
    answer = owner.get(f"{page}order.pdf")
    assert answer["Content-Type"] == "application/pdf"
    told = "".join(sheet.extract_text() for sheet in PdfReader(BytesIO(answer.content)).pages)
    number = purchase_order(working.purchase_id, actor=OWNER).number
    for words in ("Purchase order", number, "Ruches", "Corbas", "Chestnut honey", working.shop.sku, "€10.00"):
        assert words in told, words
    assert signed_in("redaction@halle.example", roles=("readonly",)).get(f"{page}order.pdf").status_code == 200
