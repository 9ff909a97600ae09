"""Invoices between businesses, whole and in parts, by the rules of the standard and of the French reform."""

from dataclasses import replace
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest

from comptoir.domains.cart.actions import set_details
from comptoir.domains.cart.values import CartDetails
from comptoir.domains.fulfilment.queries import shipments_of
from comptoir.domains.fulfilment.values import ShipmentState
from comptoir.domains.invoicing.actions import render_document
from comptoir.domains.invoicing.actions.render import electronic_invoice
from comptoir.domains.invoicing.errors import NoDeposit
from comptoir.domains.invoicing.queries import document, documents_of, read_pdf
from comptoir.domains.invoicing.testing import COMPANY, schematron_errors
from comptoir.domains.invoicing.values import Document, DocumentKind, Preceding
from comptoir.domains.ledger.queries import balances
from comptoir.domains.ledger.values import ADVANCES_RECEIVED, CUSTOMERS, VAT_ON_DEPOSITS
from comptoir.domains.markets.actions import save_market
from comptoir.domains.markets.queries import market
from comptoir.domains.markets.values import InvoiceAt
from comptoir.domains.orders.queries import order
from comptoir.domains.orders.values import OrderChange, OrderId
from comptoir.flows.cancel_order import cancel_order
from comptoir.flows.edit_order import edit_order
from comptoir.flows.invoice_deposit import invoice_deposit
from comptoir.flows.place_order import place_order
from comptoir.flows.prepare_order import prepare_order
from comptoir.flows.record_payment import record_payment
from comptoir.flows.ship_order import ship_order
from comptoir.flows.testing import Shop, agree, buyer, fill_cart
from comptoir.kernel.access import NotAllowed
from comptoir.kernel.money import Money
from comptoir.kernel.testing import NOON, OWNER, snapshot
from tests.kept import laid_shop
from tests.life.truth import breaks_now

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def invoiced_at_payment() -> Shop:
    shop = laid_shop(stock=10)
    save_market(market=replace(market(shop.market), invoice_at=InvoiceAt.PAYMENT), actor=OWNER, now=NOON)
    return shop


def paid_by_a_company(shop: Shop, *, quantity: int = 3) -> OrderId:
    cart_id = fill_cart(shop, quantity=quantity)
    set_details(cart_id=cart_id, details=CartDetails(shipping_address=COMPANY), actor=buyer(), now=NOON)
    placed = place_order(checkout=agree(cart_id), key="k", actor=buyer(), now=NOON)
    order_id = OrderId(UUID(placed.order_id))
    record_payment(order_id=order_id, amount=Money(placed.total_minor, "EUR"), actor=OWNER, now=NOON)
    return order_id


def said_of(order_id: OrderId) -> dict[str, list[str]]:
    """What both sets of rules say against the documents of an order, by number."""
    said = {}
    for each in documents_of(order_id):
        xml = electronic_invoice(each)
        said[each.number] = schematron_errors(xml) + schematron_errors(xml, rules="fr-ctc")
    return said


def test_a_parcel_at_a_time_and_then_less() -> None:
    shop = laid_shop(stock=10)
    order_id = paid_by_a_company(shop)
    prepare_order(order_id=order_id, actor=OWNER, now=NOON)
    (shipment,) = [each for each in shipments_of(order_id) if each.state is ShipmentState.PREPARING]
    contents = {shop.variant_id: 1}
    ship_order(order_id=order_id, shipment_id=shipment.id, contents=contents, actor=OWNER, now=NOON)
    ship_order(order_id=order_id, actor=OWNER, now=NOON)

    assert {each.buyer.vat_number for each in documents_of(order_id)} == {COMPANY.vat_number}
    assert said_of(order_id) == {"F2026-000001": [], "F2026-000002": []}
    assert breaks_now() == []


def test_pieces_called_off_after_they_were_invoiced_and_then_the_rest(invoiced_at_payment: Shop) -> None:
    order_id = paid_by_a_company(invoiced_at_payment)
    less = OrderChange(builds_on=order(order_id).revision, called_off={1: 1})
    edit_order(order_id=order_id, change=less, because="one less", actor=OWNER, now=NOON)
    cancel_order(order_id=order_id, because="none at all", actor=OWNER, now=NOON)

    assert [each.total.minor for each in documents_of(order_id)] == [4360, 1290, 3070]
    assert said_of(order_id) == {"F2026-000001": [], "A2026-000001": [], "A2026-000002": []}
    assert breaks_now() == []


def tax_booked(order_id: OrderId) -> dict[str, int]:
    """What stands on the accounts of tax and on those of the customer, by what they are."""
    entity = documents_of(order_id)[0].legal_entity_id
    books = {line.account: line.balance.minor for line in balances(entity, actor=OWNER)}
    return {
        "charged": -sum(minor for account, minor in books.items() if account.startswith("44571")),
        "waiting": books.get(VAT_ON_DEPOSITS, 0),
        "owed": books.get(CUSTOMERS, 0),
        "advances": -books.get(ADVANCES_RECEIVED, 0),
    }


def kinds(order_id: OrderId) -> list[tuple[str, int]]:
    return [(each.kind, each.total.minor) for each in documents_of(order_id)]


def deposit(order_id: OrderId) -> Document:
    return document(invoice_deposit(order_id=order_id, actor=OWNER, now=NOON))


