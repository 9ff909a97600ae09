"""Goods that go from one place to another. Each piece is on a shelf or under way, never both, and each step is told."""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from comptoir.domains.inventory.actions.papers import (
    added_up,
    asked_of,
    done_before,
    must_be_a_place,
    must_name_something,
    next_number,
)
from comptoir.domains.inventory.actions.shift import Shift, shift_stock
from comptoir.domains.inventory.errors import NotUnderWay, ReasonNeeded, SamePlace, UnknownTransfer
from comptoir.domains.inventory.models import Transfer as TransferRow
from comptoir.domains.inventory.models import TransferLine as LineRow
from comptoir.domains.inventory.permissions import INVENTORY_ADJUST
from comptoir.domains.inventory.values import TRANSFER_STATES, MovementKind, StockLine, TransferId, TransferState
from comptoir.kernel.access import Actor
from comptoir.kernel.history import record
from comptoir.kernel.ids import new_id
from comptoir.kernel.sql import fetch
from comptoir.kernel.transitions import MoveRefused, move

_SUBJECT = "inventory.transfer"


def open_transfer(
    *, source_code: str, destination_code: str, lines: Sequence[StockLine], key: str, actor: Actor, now: datetime
) -> TransferId:
    """Send pieces that nobody was promised from one place to another: they leave the source at once, all or nothing.

    The same ``key`` opens one transfer, however often it is sent.

    :raises NotOnShelf: when fewer are free at the source.
    :raises SamePlace: when the goods would stay where they are.
    :raises UnknownPlace: for a place that does not exist.
    :raises NothingGiven: without lines.
    """
    actor.must(INVENTORY_ADJUST)
    if source_code == destination_code:
        raise SamePlace(field="destination")
    must_be_a_place(source_code, field="source")
    must_be_a_place(destination_code, field="destination")
    must_name_something(lines)
    sent, id = added_up(lines), TransferId(new_id())
    with transaction.atomic(savepoint=False):
        asked = [source_code, destination_code, asked_of(sent)]
        if known := done_before("inventory.open_transfer", key, asked, id, now):
            return TransferId(known)
        number = next_number("TR", now)
        TransferRow.objects.create(
            id=id,
            number=number,
            source_id=source_code,
            destination_id=destination_code,
            state=TransferState.IN_TRANSIT,
            opened_at=now,
        )
        LineRow.objects.bulk_create(
            LineRow(transfer_id=id, variant_id=line.variant_id, sent=line.quantity) for line in sent
        )
        _shift(sent, source_code, number, out=True, free_only=True, actor=actor, now=now)
        record(action="transfer opened", subject_type=_SUBJECT, subject_id=id, actor=actor, now=now)
    return id


def receive_transfer(
    *,
    transfer_id: TransferId,
    lines: Sequence[StockLine],
    lost: Sequence[StockLine] = (),
    because: str = "",
    key: str,
    actor: Actor,
    now: datetime,
) -> None:
    """Pieces have arrived at the destination; those that are ``lost`` never will and are written off with the reason.

    May be called for each part that comes; the transfer ends when nothing is under way any more. The same ``key``
    counts once.

    :raises NotUnderWay: when more pieces are named than are under way.
    :raises ReasonNeeded: when pieces are lost and nobody says why.
    :raises MoveRefused: when the transfer has ended.
    """
    actor.must(INVENTORY_ADJUST)
    must_name_something([*lines, *lost])
    arrived, missing = added_up(lines), added_up(lost)
    if missing and not because.strip():
        raise ReasonNeeded(field="because")
    with transaction.atomic(savepoint=False):
        asked = [str(transfer_id), asked_of(arrived), asked_of(missing), because]
        if done_before("inventory.receive_transfer", key, asked, transfer_id, now):
            return
        row = _locked(transfer_id)
        if row.state not in (TransferState.IN_TRANSIT, TransferState.PARTLY_RECEIVED):
            raise MoveRefused(state=row.state, to=TransferState.RECEIVED)
        _count_in(transfer_id, arrived, missing)
        shifts = [Shift(line.variant_id, row.destination_id, MovementKind.TRANSFER, line.quantity) for line in arrived]
        for line in missing:
            # Lost pieces pass over the shelf, so that the ledger tells of every piece where it ended.
            shifts.append(Shift(line.variant_id, row.destination_id, MovementKind.TRANSFER, line.quantity))
            shifts.append(Shift(line.variant_id, row.destination_id, MovementKind.DAMAGE, -line.quantity))
        shift_stock(shifts, reference=row.number, actor=actor, now=now)
        _tell_arrival(row, arrived, missing, because.strip(), actor, now)


