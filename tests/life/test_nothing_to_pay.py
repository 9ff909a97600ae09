"""Orders of which nothing is to be paid: paid by being placed, and otherwise orders like all others."""

from dataclasses import replace
from datetime import timedelta
from functools import partial
from unittest.mock import Mock
from uuid import UUID

import pytest

from comptoir.domains.inventory.queries import reservations_of
from comptoir.domains.inventory.testing import level
from comptoir.domains.inventory.values import ReservationState
from comptoir.domains.invoicing.actions import render_document
from comptoir.domains.invoicing.errors import NoDeposit
from comptoir.domains.invoicing.queries import documents_of, read_pdf
from comptoir.domains.invoicing.values import DocumentKind
from comptoir.domains.markets.actions import save_market
from comptoir.domains.markets.queries import market
from comptoir.domains.markets.values import InvoiceAt
from comptoir.domains.orders.queries import order
from comptoir.domains.orders.values import OrderId, OrderState
from comptoir.domains.payments.queries import payments_of
from comptoir.domains.pricing.testing import make_voucher
from comptoir.domains.pricing.values import Voucher
from comptoir.flows.cancel_order import cancel_order
from comptoir.flows.finish_orphans import finish_orphans
from comptoir.flows.invoice_deposit import invoice_deposit
from comptoir.flows.place_order import Placed, place_order
from comptoir.flows.prepare_order import prepare_order
from comptoir.flows.ship_order import ship_order
from comptoir.flows.testing import Shop, buyer
from comptoir.kernel import once
from comptoir.kernel.testing import NOON, OWNER, at_once, snapshot
from tests.kept import laid_shop
from tests.life.test_pieces import euros, papers
from tests.life.test_returns import received, withdrawn
from tests.life.test_vouchers import used, with_code
from tests.life.truth import breaks_now


class Died(Exception):
    """The process is gone."""


pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def shop() -> Shop:
    return laid_shop(stock=50)


@pytest.fixture
def everything() -> Voucher:
    """A code that takes all of it off."""
    return make_voucher(amount=None, percent="100", limit=1)


def given_away(shop: Shop, known: Voucher) -> Placed:
    """Two jars of honey, collected at the counter."""
    checkout = replace(with_code(shop, known, delivery="pickup"), method="", shown_rest=euros(0))
    assert checkout.shown_total == euros(0)
    return place_order(checkout=checkout, key="k", actor=buyer(), now=NOON)


def id_of(placed: Placed) -> OrderId:
    return OrderId(UUID(placed.order_id))


def test_it_is_paid_by_being_placed(shop: Shop, everything: Voucher) -> None:
    placed = given_away(shop, everything)
    assert (placed.status, placed.total_minor, placed.payment_id, placed.payment_status) == ("paid", 0, "", "")
    found = order(id_of(placed))
    assert (found.state, found.paid_at, found.total, found.discount) == (OrderState.PAID, NOON, euros(0), euros(2580))
    assert payments_of(found.id) == ()
    assert [kept.state for kept in reservations_of(found.id)] == [ReservationState.CLAIMED]
    assert (used(everything), breaks_now()) == (1, [])


def test_asked_again_the_answer_is_the_same(shop: Shop, everything: Voucher) -> None:
    checkout = with_code(shop, everything, delivery="pickup")
    first = place_order(checkout=checkout, key="k", actor=buyer(), now=NOON)
    before = snapshot()
    assert place_order(checkout=checkout, key="k", actor=buyer(), now=NOON) == first
    assert snapshot() == before


