"""Money given back by hand: never twice, never more than is held, and papers that agree."""

from functools import partial
from uuid import UUID

import pytest

from comptoir.domains.invoicing.actions import issue_gesture_note
from comptoir.domains.invoicing.queries import documents_of
from comptoir.domains.invoicing.testing import einvoice_errors
from comptoir.domains.ledger.queries import balances
from comptoir.domains.network.testing import WAREHOUSE
from comptoir.domains.orders.actions import grant_gesture
from comptoir.domains.orders.errors import BadGesture, GestureDiffers, NotRefundable
from comptoir.domains.orders.queries import gestures_of, order
from comptoir.domains.orders.values import Gesture, GestureWay, OrderId
from comptoir.domains.payments.actions import give_as_credit
from comptoir.domains.payments.errors import TooMuch
from comptoir.domains.payments.permissions import PAYMENTS_REFUND
from comptoir.domains.payments.queries import payments_of, refunds_for
from comptoir.domains.returns.actions import request_return
from comptoir.domains.returns.testing import asked_for
from comptoir.domains.returns.values import ReceivedLine, Return
from comptoir.domains.stored_value import queries as stored_value
from comptoir.flows.cancel_order import cancel_order
from comptoir.flows.confirm_refund import confirm_refund
from comptoir.flows.place_order import place_order
from comptoir.flows.receive_return import receive_return
from comptoir.flows.refund_order import GivenBack, refund_order
from comptoir.flows.ship_order import ship_order
from comptoir.flows.testing import Shop, agree, buyer, fill_cart
from comptoir.kernel.access import NotAllowed
from comptoir.kernel.ids import new_id
from comptoir.kernel.testing import NOBODY, NOON, OWNER, anybody, at_once, snapshot
from comptoir.kernel.transitions import MoveRefused
from tests.kept import laid_shop
from tests.life.test_pieces import change, euros, paid, papers, refunded, ship
from tests.life.truth import breaks_now

pytestmark = pytest.mark.django_db(transaction=True)

TOTAL = 3 * 1290 + 490


@pytest.fixture
def shop() -> Shop:
    return laid_shop(stock=10)


def a_gesture(minor: int, way: GestureWay = GestureWay.REFUND, *, lines: tuple[int, ...] = ()) -> Gesture:
    return Gesture(id=new_id(), amount=euros(minor), way=way, positions=lines)


def give(order_id: OrderId, gesture: Gesture) -> GivenBack:
    return refund_order(order_id=order_id, gesture=gesture, because="A jar was chipped", actor=OWNER, now=NOON)


def sent(shop: Shop) -> OrderId:
    order_id = paid(shop)
    ship_order(order_id=order_id, actor=OWNER, now=NOON)
    return order_id


def send_money(order_id: OrderId) -> None:
    """Every refund that waits for somebody to pay it."""
    for gesture in gestures_of(order_id):
        for refund in refunds_for(order_id, gesture.cause):
            confirm_refund(operation_id=refund.id, actor=OWNER, now=NOON)


def books(order_id: OrderId) -> tuple[int, int]:
    """What customers owe, and what we hold of theirs for goods to come."""
    entity = order(order_id).legal_entity_id
    found = {line.account: line.balance.minor for line in balances(entity, actor=OWNER)}
    return found.get("411", 0), found.get("4191", 0)


def brought_back(order_id: OrderId, pieces: int) -> Return:
    found = request_return(asked=asked_for(order_id, pieces), actor=buyer(order_id), now=NOON)
    lines = [ReceivedLine(position=1, received=pieces)]
    return receive_return(return_id=found.id, lines=lines, place_code=WAREHOUSE.code, actor=OWNER, now=NOON)


def test_a_gesture_after_the_invoice_is_credited_at_once(shop: Shop) -> None:
    order_id = sent(shop)
    give(order_id, a_gesture(500))
    send_money(order_id)
    assert papers(order_id) == [("invoice", TOTAL, [3]), ("credit_note", 500, [1])]
    assert documents_of(order_id)[1].lines[0].title.startswith("Geste commercial sur la commande")
    assert (refunded(order_id), books(order_id), breaks_now()) == (500, (0, 0), [])


