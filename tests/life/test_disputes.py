"""Money that buyers ask their bank to take back: heard in any order, booked, and refunded by nobody."""

from datetime import timedelta
from functools import partial
from itertools import permutations

import pytest

from comptoir.domains.cases.actions import keep_dispute_cases
from comptoir.domains.cases.queries import inbox
from comptoir.domains.cases.values import Case, CaseFilter, CaseKind, CaseState
from comptoir.domains.ledger.queries import balances
from comptoir.domains.orders.queries import order
from comptoir.domains.orders.values import Gesture, GestureWay, OrderChange, OrderId
from comptoir.domains.payments.actions import record_outcome
from comptoir.domains.payments.errors import TooMuch
from comptoir.domains.payments.queries import disputes_of, payment, payments_of, refunds_of
from comptoir.domains.payments.testing import disputed
from comptoir.domains.payments.values import DisputeState, Payment
from comptoir.flows.cancel_order import cancel_order
from comptoir.flows.confirm_refund import confirm_refund
from comptoir.flows.preview_edit import preview_edit
from comptoir.flows.refund_order import refund_order
from comptoir.flows.settle_payment import settle_payment
from comptoir.flows.ship_order import ship_order
from comptoir.flows.testing import Shop
from comptoir.kernel.access import NotAllowed
from comptoir.kernel.events import Lane
from comptoir.kernel.events.relay import deliver
from comptoir.kernel.ids import new_id
from comptoir.kernel.models import OutboxEvent
from comptoir.kernel.testing import NOBODY, NOON, OWNER, at_once, snapshot
from tests.kept import laid_shop
from tests.life.test_pieces import change, euros, paid, refunded
from tests.life.test_returns import received, withdrawn
from tests.life.truth import breaks_now

pytestmark = pytest.mark.django_db(transaction=True)

TOTAL = 3 * 1290 + 490
OPEN, WON, LOST = DisputeState.OPEN, DisputeState.WON, DisputeState.LOST


@pytest.fixture
def shop() -> Shop:
    return laid_shop(stock=30)


def payment_of(order_id: OrderId) -> Payment:
    (found,) = payments_of(order_id)
    return found


def told(order_id: OrderId, state: DisputeState, minor: int = TOTAL, *, reference: str = "d-1") -> None:
    """The provider says so of a dispute."""
    about = payment_of(order_id)
    outcome = disputed(about, state, euros(minor), reference=reference)
    record = partial(record_outcome, payment_id=about.id, outcome=outcome, actor=OWNER, now=NOON)
    settle_payment(order_id=order_id, record=record, actor=OWNER, now=NOON)


def books(order_id: OrderId) -> dict[str, int]:
    found = balances(order(order_id).legal_entity_id, actor=OWNER)
    return {
        line.account: line.balance.minor for line in found if line.balance and line.account in ("512", "4671", "654")
    }


def cases() -> list[Case]:
    for lane in Lane:
        while deliver(lane=lane):
            pass
    return list(inbox(CaseFilter(kind=CaseKind.DISPUTE), actor=OWNER).items)


def sent(shop: Shop, *, key: str = "k") -> OrderId:
    order_id = paid(shop, key=key)
    ship_order(order_id=order_id, actor=OWNER, now=NOON)
    return order_id


def test_disputed_money_is_booked_and_nobody_refunds_it(shop: Shop) -> None:
    order_id = sent(shop)
    told(order_id, OPEN, 1_000)
    assert (payment_of(order_id).disputed, payment_of(order_id).refundable) == (euros(1_000), euros(TOTAL - 1_000))
    assert books(order_id) == {"512": TOTAL - 1_000, "4671": 1_000}
    gesture = Gesture(id=new_id(), amount=euros(TOTAL - 999), way=GestureWay.REFUND)
    with pytest.raises(TooMuch) as refused:
        refund_order(order_id=order_id, gesture=gesture, because="x", actor=OWNER, now=NOON)
    assert refused.value.facts["available"] == euros(TOTAL - 1_000)
    assert breaks_now() == []


def test_a_dispute_is_a_case_with_its_deadline_until_the_bank_has_decided(shop: Shop) -> None:
    order_id = sent(shop)
    told(order_id, OPEN)
    (case,) = cases()
    found = case.evidence["found"]
    assert (case.state, found["reason"], found["number"]) == (CaseState.OPEN, "fraudulent", order(order_id).number)
    assert found["answer_by"] == (NOON + timedelta(days=9)).isoformat()
    told(order_id, WON)
    assert [each.state for each in cases()] == [CaseState.RESOLVED]
    assert (books(order_id), payment_of(order_id).disputed) == ({"512": TOTAL}, euros(0))
    assert breaks_now() == []


def test_what_is_lost_is_a_loss(shop: Shop) -> None:
    order_id = sent(shop)
    told(order_id, OPEN)
    assert [each.state for each in cases()] == [CaseState.OPEN]
    told(order_id, LOST)
    assert books(order_id) == {"654": TOTAL}
    assert payment_of(order_id).refundable == euros(0)
    assert [each.state for each in cases()] == [CaseState.RESOLVED]
    assert breaks_now() == []


