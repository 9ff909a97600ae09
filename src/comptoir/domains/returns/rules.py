"""Pure rules of returns: who may send what back, until when, and what they get for it."""

from collections.abc import Mapping, Sequence
from datetime import date, timedelta

from comptoir.domains.catalogue.values import Withdrawal
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
from comptoir.domains.returns.values import (
    REASONS_FOR,
    AmountBack,
    AskedLine,
    Outcome,
    ReceivedLine,
    Returnable,
    ReturnKind,
    ReturnLine,
    ReturnRequest,
    WithdrawalPeriod,
)
from comptoir.kernel.money import total_of

PERIOD = timedelta(days=14)
"""From the day the last parcel was received: article 9 of directive 2011/83/EU, L221-18 code de la consommation."""

REFUND_WITHIN = timedelta(days=14)
"""From the day the merchant was told: article 13, L221-24."""

LONGEST_STATEMENT = 2_000
LONGEST_NAME = 200


def returnable_of(order: Order, spoken_for: Mapping[int, int]) -> tuple[Returnable, ...]:
    """Of each line, the pieces that are with the customer and in no return yet; lines without any are left out."""
    found = ((line, line.with_customer - spoken_for.get(line.position, 0)) for line in order.lines)
    return tuple(Returnable(line=line, pieces=pieces) for line, pieces in found if pieces > 0)


def check_request(asked: ReturnRequest, returnable: Sequence[Returnable], period: WithdrawalPeriod) -> None:
    """Refuse what cannot be asked for.

    :raises NothingChosen, TooManyBack, ReasonNeeded, NameNeeded, StatementTooLong: for what is not filled in rightly.
    :raises PeriodOver: for a withdrawal that comes too late.
    :raises ExceptedGoods: for a withdrawal from goods that the law excepts.
    """
    if not asked.lines:
        raise NothingChosen(field="lines")
    if not 0 < len(asked.name.strip()) <= LONGEST_NAME:
        raise NameNeeded(field="name")
    if len(asked.statement) > LONGEST_STATEMENT:
        raise StatementTooLong(field="statement")
    left = {each.line.position: each for each in returnable}
    if len({line.position for line in asked.lines}) != len(asked.lines):
        raise TooManyBack(field="lines")
    for line in asked.lines:
        _check_line(asked.kind, line, left.get(line.position))
    if asked.kind is ReturnKind.WITHDRAWAL and not period.is_open:
        raise PeriodOver


def _check_line(kind: ReturnKind, asked: AskedLine, known: Returnable | None) -> None:
    if known is None or not 0 < asked.quantity <= known.pieces:
        raise TooManyBack(field="lines")
    if kind is ReturnKind.WITHDRAWAL and known.line.withdrawal is not Withdrawal.ALLOWED:
        raise ExceptedGoods(title=known.line.title)
    if asked.reason not in REASONS_FOR[kind]:
        raise ReasonNeeded(field="lines")


def period_of(
    received_on: date | None, *, last_working_day: date | None, today: date, has_left: bool
) -> WithdrawalPeriod:
    """The period of an order whose last parcel was received on a day (None: something is still to arrive)."""
    if received_on is None or last_working_day is None:
        return WithdrawalPeriod(is_open=has_left, last_day=None)
    return WithdrawalPeriod(is_open=has_left and today <= last_working_day, last_day=last_working_day)


def checked_receipt(announced: Sequence[ReturnLine], told: Sequence[ReceivedLine]) -> tuple[ReceivedLine, ...]:
    """What came, line by line; where nothing came, whatever was told becomes of it, it is missing.

    :raises NotAsAnnounced: unless each announced line is told of once, with no more than was announced.
    :raises NothingCame: when no piece came at all.
    """
    most = {line.position: line.quantity for line in announced}
    if sorted(line.position for line in told) != sorted(most):
        raise NotAsAnnounced(field="lines")
    if any(not 0 <= line.received <= most[line.position] for line in told):
        raise NotAsAnnounced(field="lines")
    if any(line.received and line.outcome is Outcome.MISSING for line in told):
        raise NotAsAnnounced(field="lines")
    if not any(line.received for line in told):
        raise NothingCame(field="lines")
    return tuple(
        line if line.received else ReceivedLine(position=line.position, received=0, outcome=Outcome.MISSING)
        for line in told
    )


def back_for(order: Order, kind: ReturnKind, came: Mapping[int, int], *, delivery_went_back: bool) -> AmountBack:
    """What goes back for so many pieces of each line (by position), which are not yet marked as returned.

    Delivery goes back with a withdrawal that leaves nothing of the order with the customer or to be sent (article 13
    paragraph 1 of directive 2011/83/EU), once.
    """
    currency = order.total.currency
    goods = total_of((line.price_of(came.get(line.position, 0), after=line.returned) for line in order.lines), currency)
    nothing_left = all(line.wanted == line.returned + came.get(line.position, 0) for line in order.lines)
    with_delivery = (
        kind is ReturnKind.WITHDRAWAL and nothing_left and not delivery_went_back and bool(order.delivery.price)
    )
    return AmountBack(amount=goods + order.delivery.price if with_delivery else goods, with_delivery=with_delivery)
