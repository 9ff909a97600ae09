from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta

import pytest
from django.db import transaction

from comptoir.domains.fulfilment.actions import report_parcel
from comptoir.domains.fulfilment.queries import shipment
from comptoir.domains.fulfilment.testing import sent_parcel
from comptoir.domains.fulfilment.values import TrackingStatus
from comptoir.domains.network.testing import WAREHOUSE, make_place
from comptoir.domains.orders.errors import UnknownOrder
from comptoir.domains.orders.queries import order
from comptoir.domains.orders.testing import make_order
from comptoir.domains.orders.values import Order, OrderId
from comptoir.domains.returns.actions import (
    accept_return,
    close_refunded_returns,
    record_return_receipt,
    refuse_return,
    request_return,
    withdraw_return,
)
from comptoir.domains.returns.errors import ExceptedGoods, PeriodOver, ReasonMissing, TooManyBack, UnknownReturn
from comptoir.domains.returns.permissions import RETURNS_REQUEST, RETURNS_VIEW
from comptoir.domains.returns.queries import (
    count_by_state,
    refund_due_on,
    return_by_id,
    return_ids_by_number,
    return_of_order,
    return_rows,
    return_slip,
    returnable_lines,
    withdrawal_period,
)
from comptoir.domains.returns.testing import asked_for
from comptoir.domains.returns.values import (
    AmountBack,
    ReceivedLine,
    Return,
    ReturnFilter,
    ReturnId,
    ReturnKind,
    ReturnState,
)
from comptoir.kernel.access import Actor, ActorKind, NotAllowed
from comptoir.kernel.ids import new_id
from comptoir.kernel.money import Money
from comptoir.kernel.sql import execute
from comptoir.kernel.testing import NOBODY, NOON, OWNER, anybody, snapshot
from comptoir.kernel.transitions import MoveRefused

pytestmark = pytest.mark.django_db

CAME = [ReceivedLine(position=1, received=1)]
NOTHING = AmountBack(amount=Money.zero("EUR"), with_delivery=False, swapped=Money.zero("EUR"))
WEEKS_LATER = NOON + timedelta(days=200)  # the order's way of delivery is unknown, and so as slow as any


@pytest.fixture
def sent() -> Order:
    """All of it has left, at noon of a Monday."""
    make_place(WAREHOUSE)
    made = make_order()
    execute("UPDATE orders_orderline SET shipped = quantity WHERE order_id = %s", [made.id])
    execute(
        "UPDATE orders_order SET state = 'shipped', paid_at = %s, shipped_at = %s WHERE id = %s", [NOON, NOON, made.id]
    )
    return order(made.id)


def guest(order_id: OrderId) -> Actor:
    return Actor(ActorKind.GUEST, str(order_id), "order", frozenset({RETURNS_REQUEST}), None)


def withdrawn(sent: Order, **how: object) -> Return:
    return request_return(asked=asked_for(sent.id, **how), actor=guest(sent.id), now=NOON)  # type: ignore[arg-type]  # each test names its own


def test_a_withdrawal_in_time_is_accepted_at_once_a_complaint_waits(sent: Order) -> None:
    found = withdrawn(sent)
    assert (found.state, found.accepted_at, found.place_code) == (ReturnState.ACCEPTED, NOON, WAREHOUSE.code)
    assert found.number.startswith("R-FR-1")
    withdraw_return(return_id=found.id, actor=guest(sent.id), now=NOON)
    assert withdrawn(sent, kind=ReturnKind.COMPLAINT).state is ReturnState.REQUESTED


def test_asked_twice_under_one_id_it_is_one_return(sent: Order) -> None:
    id = ReturnId(new_id())
    assert withdrawn(sent, id=id) == withdrawn(sent, id=id)
    other = make_order()
    with pytest.raises(UnknownReturn), transaction.atomic():
        request_return(asked=asked_for(other.id, id=id), actor=OWNER, now=NOON)


def test_too_late_or_excepted_or_spoken_for_changes_nothing(sent: Order) -> None:
    before = snapshot()
    with pytest.raises(PeriodOver), transaction.atomic():
        request_return(asked=asked_for(sent.id), actor=guest(sent.id), now=WEEKS_LATER)
    with pytest.raises(TooManyBack), transaction.atomic():
        withdrawn(sent, pieces=sent.lines[0].quantity + 1)
    assert snapshot() == before
    execute("UPDATE orders_orderline SET withdrawal = 'perishable' WHERE order_id = %s", [sent.id])
    with pytest.raises(ExceptedGoods), transaction.atomic():
        withdrawn(sent)
    later = request_return(asked=asked_for(sent.id, kind=ReturnKind.COMPLAINT), actor=guest(sent.id), now=WEEKS_LATER)
    assert later.state is ReturnState.REQUESTED


def test_a_guest_opens_the_one_order_whose_token_they_hold(sent: Order) -> None:
    found, stranger = withdrawn(sent), guest(OrderId(new_id()))
    before = snapshot()
    with pytest.raises(UnknownOrder), transaction.atomic():
        request_return(asked=asked_for(sent.id), actor=stranger, now=NOON)
    with pytest.raises(UnknownOrder), transaction.atomic():
        withdraw_return(return_id=found.id, actor=stranger, now=NOON)
    assert snapshot() == before


