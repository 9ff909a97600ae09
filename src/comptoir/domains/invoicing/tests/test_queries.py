from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any
from uuid import UUID

import pytest

from comptoir.domains.catalogue.values import VariantId
from comptoir.domains.invoicing.actions import issue_credit_note, issue_document
from comptoir.domains.invoicing.errors import UnknownDocument
from comptoir.domains.invoicing.permissions import INVOICING_VIEW
from comptoir.domains.invoicing.queries import document, document_rows, documents_of, invoice_draft, sale_entry
from comptoir.domains.invoicing.testing import GERMAN_COMPANY, TODAY, at, make_draft
from comptoir.domains.invoicing.values import DocumentDraft, DocumentId, DocumentKind
from comptoir.domains.ledger.actions import post_entry
from comptoir.domains.ledger.queries import balances
from comptoir.domains.orders.values import ChosenDelivery, Order, OrderId, OrderLine, OrderState
from comptoir.kernel.access import NotAllowed
from comptoir.kernel.ids import new_id
from comptoir.kernel.money import Money
from comptoir.kernel.testing import NOBODY, NOON, OWNER, anybody

CUSTOMER = new_id()
pytestmark = pytest.mark.django_db


def issue(draft: DocumentDraft | None = None, *, on: date = TODAY) -> DocumentId:
    return issue_document(draft=draft or make_draft(), actor=OWNER, now=at(on))


def test_the_list_is_newest_first_and_paged():
    issued = [issue(on=date(2026, 11, day)) for day in (2, 3, 3, 4, 5)]
    seen, cursor = [], None
    while True:
        page = document_rows(actor=OWNER, cursor=cursor, page_size=2)
        seen += [row.id for row in page.items]
        cursor = page.next_cursor
        if cursor is None:
            break

    assert len(seen) == 5
    assert set(seen) == set(issued)
    assert [document(id).issued_on.day for id in seen] == [5, 4, 3, 3, 2]


def test_the_list_is_filtered():
    draft = make_draft()
    invoice = issue(draft, on=date(2026, 11, 2))
    note = issue_credit_note(invoice_id=invoice, actor=OWNER, now=at(date(2026, 11, 20)))
    issue(on=date(2026, 11, 21))

    def ids(**conditions: Any) -> list[DocumentId]:
        return [row.id for row in document_rows(actor=OWNER, **conditions).items]

    assert ids(kind=DocumentKind.CREDIT_NOTE) == [note]
    assert ids(text="f2026-000001") == [invoice]
    assert ids(text=draft.order_number.lower()) == [note, invoice]
    assert ids(since=date(2026, 11, 3), until=date(2026, 11, 20)) == [note]
    (row,) = document_rows(actor=OWNER, kind=DocumentKind.CREDIT_NOTE).items
    assert (row.number, row.buyer_name, row.total, row.has_pdf) == (
        "A2026-000001",
        "Jeanne Martin",
        Money(6830, "EUR"),
        False,
    )


def test_the_list_is_for_those_who_may_and_their_markets():
    issue()
    with pytest.raises(NotAllowed):
        document_rows(actor=NOBODY)

    assert document_rows(actor=anybody(INVOICING_VIEW, markets=frozenset({"be"}))).items == []
    assert len(document_rows(actor=anybody(INVOICING_VIEW, markets=frozenset({"fr"}))).items) == 1


def test_an_unknown_document_is_said_and_an_order_without_any_has_none():
    with pytest.raises(UnknownDocument):
        document(DocumentId(new_id()))
    assert documents_of(new_id()) == ()


def order_like(draft: DocumentDraft) -> Order:
    """An order as it is read from its rows: rates with four decimals."""
    return Order(
        id=OrderId(draft.order_id),
        number=draft.order_number,
        state=OrderState.SHIPPED,
        cart_id=new_id(),
        market=draft.market,
        legal_entity_id=draft.legal_entity_id,
        channel="web",
        customer_id=new_id(),
        email=draft.buyer_email,
        language="fr",
        lines=tuple(
            OrderLine(
                position=number,
                variant_id=VariantId(UUID(int=number)),
                sku=line.sku,
                title=line.title,
                options=line.options,
                image="",
                quantity=line.quantity,
                unit_price=line.unit_price,
                discount=line.discount,
                total=line.total,
                tax_class="standard",
                tax_rate=line.tax_rate.quantize(Decimal("0.0001")),
                weight_grams=0,
            )
            for number, line in enumerate(draft.lines, start=1)
        ),
        goods_total=draft.total - draft.delivery_total,
        delivery=ChosenDelivery(
            code="home",
            label=draft.delivery_label,
            kind="home",
            place_code="",
            carrier="",
            price=draft.delivery_total,
            promised_on=NOON.date(),
        ),
        total=draft.total,
        taxes=draft.taxes,
        shipping_address=draft.delivered_to,
        billing_address=draft.buyer,
        comment="",
        terms_version="1",
        placed_at=NOON,
        paid_at=NOON,
        shipped_at=NOON,
        cancelled_at=None,
        revision=1,
        due=Money.zero("EUR"),
        held_because="",
    )


@pytest.mark.parametrize("buyer", [{}, {"buyer": GERMAN_COMPANY}])
def test_an_order_becomes_its_invoice(buyer):
    """The e-mail address of a business alone: no document of anybody else needs one."""
    draft = make_draft(**buyer)
    built = invoice_draft(order_like(draft), paid=draft.total, delivered_on=NOON.date())

    assert built == replace(draft, buyer_email=draft.buyer_email if draft.buyer.vat_number else "")
    assert document(issue(built)).total == draft.total


def test_the_ledger_after_a_paid_invoice_and_its_credit_note():
    invoice = document(issue())
    post_entry(draft=sale_entry(invoice, customer_id=CUSTOMER), actor=OWNER, now=NOON)

    def stands() -> dict[str, int]:
        lines = balances(invoice.legal_entity_id, actor=OWNER)
        return {line.account: line.balance.minor for line in lines if line.balance}

    assert stands() == {
        "4191": 6830,  # the advance is used up
        "44571FR0550": -214,
        "44571FR2000": -454,
        "707": -5630,
        "7085": -532,
    }
    note = document(issue_credit_note(invoice_id=invoice.id, actor=OWNER, now=NOON))
    post_entry(draft=sale_entry(note, customer_id=CUSTOMER), actor=OWNER, now=NOON)
    assert stands() == {}


def test_crediting_an_unpaid_invoice_takes_it_off_what_is_owed():
    invoice = document(issue(make_draft(paid=False)))
    note = document(issue_credit_note(invoice_id=invoice.id, actor=OWNER, now=NOON))
    for each in (invoice, note):
        post_entry(draft=sale_entry(each, customer_id=CUSTOMER), actor=OWNER, now=NOON)

    assert note.paid == Money(0, "EUR")
    assert [line for line in balances(invoice.legal_entity_id, actor=OWNER) if line.balance] == []


def test_an_unpaid_invoice_is_owed_by_the_customer():
    invoice = document(issue(make_draft(paid=False)))
    entry = sale_entry(invoice, customer_id=CUSTOMER)
    post_entry(draft=entry, actor=OWNER, now=NOON)

    by_account = {line.account: line.balance.minor for line in balances(invoice.legal_entity_id, actor=OWNER)}
    assert by_account["411"] == 6830
    assert "4191" not in by_account
    assert (entry.reference, entry.key, entry.on) == ("F2026-000001", f"document:{invoice.id}", NOON.date())