def test_whoever_dies_before_the_answer_is_answered_by_the_sweep(
    shop: Shop, everything: Voucher, monkeypatch: pytest.MonkeyPatch
) -> None:
    checkout = with_code(shop, everything, delivery="pickup")
    with monkeypatch.context() as dying:
        dying.setattr(once, "answer", Mock(side_effect=Died))
        with pytest.raises(Died):
            place_order(checkout=checkout, key="k", actor=buyer(), now=NOON)
    assert finish_orphans(now=NOON + timedelta(minutes=1)) == 1
    answered = place_order(checkout=checkout, key="k", actor=buyer(), now=NOON)
    assert (answered.status, answered.payment_id) == ("paid", "")
    assert (order(id_of(answered)).state, breaks_now()) == (OrderState.PAID, [])


@pytest.mark.parametrize("invoice_at", list(InvoiceAt))
def test_it_leaves_and_its_invoice_shows_what_was_taken_off(
    shop: Shop, everything: Voucher, invoice_at: InvoiceAt
) -> None:
    save_market(market=replace(market(shop.market), invoice_at=invoice_at), actor=OWNER, now=NOON)
    order_id = id_of(given_away(shop, everything))
    assert len(documents_of(order_id)) == (invoice_at is InvoiceAt.PAYMENT)
    prepare_order(order_id=order_id, actor=OWNER, now=NOON)
    ship_order(order_id=order_id, actor=OWNER, now=NOON)
    (invoice,) = documents_of(order_id)
    assert (invoice.kind, invoice.total, invoice.tax, invoice.paid) == (DocumentKind.INVOICE, *[euros(0)] * 3)
    assert [(line.discount, line.voucher) for line in invoice.lines] == [(euros(2580), "BIENVENUE")]
    render_document(document_id=invoice.id, actor=OWNER, now=NOON)
    assert read_pdf(invoice.id).content.startswith(b"%PDF")
    assert (order(order_id).state, breaks_now()) == (OrderState.SHIPPED, [])


@pytest.mark.parametrize("invoice_at", list(InvoiceAt))
def test_called_off_it_gives_the_use_of_the_voucher_back_and_nothing_else(
    shop: Shop, everything: Voucher, invoice_at: InvoiceAt
) -> None:
    save_market(market=replace(market(shop.market), invoice_at=invoice_at), actor=OWNER, now=NOON)
    order_id = id_of(given_away(shop, everything))
    cancel_order(order_id=order_id, because="x", actor=buyer(order_id), now=NOON)
    assert (order(order_id).state, used(everything)) == (OrderState.CANCELLED, 0)
    assert [kept.state for kept in reservations_of(order_id)] == [ReservationState.RELEASED]
    assert payments_of(order_id) == ()
    assert breaks_now() == []


def test_what_comes_back_of_it_gives_nothing_back(shop: Shop, everything: Voucher) -> None:
    order_id = id_of(given_away(shop, everything))
    prepare_order(order_id=order_id, actor=OWNER, now=NOON)
    ship_order(order_id=order_id, actor=OWNER, now=NOON)
    received(withdrawn(order_id, 2), 2)
    assert [kind for kind, *_ in papers(order_id)] == [DocumentKind.INVOICE]  # no paper is issued over nothing
    assert breaks_now() == []


def test_of_many_who_want_the_one_that_is_given_away_one_gets_it(shop: Shop, everything: Voucher) -> None:
    checkouts = [
        replace(with_code(shop, everything, delivery="pickup", email=f"b{n}@exemple.example"), method="")
        for n in range(8)
    ]
    place = [
        partial(place_order, checkout=each, key=str(n), actor=buyer(), now=NOON) for n, each in enumerate(checkouts)
    ]
    answers = at_once(place)
    assert sorted(type(answer).__name__ for answer in answers) == ["Placed", *["VoucherUsedUp"] * 7]
    assert (used(everything), level(shop.variant_id).claimed, breaks_now()) == (1, 2, [])


def test_no_deposit_is_invoiced_of_nothing(shop: Shop, everything: Voucher) -> None:
    order_id = id_of(given_away(shop, everything))
    with pytest.raises(NoDeposit):
        invoice_deposit(order_id=order_id, actor=OWNER, now=NOON)
