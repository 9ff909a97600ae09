"""What comes back is swapped for another size: goods, money and papers of both orders."""

from dataclasses import replace
from datetime import timedelta

import pytest

from comptoir.domains.inventory.testing import level
from comptoir.domains.ledger.queries import balances
from comptoir.domains.markets.actions import save_market
from comptoir.domains.markets.queries import market
from comptoir.domains.markets.values import InvoiceAt
from comptoir.domains.orders.queries import order
from comptoir.domains.orders.values import OrderId, OrderState
from comptoir.domains.payments.queries import payments_of, refunds_of
from comptoir.domains.payments.values import STORED_VALUE
from comptoir.domains.returns.actions import request_return
from comptoir.domains.returns.errors import NotReplaceable, PeriodOver, SwapNeeded
from comptoir.domains.returns.queries import return_by_id, returns_of
from comptoir.domains.returns.testing import asked_for
from comptoir.domains.returns.values import ReturnKind, ReturnState
from comptoir.domains.stored_value.queries import credits_to_pass_on
from comptoir.flows.abandon_orders import abandon_orders
from comptoir.flows.authorise_payment import PayingWith
from comptoir.flows.call_off_return import call_off_return
from comptoir.flows.cancel_order import cancel_order
from comptoir.flows.confirm_refund import confirm_refund
from comptoir.flows.expire_reservations import expire_reservations
from comptoir.flows.pass_on_credits import pass_on_credits
from comptoir.flows.record_payment import record_payment
from comptoir.flows.replace_goods import replace_goods
from comptoir.flows.request_exchange import request_exchange
from comptoir.flows.retry_payment import retry_payment
from comptoir.flows.ship_order import ship_order
from comptoir.flows.sweep_payments import sweep_payments
from comptoir.flows.testing import Shop, buyer
from comptoir.flows.turn_down_return import turn_down_return
from comptoir.kernel.access import NotAllowed
from comptoir.kernel.testing import NOBODY, NOON, OWNER, snapshot
from tests.life.exchanging import (
    TOMORROW,
    cost,
    kept,
    open_soap_shop,
    other,
    received,
    replacement_of,
    swapped,
    with_customer,
)
from tests.life.test_pieces import euros, papers
from tests.life.truth import breaks_now

pytestmark = pytest.mark.django_db(transaction=True)

TRANSFER = PayingWith(return_url="http://localhost/return")


@pytest.fixture
def shop() -> Shop:
    return open_soap_shop()


def owed(order_id: OrderId) -> dict[str, int]:
    """What stands on the accounts of customers: owed by them, paid in advance, and held as credit."""
    books = {each.account: each.balance.minor for each in balances(order(order_id).legal_entity_id, actor=OWNER)}
    assert sum(books.values()) == 0
    return {account: books.get(account, 0) for account in ("411", "4191", "4197")}


def test_another_size_is_kept_at_once_and_paid_by_what_comes_back(shop: Shop) -> None:
    order_id = with_customer(shop)
    found = swapped(shop, order_id)
    instead = replacement_of(found)
    assert (found.kind, found.state) == (ReturnKind.EXCHANGE, ReturnState.ACCEPTED)
    assert (instead.replaces, instead.waits_for_goods, instead.total) == (order_id, True, euros(1290))
    assert (instead.delivery.price, instead.shipping_address) == (euros(0), order(order_id).shipping_address)
    assert kept(other(shop)) == (1, 0)
    done = received(found)
    assert (done.state, done.refund, done.swapped) == (ReturnState.CLOSED, euros(0), euros(1290))
    assert (replacement_of(found).state, kept(other(shop))) == (OrderState.PAID, (0, 1))
    assert [each.provider for each in payments_of(instead.id)] == [STORED_VALUE]
    assert (refunds_of(order_id), level(shop.variant_id).on_hand) == ((), 9)
    ship_order(order_id=instead.id, prepare=True, actor=OWNER, now=TOMORROW)
    assert papers(order_id)[1:] == [("credit_note", 1290, [1])]
    assert papers(instead.id) == [("invoice", 1290, [1])]
    assert (owed(order_id), breaks_now(TOMORROW)) == ({"411": 0, "4191": 0, "4197": 0}, [])


