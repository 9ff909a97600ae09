"""What is due changes while a transfer is awaited: what is asked for follows, and nobody is locked out."""

from dataclasses import replace
from uuid import UUID

import pytest

from comptoir.domains.catalogue.testing import soap as a_soap
from comptoir.domains.orders.queries import order
from comptoir.domains.orders.values import OrderId, OrderState
from comptoir.domains.payments.errors import AlreadyRecorded, BadAmount, MoreThanDue
from comptoir.domains.payments.queries import payments_of, refunds_by_hand
from comptoir.domains.payments.values import PaymentState
from comptoir.flows.authorise_payment import PayingWith
from comptoir.flows.cancel_order import cancel_order
from comptoir.flows.keep_refund_as_credit import keep_refund_as_credit
from comptoir.flows.place_order import place_order
from comptoir.flows.record_payment import ExcessWay, record_payment
from comptoir.flows.retry_payment import retry_payment
from comptoir.flows.sweep_payments import sweep_payments
from comptoir.flows.testing import Shop, agree, buyer, fill_cart, sell, sell_card
from comptoir.kernel.access import NotAllowed
from comptoir.kernel.money import Money
from comptoir.kernel.testing import NOBODY, NOON, OWNER, snapshot
from tests.kept import laid_shop
from tests.life.test_pieces import change, euros, paid
from tests.life.truth import breaks_now

pytestmark = pytest.mark.django_db(transaction=True)
AGAIN = PayingWith(return_url="http://localhost/return")


@pytest.fixture
def shop() -> Shop:
    return laid_shop(stock=10)


def unpaid(shop: Shop, quantity: int = 2) -> OrderId:
    placed = place_order(checkout=agree(fill_cart(shop, quantity=quantity)), key="k", actor=buyer(), now=NOON)
    return OrderId(UUID(placed.order_id))


def by_transfer(order_id: OrderId) -> None:
    """The buyer chooses to transfer what is due."""
    retry_payment(order_id=order_id, method="transfer", paying=AGAIN, actor=buyer(), now=NOON)


def transfers(order_id: OrderId) -> list[tuple[int, str]]:
    return [(payment.amount.minor, payment.state.value) for payment in payments_of(order_id)]


def asked_for(order_id: OrderId) -> list[tuple[int, bool]]:
    """What the buyer is asked to transfer now, and whether the account was told."""
    return [
        (payment.amount.minor, "FR14" in payment.instructions["fr"].replace("\xa0", "").replace(" ", ""))
        for payment in payments_of(order_id)
        if payment.state is PaymentState.PENDING
    ]


def test_a_difference_by_transfer_follows_what_is_due(shop: Shop) -> None:
    order_id, soap = paid(shop, prepared=False), sell(market=shop.market, price=euros(890), stock=9, draft=a_soap())
    change(order_id, added={soap.variants[0].sku: 1})
    by_transfer(order_id)
    assert asked_for(order_id) == [(890, True)]
    change(order_id, called_off={2: 1})
    assert (order(order_id).due, asked_for(order_id)) == (euros(0), [])
    change(order_id, added={soap.variants[0].sku: 2})
    by_transfer(order_id)
    assert asked_for(order_id) == [(1780, True)]
    change(order_id, called_off={3: 1})
    assert (order(order_id).due, asked_for(order_id)) == (euros(890), [(890, True)])
    record_payment(order_id=order_id, amount=euros(890), actor=OWNER, now=NOON)
    assert (order(order_id).due, breaks_now()) == (euros(0), [])


def test_an_unpaid_order_that_is_changed_is_awaited_over_the_new_amount(shop: Shop) -> None:
    order_id = unpaid(shop)
    change(order_id, called_off={1: 1})
    assert transfers(order_id) == [(3_070, "voided"), (1_780, "pending")]
    assert asked_for(order_id) == [(1_780, True)]
    record_payment(order_id=order_id, amount=euros(1_780), actor=OWNER, now=NOON)
    assert (order(order_id).state, breaks_now()) == (OrderState.PAID, [])


def test_the_same_amount_goes_on(shop: Shop) -> None:
    order_id = unpaid(shop)
    change(order_id, billing_address=order(order_id).shipping_address)
    assert transfers(order_id) == [(3_070, "pending")]


