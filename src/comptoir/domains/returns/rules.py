"""Pure rules of returns: who may send what back, until when, and what they get for it."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

from comptoir.domains.catalogue.values import Withdrawal
from comptoir.domains.fulfilment.values import GONE_ASTRAY, Arrival
from comptoir.domains.orders.values import OPEN_STATES, Order, OrderLine, OrderState, order_line
from comptoir.domains.pricing.values import TaxCategory, TaxLine, tax_within
from comptoir.domains.returns.errors import (
    BadKeptBack,
    ExceptedGoods,
    KeptBackUnexplained,
    NameNeeded,
    NotAsAnnounced,
    NothingCame,
    NothingChosen,
    PeriodOver,
    ReasonNeeded,
    StatementTooLong,
    SwapNeeded,
    TooManyBack,
)
from comptoir.domains.returns.values import (
    BY_RIGHT,
    LONGEST_REASON,
    REASONS_FOR,
    AmountBack,
    AskedLine,
    Outcome,
    ReceivedLine,
    Returnable,
    ReturnKind,
    ReturnLine,
    ReturnRequest,
    SwapChoice,
    WithdrawalPeriod,
)
from comptoir.kernel.money import Money, total_of

PERIOD = timedelta(days=14)
"""From the day the last parcel was received: article 9 of directive 2011/83/EU, L221-18 code de la consommation."""

UNHEARD_OF = timedelta(days=14)
"""So much longer than its way of delivery allows for may a parcel have taken of which nobody tells anything."""

REFUND_WITHIN = timedelta(days=14)
"""From the day the merchant was told: article 13, L221-24."""

LONGEST_STATEMENT = 2_000
LONGEST_NAME = 200


def returnable_of(order: Order, spoken_for: Mapping[int, int]) -> tuple[Returnable, ...]:
    """Of each line, the pieces that are with the customer and in no return yet; lines without any are left out."""
    found = ((line, line.with_customer - spoken_for.get(line.position, 0)) for line in order.lines)
    return tuple(Returnable(line=line, pieces=pieces) for line, pieces in found if pieces > 0)


def withdrawable_of(order: Order, spoken_for: Mapping[int, int]) -> tuple[Returnable, ...]:
    """Of each line, those and the pieces that have not left; lines without any are left out."""
    return with_unsent(returnable_of(order, spoken_for), order, unsent_of(order))


def unsent_of(order: Order) -> dict[int, int]:
    """Of each line (by position), the pieces that are still to be sent; of an order that was called off, none.

    Nor of one that nobody has paid: its goods may be let go already, and its buyer calls it off with one button.
    """
    if order.state not in OPEN_STATES - {OrderState.AWAITING_PAYMENT}:
        return {}
    return {line.position: line.to_ship for line in order.lines if line.to_ship}


def called_off_of(order: Order, asked: ReturnRequest) -> dict[int, int]:
    """Of what is withdrawn from, the pieces of each line (by position) that are called off: those that have not left go
    first, because they need not be sent back. What is wrong with goods is about those that the customer has."""
    if asked.kind is not ReturnKind.WITHDRAWAL:
        return {}
    unsent = unsent_of(order)
    parts = {line.position: min(line.quantity, unsent.get(line.position, 0)) for line in asked.lines}
    return {position: pieces for position, pieces in parts.items() if pieces > 0}


def with_unsent(returnable: Sequence[Returnable], order: Order, unsent: Mapping[int, int]) -> tuple[Returnable, ...]:
    """What may be asked for, when so many pieces of lines (by position) that have not left may be as well."""
    with_customer = {each.line.position: each.pieces for each in returnable}
    found = (
        Returnable(line=line, pieces=with_customer.get(line.position, 0) + stays, unsent=stays)
        for line in order.lines
        for stays in (unsent.get(line.position, 0),)
    )
    return tuple(each for each in found if each.pieces > 0)


def check_request(asked: ReturnRequest, returnable: Sequence[Returnable], period: WithdrawalPeriod) -> None:
    """Refuse what cannot be asked for.

    :raises NothingChosen, TooManyBack, ReasonNeeded, NameNeeded, StatementTooLong: for what is not filled in rightly.
    :raises SwapNeeded: for an exchange that does not say for what.
    :raises PeriodOver: for a withdrawal or an exchange that comes too late.
    :raises ExceptedGoods: for a withdrawal or an exchange of goods that the law excepts.
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
    if asked.kind in BY_RIGHT and not period.is_open:
        raise PeriodOver


