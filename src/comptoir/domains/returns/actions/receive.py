"""What came, what became of it, and that the money is back."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from django.db import transaction

from comptoir.domains.network.queries import place
from comptoir.domains.network.values import PlaceKind
from comptoir.domains.orders.queries import awaited_money
from comptoir.domains.orders.values import OrderId
from comptoir.domains.payments.queries import refunds_for
from comptoir.domains.payments.values import OperationState
from comptoir.domains.returns.actions.rows import close, locked, next_number, subject
from comptoir.domains.returns.errors import NotPutAside
from comptoir.domains.returns.events import (
    ReturnReceived,
)
from comptoir.domains.returns.models import Return as ReturnRecord
from comptoir.domains.returns.models import ReturnLine as LineRecord
from comptoir.domains.returns.permissions import RETURNS_HANDLE
from comptoir.domains.returns.queries import (
    return_by_id,
    returns_of,
)
from comptoir.domains.returns.rules import checked_receipt, still_to_come
from comptoir.domains.returns.values import (
    RETURN_STATES,
    AmountBack,
    Outcome,
    ReceivedLine,
    Return,
    ReturnId,
    ReturnKind,
    ReturnState,
    refund_cause,
)
from comptoir.kernel.access import Actor
from comptoir.kernel.events import emit
from comptoir.kernel.history import record
from comptoir.kernel.ids import new_id
from comptoir.kernel.sql import execute
from comptoir.kernel.transitions import move

_RECEIVE = """
UPDATE returns_returnline AS line SET received = given.received, outcome = given.outcome, scrapped = given.scrapped,
       aside = given.aside, kept_minor = given.kept_minor, kept_because = given.kept_because
  FROM unnest(%s::int[], %s::int[], %s::text[], %s::int[], %s::int[], %s::bigint[], %s::text[])
       AS given(position, received, outcome, scrapped, aside, kept_minor, kept_because)
 WHERE line.of_return_id = %s AND line.position = given.position
"""


def record_return_receipt(
    *,
    return_id: ReturnId,
    lines: Sequence[ReceivedLine],
    place_code: str,
    back: AmountBack,
    rest_awaited: bool = False,
    aside_at: str = "",
    actor: Actor,
    now: datetime,
) -> None:
    """The goods have come in to a place, and so much goes back for them. Once; the second of two is refused. Pieces
    that are put aside go to a quarantine: ``aside_at``.

    What did not come is missing; or it is still to come, with ``rest_awaited``, as a return of its own, for which
    nothing is sent instead.

    Called by whoever moves pieces, stock and money in the same transaction. Nothing to give back closes it at once.

    :raises UnknownReturn, UnknownPlace: when there is none.
    :raises NotAsAnnounced, NothingCame: for lines that are not those of the return, or when none came.
    :raises NotPutAside: where pieces are put aside, and not in a quarantine.
    :raises MoveRefused: unless the goods were awaited.
    """
    actor.must(RETURNS_HANDLE)
    if any(line.aside for line in lines) and not (aside_at and place(aside_at).kind is PlaceKind.QUARANTINE):
        raise NotPutAside(field="aside_at")
    with transaction.atomic(savepoint=False):
        row = locked(return_id, actor)
        changes = {
            "received_at": now,
            "place_id": place(place_code).code,
            "refund_minor": back.refund.minor,
            "swapped_minor": back.swapped.minor,
            "with_delivery": back.with_delivery,
        }
        move(row, to=ReturnState.RECEIVED, table=RETURN_STATES, actor=actor, now=now, changes=changes)
        announced = return_by_id(return_id).lines
        came = checked_receipt(announced, lines, rest_awaited=rest_awaited)
        if rest_awaited:
            _await_rest(row, still_to_come(announced, came), actor, now)
        columns = zip(*map(_columns, came), strict=True)
        execute(_RECEIVE, [*map(list, columns), return_id])
        record(
            action="opened",
            subject_type="returns.return",
            subject_id=return_id,
            actor=actor,
            now=now,
            after={"lines": {str(each.position): _told(each) for each in came}},
        )
        emit(ReturnReceived(**subject(row), refund=back.refund))
        if not back.refund:
            close(row, actor, now)


def _columns(line: ReceivedLine) -> tuple[int, int, str, int, int, int, str]:
    kept = (line.kept_back.amount.minor, line.kept_back.because.strip()) if line.kept_back else (0, "")
    return line.position, line.received, line.outcome, line.scrapped, line.aside, *kept


def _told(line: ReceivedLine) -> str:
    words = f"{line.received} {line.outcome}"
    if line.scrapped or line.aside:
        parts = ((line.good, Outcome.RESTOCK.value), (line.scrapped, Outcome.SCRAP.value), (line.aside, "aside"))
        words = ", ".join(f"{count} {what}" for count, what in parts if count)
    return f"{words}, {line.kept_back.amount} kept back: {line.kept_back.because}" if line.kept_back else words


def _await_rest(row: ReturnRecord, rest: Mapping[int, int], actor: Actor, now: datetime) -> None:
    """So many pieces of each line (by position) go into a return of their own: what came has its receipt and its money,
    what is still to come will have its own."""
    if not rest:
        return
    kind = ReturnKind.WITHDRAWAL if row.kind == ReturnKind.EXCHANGE else ReturnKind(row.kind)
    late = ReturnRecord.objects.create(
        id=new_id(),
        number=next_number(row.market_id),
        market_id=row.market_id,
        order_id=row.order_id,
        kind=kind,
        state=ReturnState.ACCEPTED,
        name=row.name,
        email=row.email,
        statement=row.statement,
        place_id=row.place_id,
        requested_at=row.requested_at,
        accepted_at=now,
        currency=row.currency,
    )
    for line in LineRecord.objects.filter(of_return_id=row.pk, position__in=rest):
        if line.quantity == rest[line.position]:
            LineRecord.objects.filter(pk=line.pk).update(of_return_id=late.pk, swapped_for_id=None)
            continue
        LineRecord.objects.filter(pk=line.pk).update(quantity=line.quantity - rest[line.position])
        LineRecord.objects.create(
            of_return_id=late.pk, position=line.position, quantity=rest[line.position], reason=line.reason
        )
    record(
        action="rest awaited",
        subject_type="returns.return",
        subject_id=late.pk,
        actor=actor,
        now=now,
        after={"of": row.number, "pieces": {str(position): pieces for position, pieces in rest.items()}},
    )


def close_refunded_returns(*, order_id: OrderId, actor: Actor, now: datetime) -> None:
    """Close the returns of an order whose money is back. Done again, it changes nothing."""
    actor.must(RETURNS_HANDLE)
    with transaction.atomic(savepoint=False):
        awaited_money(order_id)
        for found in returns_of(order_id):
            if found.state is ReturnState.RECEIVED and _is_refunded(found):
                close(ReturnRecord.objects.get(pk=found.id), actor, now)


def _is_refunded(found: Return) -> bool:
    done = [
        each.amount.minor
        for each in refunds_for(found.order_id, refund_cause(found.id))
        if each.state is OperationState.SUCCEEDED
    ]
    return found.refund is not None and sum(done) >= found.refund.minor
