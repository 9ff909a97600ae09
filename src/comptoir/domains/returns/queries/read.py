from collections import Counter
from collections.abc import Collection, Sequence
from datetime import datetime
from uuid import UUID

from django.db.models import Count, Q, QuerySet, Sum

from comptoir.domains.catalogue.values import VariantId
from comptoir.domains.orders.values import Order, OrderId
from comptoir.domains.returns.errors import UnknownReturn
from comptoir.domains.returns.models import CalledOffLine as CalledOffRecord
from comptoir.domains.returns.models import Return as ReturnRecord
from comptoir.domains.returns.models import ReturnLine as LineRecord
from comptoir.domains.returns.permissions import RETURNS_VIEW
from comptoir.domains.returns.rules import back_for, check_kept_back
from comptoir.domains.returns.values import (
    AmountBack,
    AskedLine,
    KeptBack,
    Outcome,
    Reason,
    ReceivedLine,
    Return,
    ReturnFilter,
    ReturnId,
    ReturnKind,
    ReturnLine,
    ReturnRow,
    ReturnState,
)
from comptoir.kernel.access import ALL_MARKETS, Actor
from comptoir.kernel.money import Money
from comptoir.kernel.paging import Page, decode_cursor, page_of


def return_by_id(return_id: UUID) -> Return:
    """One return, for whoever was already let in.

    :raises UnknownReturn: when there is none.
    """
    found = _returns(ReturnRecord.objects.filter(pk=return_id))
    if not found:
        raise UnknownReturn(return_id=str(return_id))
    return found[0]


def return_for_staff(return_id: UUID, *, actor: Actor) -> Return:
    """One return, if the actor may see those of its market.

    :raises UnknownReturn: when there is none.
    """
    found = return_by_id(return_id)
    actor.must(RETURNS_VIEW, market=found.market)
    return found


def return_of_order(order_id: OrderId, number: str) -> Return:
    """The return of that number, if it is of that order.

    :raises UnknownReturn: when there is none.
    """
    found = _returns(ReturnRecord.objects.filter(order_id=order_id, number=number))
    if not found:
        raise UnknownReturn(number=number)
    return found[0]


def returns_of(order_id: OrderId) -> tuple[Return, ...]:
    """All returns of an order, oldest first. Three statements."""
    return tuple(_returns(ReturnRecord.objects.filter(order_id=order_id)))


def returns_for(order_ids: Collection[OrderId]) -> tuple[Return, ...]:
    """All returns of some orders, newest first. Three statements."""
    found = _returns(ReturnRecord.objects.filter(order_id__in=order_ids))
    return tuple(sorted(found, key=lambda each: each.requested_at, reverse=True))


def return_replaced_by(order_id: OrderId) -> Return | None:
    """The return for whose goods that order sends others; None for an order that replaces nothing. Two statements."""
    return next(iter(_returns(ReturnRecord.objects.filter(replacement_id=order_id))), None)


def return_ids_by_number(numbers: Collection[str]) -> dict[str, ReturnId]:
    """The returns of those numbers that exist."""
    found = ReturnRecord.objects.filter(number__in=numbers).values_list("number", "id")
    return {number: ReturnId(id) for number, id in found}


def amount_back(order: Order, kind: ReturnKind, lines: Sequence[ReceivedLine]) -> AmountBack:
    """What goes back to the buyer for what came, less what is kept back of it. Asked under the order's lock.

    :raises BadKeptBack: for what cannot be kept back.
    """
    check_kept_back(order, kind, lines)
    went_back = ReturnRecord.objects.filter(order_id=order.id, with_delivery=True).exists()
    return back_for(
        order,
        kind,
        {line.position: line.received for line in lines if line.received > 0},
        kept_back=[line.kept_back.amount for line in lines if line.kept_back],
        delivery_went_back=went_back,
    )


def return_rows(
    wanted: ReturnFilter, *, actor: Actor, cursor: str | None = None, page_size: int = 50
) -> Page[ReturnRow]:
    """The work queue, of the markets the actor may see.

    :raises BadCursor: for a cursor that is not one of this list.
    """
    actor.must(RETURNS_VIEW)
    rows = _filtered(wanted, actor)
    if cursor:
        at, id = decode_cursor(cursor, [datetime.fromisoformat, UUID])
        later = Q(requested_at__gt=at) | Q(requested_at=at, id__gt=id)
        earlier = Q(requested_at__lt=at) | Q(requested_at=at, id__lt=id)
        rows = rows.filter(later if wanted.oldest_first else earlier)
    rows = rows.order_by("requested_at", "id") if wanted.oldest_first else rows.order_by("-requested_at", "-id")
    found = list(rows[: page_size + 1])
    pieces = Counter[UUID]()
    for lines in (LineRecord, CalledOffRecord):
        counted = lines.objects.filter(of_return__in=[row.pk for row in found]).values("of_return")
        pieces.update(dict(counted.annotate(pieces=Sum("quantity")).values_list("of_return", "pieces")))
    return page_of(
        found,
        size=page_size,
        key=lambda row: (row.requested_at.isoformat(), row.id),
        show=lambda row: _row(row, pieces[row.pk]),
    )


