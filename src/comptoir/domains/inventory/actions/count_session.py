"""Counting a place while it goes on selling: each article is compared with the books at the moment it is counted."""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from comptoir.domains.catalogue.values import VariantId
from comptoir.domains.inventory.actions.levels import lock_levels
from comptoir.domains.inventory.actions.papers import must_be_a_place, must_name_something, next_number
from comptoir.domains.inventory.actions.shift import Shift, shift_stock
from comptoir.domains.inventory.errors import BadQuantity, CountOvertaken, ReasonNeeded, UnknownCount
from comptoir.domains.inventory.models import CountSession as SessionRow
from comptoir.domains.inventory.permissions import INVENTORY_ADJUST
from comptoir.domains.inventory.rules import MOST
from comptoir.domains.inventory.values import COUNT_STATES, CountId, CountState, MovementKind, StockLine
from comptoir.kernel.access import Actor
from comptoir.kernel.history import record
from comptoir.kernel.ids import new_id
from comptoir.kernel.sql import execute, fetch
from comptoir.kernel.transitions import MoveRefused, move

_SUBJECT = "inventory.countsession"


def open_count(
    *, place_code: str, variant_ids: Sequence[VariantId] | None = None, actor: Actor, now: datetime
) -> CountId:
    """Begin to count these articles at a place, or all that it has ever held. The place goes on selling.

    :raises UnknownPlace: for a place that does not exist.
    """
    actor.must(INVENTORY_ADJUST)
    must_be_a_place(place_code)
    id = CountId(new_id())
    with transaction.atomic(savepoint=False):
        SessionRow.objects.create(
            id=id, number=next_number("CT", now), place_id=place_code, state=CountState.OPEN, opened_at=now
        )
        if variant_ids is None:
            execute(
                """INSERT INTO inventory_countline (session_id, variant_id)
                   SELECT %s, variant_id FROM inventory_stocklevel WHERE place_id = %s""",
                [id, place_code],
            )
        else:
            execute(
                "INSERT INTO inventory_countline (session_id, variant_id) SELECT %s, unnest(%s::uuid[])",
                [id, sorted(set(variant_ids))],
            )
        record(action="count opened", subject_type=_SUBJECT, subject_id=id, actor=actor, now=now)
    return id


def record_counted(*, count_id: CountId, lines: Sequence[StockLine], actor: Actor, now: datetime) -> None:
    """So many pieces were found of each article, now: kept pieces included, those that left with a parcel not.

    Nothing changes on the shelf yet. An article that is counted again is what it was the last time; one that was not
    on the list is added.

    :raises BadQuantity: for a negative or absurd quantity.
    :raises MoveRefused: when the count is closed.
    """
    actor.must(INVENTORY_ADJUST)
    must_name_something(lines)
    if any(not 0 <= line.quantity <= MOST for line in lines):
        raise BadQuantity(field="quantity")
    found = {line.variant_id: line.quantity for line in lines}
    with transaction.atomic(savepoint=False):
        place = _place_of_open(count_id)
        # Under the levels' locks: what stands there by the books cannot move between reading it and writing it down.
        lock_levels([(id, place) for id in found])
        execute(
            """INSERT INTO inventory_countline AS line
                      (session_id, variant_id, counted, booked, last_movement, counted_at, counted_by)
               SELECT %s, variant_id, given.quantity, level.on_hand,
                      (SELECT max(id) FROM inventory_stockmovement AS moved
                        WHERE moved.variant_id = level.variant_id AND moved.place_id = level.place_id), %s, %s
                 FROM unnest(%s::uuid[], %s::bigint[]) AS given(variant_id, quantity)
                 JOIN inventory_stocklevel AS level USING (variant_id) WHERE level.place_id = %s
               ON CONFLICT (session_id, variant_id) DO UPDATE
                  SET counted = excluded.counted, booked = excluded.booked, last_movement = excluded.last_movement,
                      counted_at = excluded.counted_at, counted_by = excluded.counted_by""",
            [count_id, now, actor.label, list(found), list(found.values()), place],
        )


def _place_of_open(count_id: CountId) -> str:
    """Locked against being closed, not against others who count."""
    rows = fetch("SELECT place_id, state FROM inventory_countsession WHERE id = %s FOR SHARE", [count_id])
    if not rows:
        raise UnknownCount(id=str(count_id))
    ((place, state),) = rows
    if state != CountState.OPEN:
        raise MoveRefused(state=state, to=CountState.OPEN)
    return str(place)


def close_count(*, count_id: CountId, actor: Actor, now: datetime) -> int:
    """Every difference that was found goes to the shelf, all or nothing; returns how many. Sales since do not matter.

    Articles nobody counted stay as they are.

    :raises CountOvertaken: with the articles whose shelf was counted elsewhere since; they must be counted again.
    :raises NotOnShelf: when so much has left since that a difference no longer fits; it must be counted again.
    :raises MoveRefused: when the count is closed.
    """
    actor.must(INVENTORY_ADJUST)
    with transaction.atomic(savepoint=False):
        row = _row(count_id)
        move(row, to=CountState.APPLIED, table=COUNT_STATES, actor=actor, now=now)
        differing = fetch(
            """SELECT variant_id, counted - booked, coalesce(last_movement, 0) FROM inventory_countline
                WHERE session_id = %s AND counted <> booked ORDER BY variant_id""",
            [count_id],
        )
        if not differing:
            return 0
        lock_levels([(id, row.place_id) for id, _, _ in differing])
        overtaken = fetch(
            """SELECT DISTINCT given.variant_id::text FROM unnest(%s::uuid[], %s::bigint[]) AS given(variant_id, last)
                 JOIN inventory_stockmovement AS moved ON moved.variant_id = given.variant_id AND moved.id > given.last
                WHERE moved.place_id = %s AND moved.kind = 'count' ORDER BY 1""",
            [[id for id, _, _ in differing], [last for _, _, last in differing], row.place_id],
        )
        if overtaken:
            raise CountOvertaken(variant_ids=[id for (id,) in overtaken])
        shifts = [Shift(id, row.place_id, MovementKind.COUNT, difference) for id, difference, _ in differing]
        shift_stock(shifts, reference=row.number, actor=actor, now=now)
    return len(differing)


def cancel_count(*, count_id: CountId, because: str, actor: Actor, now: datetime) -> None:
    """Throw a count away: nothing changes on the shelf.

    :raises MoveRefused: when it is closed.
    :raises ReasonNeeded: without a reason.
    """
    actor.must(INVENTORY_ADJUST)
    if not because.strip():
        raise ReasonNeeded(field="because")
    with transaction.atomic(savepoint=False):
        move(
            _row(count_id),
            to=CountState.DROPPED,
            table=COUNT_STATES,
            actor=actor,
            now=now,
            because=because.strip(),
        )


def _row(count_id: CountId) -> SessionRow:
    row = SessionRow.objects.filter(id=count_id).first()
    if row is None:
        raise UnknownCount(id=str(count_id))
    return row