def test_asked_twice_it_is_one_exchange(shop: Shop) -> None:
    order_id = with_customer(shop)
    asked = asked_for(order_id, kind=ReturnKind.EXCHANGE, swap_for=other(shop))
    first, second = (request_exchange(asked=asked, actor=buyer(order_id), now=TOMORROW) for _ in range(2))
    assert first == second
    assert (len(returns_of(order_id)), kept(other(shop))) == (1, (1, 0))


def test_what_costs_the_same_today_makes_no_difference_whatever_was_paid(shop: Shop) -> None:
    order_id = with_customer(shop)
    for variant in shop.honey.variants:
        cost(shop, variant.id, 1990)
    assert replacement_of(swapped(shop, order_id)).total == euros(1290)


def test_a_cheaper_one_leaves_a_rest_that_goes_back_where_it_came_from(shop: Shop) -> None:
    order_id = with_customer(shop)
    cost(shop, other(shop), 990)
    found = swapped(shop, order_id)
    done = received(found)
    assert (replacement_of(found).total, done.refund, done.swapped) == (euros(990), euros(300), euros(990))
    assert done.state is ReturnState.RECEIVED
    (refund,) = refunds_of(order_id)
    confirm_refund(operation_id=refund.id, actor=OWNER, now=TOMORROW)
    assert (refund.amount, breaks_now(TOMORROW)) == (euros(300), [])


def test_of_a_dearer_one_the_rest_is_asked_of_the_buyer_and_the_goods_stay(shop: Shop) -> None:
    order_id = with_customer(shop)
    cost(shop, other(shop), 1490)
    found = swapped(shop, order_id)
    received(found)
    instead = replacement_of(found)
    assert (instead.total, instead.state, instead.waits_for_goods) == (euros(1490), OrderState.AWAITING_PAYMENT, False)
    assert kept(other(shop)) == (1, 0)
    later = TOMORROW + timedelta(days=10)
    retry_payment(order_id=instead.id, method="transfer", paying=TRANSFER, actor=buyer(instead.id), now=later)
    record_payment(order_id=instead.id, amount=euros(200), actor=OWNER, now=later)
    assert (replacement_of(found).state, breaks_now(later)) == (OrderState.PAID, [])


def test_cut_off_after_the_receipt_the_sweep_pays_the_replacement(shop: Shop, monkeypatch: pytest.MonkeyPatch) -> None:
    order_id = with_customer(shop)
    found = swapped(shop, order_id)

    def die(**_: object) -> None:
        raise SystemExit

    monkeypatch.setattr("comptoir.flows.receive_return.look_up_payment", die)
    with pytest.raises(SystemExit):
        received(found)
    assert (replacement_of(found).state, breaks_now(TOMORROW)) == (OrderState.AWAITING_PAYMENT, [])
    later = TOMORROW + timedelta(minutes=10)
    sweep_payments(actor=OWNER, now=later)
    assert (replacement_of(found).state, kept(other(shop)), breaks_now(later)) == (OrderState.PAID, (0, 1), [])


def test_fewer_came_so_the_rest_is_due(shop: Shop) -> None:
    order_id = with_customer(shop)
    found = swapped(shop, order_id, 2)
    assert received(found, 1).swapped == euros(1290)
    instead = replacement_of(found)
    held = sum(payment.secured.minor for payment in payments_of(instead.id))
    assert (instead.state, instead.total.minor - held) == (OrderState.AWAITING_PAYMENT, 1290)


def test_a_replacement_that_was_called_off_leaves_an_ordinary_return(shop: Shop) -> None:
    order_id = with_customer(shop, 1)
    found = swapped(shop, order_id)
    cancel_order(order_id=replacement_of(found).id, because="x", actor=buyer(replacement_of(found).id), now=TOMORROW)
    done = received(found)
    assert (done.swapped, done.refund, done.with_delivery) == (None, euros(1290 + 490), True)
    assert (kept(other(shop)), breaks_now(TOMORROW)) == ((0, 0), [])