def test_a_gesture_before_the_invoice_is_credited_with_it(shop: Shop) -> None:
    order_id = paid(shop)
    give(order_id, a_gesture(500))
    send_money(order_id)
    assert papers(order_id) == []
    ship_order(order_id=order_id, actor=OWNER, now=NOON)
    assert papers(order_id) == [("invoice", TOTAL, [3]), ("credit_note", 500, [1])]
    assert (books(order_id), breaks_now()) == ((0, 0), [])


def test_a_gesture_before_two_parcels_is_credited_where_it_fits(shop: Shop) -> None:
    order_id = paid(shop)
    give(order_id, a_gesture(2_000))
    send_money(order_id)
    ship(order_id, shop, 1)
    assert papers(order_id)[1:] == [("credit_note", 1_780, [1])]
    ship(order_id, shop, 2)
    assert papers(order_id)[2:] == [("invoice", 2_580, [2]), ("credit_note", 220, [1])]
    assert (books(order_id), breaks_now()) == ((0, 0), [])


def test_what_was_given_goes_back_no_second_time_with_the_goods(shop: Shop) -> None:
    order_id = sent(shop)
    give(order_id, a_gesture(1_000))
    send_money(order_id)
    first, last = brought_back(order_id, 2), brought_back(order_id, 1)
    assert (first.refund, last.refund) == (euros(2_580), euros(TOTAL - 1_000 - 2_580))
    note = documents_of(order_id)[-1]
    assert (note.total.minor, [line.quantity for line in note.lines]) == (TOTAL - 1_000 - 2_580, [1, -1])
    assert sum(each.tax.minor * (1 if each.corrects is None else -1) for each in documents_of(order_id)) == 0
    assert breaks_now() == []


def test_no_paper_is_issued_over_nothing(shop: Shop) -> None:
    order_id = sent(shop)
    give(order_id, a_gesture(TOTAL))
    send_money(order_id)
    brought_back(order_id, 3)
    assert [(kind, minor) for kind, minor, _ in papers(order_id)] == [("invoice", TOTAL), ("credit_note", TOTAL)]
    assert breaks_now() == []


def test_every_paper_of_it_follows_the_european_standard(shop: Shop) -> None:
    order_id = sent(shop)
    give(order_id, a_gesture(1_000, lines=(1,)))
    brought_back(order_id, 3)
    assert [einvoice_errors(each) for each in documents_of(order_id)] == [[], [], []]


def test_store_credit_keeps_the_money_and_tells_its_code_once(shop: Shop) -> None:
    order_id, gesture = sent(shop), a_gesture(2_000, GestureWay.CREDIT)
    given, again = give(order_id, gesture), give(order_id, gesture)
    assert given.credit is not None
    assert again.credit is not None
    assert (bool(given.credit.code), again.credit.code) == (True, "")
    assert stored_value.account(given.credit.account_id, actor=OWNER).email == order(order_id).email
    assert stored_value.credited_for(order_id, currency="EUR") == euros(2_000)
    with pytest.raises(TooMuch) as refused:
        give(order_id, a_gesture(TOTAL - 1_999, GestureWay.CREDIT))
    assert refused.value.facts["available"] == euros(TOTAL - 2_000)
    give(order_id, a_gesture(TOTAL - 2_000))
    send_money(order_id)
    assert (refunded(order_id), books(order_id), breaks_now()) == (TOTAL - 2_000, (0, 0), [])


def test_cancelling_gives_back_what_is_left(shop: Shop) -> None:
    order_id = paid(shop)
    give(order_id, a_gesture(1_000, GestureWay.CREDIT))
    give(order_id, a_gesture(500))
    cancel_order(order_id=order_id, because="x", actor=OWNER, now=NOON)
    assert refunded(order_id) == TOTAL - 1_000
    with pytest.raises(NotRefundable):
        give(order_id, a_gesture(1))
    assert breaks_now() == []


