"""What is asked for, and what is answered."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from django.db import transaction

from comptoir.domains.fulfilment.queries import shipments_of
from comptoir.domains.fulfilment.values import ShipmentState
from comptoir.domains.network.queries import selling_places
from comptoir.domains.orders.values import BEING_PREPARED, Order, OrderId
from comptoir.domains.returns.actions.rows import accept, locked, next_number, subject
from comptoir.domains.returns.errors import NotReplaceable, ReasonMissing, UnknownReturn
from comptoir.domains.returns.events import (
    ReplacementPromised,
    ReturnRefused,
    ReturnRequested,
    ReturnWithdrawn,
    UnsentPiecesWithdrawn,
)
from comptoir.domains.returns.models import CalledOffLine as CalledOffRecord
from comptoir.domains.returns.models import Return as ReturnRecord
from comptoir.domains.returns.models import ReturnLine as LineRecord
from comptoir.domains.returns.permissions import RETURNS_HANDLE, RETURNS_REQUEST
from comptoir.domains.returns.queries import (
    order_at_the_door,
    return_by_id,
    returnable_lines,
    withdrawal_period,
)
from comptoir.domains.returns.rules import check_request, with_unsent
from comptoir.domains.returns.values import (
    BY_RIGHT,
    RETURN_STATES,
    Return,
    ReturnId,
    ReturnRequest,
    ReturnState,
    Swap,
)
from comptoir.kernel.access import Actor
from comptoir.kernel.emails import normalised_email
from comptoir.kernel.events import emit
from comptoir.kernel.history import record
from comptoir.kernel.transitions import move

MOST_WORDS = 1_000


def request_return(
    *,
    asked: ReturnRequest,
    called_off: Mapping[int, int] | None = None,
    replacement_id: OrderId | None = None,
    actor: Actor,
    now: datetime,
) -> Return:
    """Withdraw from the contract for some pieces, want others instead, or say that something is wrong with them.

    A withdrawal within its period is accepted at once: the law leaves nothing to decide. So is an exchange, whose
    ``replacement_id`` is the order of what is sent instead, placed in the same transaction. A complaint waits for
    staff. Pieces are in one return at a time, and never more than the customer has. Asked again under the same id, it
    is the same return.

    ``called_off`` are those of the pieces (by position) that have not left, and that the caller takes off the order in
    the same transaction: nothing of them is awaited. Whoever has nothing but such has nothing to send back.

    :raises UnknownOrder: when there is none, or it is not the guest's.
    :raises NothingChosen, TooManyBack, ReasonNeeded, NameNeeded, StatementTooLong, BadEmail: for what is not rightly
        filled in.
    :raises SwapNeeded: for an exchange that does not say for what.
    :raises PeriodOver, ExceptedGoods: where there is no right of withdrawal (any more).
    """
    actor.must(RETURNS_REQUEST)
    email, called_off = normalised_email(asked.email), called_off or {}
    with transaction.atomic(savepoint=False):
        about = order_at_the_door(asked.order_id, actor=actor)
        actor.must(RETURNS_REQUEST, market=about.market)
        if ReturnRecord.objects.filter(pk=asked.id).exists():
            return _of_order(asked.id, asked.order_id)
        check_request(asked, with_unsent(returnable_lines(about), about, called_off), withdrawal_period(about, now=now))
        row = _write(asked, called_off, about, email, replacement_id, now)
        record(
            action="requested",
            subject_type="returns.return",
            subject_id=row.pk,
            actor=actor,
            now=now,
            after={"pieces": {str(e.position): e.quantity for e in asked.lines}},
        )
        emit(ReturnRequested(**subject(row), kind=asked.kind.value))
        if called_off:
            being_prepared = about.state in BEING_PREPARED
            emit(UnsentPiecesWithdrawn(**subject(row), pieces=dict(called_off), being_prepared=being_prepared))
        if sum(called_off.values()) == sum(line.quantity for line in asked.lines):
            move(row, to=ReturnState.STOPPED, table=RETURN_STATES, actor=actor, now=now, changes={"ended_at": now})
        elif asked.kind in BY_RIGHT:
            accept(row, actor, now)
        if replacement_id:
            emit(ReplacementPromised(**subject(row), replacement_id=replacement_id))
    return return_by_id(row.pk)


def promise_replacement(
    *, return_id: ReturnId, replacement_id: OrderId, swaps: Sequence[Swap], actor: Actor, now: datetime
) -> None:
    """A complaint is answered by other goods, of the order ``replacement_id``, and accepted if it was not yet.

    Called by whoever places that order, in the same transaction.

    :raises UnknownReturn: when there is none.
    :raises NotReplaceable: when it is no complaint, its goods are not awaited, or others are promised already.
    """
    actor.must(RETURNS_HANDLE)
    with transaction.atomic(savepoint=False):
        row = locked(return_id, actor)
        if not return_by_id(return_id).is_replaceable:
            raise NotReplaceable
        if row.state == ReturnState.REQUESTED:
            accept(row, actor, now)
        ReturnRecord.objects.filter(pk=return_id).update(replacement_id=replacement_id)
        for swap in swaps:
            lines = LineRecord.objects.filter(of_return_id=return_id, position=swap.position)
            lines.update(swapped_for_id=swap.variant_id)
        record(
            action="replacement promised",
            subject_type="returns.return",
            subject_id=return_id,
            actor=actor,
            now=now,
            after={"pieces": {str(swap.position): swap.quantity for swap in swaps}},
        )
        emit(ReplacementPromised(**subject(row), replacement_id=replacement_id))


def accept_return(*, return_id: ReturnId, actor: Actor, now: datetime) -> None:
    """The goods of a complaint may be sent.

    :raises UnknownReturn: when there is none.
    :raises MoveRefused: when it was decided before.
    """
    actor.must(RETURNS_HANDLE)
    with transaction.atomic(savepoint=False):
        accept(locked(return_id, actor), actor, now)


def refuse_return(*, return_id: ReturnId, because: str, actor: Actor, now: datetime) -> None:
    """A complaint is not followed, or goods that were announced never came. The customer is told why.

    :raises UnknownReturn: when there is none.
    :raises ReasonMissing: without a reason.
    :raises MoveRefused: when the goods are here, or it has ended.
    """
    actor.must(RETURNS_HANDLE)
    because = because.strip()
    if not 0 < len(because) <= MOST_WORDS:
        raise ReasonMissing(field="because")
    with transaction.atomic(savepoint=False):
        row = locked(return_id, actor)
        changes = {"ended_at": now, "because": because}
        move(row, to=ReturnState.REFUSED, table=RETURN_STATES, actor=actor, now=now, because=because, changes=changes)
        emit(ReturnRefused(**subject(row), because=because))


def withdraw_return(*, return_id: ReturnId, actor: Actor, now: datetime) -> None:
    """The buyer keeps the goods after all.

    :raises UnknownReturn: when there is none, or it is not of the guest's order.
    :raises MoveRefused: when the goods are here, or it has ended.
    """
    actor.must(RETURNS_REQUEST)
    with transaction.atomic(savepoint=False):
        known = return_by_id(return_id)
        order_at_the_door(known.order_id, actor=actor)
        actor.must(RETURNS_REQUEST, market=known.market)
        row = ReturnRecord.objects.get(pk=return_id)
        move(row, to=ReturnState.WITHDRAWN, table=RETURN_STATES, actor=actor, now=now, changes={"ended_at": now})
        emit(ReturnWithdrawn(**subject(row)))


def _of_order(return_id: ReturnId, order_id: OrderId) -> Return:
    known = return_by_id(return_id)
    if known.order_id != order_id:
        raise UnknownReturn(return_id=str(return_id))
    return known


def _write(
    asked: ReturnRequest,
    called_off: Mapping[int, int],
    about: Order,
    email: str,
    replacement_id: OrderId | None,
    now: datetime,
) -> ReturnRecord:
    row = ReturnRecord.objects.create(
        id=asked.id,
        number=next_number(about.market),
        market_id=about.market,
        order_id=about.id,
        kind=asked.kind,
        state=ReturnState.REQUESTED,
        name=asked.name.strip(),
        email=email,
        statement=asked.statement.strip(),
        place_id=_where_to(about),
        requested_at=now,
        currency=about.total.currency,
        replacement_id=replacement_id,
    )
    lines = sorted(asked.lines, key=lambda line: line.position)
    LineRecord.objects.bulk_create(
        LineRecord(
            of_return_id=row.pk,
            position=line.position,
            quantity=awaited,
            reason=line.reason,
            swapped_for_id=line.swap_for,
        )
        for line in lines
        if (awaited := line.quantity - called_off.get(line.position, 0))
    )
    CalledOffRecord.objects.bulk_create(
        CalledOffRecord(
            of_return_id=row.pk, position=line.position, quantity=called_off[line.position], reason=line.reason
        )
        for line in lines
        if called_off.get(line.position)
    )
    return row


def _where_to(about: Order) -> str:
    """Where the goods came from, if that place still sells, else the first that does."""
    selling = [known.code for known in selling_places()]
    left = [
        packed.place_code
        for each in shipments_of(about.id)
        if each.state is ShipmentState.SHIPPED
        for packed in each.packed
    ]
    return next((code for code in left if code in selling), (selling or left)[0])
