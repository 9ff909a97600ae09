"""Picking several shipments in one walk along the shelves."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from django.db import transaction

from comptoir.domains.catalogue.values import VariantId
from comptoir.domains.fulfilment.errors import BadFound, NotBeingPicked, NothingToPick, TooManyToPick, UnknownBatch
from comptoir.domains.fulfilment.events import PicksShort
from comptoir.domains.fulfilment.models import PickBatch as BatchRow
from comptoir.domains.fulfilment.models import PickedArticle, Shipment
from comptoir.domains.fulfilment.permissions import FULFILMENT_SHIP
from comptoir.domains.fulfilment.queries import picks_of
from comptoir.domains.fulfilment.values import BATCH_STATES, MOST_IN_A_BATCH, BatchId, BatchState, Pick, ShipmentId
from comptoir.kernel.access import Actor
from comptoir.kernel.events import emit
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


def record_picks(
    *,
    batch_id: BatchId,
    found: Mapping[VariantId, int | None],
    seen: Mapping[VariantId, int | None] | None = None,
    actor: Actor,
    now: datetime,
) -> tuple[VariantId, ...]:
    """Write down how many pieces of each article were found for a batch; None takes back what was said of it. Articles
    that are not named stay as they are, and what is no longer in the batch is passed over.

    ``seen`` is what was known of articles to whoever says so. Of what somebody else has said otherwise since, that
    stands: returns these articles.

    What is missing, and that it is no longer, is told: somebody should look for it.

    :raises UnknownBatch: when there is none.
    :raises NotBeingPicked: when it was called off.
    :raises BadFound: for fewer than none, or more than are to be picked.
    """
    actor.must(FULFILMENT_SHIP)
    with transaction.atomic(savepoint=False):
        row = _locked(batch_id)
        if row.state == BatchState.CANCELLED:
            raise NotBeingPicked(batch_id=str(batch_id))
        before = {pick.variant_id: pick for pick in picks_of(batch_id)}
        news = {id: count for id, count in found.items() if id in before and before[id].found != count}
        contested = tuple(id for id in news if seen is not None and id in seen and seen[id] != before[id].found)
        changes = {id: count for id, count in news.items() if id not in contested}
        if any(count is not None and not 0 <= count <= before[id].quantity for id, count in changes.items()):
            raise BadFound(field="found")
        _write_found(batch_id, changes, now)
        _tell(batch_id, before, actor, now, changed=bool(changes))
    return contested


def _write_found(batch_id: BatchId, changes: Mapping[VariantId, int | None], now: datetime) -> None:
    gone = [id for id, count in changes.items() if count is None]
    PickedArticle.objects.filter(batch_id=batch_id, variant_id__in=gone).delete()
    PickedArticle.objects.bulk_create(
        [
            PickedArticle(batch_id=batch_id, variant_id=id, found=count, at=now)
            for id, count in changes.items()
            if count is not None
        ],
        update_conflicts=True,
        unique_fields=["batch", "variant"],
        update_fields=["found", "at"],
    )


def _tell(batch_id: BatchId, before: Mapping[VariantId, Pick], actor: Actor, now: datetime, *, changed: bool) -> None:
    if not changed:
        return
    after = {pick.variant_id: pick for pick in picks_of(batch_id)}
    missing = sum(count for pick in after.values() for _, count in pick.missing)
    record(
        action="articles picked",
        subject_type="fulfilment.pickbatch",
        subject_id=batch_id,
        after={"picked": sum(pick.found or 0 for pick in after.values()), "missing": missing},
        actor=actor,
        now=now,
    )
    if {id: pick.missing for id, pick in before.items()} != {id: pick.missing for id, pick in after.items()}:
        emit(PicksShort(batch_id=batch_id))


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
        was_short = any(pick.missing for pick in picks_of(batch_id))
        _move(batch_id, BatchState.CANCELLED, actor, now)
        if was_short:
            emit(PicksShort(batch_id=batch_id))
        held = Shipment.objects.filter(batch_id=batch_id)
        held.filter(
            pk__in=list(held.select_for_update(no_key=True).order_by("id").values_list("id", flat=True))
        ).update(batch=None, box=None)


def _move(batch_id: BatchId, to: BatchState, actor: Actor, now: datetime) -> None:
    move(_locked(batch_id), to=to, table=BATCH_STATES, actor=actor, now=now, changes={"ended_at": now})


def _locked(batch_id: BatchId) -> BatchRow:
    row = BatchRow.objects.select_for_update(no_key=True).filter(pk=batch_id).first()
    if row is None:
        raise UnknownBatch(batch_id=str(batch_id))
    return row
