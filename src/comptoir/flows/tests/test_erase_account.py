"""Who asks to be forgotten is: the whole database is looked through, table by table, for what was theirs."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from django.apps import apps

from comptoir.domains.cart.actions import add_wish, erase_wishes, open_cart, set_details, set_line
from comptoir.domains.cart.errors import UnknownWishList
from comptoir.domains.cart.queries import wish_list
from comptoir.domains.cart.values import CartDetails, CartId, WishListId
from comptoir.domains.cases.actions import forget_asker, note_case, resolve_case
from comptoir.domains.cases.queries import inbox
from comptoir.domains.cases.testing import QUESTION
from comptoir.domains.cases.values import ASKER_FORGOTTEN, CaseFilter, CaseKind, CaseState
from comptoir.domains.customers.actions import (
    ask_account_link,
    note_consents,
    open_session,
    save_address,
    update_customer,
    withdraw_consent,
)
from comptoir.domains.customers.errors import ErasureMustWait
from comptoir.domains.customers.queries import belongings_of, customer
from comptoir.domains.customers.testing import make_login
from comptoir.domains.customers.values import ConsentGiven, CustomerDetails, LoginId, Purpose
from comptoir.domains.integrations.testing import pass_news_on
from comptoir.domains.invoicing.actions import render_document
from comptoir.domains.invoicing.queries import documents_of
from comptoir.domains.markets.testing import offer_gift_wrap
from comptoir.domains.messages.actions import add_alerts, mark_sent
from comptoir.domains.messages.queries import letter_for, message, waiting_messages
from comptoir.domains.messages.values import PastAlert
from comptoir.domains.orders.actions import forget_buyer
from comptoir.domains.orders.queries import order
from comptoir.domains.orders.values import OrderId
from comptoir.domains.pricing.actions import forget_voucher_user
from comptoir.domains.returns.actions import forget_returner, request_return, withdraw_return
from comptoir.domains.returns.testing import asked_for
from comptoir.domains.reviews.testing import make_review
from comptoir.domains.stored_value.actions import forget_card_owner
from comptoir.flows.ask_shop import ask_shop
from comptoir.flows.cancel_order import cancel_order
from comptoir.flows.erase_account import erase_account
from comptoir.flows.place_order import place_order
from comptoir.flows.record_payment import record_payment
from comptoir.flows.ship_order import ship_order
from comptoir.flows.testing import Shop, agree, buyer
from comptoir.kernel.access import NotAllowed
from comptoir.kernel.addresses import Address
from comptoir.kernel.ids import new_id
from comptoir.kernel.sql import fetch
from comptoir.kernel.testing import NOBODY, NOON, OWNER, snapshot
from tests.kept import laid_shop

pytestmark = pytest.mark.django_db(transaction=True)

EMAIL = "zita.marqueur@exemple.example"
HOME = Address(
    name="Zita Marqueur",
    line1="77 impasse du Zinzolin",
    postal_code="69002",
    city="Lyon",
    country="FR",
    phone="+33698765432",
)
NOTE = "sonnez trois fois au zingueur"
MARKS = {
    "email": EMAIL,
    "phone": "98765432",
    "note": "zingueur",
    "name": "Marqueur",
    "street": "Zinzolin",
    "words": "zozotement",  # asked on the contact page, and noted by staff beside it
}

# What stays, by what it is, and why: accounting law wants ten years of documents and the sales they belong to (code de
# commerce, L123-22), and says what stands in them (code général des impôts, annexe II, 242 nonies A: name and address
# of the buyer) and in the books (livre des procédures fiscales, A47 A-1: whose account it is, what the entry is for).
KEPT = {
    "name": {
        "invoicing_document.buyer": "the invoice as it was issued",
        "invoicing_document.delivered_to": "the invoice as it was issued",
        "invoicing_document.xml": "the invoice as it was issued",
        "ledger_entry.label": "the books: what the entry is for",
        "ledger_entry.party_name": "the books: whose account it is",
        "orders_order.billing_address": "to whom the sale was billed",
        "orders_order.shipping_address": "where the goods went: what the tax depends on",
        "orders_order.found_by": "so that staff find the order that an invoice names",
    },
    "street": {
        "invoicing_document.buyer": "the invoice as it was issued",
        "invoicing_document.delivered_to": "the invoice as it was issued",
        "invoicing_document.xml": "the invoice as it was issued",
        "orders_order.billing_address": "to whom the sale was billed",
        "orders_order.shipping_address": "where the goods went: what the tax depends on",
    },
    "email": {},
    "phone": {},
    "note": {},
    "words": {},
}


@pytest.fixture
def shop(settings: Any, tmp_path: Path) -> Shop:
    settings.PRIVATE_ROOT = tmp_path / "documents"
    settings.MAIL_FOLDER = tmp_path / "mail"
    shop = laid_shop()
    offer_gift_wrap(code=shop.market)
    return shop


def filled(shop: Shop, login_id: LoginId) -> CartId:
    (own,) = belongings_of(login_id)
    id = open_cart(
        market=shop.market, language="fr", channel="web", customer_id=own.customer_id, actor=buyer(), now=NOON
    )
    set_line(cart_id=id, sku=shop.sku, quantity=2, actor=buyer(), now=NOON)
    details = CartDetails(email=EMAIL, shipping_address=HOME, comment=NOTE, gift_message=NOTE, delivery_method="home")
    set_details(cart_id=id, details=details, actor=buyer(), now=NOON)
    return id


def placed(shop: Shop, login_id: LoginId) -> OrderId:
    checkout = agree(filled(shop, login_id))
    return OrderId(UUID(place_order(checkout=checkout, key=str(new_id()), actor=buyer(), now=NOON).order_id))


def lived_through(shop: Shop) -> LoginId:
    """One who has done all that leaves traces: two orders, one sent and one called off, a return, letters, an address,
    a consent, staff's own note of a name, a review written twice, two questions, an alert, a basket begun."""
    login_id = make_login(EMAIL, HOME.name)
    (own,) = belongings_of(login_id)
    open_session(login_id=login_id, device="Firefox", actor=OWNER, now=NOON)
    save_address(login_id=login_id, address=HOME, actor=OWNER, now=NOON)
    given = ConsentGiven(purpose=Purpose.NEWSLETTER, granted=True, wording="Oui", language="fr", given_on="account")
    note_consents(customer_id=own.customer_id, given=[given], actor=OWNER, now=NOON)
    heard = "Zita Marqueur a téléphoné."
    withdraw_consent(customer_id=own.customer_id, purpose=Purpose.NEWSLETTER, because=heard, actor=OWNER, now=NOON)
    sent, called_off = placed(shop, login_id), placed(shop, login_id)
    total = order(sent).total
    record_payment(order_id=sent, amount=total, bank_reference="1", actor=OWNER, now=NOON)
    ship_order(order_id=sent, carrier="Colissimo", tracking_number="8R4218", prepare=True, actor=OWNER, now=NOON)
    for document in documents_of(sent):
        render_document(document_id=document.id, actor=OWNER, now=NOON)
    asked = request_return(asked=asked_for(sent), actor=OWNER, now=NOON)
    withdraw_return(return_id=asked.id, actor=OWNER, now=NOON)
    cancel_order(order_id=called_off, because="", actor=OWNER, now=NOON)
    known = customer(own.customer_id)
    update_customer(
        customer_id=known.id,
        details=CustomerDetails(email=EMAIL, name=f"{HOME.name} (fidèle)", phone=HOME.phone),
        version=known.version,
        actor=OWNER,
        now=NOON,
    )
    for text in ("Bon, et longtemps en bouche.", "Très bon, et longtemps en bouche."):
        make_review(order(sent), shown_name=HOME.name, text=text)
    spoke_up(shop)
    pass_news_on()
    send_letters()
    filled(shop, login_id)
    ask_account_link(email=EMAIL, market=shop.market, language="fr", actor=OWNER, now=NOON)
    pass_news_on()
    return login_id


