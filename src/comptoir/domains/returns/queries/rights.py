"""What the law lets a buyer do with an order now."""

from collections.abc import Sequence
from datetime import date, datetime

from django.db.models import Sum

from comptoir.domains.delivery.queries import arrived_by, next_working_day
from comptoir.domains.fulfilment.queries import arrivals_of
from comptoir.domains.fulfilment.values import Arrival
from comptoir.domains.markets.queries import market
from comptoir.domains.orders.errors import UnknownOrder
from comptoir.domains.orders.queries import awaited_money, order
from comptoir.domains.orders.values import OPEN_STATES, Order, OrderId
from comptoir.domains.returns.models import Return as ReturnRecord
from comptoir.domains.returns.models import ReturnLine as LineRecord
from comptoir.domains.returns.rules import (
    PERIOD,
    REFUND_WITHIN,
    called_off_of,
    check_request,
    checked_receipt,
    period_of,
    received_on,
    returnable_of,
    withdrawable_of,
)
from comptoir.domains.returns.values import (
    AWAITED,
    ReceivedLine,
    Return,
    Returnable,
    ReturnKind,
    ReturnRequest,
    WithdrawalPeriod,
)
from comptoir.kernel.access import Actor, ActorKind
from comptoir.kernel.clock import local_day
from comptoir.kernel.emails import normalised_email


def order_at_the_door(order_id: OrderId, *, actor: Actor) -> Order:
    """The order, locked until the transaction ends. A guest opens the one order whose token they hold.

    :raises UnknownOrder: when there is none, or it is not the guest's.
    """
    if actor.kind is ActorKind.GUEST and actor.id != str(order_id):
        raise UnknownOrder(order_id=str(order_id))
    awaited_money(order_id)
    return order(order_id)


def returnable_lines(order: Order) -> tuple[Returnable, ...]:
    """The lines of which pieces are with the customer and in no return yet. Who writes asks under the order's lock."""
    return returnable_of(order, _spoken_for(order))


def withdrawable_lines(order: Order) -> tuple[Returnable, ...]:
    """Those, and what has not left: what the buyer may withdraw from. Who writes asks under the order's lock."""
    return withdrawable_of(order, _spoken_for(order))


def lines_for(kind: ReturnKind, order: Order) -> tuple[Returnable, ...]:
    """What may be asked for in a return of that kind."""
    return withdrawable_lines(order) if kind is ReturnKind.WITHDRAWAL else returnable_lines(order)


def called_off_by(asked: ReturnRequest, order: Order) -> dict[int, int]:
    """Of what is withdrawn from, how many pieces of each line (by position) have not left. No statement."""
    return called_off_of(order, asked)


def _spoken_for(order: Order) -> dict[int, int]:
    awaited = LineRecord.objects.filter(of_return__order_id=order.id, of_return__state__in=list(AWAITED))
    return dict(awaited.values("position").annotate(pieces=Sum("quantity")).values_list("position", "pieces"))


def withdrawal_period(order: Order, *, now: datetime, arrivals: Sequence[Arrival] | None = None) -> WithdrawalPeriod:
    """Until when the buyer may withdraw.

    From when the contract is made, and for fourteen days from the day the last parcel was received (article 9 of
    directive 2011/83/EU); a period that would end on a day off ends on the next working day (L221-19 code de la
    consommation). Which day that was, ``rules.received_on`` decides from what is told of the parcels; ``arrivals`` is
    that, where whoever asks knows it already.
    """
    here, country = market(order.market), order.shipping_address.country
    stands = order.state in OPEN_STATES or any(line.shipped for line in order.lines)
    received = _received_on(order, here.time_zone, arrivals)
    last_day = None if received is None else next_working_day(received + PERIOD, country)
    today = local_day(now, here.time_zone)
    return period_of(received, last_working_day=last_day, today=today, stands=stands)


def check_asked(asked: ReturnRequest, order: Order, *, now: datetime) -> None:
    """Refuse as ``request_return`` would, before anything is declared; nothing is written or locked.

    :raises BusinessError: what ``request_return`` raises.
    """
    normalised_email(asked.email)
    if not ReturnRecord.objects.filter(pk=asked.id, order_id=order.id).exists():
        check_request(asked, lines_for(asked.kind, order), withdrawal_period(order, now=now))


def check_receipt(found: Return, lines: Sequence[ReceivedLine], *, rest_awaited: bool) -> None:
    """Refuse as ``record_return_receipt`` would what came of a return, before anything is received.

    :raises NotAsAnnounced, NothingCame: as that does.
    """
    checked_receipt(found.lines, lines, rest_awaited=rest_awaited)


def refund_due_on(found: Return) -> date:
    """The last day on which the money is to go back, if the goods or a proof of their sending are here (L221-24)."""
    return local_day(found.requested_at, market(found.market).time_zone) + REFUND_WITHIN


def _received_on(order: Order, time_zone: str, arrivals: Sequence[Arrival] | None) -> date | None:
    if order.shipped_at is None:  # something is still to leave
        return None
    left_on = local_day(order.shipped_at, time_zone)
    if order.delivery.kind == "pickup":
        return left_on
    expected_on = arrived_by(
        market=order.market, code=order.delivery.code, left_on=left_on, country=order.shipping_address.country
    )
    return received_on(expected_on, arrivals_of(order.id) if arrivals is None else arrivals)