def _check_line(kind: ReturnKind, asked: AskedLine, known: Returnable | None) -> None:
    if known is None or not 0 < asked.quantity <= known.pieces:
        raise TooManyBack(field="lines")
    if kind in BY_RIGHT and known.line.withdrawal is not Withdrawal.ALLOWED:
        raise ExceptedGoods(title=known.line.title)
    if kind is ReturnKind.EXCHANGE and asked.swap_for is None:
        raise SwapNeeded(field="lines")
    if asked.reason not in REASONS_FOR[kind]:
        raise ReasonNeeded(field="lines")


def received_on(expected_on: date, arrivals: Sequence[Arrival]) -> date | None:
    """The day on which the last parcel of an order that has left as a whole was received; None while one is known not
    to have been. ``expected_on`` is the latest day that the way of delivery allows for.

    Every doubt is to the buyer's good: a report may be wrong, so that none makes the day earlier than expected; a
    parcel of which nobody tells anything may have taken long; and one that travels still, comes back or is lost was not
    received.
    """
    if any(_is_missed(each) for each in arrivals):
        return None
    told = [each.delivered_on for each in arrivals if each.delivered_on]
    if told and len(told) == len(arrivals):
        return max(expected_on, *told)
    return max([expected_on + UNHEARD_OF, *told])


def _is_missed(parcel: Arrival) -> bool:
    if parcel.delivered_on:
        return parcel.last_status in GONE_ASTRAY
    return parcel.last_status is not None


def period_of(
    received_on: date | None, *, last_working_day: date | None, today: date, stands: bool
) -> WithdrawalPeriod:
    """The period of an order whose last parcel was received on a day (None: something is still to arrive).

    It is open from when the contract is made: ``stands`` tells one that was called off before anything had left.
    """
    if received_on is None or last_working_day is None:
        return WithdrawalPeriod(is_open=stands, last_day=None)
    return WithdrawalPeriod(is_open=stands and today <= last_working_day, last_day=last_working_day)


def checked_receipt(
    announced: Sequence[ReturnLine], told: Sequence[ReceivedLine], *, rest_awaited: bool = False
) -> tuple[ReceivedLine, ...]:
    """What came, line by line. Where nothing came, whatever was told becomes of it, it is missing; or left out, where
    the rest is awaited.

    :raises NotAsAnnounced: unless each announced line is told of once, with no more than was announced.
    :raises NothingCame: when no piece came at all.
    """
    most = {line.position: line.quantity for line in announced}
    if sorted(line.position for line in told) != sorted(most):
        raise NotAsAnnounced(field="lines")
    if any(not 0 <= line.scrapped <= line.received <= most[line.position] for line in told):
        raise NotAsAnnounced(field="lines")
    if any(not 0 <= line.aside <= line.received - line.written_off for line in told):
        raise NotAsAnnounced(field="lines")
    if any(line.received and line.outcome is Outcome.MISSING for line in told):
        raise NotAsAnnounced(field="lines")
    if not any(line.received for line in told):
        raise NothingCame(field="lines")
    seen = (_seen(line) for line in told)
    return tuple(line for line in seen if line.received or not rest_awaited)


def check_kept_back(order: Order, kind: ReturnKind, lines: Sequence[ReceivedLine]) -> None:
    """Refuse what cannot be kept back of lines that came.

    :raises BadKeptBack: of goods with which something was wrong, for nothing, or for more than they were paid with.
    :raises KeptBackUnexplained: without a reason.
    """
    worth = paid_for(order, {line.position: line.received for line in lines})
    for line in lines:
        if not line.kept_back:
            continue
        zero = Money.zero(order.total.currency)
        most = worth.get(line.position, zero) if kind in BY_RIGHT else zero
        if not 0 < line.kept_back.amount.minor <= most.minor:
            raise BadKeptBack(field=f"kept_back.{line.position}", most=most)
        if not 0 < len(line.kept_back.because.strip()) <= LONGEST_REASON:
            raise KeptBackUnexplained(field=f"kept_because.{line.position}", most=most)