def spoke_up(shop: Shop) -> None:
    """Two questions, one of them answered, and a wish to be told of an article."""
    for text in ("Un zozotement ?", "Encore ce zozotement."):
        asked = replace(QUESTION, name=HOME.name, email=EMAIL, text=text)
        ask_shop(question=asked, actor=OWNER, now=NOON)
    latest = inbox(CaseFilter(kind=CaseKind.QUESTION), actor=OWNER).items[0].id
    note_case(case_id=latest, text="Le zozotement est normal.", actor=OWNER, now=NOON)
    resolve_case(case_id=latest, because="Dit à Zita Marqueur.", actor=OWNER, now=NOON)
    alert = PastAlert(variant_id=shop.variant_id, market=shop.market, language="fr", email=EMAIL, asked_at=NOON)
    add_alerts(batch=[alert], actor=OWNER, now=NOON)


def send_letters() -> None:
    """As the postman does: they are kept as they were sent."""
    for id in waiting_messages(NOON):
        letter = letter_for(message(id), now=NOON)
        if letter is not None:
            mark_sent(message_id=id, letter=letter, actor=OWNER, now=NOON)


def places_of(mark: str) -> set[str]:
    """Every column of ours in which that stands."""
    tables = [model._meta.db_table for model in apps.get_models() if model.__module__.startswith("comptoir.")]
    found = set()
    for table in [*tables, "procrastinate_jobs"]:
        rows = fetch(
            f"""SELECT DISTINCT part.key FROM {table} AS row, jsonb_each_text(to_jsonb(row)) AS part
                 WHERE part.value ILIKE %s""",
            [f"%{mark}%"],
        )
        found |= {f"{table}.{column}" for (column,) in rows}
    return found


