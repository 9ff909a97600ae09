from dataclasses import replace
from datetime import date, timedelta

import pytest

from comptoir.domains.catalogue.values import Withdrawal
from comptoir.domains.fulfilment.values import Arrival, TrackingStatus
from comptoir.domains.orders.testing import make_order
from comptoir.domains.orders.values import Order
from comptoir.domains.returns.errors import (
    ExceptedGoods,
    NameNeeded,
    NotAsAnnounced,
    NothingCame,
    NothingChosen,
    PeriodOver,
    ReasonNeeded,
    StatementTooLong,
    TooManyBack,
)
from comptoir.domains.returns.rules import (
    back_for,
    check_request,
    checked_receipt,
    period_of,
    received_on,
    returnable_of,
)
from comptoir.domains.returns.testing import asked_for
from comptoir.domains.returns.values import (
    Outcome,
    Reason,
    ReceivedLine,
    ReturnKind,
    ReturnLine,
    WithdrawalPeriod,
)

OPEN = WithdrawalPeriod(is_open=True, last_day=date(2026, 12, 9))
OVER = WithdrawalPeriod(is_open=False, last_day=date(2026, 11, 9))


@pytest.fixture
def sent(db: None) -> Order:
    """All of its first line is with the customer."""
    made = make_order()
    first = made.lines[0]
    return replace(made, lines=(replace(first, quantity=3, shipped=3, total=first.unit_price * 3),))


def test_only_what_is_with_the_customer_and_in_no_return_can_be_asked_for(sent: Order) -> None:
    assert [each.pieces for each in returnable_of(sent, {})] == [3]
    assert [each.pieces for each in returnable_of(sent, {1: 2})] == [1]
    assert returnable_of(sent, {1: 3}) == ()


def test_what_cannot_be_asked_for_is_refused(sent: Order) -> None:
    there = returnable_of(sent, {})
    good = asked_for(sent.id)
    check_request(good, there, OPEN)
    for asked, period, refusal in (
        (replace(good, lines=()), OPEN, NothingChosen),
        (replace(good, name=" "), OPEN, NameNeeded),
        (replace(good, statement="x" * 2_001), OPEN, StatementTooLong),
        (asked_for(sent.id, 4), OPEN, TooManyBack),
        (asked_for(sent.id, 0), OPEN, TooManyBack),
        (asked_for(sent.id, position=9), OPEN, TooManyBack),
        (replace(good, lines=good.lines * 2), OPEN, TooManyBack),
        (good, OVER, PeriodOver),
        (asked_for(sent.id, kind=ReturnKind.COMPLAINT, reason=Reason.UNSUITED), OVER, ReasonNeeded),
    ):
        with pytest.raises(refusal):
            check_request(asked, there, period)


@pytest.mark.parametrize("withdrawal", [each for each in Withdrawal if each is not Withdrawal.ALLOWED])
def test_excepted_goods_can_be_complained_about_but_not_withdrawn_from(sent: Order, withdrawal: Withdrawal) -> None:
    there = returnable_of(replace(sent, lines=(replace(sent.lines[0], withdrawal=withdrawal),)), {})
    with pytest.raises(ExceptedGoods):
        check_request(asked_for(sent.id), there, OPEN)
    check_request(asked_for(sent.id, kind=ReturnKind.COMPLAINT), there, OVER)


def test_the_period_is_open_through_its_last_day() -> None:
    last = date(2026, 12, 9)
    for today, is_open in ((last, True), (last + timedelta(days=1), False)):
        found = period_of(date(2026, 11, 25), last_working_day=last, today=today, stands=True)
        assert found == WithdrawalPeriod(is_open=is_open, last_day=last)
    assert period_of(None, last_working_day=None, today=last, stands=True).is_open
    assert not period_of(None, last_working_day=None, today=last, stands=False).is_open


EXPECTED = date(2026, 11, 25)


@pytest.mark.parametrize(
    ("arrivals", "received"),
    [
        ([(date(2026, 11, 28), TrackingStatus.DELIVERED)], date(2026, 11, 28)),
        ([(date(2026, 11, 23), TrackingStatus.DELIVERED)], EXPECTED),  # a report may be wrong
        ([(date(2026, 11, 26), TrackingStatus.DELIVERED), (date(2026, 12, 1), None)], date(2026, 12, 1)),
        ([(date(2026, 11, 26), TrackingStatus.DELIVERED), (None, None)], date(2026, 12, 9)),
        ([(date(2026, 12, 20), TrackingStatus.DELIVERED), (None, None)], date(2026, 12, 20)),
        ([], date(2026, 12, 9)),
        ([(date(2026, 11, 26), TrackingStatus.DELIVERED), (None, TrackingStatus.IN_TRANSIT)], None),
        ([(None, TrackingStatus.LOST)], None),
        ([(date(2026, 11, 26), TrackingStatus.RETURNED)], None),
    ],
)
def test_the_period_runs_from_the_day_of_receipt_and_every_doubt_is_to_the_buyers_good(
    arrivals: list[tuple[date | None, TrackingStatus | None]], received: date | None
) -> None:
    known = [Arrival(delivered_on=day, last_status=told) for day, told in arrivals]
    assert received_on(EXPECTED, known) == received


def test_delivery_goes_back_once_with_the_withdrawal_that_leaves_nothing(sent: Order) -> None:
    price, delivery = sent.lines[0].unit_price, sent.delivery.price
    assert delivery
    part = back_for(sent, ReturnKind.WITHDRAWAL, {1: 2}, delivery_went_back=False)
    assert (part.amount, part.with_delivery) == (price * 2, False)
    whole = back_for(sent, ReturnKind.WITHDRAWAL, {1: 3}, delivery_went_back=False)
    assert (whole.amount, whole.with_delivery) == (price * 3 + delivery, True)
    assert back_for(sent, ReturnKind.WITHDRAWAL, {1: 3}, delivery_went_back=True).amount == price * 3
    assert back_for(sent, ReturnKind.COMPLAINT, {1: 3}, delivery_went_back=False).amount == price * 3


def test_every_line_is_told_of_once_and_what_did_not_come_is_missing() -> None:
    announced = [ReturnLine(position=position, quantity=2, reason=Reason.UNSAID) for position in (1, 2)]
    came = [ReceivedLine(position=1, received=1), ReceivedLine(position=2, received=0, outcome=Outcome.SCRAP)]
    assert checked_receipt(announced, came)[1] == ReceivedLine(position=2, received=0, outcome=Outcome.MISSING)
    for told in (came[:1], [*came, came[0]], [came[1], ReceivedLine(position=1, received=3)]):
        with pytest.raises(NotAsAnnounced):
            checked_receipt(announced, told)
    with pytest.raises(NotAsAnnounced):
        checked_receipt(announced, [came[1], ReceivedLine(position=1, received=1, outcome=Outcome.MISSING)])
    with pytest.raises(NothingCame):
        checked_receipt(announced, [came[1], ReceivedLine(position=1, received=0)])