def count_by_state(*, actor: Actor, market: str | None = None) -> dict[ReturnState, int]:
    """How many returns wait for a decision, for their parcel, or for their money; what has ended is not counted."""
    actor.must(RETURNS_VIEW)
    states = (ReturnState.REQUESTED, ReturnState.ACCEPTED, ReturnState.RECEIVED)
    counted = dict.fromkeys(states, 0)
    rows = _filtered(ReturnFilter(states=states, market=market), actor)
    for state, count in rows.values_list("state").annotate(Count("id")):
        counted[ReturnState(state)] = count
    return counted


def _filtered(wanted: ReturnFilter, actor: Actor) -> QuerySet[ReturnRecord]:
    rows = ReturnRecord.objects.all()
    if actor.markets is not ALL_MARKETS:
        rows = rows.filter(market_id__in=actor.markets or ())
    if wanted.states:
        rows = rows.filter(state__in=wanted.states)
    if wanted.market:
        rows = rows.filter(market_id=wanted.market)
    if wanted.text.strip():
        rows = rows.filter(number__startswith=wanted.text.strip().upper())
    return rows


def _returns(records: QuerySet[ReturnRecord]) -> list[Return]:
    rows = records.order_by("requested_at", "id").prefetch_related("lines", "called_off")
    return [_return(row, sorted(row.lines.all(), key=lambda line: line.position)) for row in rows]


def _return(row: ReturnRecord, lines: list[LineRecord]) -> Return:
    return Return(
        id=ReturnId(row.pk),
        number=row.number,
        order_id=OrderId(row.order_id),
        market=row.market_id,
        kind=ReturnKind(row.kind),
        state=ReturnState(row.state),
        name=row.name,
        email=row.email,
        statement=row.statement,
        place_code=row.place_id,
        lines=tuple(
            ReturnLine(
                position=line.position,
                quantity=line.quantity,
                reason=Reason(line.reason),
                received=line.received,
                outcome=None if line.outcome is None else Outcome(line.outcome),
                written_off=(line.received or 0) if line.outcome == Outcome.SCRAP else line.scrapped,
                aside=line.aside,
                swapped_for=VariantId(line.swapped_for_id) if line.swapped_for_id else None,
                kept_back=_kept_back(line, row.currency),
            )
            for line in lines
        ),
        requested_at=row.requested_at,
        accepted_at=row.accepted_at,
        received_at=row.received_at,
        ended_at=row.ended_at,
        refund=_refund(row),
        swapped=_swapped(row),
        with_delivery=row.with_delivery,
        because=row.because,
        replacement_id=_replacement(row),
        called_off=tuple(
            AskedLine(position=line.position, quantity=line.quantity, reason=Reason(line.reason))
            for line in sorted(row.called_off.all(), key=lambda line: line.position)
        ),
    )


def _kept_back(line: LineRecord, currency: str) -> KeptBack | None:
    return KeptBack(amount=Money(line.kept_minor, currency), because=line.kept_because) if line.kept_minor else None


def _row(row: ReturnRecord, pieces: int) -> ReturnRow:
    return ReturnRow(
        id=ReturnId(row.pk),
        number=row.number,
        order_id=OrderId(row.order_id),
        market=row.market_id,
        kind=ReturnKind(row.kind),
        state=ReturnState(row.state),
        name=row.name,
        pieces=pieces,
        refund=_refund(row),
        requested_at=row.requested_at,
        replacement_id=_replacement(row),
        swapped=_swapped(row),
    )


def _swapped(row: ReturnRecord) -> Money | None:
    return Money(row.swapped_minor, row.currency) if row.swapped_minor else None


def _replacement(row: ReturnRecord) -> OrderId | None:
    return OrderId(row.replacement_id) if row.replacement_id else None


def _refund(row: ReturnRecord) -> Money | None:
    return None if row.refund_minor is None else Money(row.refund_minor, row.currency)