def test_a_gesture_and_then_pieces_called_off(shop: Shop) -> None:
    order_id = paid(shop)
    give(order_id, a_gesture(2_000))
    change(order_id, called_off={1: 2})
    ship_order(order_id=order_id, actor=OWNER, now=NOON)
    send_money(order_id)
    (revision,) = refunds_for(order_id, "revision 2")
    assert revision.amount == euros(TOTAL - 2_000)
    confirm_refund(operation_id=revision.id, actor=OWNER, now=NOON)
    assert papers(order_id) == [("invoice", 1_780, [1]), ("credit_note", 1_780, [1])]


def test_one_gesture_is_given_once_and_never_with_other_contents(shop: Shop) -> None:
    order_id, gesture = sent(shop), a_gesture(500)
    answers = at_once([partial(give, order_id, gesture)] * 4)
    assert not [each for each in answers if isinstance(each, Exception)]
    assert (refunded(order_id), papers(order_id)[1:]) == (500, [("credit_note", 500, [1])])
    with pytest.raises(GestureDiffers):
        give(order_id, Gesture(id=gesture.id, amount=euros(501), way=gesture.way))


def test_ten_refunds_at_once_never_come_to_more_than_was_taken(shop: Shop) -> None:
    order_id = paid(shop)
    answers = at_once([partial(give, order_id, a_gesture(1_000, way)) for way in [*GestureWay] * 5])
    refusals = [each for each in answers if isinstance(each, Exception)]
    assert (len(refusals), {type(each) for each in refusals}) == (6, {TooMuch})
    assert {str(each.facts["available"]) for each in refusals if isinstance(each, TooMuch)} == {"3.60 EUR"}
    (payment,) = payments_of(order_id)
    assert (payment.refunding + payment.refunded + payment.credited, payment.refundable) == (euros(4_000), euros(360))
    assert breaks_now() == []


def test_what_cannot_be_given_back_changes_nothing(shop: Shop) -> None:
    placed = place_order(checkout=agree(fill_cart(shop)), key="k2", actor=buyer(), now=NOON)
    unpaid, order_id = OrderId(UUID(placed.order_id)), sent(shop)
    before = snapshot()
    with pytest.raises(NotRefundable):
        give(unpaid, a_gesture(100))
    for gesture in (a_gesture(0), a_gesture(TOTAL + 1), a_gesture(3 * 1_290 + 1, lines=(1,))):
        with pytest.raises(BadGesture):
            give(order_id, gesture)
    with pytest.raises(BadGesture):
        refund_order(order_id=order_id, gesture=a_gesture(100), because=" ", actor=OWNER, now=NOON)
    assert snapshot() == before


def test_refused_without_the_right_and_nothing_changed(shop: Shop) -> None:
    order_id = sent(shop)
    before = snapshot()
    elsewhere = anybody(PAYMENTS_REFUND, markets=frozenset({"de"}))
    for actor in (NOBODY, buyer(order_id), elsewhere):
        with pytest.raises(NotAllowed):
            refund_order(order_id=order_id, gesture=a_gesture(100), because="x", actor=actor, now=NOON)
    credit, may_refund = a_gesture(100, GestureWay.CREDIT), anybody(PAYMENTS_REFUND)
    with pytest.raises(NotAllowed):
        refund_order(order_id=order_id, gesture=credit, because="x", actor=may_refund, now=NOON)
    invoice, payment = documents_of(order_id)[0], payments_of(order_id)[0]
    with pytest.raises(NotAllowed):
        grant_gesture(order_id=order_id, gesture=a_gesture(1), because="x", actor=NOBODY, now=NOON)
    with pytest.raises(NotAllowed):
        give_as_credit(payment_id=payment.id, amount=euros(1), actor=NOBODY, now=NOON)
    with pytest.raises(NotAllowed):
        issue_gesture_note(
            invoice_id=invoice.id, amount=euros(1), rates=(), cause="x", owed=euros(0), actor=NOBODY, now=NOON
        )
    assert snapshot() == before


def test_a_cancelled_order_has_nothing_to_cancel(shop: Shop) -> None:
    order_id = sent(shop)
    give(order_id, a_gesture(100))
    with pytest.raises(MoveRefused):
        cancel_order(order_id=order_id, because="x", actor=OWNER, now=NOON)
