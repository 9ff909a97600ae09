"""Goods that come back: what the buyer is owed, what the shelf holds, what the papers say."""

from datetime import datetime, timedelta

import pytest

from comptoir.domains.inventory.testing import level
from comptoir.domains.invoicing.actions.render import electronic_invoice
from comptoir.domains.invoicing.queries import documents_of
from comptoir.domains.invoicing.testing import schematron_errors
from comptoir.domains.messages.actions import queue_return_message
from comptoir.domains.messages.queries import letter_for, message
from comptoir.domains.messages.values import MessageKind
from comptoir.domains.network.testing import WAREHOUSE
from comptoir.domains.orders.queries import order
from comptoir.domains.orders.values import OrderId
from comptoir.domains.payments.queries import payments_of, refunds_for
from comptoir.domains.returns.actions import accept_return, close_refunded_returns, request_return, withdraw_return
from comptoir.domains.returns.errors import BadKeptBack, NotAsAnnounced, NothingCame, TooManyBack
from comptoir.domains.returns.queries import return_by_id, returns_of
from comptoir.domains.returns.testing import asked_for
from comptoir.domains.returns.values import (
    KeptBack,
    Outcome,
    ReceivedLine,
    Return,
    ReturnKind,
    ReturnState,
    refund_cause,
)
from comptoir.flows.confirm_refund import confirm_refund
from comptoir.flows.receive_return import receive_return
from comptoir.flows.ship_order import ship_order
from comptoir.flows.testing import Shop, buyer
from comptoir.kernel.events import Lane
from comptoir.kernel.events.relay import deliver
from comptoir.kernel.money import Money, total_of
from comptoir.kernel.testing import NOON, OWNER, at_once, snapshot
from comptoir.kernel.transitions import MoveRefused
from tests.kept import laid_shop
from tests.life.test_pieces import change, euros, paid, papers, refunded, ship
from tests.life.truth import breaks_now

pytestmark = pytest.mark.django_db(transaction=True)

TOMORROW = NOON + timedelta(days=1)


@pytest.fixture
def shop() -> Shop:
    return laid_shop(stock=10)


def with_customer(shop: Shop, quantity: int = 3) -> OrderId:
    """Honey at 12.90 a piece, delivered for 4.90, paid and sent."""
    order_id = paid(shop, quantity=quantity)
    ship_order(order_id=order_id, actor=OWNER, now=NOON)
    return order_id


def withdrawn(order_id: OrderId, pieces: int, *, at: datetime = TOMORROW) -> Return:
    return request_return(asked=asked_for(order_id, pieces), actor=buyer(order_id), now=at)


def received(found: Return, pieces: int, outcome: Outcome = Outcome.RESTOCK) -> Return:
    lines = [ReceivedLine(position=1, received=pieces, outcome=outcome)]
    return receive_return(return_id=found.id, lines=lines, place_code=WAREHOUSE.code, actor=OWNER, now=TOMORROW)


def news_passed() -> None:
    for lane in Lane:
        while deliver(lane=lane):
            pass


def test_a_part_comes_back_and_its_price_goes_back(shop: Shop) -> None:
    order_id = with_customer(shop)
    found = received(withdrawn(order_id, 2), 2)
    assert (found.state, found.refund, found.with_delivery) == (ReturnState.RECEIVED, euros(2580), False)
    assert (refunded(order_id), order(order_id).lines[0].with_customer) == (2580, 1)
    assert level(shop.variant_id).on_hand == 9
    assert papers(order_id) == [("invoice", 3 * 1290 + 490, [3]), ("credit_note", 2580, [2])]
    assert breaks_now() == []


def test_what_goods_have_lost_in_value_is_kept_back_and_told_with_its_reason(shop: Shop) -> None:
    order_id = with_customer(shop)
    found = withdrawn(order_id, 3)

    def receive(minor: int, because: str, of: Return = found) -> Return:
        kept = KeptBack(amount=euros(minor), because=because)
        lines = [ReceivedLine(position=1, received=3, kept_back=kept)]
        return receive_return(return_id=of.id, lines=lines, place_code=WAREHOUSE.code, actor=OWNER, now=TOMORROW)

    before = snapshot()
    for minor, because in ((3 * 1290 + 1, "opened"), (500, " "), (0, "opened")):
        with pytest.raises(BadKeptBack):
            receive(minor, because)
    assert snapshot() == before
    done = receive(500, "The lids were opened")
    assert (done.refund, done.with_delivery) == (euros(3 * 1290 + 490 - 500), True)
    assert refunded(order_id) == 3 * 1290 + 490 - 500
    note = documents_of(order_id)[-1]
    assert (note.total, note.tax) == (euros(3860), note.total - note.net)
    assert [(line.quantity, line.total.minor) for line in note.lines] == [(3, 3870), (-1, -500)]
    assert "The lids were opened" in note.lines[1].title
    assert schematron_errors(electronic_invoice(note)) == []
    id = queue_return_message(kind=MessageKind.RETURN_RECEIVED, return_id=found.id, actor=OWNER, now=TOMORROW)
    letter = letter_for(message(id), now=TOMORROW) if id else None
    assert letter is not None
    for text in (letter.text, letter.html):
        assert "The lids were opened" in text
        assert "5,00" in text
    assert breaks_now() == []


