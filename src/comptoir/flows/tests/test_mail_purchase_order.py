"""A purchase order goes to its supplier by mail, once a press, and its history says so."""

from dataclasses import replace
from io import BytesIO
from typing import Any

import pytest
from pypdf import PdfReader

from comptoir.domains.inventory.actions import cancel_purchase_order, change_purchase_order, save_supplier
from comptoir.domains.inventory.errors import SupplierWithoutEmail
from comptoir.domains.inventory.queries import purchase_order, suppliers
from comptoir.domains.inventory.testing import make_stock, purchase_of
from comptoir.domains.inventory.values import PurchaseLine, PurchaseOrder, PurchaseState
from comptoir.domains.markets.testing import make_market
from comptoir.domains.messages.actions import queue_purchase_message
from comptoir.domains.messages.queries import letter_for, messages_of_purchase
from comptoir.domains.messages.values import Letter
from comptoir.flows.mail_purchase_order import mail_purchase_order
from comptoir.kernel.access import NotAllowed
from comptoir.kernel.history import history_of
from comptoir.kernel.money import Money
from comptoir.kernel.testing import NOBODY, NOON, OWNER, snapshot
from comptoir.kernel.transitions import MoveRefused

pytestmark = pytest.mark.django_db


@pytest.fixture
def draft() -> PurchaseOrder:
    """Six jars from a supplier who reads English."""
    make_market()
    known = purchase_order(purchase_of((make_stock(1), 6), ordered=False), actor=OWNER)
    change_supplier(language="en")
    return known


def change_supplier(**changes: Any) -> None:
    (supplier,) = suppliers(actor=OWNER)
    save_supplier(supplier=replace(supplier, **changes), actor=OWNER, now=NOON)


def mail(known: PurchaseOrder, key: str = "1") -> bool:
    return mail_purchase_order(purchase_order_id=known.id, key=key, actor=OWNER, now=NOON)


def letters(known: PurchaseOrder) -> list[Letter | None]:
    """As they would leave now."""
    return [letter_for(each, now=NOON) for each in messages_of_purchase(known.id, actor=OWNER)]


def pdf_text(letter: Letter) -> str:
    (attached,) = letter.attached
    (page,) = PdfReader(BytesIO(attached.pdf)).pages
    return page.extract_text()


def test_it_goes_once_a_press_in_the_suppliers_language_and_is_noted(draft: PurchaseOrder) -> None:
    assert [mail(draft), mail(draft)] == [True, False]
    (letter,) = letters(draft)
    assert letter is not None
    assert (letter.to, letter.attached[0].filename) == ("ventes@ruches.example", f"{draft.number}.pdf")
    assert letter.subject.startswith(f"Purchase order {draft.number}")
    for body in (letter.text, letter.html):
        assert "6 ×" in body
        assert draft.number in body
    assert "Purchase order" in pdf_text(letter)
    (noted,) = [one for one in history_of("inventory.purchaseorder", draft.id) if one.action == "purchase order mailed"]
    assert (noted.after, noted.at, noted.actor_label) == ({"email": "ventes@ruches.example"}, NOON, OWNER.label)
    assert purchase_order(draft.id, actor=OWNER).state is PurchaseState.DRAFT


def test_after_a_change_it_goes_again_as_it_stands_then(draft: PurchaseOrder) -> None:
    assert mail(draft)
    line = PurchaseLine(variant_id=draft.lines[0].variant_id, ordered=48, unit_cost=Money(250, "EUR"))
    change_purchase_order(purchase_order_id=draft.id, lines=[line], actor=OWNER, now=NOON)
    change_supplier(language="")
    assert mail(draft, "2")
    first, second = messages_of_purchase(draft.id, actor=OWNER)
    assert (first.language, second.language) == ("en", "fr")  # as our first market speaks
    letter = letter_for(second, now=NOON)
    assert letter is not None
    assert "48" in pdf_text(letter)


def test_what_was_cancelled_before_the_letter_left_is_not_ordered(draft: PurchaseOrder) -> None:
    assert mail(draft)
    cancel_purchase_order(purchase_order_id=draft.id, because="x", actor=OWNER, now=NOON)
    assert letters(draft) == [None]
    with pytest.raises(MoveRefused):
        mail(draft, "2")


def test_without_an_address_or_the_right_to_buy_nothing_is_sent(draft: PurchaseOrder) -> None:
    change_supplier(email="")
    before = snapshot()
    with pytest.raises(NotAllowed):
        mail_purchase_order(purchase_order_id=draft.id, key="1", actor=NOBODY, now=NOON)
    with pytest.raises(NotAllowed):
        queue_purchase_message(purchase_order_id=draft.id, to="x@y.example", language="fr", actor=NOBODY, now=NOON)
    with pytest.raises(SupplierWithoutEmail):
        mail(draft)
    assert snapshot() == before