def test_what_was_called_off_or_refused_is_free_again(sent: Order) -> None:
    whole = sent.lines[0].quantity
    first = withdrawn(sent, pieces=whole)
    assert sent.lines[0].position not in {each.line.position for each in returnable_lines(sent)}
    withdraw_return(return_id=first.id, actor=guest(sent.id), now=NOON)
    second = withdrawn(sent, pieces=whole)
    with pytest.raises(ReasonMissing), transaction.atomic():
        refuse_return(return_id=second.id, because=" ", actor=OWNER, now=NOON)
    refuse_return(return_id=second.id, because="It never came.", actor=OWNER, now=NOON)
    assert return_by_id(second.id).because == "It never came."
    with pytest.raises(MoveRefused), transaction.atomic():
        accept_return(return_id=second.id, actor=OWNER, now=NOON)
    assert withdrawn(sent, pieces=whole).state is ReturnState.ACCEPTED


def test_the_period_runs_from_the_latest_day_of_receipt_to_a_working_day(sent: Order) -> None:
    # It left on Monday 23 November. A way of delivery that exists no longer is as slow as any; collected, it was there.
    collected = 'UPDATE orders_order SET delivery = delivery || \'{"kind": "pickup"}\' WHERE id = %s'
    execute(collected, [sent.id])
    assert withdrawal_period(order(sent.id), now=NOON).last_day == date(2026, 12, 7)
    saturday = datetime(2026, 11, 21, 11, tzinfo=UTC)
    execute("UPDATE orders_order SET shipped_at = %s WHERE id = %s", [saturday, sent.id])
    assert withdrawal_period(order(sent.id), now=NOON).last_day == date(2026, 12, 7)
    assert not withdrawal_period(order(sent.id), now=datetime(2026, 12, 8, 8, tzinfo=UTC)).is_open
    assert refund_due_on(withdrawn(sent)) == date(2026, 12, 7)


def test_a_parcel_that_comes_late_or_not_at_all_takes_nothing_from_the_period() -> None:
    parcel = shipment(sent_parcel(tracking_number="6A1"))
    execute("UPDATE orders_orderline SET shipped = quantity WHERE order_id = %s", [parcel.order_id])
    execute("UPDATE orders_order SET state = 'shipped', shipped_at = %s WHERE id = %s", [NOON, parcel.order_id])

    def told(status: TrackingStatus, on: date) -> date | None:
        report_parcel(
            shipment_id=parcel.id, status=status, on=on, time_zone="Europe/Paris", actor=OWNER, now=WEEKS_LATER
        )
        return withdrawal_period(order(OrderId(parcel.order_id)), now=WEEKS_LATER).last_day

    assert told(TrackingStatus.LOST, date(2027, 5, 3)) is None
    assert told(TrackingStatus.DELIVERED, date(2027, 5, 4)) == date(2027, 5, 18)


def test_the_queue_shows_the_markets_one_may_see(sent: Order) -> None:
    found = withdrawn(sent)
    assert [row.id for row in return_rows(ReturnFilter(text=found.number), actor=OWNER).items] == [found.id]
    elsewhere = anybody(RETURNS_VIEW, markets=frozenset({"be"}))
    assert return_rows(ReturnFilter(), actor=elsewhere).items == []
    assert count_by_state(actor=OWNER)[ReturnState.ACCEPTED] == 1
    assert return_ids_by_number([found.number]) == {found.number: found.id}
    assert return_of_order(sent.id, found.number) == found
    with pytest.raises(NotAllowed):
        return_rows(ReturnFilter(), actor=NOBODY)


def test_the_queue_pages_by_keyset(sent: Order) -> None:
    made = []
    for hour in range(sent.lines[0].quantity):
        asked = asked_for(sent.id, kind=ReturnKind.COMPLAINT)
        made.append(request_return(asked=asked, actor=OWNER, now=NOON + timedelta(hours=hour)).id)
    for oldest_first in (True, False):
        wanted, cursor, seen = ReturnFilter(oldest_first=oldest_first), None, []
        while True:
            page = return_rows(wanted, actor=OWNER, cursor=cursor, page_size=1)
            seen += [row.id for row in page.items]
            cursor = page.next_cursor
            if cursor is None:
                break
        assert seen == (made if oldest_first else made[::-1])


def test_the_slip_is_a_pdf_in_either_language(sent: Order) -> None:
    found = withdrawn(sent)
    for language in ("fr", "en"):
        assert return_slip(found, language=language).startswith(b"%PDF-")


def test_without_money_to_give_back_a_receipt_closes_at_once(sent: Order) -> None:
    found = withdrawn(sent)
    record_return_receipt(
        return_id=found.id, lines=CAME, place_code=WAREHOUSE.code, back=NOTHING, actor=OWNER, now=NOON
    )
    assert return_by_id(found.id).state is ReturnState.CLOSED


VERBS: dict[str, Callable[[Order, ReturnId], object]] = {
    "request": lambda sent, _id: request_return(asked=asked_for(sent.id), actor=NOBODY, now=NOON),
    "accept": lambda _sent, id: accept_return(return_id=id, actor=NOBODY, now=NOON),
    "refuse": lambda _sent, id: refuse_return(return_id=id, because="x", actor=NOBODY, now=NOON),
    "withdraw": lambda _sent, id: withdraw_return(return_id=id, actor=NOBODY, now=NOON),
    "receive": lambda _sent, id: record_return_receipt(
        return_id=id, lines=CAME, place_code=WAREHOUSE.code, back=NOTHING, actor=NOBODY, now=NOON
    ),
    "close": lambda sent, _id: close_refunded_returns(order_id=sent.id, actor=NOBODY, now=NOON),
}


@pytest.mark.parametrize("verb", VERBS)
def test_without_the_permission_every_verb_is_refused_and_changes_nothing(sent: Order, verb: str) -> None:
    found = withdrawn(sent)
    before = snapshot()
    with pytest.raises(NotAllowed):
        VERBS[verb](sent, found.id)
    assert snapshot() == before
