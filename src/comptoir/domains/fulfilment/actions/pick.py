"""Picking several shipments in one walk along the shelves."""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from comptoir.domains.fulfilment.errors import NothingToPick, TooManyToPick, UnknownBatch
from comptoir.domains.fulfilment.models import PickBatch as BatchRow
from comptoir.domains.fulfilment.models import Shipment
from comptoir.domains.fulfilment.permissions import FULFILMENT_SHIP
from comptoir.domains.fulfilment.values import BATCH_STATES, MOST_IN_A_BATCH, BatchId, BatchState, ShipmentId
from comptoir.kernel.access import Actor
from comptoir.kernel.history import record
from comptoir.kernel.ids import new_id
from comptoir.kernel.sql import fetch
from comptoir.kernel.transitions import move

# Of two who take the same shipments at once, the second gets those that are left.
_TAKE = """
WITH free AS (
    SELECT shipment.id FROM fulfilment_shipment AS shipment
     WHERE shipment.id = ANY(%(ids)s) AND shipment.state = 'preparing' AND shipment.batch_id IS NULL
       AND EXISTS (SELECT FROM fulfilment_packedline AS line
                    WHERE line.shipment_id = shipment.id AND line.place_id = %(place)s)
     ORDER BY shipment.id FOR NO KEY UPDATE),
boxes AS (
    SELECT id, row_number() OVER (ORDER BY array_position(%(ids)s, id)) AS box FROM free)
UPDATE fulfilment_shipment AS shipment SET batch_id = %(batch)s, box = boxes.box
  FROM boxes WHERE shipment.id = boxes.id RETURNING shipment.id
"""


def open_batch(*, shipment_ids: Sequence[ShipmentId], place_code: str, actor: Actor, now: datetime) -> BatchId:
    """Pick these shipments of a place together, in that order of boxes; what is being picked already is left out.

    :raises TooManyToPick: for more than ``MOST_IN_A_BATCH``.
    :raises NothingToPick: when none of them waits there.
    """
    actor.must(FULFILMENT_SHIP)
    ids = list(dict.fromkeys(shipment_ids))
    if len(ids) > MOST_IN_A_BATCH:
        raise TooManyToPick(field="shipments", most=MOST_IN_A_BATCH)
    id = BatchId(new_id())
    with transaction.atomic(savepoint=False):
        ((number,),) = fetch("SELECT nextval('fulfilment_batch_number')")
        row = BatchRow(id=id, number=number, place_id=place_code, state=BatchState.PICKING, opened_at=now)
        BatchRow.objects.bulk_create([row])
        taken = fetch(_TAKE, {"ids": ids, "place": place_code, "batch": id})
        if not taken:
            raise NothingToPick(place_code=place_code)
        record(
            action="batch opened",
            subject_type="fulfilment.pickbatch",
            subject_id=id,
            after={"number": number, "place_code": place_code, "shipments": len(taken)},
            actor=actor,
            now=now,
        )
    return id


def close_batch(*, batch_id: BatchId, actor: Actor, now: datetime) -> None:
    """Everything lies in its box.

    :raises UnknownBatch: when there is none.
    :raises MoveRefused: when it was picked, or called off.
    """
    actor.must(FULFILMENT_SHIP)
    with transaction.atomic(savepoint=False):
        _move(batch_id, BatchState.PICKED, actor, now)


def cancel_batch(*, batch_id: BatchId, actor: Actor, now: datetime) -> None:
    """Nobody picks it after all: its shipments can be picked in another one.

    :raises UnknownBatch: when there is none.
    :raises MoveRefused: when it was picked, or called off.
    """
    actor.must(FULFILMENT_SHIP)
    with transaction.atomic(savepoint=False):
        _move(batch_id, BatchState.CANCELLED, actor, now)
        held = Shipment.objects.filter(batch_id=batch_id)
        held.filter(
            pk__in=list(held.select_for_update(no_key=True).order_by("id").values_list("id", flat=True))
        ).update(batch=None, box=None)


def _move(batch_id: BatchId, to: BatchState, actor: Actor, now: datetime) -> None:
    row = BatchRow.objects.select_for_update(no_key=True).filter(pk=batch_id).first()
    if row is None:
        raise UnknownBatch(batch_id=str(batch_id))
    move(row, to=to, table=BATCH_STATES, actor=actor, now=now, changes={"ended_at": now})