def test_nothing_is_kept_back_where_something_was_wrong(shop: Shop) -> None:
    order_id = with_customer(shop)
    found = request_return(asked=asked_for(order_id, 1, kind=ReturnKind.COMPLAINT), actor=buyer(order_id), now=TOMORROW)
    accept_return(return_id=found.id, actor=OWNER, now=TOMORROW)
    kept = KeptBack(amount=euros(100), because="opened")
    lines = [ReceivedLine(position=1, received=1, kept_back=kept)]
    with pytest.raises(BadKeptBack):
        receive_return(return_id=found.id, lines=lines, place_code=WAREHOUSE.code, actor=OWNER, now=TOMORROW)


def test_a_withdrawal_that_leaves_nothing_gives_delivery_back_too(shop: Shop) -> None:
    order_id = with_customer(shop)
    first = received(withdrawn(order_id, 1), 1)
    last = received(withdrawn(order_id, 2), 2)
    assert (first.with_delivery, last.with_delivery, last.refund) == (False, True, euros(2580 + 490))
    assert papers(order_id)[1:] == [("credit_note", 1290, [1]), ("credit_note", 2580 + 490, [2])]
    assert (refunded(order_id), breaks_now()) == (3 * 1290 + 490, [])


def test_delivery_goes_back_when_the_last_pieces_are_called_off(shop: Shop) -> None:
    order_id = paid(shop)
    ship(order_id, shop, 2)
    received(withdrawn(order_id, 2), 2)
    assert refunded(order_id) == 2580
    change(order_id, called_off={1: 1})
    found = order(order_id)
    assert (found.delivery.price, found.total) == (euros(0), euros(2580))
    assert (refunded(order_id), refundable(order_id)) == (3 * 1290 + 490, euros(0))
    assert papers(order_id)[1:] == [("credit_note", 2580, [2]), ("credit_note", 490, [])]
    assert breaks_now() == []


def test_delivery_stays_paid_while_a_piece_is_with_the_buyer(shop: Shop) -> None:
    order_id = paid(shop)
    ship(order_id, shop, 2)
    received(withdrawn(order_id, 1), 1)
    change(order_id, called_off={1: 1})
    assert (order(order_id).delivery.price, refunded(order_id)) == (euros(490), 2580)
    received(withdrawn(order_id, 1), 1)
    assert (refunded(order_id), breaks_now()) == (3 * 1290 + 490, [])


def test_delivery_goes_back_with_what_was_still_under_way_back(shop: Shop) -> None:
    order_id = paid(shop)
    ship(order_id, shop, 2)
    under_way = withdrawn(order_id, 2)
    change(order_id, called_off={1: 1})
    assert refunded(order_id) == 1290
    assert received(under_way, 2).with_delivery
    assert (refunded(order_id), breaks_now()) == (3 * 1290 + 490, [])


def refundable(order_id: OrderId) -> Money:
    return total_of((payment.refundable for payment in payments_of(order_id)), "EUR")


def test_delivery_is_credited_on_the_parcel_that_bore_it(shop: Shop) -> None:
    """The first parcel's invoice charged it, and its goods came back before those of the second."""
    order_id = paid(shop)
    ship(order_id, shop, 1)
    ship(order_id, shop, 2)
    received(withdrawn(order_id, 2), 2)
    received(withdrawn(order_id, 1), 1)
    assert refunded(order_id) == 3 * 1290 + 490
    credited = sum(total for kind, total, _ in papers(order_id) if kind == "credit_note")
    assert (credited, breaks_now()) == (3 * 1290 + 490, [])


def test_what_came_back_before_the_rest_has_left_is_credited_and_not_invoiced_again(shop: Shop) -> None:
    order_id = paid(shop)
    ship(order_id, shop, 2)
    received(withdrawn(order_id, 1), 1)
    ship(order_id, shop, 1)
    said = [("credit_note", 1290, [1]), ("invoice", 1290, [1]), ("invoice", 2 * 1290 + 490, [2])]
    assert sorted(papers(order_id)) == said
    assert (refunded(order_id), breaks_now()) == (1290, [])


def test_damaged_goods_are_written_off_and_delivery_stays_paid(shop: Shop) -> None:
    order_id = with_customer(shop)
    asked = asked_for(order_id, 3, kind=ReturnKind.COMPLAINT)
    found = request_return(asked=asked, actor=buyer(order_id), now=TOMORROW)
    assert found.state is ReturnState.REQUESTED
    accept_return(return_id=found.id, actor=OWNER, now=TOMORROW)
    found = received(found, 3, Outcome.SCRAP)
    assert (found.refund, level(shop.variant_id).on_hand) == (euros(3870), 7)
    assert breaks_now() == []