def test_who_keeps_the_goods_gets_no_others(shop: Shop) -> None:
    order_id = with_customer(shop)
    found = swapped(shop, order_id)
    call_off_return(return_id=found.id, actor=buyer(order_id), now=TOMORROW)
    assert (return_by_id(found.id).state, replacement_of(found).state) == (
        ReturnState.WITHDRAWN,
        OrderState.CANCELLED,
    )
    second = swapped(shop, order_id)
    turn_down_return(return_id=second.id, because="It never came.", actor=OWNER, now=TOMORROW)
    assert (return_by_id(second.id).state, replacement_of(second).state) == (ReturnState.REFUSED, OrderState.CANCELLED)
    assert (kept(other(shop)), breaks_now(TOMORROW)) == ((0, 0), [])


def test_paid_by_the_buyer_beforehand_it_is_an_order_and_the_return_is_refunded(shop: Shop) -> None:
    order_id = with_customer(shop)
    found = swapped(shop, order_id)
    instead = replacement_of(found)
    retry_payment(order_id=instead.id, method="transfer", paying=TRANSFER, actor=buyer(instead.id), now=TOMORROW)
    record_payment(order_id=instead.id, amount=instead.total, actor=OWNER, now=TOMORROW)
    done = received(found)
    assert (replacement_of(found).state, done.swapped, done.refund) == (OrderState.PAID, None, euros(1290))
    assert breaks_now(TOMORROW) == []


def test_goods_that_never_come_let_go_of_the_others_after_a_month(shop: Shop) -> None:
    order_id = with_customer(shop)
    found = swapped(shop, order_id)
    for days, state in ((20, OrderState.AWAITING_PAYMENT), (31, OrderState.CANCELLED)):
        at = TOMORROW + timedelta(days=days)
        expire_reservations(actor=OWNER, now=at)
        abandon_orders(actor=OWNER, now=at)
        assert replacement_of(found).state is state
    assert kept(other(shop)) == (0, 0)
    assert received(found).refund == euros(1290)


def test_what_paid_a_replacement_that_is_called_off_goes_back_to_the_first_payment(shop: Shop) -> None:
    order_id = with_customer(shop)
    found = swapped(shop, order_id)
    received(found)
    instead = replacement_of(found)
    cancel_order(order_id=instead.id, because="x", actor=buyer(instead.id), now=TOMORROW)
    assert [each.balance for each in credits_to_pass_on()] == [euros(1290)]
    assert (pass_on_credits(actor=OWNER, now=TOMORROW), pass_on_credits(actor=OWNER, now=TOMORROW)) == (1, 0)
    (refund,) = refunds_of(order_id)
    confirm_refund(operation_id=refund.id, actor=OWNER, now=TOMORROW)
    assert (refund.amount, credits_to_pass_on()) == (euros(1290), ())
    assert (owed(order_id), breaks_now(TOMORROW)) == ({"411": 0, "4191": 0, "4197": 0}, [])


def test_the_replacement_of_a_replacement_passes_its_money_down_to_the_first(shop: Shop) -> None:
    order_id = with_customer(shop)
    received(first := swapped(shop, order_id))
    ship_order(order_id=replacement_of(first).id, prepare=True, actor=OWNER, now=TOMORROW)
    asked = asked_for(replacement_of(first).id, kind=ReturnKind.EXCHANGE, swap_for=shop.variant_id)
    second = request_exchange(asked=asked, actor=OWNER, now=TOMORROW)
    received(second)
    last = replacement_of(second)
    assert (last.state, breaks_now(TOMORROW)) == (OrderState.PAID, [])
    cancel_order(order_id=last.id, because="x", actor=OWNER, now=TOMORROW)
    while pass_on_credits(actor=OWNER, now=TOMORROW):
        pass
    (refund,) = refunds_of(order_id)
    confirm_refund(operation_id=refund.id, actor=OWNER, now=TOMORROW)
    assert (refund.amount, owed(order_id)) == (euros(1290), {"411": 0, "4191": 0, "4197": 0})
    assert breaks_now(TOMORROW) == []