def test_a_deposit_is_made_good_by_the_invoice_of_the_goods(settings: Any, tmp_path: Path) -> None:
    settings.PRIVATE_ROOT = tmp_path
    order_id = paid_by_a_company(laid_shop(stock=10))
    issued = deposit(order_id)
    assert (issued.number, issued.kind, issued.total, issued.due) == (
        "F2026-000001",
        DocumentKind.DEPOSIT,
        Money(4360, "EUR"),
        Money(0, "EUR"),
    )
    assert all(issued.order_number in line.title for line in issued.lines)
    tax = issued.tax.minor
    assert tax_booked(order_id) == {"charged": tax, "waiting": tax, "owed": 0, "advances": 4360}
    with pytest.raises(NoDeposit):
        deposit(order_id)

    ship_order(order_id=order_id, prepare=True, actor=OWNER, now=NOON)
    last = documents_of(order_id)[-1]
    assert (last.number, last.deducts) == (
        "F2026-000002",
        (Preceding(number="F2026-000001", issued_on=issued.issued_on),),
    )
    xml = electronic_invoice(last).decode()
    assert ("F2026-000001" in xml, "<ram:TotalPrepaidAmount>43.60<" in xml, ">B4<" in xml) == (True, True, True)
    assert ">386<" in electronic_invoice(issued).decode()
    assert tax_booked(order_id) == {"charged": tax, "waiting": 0, "owed": 0, "advances": 0}
    assert said_of(order_id) == {"F2026-000001": [], "F2026-000002": []}
    for each in (issued, last):
        render_document(document_id=each.id, actor=OWNER, now=NOON)
        assert read_pdf(each.id).content.startswith(b"%PDF")
    assert breaks_now() == []
    with pytest.raises(NoDeposit):
        deposit(order_id)


def test_a_deposit_on_an_order_called_off_is_credited() -> None:
    order_id = paid_by_a_company(laid_shop(stock=10))
    deposit(order_id)
    cancel_order(order_id=order_id, because="x", actor=OWNER, now=NOON)

    assert kinds(order_id) == [("deposit", 4360), ("credit_note", 4360)]
    assert tax_booked(order_id) | {"advances": 0} == dict.fromkeys(("charged", "waiting", "owed", "advances"), 0)
    assert said_of(order_id) == {"F2026-000001": [], "A2026-000001": []}
    assert breaks_now() == []


def test_a_deposit_is_credited_when_the_order_is_revised_or_leaves_in_parts() -> None:
    shop = laid_shop(stock=10)
    order_id = paid_by_a_company(shop)
    deposit(order_id)
    less = OrderChange(builds_on=order(order_id).revision, called_off={1: 1})
    edit_order(order_id=order_id, change=less, because="one less", actor=OWNER, now=NOON)
    assert kinds(order_id) == [("deposit", 4360), ("credit_note", 4360), ("deposit", 3070)]

    prepare_order(order_id=order_id, actor=OWNER, now=NOON)
    (shipment,) = [each for each in shipments_of(order_id) if each.state is ShipmentState.PREPARING]
    contents = {shop.variant_id: 1}
    ship_order(order_id=order_id, shipment_id=shipment.id, contents=contents, actor=OWNER, now=NOON)
    ship_order(order_id=order_id, actor=OWNER, now=NOON)
    assert kinds(order_id)[3:] == [("credit_note", 3070), ("invoice", 1780), ("invoice", 1290)]
    assert tax_booked(order_id)["waiting"] == 0
    assert set().union(*said_of(order_id).values()) == set()
    assert breaks_now() == []


def test_a_dearer_order_has_no_deposit_until_it_is_asked_for_again() -> None:
    shop = laid_shop(stock=10)
    order_id = paid_by_a_company(shop)
    deposit(order_id)
    more = OrderChange(builds_on=order(order_id).revision, added={shop.sku: 1})
    edit_order(order_id=order_id, change=more, because="one more", actor=OWNER, now=NOON)
    assert kinds(order_id) == [("deposit", 4360), ("credit_note", 4360)]
    record_payment(order_id=order_id, amount=Money(1290, "EUR"), actor=OWNER, now=NOON)
    assert deposit(order_id).total == Money(5650, "EUR")
    assert breaks_now() == []


def test_what_left_in_parts_bears_its_own_tax() -> None:
    shop = laid_shop(stock=10)
    order_id = paid_by_a_company(shop)
    prepare_order(order_id=order_id, actor=OWNER, now=NOON)
    deposit(order_id)
    (shipment,) = [each for each in shipments_of(order_id) if each.state is ShipmentState.PREPARING]
    contents = {shop.variant_id: 1}
    ship_order(order_id=order_id, shipment_id=shipment.id, contents=contents, actor=OWNER, now=NOON)
    assert kinds(order_id) == [("deposit", 4360), ("credit_note", 4360), ("invoice", 1780)]
    deposit(order_id)
    ship_order(order_id=order_id, actor=OWNER, now=NOON)
    assert kinds(order_id)[3:] == [("deposit", 2580), ("invoice", 2580)]
    assert tax_booked(order_id) == {
        "charged": sum(each.tax.minor for each in documents_of(order_id) if each.kind is DocumentKind.INVOICE),
        **dict.fromkeys(("waiting", "owed", "advances"), 0),
    }
    assert set().union(*said_of(order_id).values()) == set()
    assert breaks_now() == []


def test_a_deposit_is_for_money_that_came_and_for_those_who_may() -> None:
    shop = laid_shop(stock=10)
    placed = place_order(checkout=agree(fill_cart(shop)), key="k", actor=buyer(), now=NOON)
    order_id = OrderId(UUID(placed.order_id))
    with pytest.raises(NoDeposit):
        deposit(order_id)
    record_payment(order_id=order_id, amount=Money(placed.total_minor, "EUR"), actor=OWNER, now=NOON)
    before = snapshot()
    with pytest.raises(NotAllowed):
        invoice_deposit(order_id=order_id, actor=buyer(), now=NOON)
    assert snapshot() == before