def test_nothing_of_them_is_left_but_what_the_law_keeps(shop: Shop) -> None:
    login_id = lived_through(shop)
    assert all(places_of(mark) for mark in MARKS.values())
    erase_account(login_id=login_id, actor=OWNER, now=NOON)
    pass_news_on()
    send_letters()
    assert {what: places_of(mark) for what, mark in MARKS.items()} == {what: set(kept) for what, kept in KEPT.items()}


def test_what_was_never_billed_keeps_no_name(shop: Shop) -> None:
    login_id = make_login(EMAIL, HOME.name)
    order_id = placed(shop, login_id)
    cancel_order(order_id=order_id, because="", actor=OWNER, now=NOON)
    erase_account(login_id=login_id, actor=OWNER, now=NOON)
    assert {mark: places_of(MARKS[mark]) for mark in ("name", "street")} == {"name": set(), "street": set()}
    assert order(order_id).billing_address == Address(country="FR")


def test_their_words_stay_without_their_name(shop: Shop) -> None:
    login_id = lived_through(shop)
    erase_account(login_id=login_id, actor=OWNER, now=NOON)
    assert fetch("SELECT shown_name, text <> '', state FROM reviews_review") == [("", True, "published")]
    assert fetch("SELECT state, because FROM cases_case WHERE kind = 'question' ORDER BY id") == [
        (CaseState.DISMISSED, ASKER_FORGOTTEN),
        (CaseState.RESOLVED, ASKER_FORGOTTEN),
    ]


def test_the_wish_list_of_their_browser_goes_with_them(shop: Shop) -> None:
    login_id = make_login(EMAIL)
    mine, other = (
        add_wish(wish_list_id=None, market=shop.market, language="fr", sku=shop.sku, actor=buyer(), now=NOON)
        for _ in range(2)
    )
    erase_account(login_id=login_id, wish_list_id=mine, actor=OWNER, now=NOON)
    with pytest.raises(UnknownWishList):
        wish_list(mine)
    assert len(wish_list(other).wishes) == 1


def test_news_that_comes_after_them_finds_nobody(shop: Shop, caplog: pytest.LogCaptureFixture) -> None:
    login_id = make_login(EMAIL)
    ask_account_link(email=EMAIL, market=shop.market, language="fr", actor=OWNER, now=NOON)
    erase_account(login_id=login_id, actor=OWNER, now=NOON)
    pass_news_on()
    assert [record.message for record in caplog.records if record.levelname == "ERROR"] == []
    assert waiting_messages(NOON) == []


def test_what_was_sold_still_adds_up(shop: Shop) -> None:
    login_id = lived_through(shop)
    sums = (
        "SELECT count(*), sum(total_minor) FROM orders_order",
        "SELECT count(*), sum(total_minor) FROM invoicing_document",
    )
    before = [fetch(sum) for sum in sums]
    for _ in range(2):
        erase_account(login_id=login_id, actor=OWNER, now=NOON)
    assert [fetch(sum) for sum in sums] == before


def test_it_waits_for_what_is_under_way(shop: Shop) -> None:
    login_id = make_login(EMAIL, HOME.name)
    order_id = placed(shop, login_id)
    before = snapshot()
    with pytest.raises(ErasureMustWait) as refusal:
        erase_account(login_id=login_id, actor=OWNER, now=NOON)
    assert refusal.value.facts["numbers"] == order(order_id).number
    assert snapshot() == before
    cancel_order(order_id=order_id, because="", actor=OWNER, now=NOON)
    erase_account(login_id=login_id, actor=OWNER, now=NOON)


def test_without_the_right_nobody_is_forgotten(shop: Shop) -> None:
    login_id = make_login(EMAIL)
    before = snapshot()
    with pytest.raises(NotAllowed):
        erase_account(login_id=login_id, actor=NOBODY, now=NOON)
    assert snapshot() == before


FORGETTING: list[Callable[[], object]] = [
    lambda: erase_wishes(wish_list_id=WishListId(new_id()), actor=NOBODY, now=NOON),
    lambda: forget_asker(emails=[EMAIL], actor=NOBODY, now=NOON),
    lambda: forget_buyer(order_ids=[], billed=[], actor=NOBODY, now=NOON),
    lambda: forget_returner(order_ids=[], actor=NOBODY, now=NOON),
    lambda: forget_card_owner(emails=[EMAIL], actor=NOBODY, now=NOON),
    lambda: forget_voucher_user(emails=[EMAIL], actor=NOBODY, now=NOON),
]


@pytest.mark.parametrize("act", FORGETTING)
def test_no_part_of_it_happens_without_the_right(act: Callable[[], object], shop: Shop) -> None:
    before = snapshot()
    with pytest.raises(NotAllowed):
        act()
    assert snapshot() == before