def test_a_complaint_is_answered_by_the_same_again_at_no_difference(shop: Shop) -> None:
    order_id = with_customer(shop)
    cost(shop, shop.variant_id, 1990)
    asked = asked_for(order_id, kind=ReturnKind.COMPLAINT)
    request_return(asked=asked, actor=buyer(order_id), now=TOMORROW)
    for _ in range(2):
        found = replace_goods(return_id=asked.id, instead={1: shop.variant_id}, actor=OWNER, now=TOMORROW)
    assert (found.state, found.lines[0].swapped_for) == (ReturnState.ACCEPTED, shop.variant_id)
    assert (replacement_of(found).total, kept(shop.variant_id)) == (euros(1290), (1, 0))
    received(found)
    assert (replacement_of(found).state, breaks_now(TOMORROW)) == (OrderState.PAID, [])


def test_what_cannot_be_exchanged_is_refused_and_changes_nothing(shop: Shop) -> None:
    order_id = with_customer(shop)
    good = asked_for(order_id, kind=ReturnKind.EXCHANGE, swap_for=other(shop))
    same = asked_for(order_id, kind=ReturnKind.EXCHANGE, swap_for=shop.variant_id)
    unsaid = asked_for(order_id, kind=ReturnKind.EXCHANGE)
    before = snapshot()
    months_later = NOON + timedelta(days=200)
    for asked, at, refusal in ((same, NOON, SwapNeeded), (unsaid, NOON, SwapNeeded), (good, months_later, PeriodOver)):
        with pytest.raises(refusal):
            request_exchange(asked=asked, actor=buyer(order_id), now=at)
    with pytest.raises(SwapNeeded):
        request_exchange(asked=asked_for(order_id), actor=buyer(order_id), now=NOON)
    assert snapshot() == before
    found = request_return(asked=asked_for(order_id), actor=buyer(order_id), now=NOON)
    with pytest.raises(NotReplaceable):
        replace_goods(return_id=found.id, instead={1: shop.variant_id}, actor=OWNER, now=NOON)


@pytest.mark.parametrize("at", [InvoiceAt.SHIPMENT, InvoiceAt.PAYMENT])
def test_a_replacement_that_costs_nothing_leaves_once_the_goods_are_here(shop: Shop, at: InvoiceAt) -> None:
    save_market(market=replace(market(shop.market), invoice_at=at), actor=OWNER, now=NOON)
    order_id = with_customer(shop)
    price = order(order_id).lines[0].unit_price.minor
    cost(shop, other(shop), 0)
    cost(shop, shop.variant_id, price)
    found = swapped(shop, order_id)
    instead = replacement_of(found)
    assert (instead.total, instead.waits_for_goods, kept(other(shop))) == (euros(0), True, (1, 0))
    done = received(found)
    assert (done.refund, done.swapped) == (euros(price), None)
    instead = replacement_of(found)
    assert (instead.state, kept(other(shop))) == (OrderState.PAID, (0, 1))
    ship_order(order_id=instead.id, prepare=True, actor=OWNER, now=TOMORROW)
    assert (papers(instead.id), breaks_now(TOMORROW)) == ([("invoice", 0, [1])], [])


def test_without_the_permission_every_verb_is_refused_and_changes_nothing(shop: Shop) -> None:
    order_id = with_customer(shop)
    good = asked_for(order_id, kind=ReturnKind.EXCHANGE, swap_for=other(shop))
    found = swapped(shop, order_id)
    before = snapshot()
    for act in (
        lambda: request_exchange(asked=good, actor=NOBODY, now=NOON),
        lambda: replace_goods(return_id=found.id, instead={1: other(shop)}, actor=NOBODY, now=NOON),
        lambda: call_off_return(return_id=found.id, actor=NOBODY, now=NOON),
        lambda: turn_down_return(return_id=found.id, because="x", actor=NOBODY, now=NOON),
    ):
        with pytest.raises(NotAllowed):
            act()
    assert snapshot() == before