def test_cut_off_before_the_account_was_told_the_sweep_tells_it(shop: Shop, monkeypatch: pytest.MonkeyPatch) -> None:
    order_id = unpaid(shop)

    def dies(**asked: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("comptoir.flows.edit_order.carry_out_operation", dies)
    with pytest.raises(KeyboardInterrupt):
        change(order_id, called_off={1: 1})
    assert asked_for(order_id) == []
    sweep_payments(actor=OWNER, now=NOON.replace(hour=23))
    assert asked_for(order_id) == [(1_780, True)]


def test_what_is_called_off_awaits_nothing(shop: Shop) -> None:
    order_id = unpaid(shop)
    change(order_id, added={shop.sku: 1})
    cancel_order(order_id=order_id, because="x", actor=OWNER, now=NOON)
    assert (order(order_id).to_pay, asked_for(order_id)) == (euros(0), [])


def test_money_in_parts_is_recorded_as_it_comes(shop: Shop) -> None:
    order_id = unpaid(shop)
    for key in ("a", "a", "b"):  # one is pressed twice
        record_payment(order_id=order_id, amount=euros(1_000), key=key, actor=OWNER, now=NOON)
    assert (order(order_id).state, asked_for(order_id)) == (OrderState.AWAITING_PAYMENT, [(1_070, True)])
    record_payment(order_id=order_id, amount=euros(1_070), actor=OWNER, now=NOON)
    assert order(order_id).state is OrderState.PAID
    assert [amount for amount, state in transfers(order_id) if state == "captured"] == [1_000, 1_000, 1_070]
    assert breaks_now() == []


def test_a_part_of_a_difference_leaves_the_rest_due(shop: Shop) -> None:
    order_id = paid(shop, prepared=False)
    change(order_id, added={shop.sku: 1})
    by_transfer(order_id)
    record_payment(order_id=order_id, amount=euros(1_000), actor=OWNER, now=NOON)
    assert (order(order_id).due, asked_for(order_id)) == (euros(290), [(290, True)])
    record_payment(order_id=order_id, amount=euros(290), actor=OWNER, now=NOON)
    assert (order(order_id).due, breaks_now()) == (euros(0), [])


@pytest.mark.parametrize("difference", [False, True])
def test_what_is_too_much_goes_back_or_is_kept_as_credit(shop: Shop, difference: bool) -> None:
    order_id = paid(shop, prepared=False) if difference else unpaid(shop)
    if difference:
        change(order_id, added={shop.sku: 1})
    due = order(order_id).to_pay
    with pytest.raises(MoreThanDue) as refused:
        record_payment(order_id=order_id, amount=due + euros(500), actor=OWNER, now=NOON)
    assert refused.value.facts["due"] == due
    record_payment(order_id=order_id, amount=due + euros(500), excess=ExcessWay.REFUND, actor=OWNER, now=NOON)
    assert (order(order_id).state, order(order_id).to_pay) == (OrderState.PAID, euros(0))
    (back,) = refunds_by_hand(shop.market, actor=OWNER)
    assert (back.amount, back.cause) == (euros(500), "too much")
    issued = keep_refund_as_credit(operation_id=back.id, because="agreed", actor=OWNER, now=NOON)
    assert (issued.entry.amount, refunds_by_hand(shop.market, actor=OWNER)) == (euros(500), ())
    again = keep_refund_as_credit(operation_id=back.id, because="agreed", actor=OWNER, now=NOON)
    assert again.entry == issued.entry
    assert breaks_now() == []


def test_too_much_becomes_credit_at_once_where_staff_say_so(shop: Shop) -> None:
    order_id = unpaid(shop)
    for _ in range(2):
        record_payment(order_id=order_id, amount=euros(5_000), excess=ExcessWay.CREDIT, actor=OWNER, now=NOON)
    (payment,) = [each for each in payments_of(order_id) if each.captured]
    assert (payment.captured, payment.credited, payment.secured) == (euros(5_000), euros(1_930), euros(3_070))
    assert (refunds_by_hand(shop.market, actor=OWNER), breaks_now()) == ((), [])


def test_what_comes_a_second_time_is_told_and_may_be_recorded_all_the_same(shop: Shop) -> None:
    order_id = paid(shop, prepared=False)
    total = order(order_id).total
    record_payment(order_id=order_id, amount=total, actor=OWNER, now=NOON)  # the same receipt
    with pytest.raises(AlreadyRecorded):
        record_payment(order_id=order_id, amount=total, bank_reference="VIR 2", actor=OWNER, now=NOON)
    twice = ExcessWay.REFUND
    record_payment(order_id=order_id, amount=total, bank_reference="VIR 2", excess=twice, actor=OWNER, now=NOON)
    assert [back.amount for back in refunds_by_hand(shop.market, actor=OWNER)] == [total]
    assert (order(order_id).state, breaks_now()) == (OrderState.PAID, [])


def test_money_that_comes_after_the_end_goes_back_whatever_it_is(shop: Shop) -> None:
    order_id = unpaid(shop)
    cancel_order(order_id=order_id, because="x", actor=OWNER, now=NOON)
    record_payment(order_id=order_id, amount=euros(1_234), actor=OWNER, now=NOON)
    assert [back.amount.minor for back in refunds_by_hand(shop.market, actor=OWNER)] == [1_234]
    assert breaks_now() == []


def test_money_that_arrives_for_an_order_by_card_can_be_recorded() -> None:
    shop = laid_shop(provider="stripe")
    placed = place_order(checkout=replace(agree(fill_cart(shop)), method="card"), key="k", actor=buyer(), now=NOON)
    order_id = OrderId(UUID(placed.order_id))
    record_payment(order_id=order_id, amount=order(order_id).total, actor=OWNER, now=NOON)
    assert order(order_id).state is OrderState.PAID


def test_who_may_not_records_nothing(shop: Shop) -> None:
    order_id, before = unpaid(shop), snapshot()
    with pytest.raises(NotAllowed):
        record_payment(order_id=order_id, amount=euros(1), actor=NOBODY, now=NOON)
    assert snapshot() == before
    with pytest.raises(BadAmount):
        record_payment(order_id=order_id, amount=Money(1, "USD"), actor=OWNER, now=NOON)


def test_an_awaited_transfer_is_no_obstacle_to_another_way(shop: Shop) -> None:
    order_id, card = unpaid(shop), sell_card(5_000).account_id
    retry_payment(order_id=order_id, method="", stored_value=(card,), paying=AGAIN, actor=buyer(), now=NOON)
    assert transfers(order_id) == [(3_070, "voided"), (3_070, "captured")]
    assert (order(order_id).state, breaks_now()) == (OrderState.PAID, [])