def _seen(line: ReceivedLine) -> ReceivedLine:
    """Told in one way: what is written off as a whole is scrap."""
    if not line.received:
        return ReceivedLine(position=line.position, received=0, outcome=Outcome.MISSING)
    if line.written_off == line.received:
        return replace(line, outcome=Outcome.SCRAP, scrapped=0)
    return line


def still_to_come(announced: Sequence[ReturnLine], came: Sequence[ReceivedLine]) -> dict[int, int]:
    """Of each line (by position), the pieces that did not come."""
    here = {line.position: line.received for line in came}
    left = {line.position: line.quantity - here.get(line.position, 0) for line in announced}
    return {position: pieces for position, pieces in left.items() if pieces}


def back_for(
    order: Order,
    kind: ReturnKind,
    came: Mapping[int, int],
    *,
    kept_back: Sequence[Money] = (),
    delivery_went_back: bool,
) -> AmountBack:
    """What goes back for so many pieces of each line (by position), which are not yet marked as returned, less what is
    kept back of them.

    Delivery goes back with a withdrawal that leaves nothing of the order with the customer or to be sent (article 13
    paragraph 1 of directive 2011/83/EU), once.
    """
    currency = order.total.currency
    goods = total_of((line.price_of(came.get(line.position, 0), after=line.returned) for line in order.lines), currency)
    goods -= total_of(kept_back, currency)
    nothing_left = all(line.wanted == line.returned + came.get(line.position, 0) for line in order.lines)
    with_delivery = (
        kind is ReturnKind.WITHDRAWAL and nothing_left and not delivery_went_back and bool(order.delivery.price)
    )
    return AmountBack(
        amount=goods + order.delivery.price if with_delivery else goods,
        with_delivery=with_delivery,
        swapped=Money.zero(currency),
    )


def paid_for(order: Order, pieces: Mapping[int, int]) -> dict[int, Money]:
    """What so many pieces of each line (by position), the next to come back, were paid with."""
    return {
        line.position: line.price_of(pieces[line.position], after=line.returned)
        for line in order.lines
        if pieces.get(line.position)
    }


def swap_price(paid: Money, *, difference: Money, pieces: int) -> Money:
    """What pieces cost that are sent instead of others: what those were paid with, and what a piece costs more today,
    or less; never below nothing.

    Both prices are today's, so variants that cost the same are swapped without a difference, whatever was taken off
    when the others were bought, or has become dearer since.
    """
    return max(paid + difference * pieces, Money.zero(paid.currency))


def replacement_lines(swaps: Sequence[tuple[SwapChoice, int, Money]], language: str) -> tuple[OrderLine, ...]:
    """The lines of so many pieces of each variant at a price for them all. Odd cents make two lines of one."""
    found: list[OrderLine] = []
    for choice, pieces, total in swaps:
        each, odd = divmod(total.minor, pieces)
        for count, minor in ((odd, each + 1), (pieces - odd, each)):
            if count:
                price = Money(minor, total.currency)
                found.append(_replacement_line(len(found) + 1, choice, count, price, language))
    return tuple(found)


def _replacement_line(position: int, choice: SwapChoice, pieces: int, price: Money, language: str) -> OrderLine:
    priced = replace(
        choice.priced,
        quantity=pieces,
        unit_price=price,
        discount=Money.zero(price.currency),
        total=price * pieces,
    )
    return order_line(position=position, variant=choice.variant, priced=priced, language=language)


def replacement_taxes(
    lines: Sequence[OrderLine], categories: Mapping[Decimal, TaxCategory], country: str
) -> tuple[TaxLine, ...]:
    """The taxes of goods that are sent for nothing on top, by rate, each rounded once."""
    taxes = []
    for rate, category in categories.items():
        gross = total_of((line.total for line in lines if line.tax_rate == rate), lines[0].total.currency)
        tax = tax_within(gross, rate)
        taxes.append(TaxLine(rate=rate, category=category, net=gross - tax, tax=tax, gross=gross, country=country))
    return tuple(taxes)