def test_what_was_announced_and_did_not_come_can_be_announced_again(shop: Shop) -> None:
    order_id = with_customer(shop)
    found = received(withdrawn(order_id, 3), 1)
    assert (found.refund, found.lines[0].received) == (euros(1290), 1)
    assert withdrawn(order_id, 2).state is ReturnState.ACCEPTED
    with pytest.raises(TooManyBack):
        withdrawn(order_id, 1)
    assert breaks_now() == []


def test_what_did_not_come_stays_awaited_and_has_its_own_receipt(shop: Shop) -> None:
    order_id = with_customer(shop)
    found = withdrawn(order_id, 3)
    lines = [ReceivedLine(position=1, received=2, scrapped=1)]
    receive_return(
        return_id=found.id, lines=lines, place_code=WAREHOUSE.code, rest_awaited=True, actor=OWNER, now=TOMORROW
    )
    first, rest = returns_of(order_id)
    assert (first.id, first.refund, first.lines[0].quantity, first.lines[0].written_off) == (
        found.id,
        euros(2580),
        2,
        1,
    )
    assert (rest.state, rest.lines[0].quantity, rest.requested_at) == (ReturnState.ACCEPTED, 1, TOMORROW)
    assert (level(shop.variant_id).on_hand, breaks_now()) == (8, [])
    with pytest.raises(TooManyBack):
        withdrawn(order_id, 1)
    done = received(rest, 1)
    assert (done.refund, done.with_delivery, level(shop.variant_id).on_hand) == (euros(1290 + 490), True, 9)
    assert (refunded(order_id), breaks_now()) == (3 * 1290 + 490, [])


def test_what_cannot_be_received_changes_nothing(shop: Shop) -> None:
    order_id = with_customer(shop)
    found = withdrawn(order_id, 2)
    before = snapshot()
    with pytest.raises(NothingCame):
        received(found, 0)
    with pytest.raises(NotAsAnnounced):
        received(found, 3)
    assert snapshot() == before
    withdraw_return(return_id=found.id, actor=buyer(order_id), now=TOMORROW)
    with pytest.raises(MoveRefused):
        received(found, 2)
    assert (refunded(order_id), breaks_now()) == (0, [])


def test_two_receipts_at_once_refund_once(shop: Shop) -> None:
    order_id = with_customer(shop)
    found = withdrawn(order_id, 2)
    answers = at_once([lambda: received(found, 2)] * 4)
    assert sum(isinstance(answer, MoveRefused) for answer in answers) == 3
    assert (refunded(order_id), level(shop.variant_id).on_hand, breaks_now()) == (2580, 9, [])


def test_two_requests_at_once_never_ask_for_more_than_the_customer_has(shop: Shop) -> None:
    order_id = with_customer(shop)
    answers = at_once([lambda: withdrawn(order_id, 2)] * 4)
    assert sum(isinstance(answer, TooManyBack) for answer in answers) == 3
    assert sum(line.quantity for each in returns_of(order_id) for line in each.lines) == 2


def test_the_money_went_back_so_the_return_is_closed(shop: Shop) -> None:
    order_id = with_customer(shop)
    found = received(withdrawn(order_id, 3), 3)
    news_passed()
    assert return_by_id(found.id).state is ReturnState.RECEIVED
    (refund,) = refunds_for(order_id, refund_cause(found.id))
    confirm_refund(operation_id=refund.id, actor=OWNER, now=TOMORROW)
    for _ in range(2):  # news may come twice
        close_refunded_returns(order_id=order_id, actor=OWNER, now=TOMORROW)
    assert return_by_id(found.id).state is ReturnState.CLOSED
    assert (order(order_id).lines[0].with_customer, breaks_now()) == (0, [])


@pytest.mark.parametrize("moment", ["give_back_part", "take_back", "credit_pieces", "carry_out_operation"])
def test_cut_off_at_any_line_it_is_all_or_nothing(shop: Shop, monkeypatch: pytest.MonkeyPatch, moment: str) -> None:
    order_id = with_customer(shop)
    found = withdrawn(order_id, 2)
    before = snapshot()
    with monkeypatch.context() as cut:
        cut.setattr(f"comptoir.flows.receive_return.{moment}", _dies)
        with pytest.raises(PowerCut):
            received(found, 2)
    if moment != "carry_out_operation":
        assert snapshot() == before
        received(found, 2)
    # The money was asked for with everything else: the sweep carries it out.
    assert (refunded(order_id), level(shop.variant_id).on_hand, breaks_now()) == (2580, 9, [])


class PowerCut(Exception):
    pass


def _dies(**_arguments: object) -> None:
    raise PowerCut