@pytest.mark.parametrize("heard", [each for count in (2, 3) for each in permutations([OPEN, WON, LOST, OPEN], count)])
def test_the_end_depends_on_what_was_heard_and_not_on_its_order(shop: Shop, heard: tuple[DisputeState, ...]) -> None:
    order_id = sent(shop)
    for state in heard:
        told(order_id, state)
    end = LOST if LOST in heard else WON if WON in heard else OPEN
    (dispute,) = disputes_of([payment_of(order_id).id])
    assert dispute.state is end
    assert books(order_id) == {OPEN: {"4671": TOTAL}, WON: {"512": TOTAL}, LOST: {"654": TOTAL}}[end]
    assert (OutboxEvent.objects.filter(name="payments.payment_disputed.1").count(), breaks_now()) == (1, [])


def test_copies_at_once_are_one_dispute(shop: Shop) -> None:
    order_id = sent(shop)
    answers = at_once([partial(told, order_id, OPEN)] * 4 + [partial(told, order_id, LOST)] * 2)
    assert answers == [None] * 6
    assert [each.state for each in disputes_of([payment_of(order_id).id])] == [LOST]
    assert (books(order_id), breaks_now()) == ({"654": TOTAL}, [])


def test_an_order_in_dispute_is_held_and_cancelling_refunds_the_rest(shop: Shop) -> None:
    order_id = paid(shop)
    told(order_id, OPEN, 1_000)
    assert order(order_id).held_because == "hold_rule.dispute"
    cancel_order(order_id=order_id, because="x", actor=OWNER, now=NOON)
    assert refunded(order_id) == TOTAL - 1_000
    found = payment(payment_of(order_id).id)
    assert (found.refunding + found.disputed, breaks_now()) == (euros(TOTAL), [])


def test_what_is_won_after_the_order_was_called_off_goes_back(shop: Shop) -> None:
    order_id = paid(shop)
    told(order_id, OPEN, 1_000)
    told(order_id, OPEN, 500, reference="d-2")
    cancel_order(order_id=order_id, because="x", actor=OWNER, now=NOON)
    assert refunded(order_id) == TOTAL - 1_500
    told(order_id, WON, 1_000)
    assert refunded(order_id) == TOTAL - 500
    told(order_id, WON, 500, reference="d-2")
    told(order_id, WON, 500, reference="d-2")
    assert (refunded(order_id), payment_of(order_id).refundable, breaks_now()) == (TOTAL, euros(0), [])


def test_what_is_lost_after_the_order_was_called_off_is_its_refund_and_no_loss(shop: Shop) -> None:
    order_id = paid(shop)
    told(order_id, OPEN, 1_000)
    cancel_order(order_id=order_id, because="x", actor=OWNER, now=NOON)
    told(order_id, LOST, 1_000)
    assert (books(order_id), refunded(order_id)) == ({"512": TOTAL - 1_000}, TOTAL - 1_000)
    assert breaks_now() == []


def test_what_is_won_after_pieces_came_back_goes_back_as_far_as_they_were_worth(shop: Shop) -> None:
    order_id = sent(shop)
    told(order_id, OPEN)
    received(withdrawn(order_id, 1), 1)
    assert refunded(order_id) == 0
    told(order_id, WON)
    assert (refunded(order_id), breaks_now()) == (1290, [])
    (refund,) = refunds_of(order_id)
    confirm_refund(operation_id=refund.id, actor=OWNER, now=NOON)
    assert (payment_of(order_id).refunded, breaks_now()) == (euros(1290), [])


def test_what_is_won_after_pieces_were_called_off_goes_back_and_no_more(shop: Shop) -> None:
    order_id = paid(shop, prepared=False)
    told(order_id, OPEN, TOTAL - 290)
    wanted = OrderChange(builds_on=1, called_off={1: 1})
    assert preview_edit(order_id=order_id, change=wanted, actor=OWNER, now=NOON).back == euros(290)
    change(order_id, called_off={1: 1})
    assert refunded(order_id) == 290
    told(order_id, WON, TOTAL - 290)
    assert (refunded(order_id), breaks_now()) == (1290, [])


def test_two_disputes_never_hold_more_than_was_taken(shop: Shop) -> None:
    order_id = sent(shop)
    told(order_id, OPEN, TOTAL - 100)
    told(order_id, OPEN, 200, reference="d-2")
    assert payment_of(order_id).disputed == euros(TOTAL)
    told(order_id, WON, TOTAL - 100)
    assert payment_of(order_id).disputed == euros(200)
    assert breaks_now() == []


def test_refused_without_the_right_and_nothing_changed(shop: Shop) -> None:
    order_id = sent(shop)
    told(order_id, OPEN)
    before = snapshot()
    with pytest.raises(NotAllowed):
        keep_dispute_cases(payment_id=payment_of(order_id).id, actor=NOBODY, now=NOON)
    assert snapshot() == before