def _tell_arrival(
    row: TransferRow,
    arrived: Sequence[StockLine],
    missing: Sequence[StockLine],
    because: str,
    actor: Actor,
    now: datetime,
) -> None:
    record(
        action="transfer received",
        subject_type=_SUBJECT,
        subject_id=row.pk,
        actor=actor,
        now=now,
        after={"received": sum(line.quantity for line in arrived), "lost": sum(line.quantity for line in missing)},
        because=because,
    )
    lines = LineRow.objects.filter(transfer_id=row.pk).values_list("sent", "received", "lost")
    ended = all(sent == received + lost for sent, received, lost in lines)
    to = TransferState.RECEIVED if ended else TransferState.PARTLY_RECEIVED
    if row.state != to:
        move(row, to=to, table=TRANSFER_STATES, actor=actor, now=now)


def cancel_transfer(*, transfer_id: TransferId, because: str, actor: Actor, now: datetime) -> None:
    """The goods turn round: all of them stand at the source again. Only while none has arrived.

    :raises MoveRefused: when some have arrived, or the transfer has ended.
    :raises ReasonNeeded: without a reason.
    """
    actor.must(INVENTORY_ADJUST)
    if not because.strip():
        raise ReasonNeeded(field="because")
    with transaction.atomic(savepoint=False):
        row = _locked(transfer_id)
        move(row, to=TransferState.CANCELLED, table=TRANSFER_STATES, actor=actor, now=now, because=because.strip())
        back = fetch(
            "UPDATE inventory_transferline SET given_back = sent WHERE transfer_id = %s RETURNING variant_id, sent",
            [transfer_id],
        )
        lines = [StockLine(variant_id=id, quantity=sent) for id, sent in sorted(back)]
        _shift(lines, row.source_id, row.number, out=False, free_only=False, actor=actor, now=now)


def _locked(transfer_id: TransferId) -> TransferRow:
    row = TransferRow.objects.select_for_update(no_key=True).filter(id=transfer_id).first()
    if row is None:
        raise UnknownTransfer(id=str(transfer_id))
    return row


def _count_in(transfer_id: TransferId, arrived: Sequence[StockLine], missing: Sequence[StockLine]) -> None:
    received = {line.variant_id: line.quantity for line in arrived}
    lost = {line.variant_id: line.quantity for line in missing}
    variants = sorted({*received, *lost})
    counted = fetch(
        """UPDATE inventory_transferline AS line SET received = line.received + given.received,
                  lost = line.lost + given.lost
             FROM unnest(%s::uuid[], %s::bigint[], %s::bigint[]) AS given(variant_id, received, lost)
            WHERE line.transfer_id = %s AND line.variant_id = given.variant_id
              AND line.sent >= line.received + line.lost + line.given_back + given.received + given.lost
        RETURNING line.id""",
        [variants, [received.get(id, 0) for id in variants], [lost.get(id, 0) for id in variants], transfer_id],
    )
    if len(counted) != len(variants):
        raise NotUnderWay(field="lines")


def _shift(
    lines: Sequence[StockLine], place: str, number: str, *, out: bool, free_only: bool, actor: Actor, now: datetime
) -> None:
    sign = -1 if out else 1
    shifts = [Shift(line.variant_id, place, MovementKind.TRANSFER, sign * line.quantity) for line in lines]
    shift_stock(shifts, reference=number, free_only=free_only, actor=actor, now=now)
