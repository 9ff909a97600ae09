"""Labels: what a carrier is asked for a parcel, and what it answered.

The first transaction writes down what is asked under a key; the carrier is asked outside any; the last writes down what
it said. Whatever is cut off between them is asked again under the same key.
"""

import hashlib
from datetime import datetime
from uuid import UUID

from django.core.files.base import ContentFile
from django.db import transaction
from django.db.models import Q

from comptoir.domains.fulfilment.actions.packing import drop_label, lock_shipment, lock_shipments
from comptoir.domains.fulfilment.errors import BadWeight, UnknownShipment
from comptoir.domains.fulfilment.models import Label as LabelRow
from comptoir.domains.fulfilment.models import Shipment
from comptoir.domains.fulfilment.permissions import FULFILMENT_SHIP
from comptoir.domains.fulfilment.queries import label_of, stored_labels
from comptoir.domains.fulfilment.rules import look_again_after
from comptoir.domains.fulfilment.values import (
    LABEL_STATES,
    ON_THE_PARCEL,
    TO_TELL,
    Label,
    LabelId,
    LabelOutcome,
    LabelRequest,
    LabelState,
    LabelStatus,
    ShipmentId,
    ShipmentState,
)
from comptoir.kernel.access import Actor
from comptoir.kernel.history import record
from comptoir.kernel.ids import new_id
from comptoir.kernel.transitions import move

MOST_GRAMS = 1_000_000


def ask_label(*, shipment_id: ShipmentId, connector: str, request: LabelRequest, actor: Actor, now: datetime) -> Label:
    """Write down what a carrier is to be asked for a parcel. Where it has a label, or one is being asked for, that is
    the answer: the carrier is asked once.

    :raises UnknownShipment: when there is no such shipment.
    :raises NothingToShip: when it has left, or was called off.
    :raises BadWeight: for a weight that no parcel has.
    """
    actor.must(FULFILMENT_SHIP)
    if not 0 < request.weight_grams <= MOST_GRAMS:
        raise BadWeight(field="weight_grams")
    with transaction.atomic(savepoint=False):
        parcel = lock_shipment(shipment_id)
        row = LabelRow.objects.filter(shipment=parcel, state__in=ON_THE_PARCEL).first()
        if row is None:
            row = LabelRow.objects.create(
                id=new_id(),
                shipment=parcel,
                connector=connector,
                carrier=request.carrier,
                state=LabelState.ASKED,
                asked=request.values(),
                weight_grams=request.weight_grams,
                asked_at=now,
                next_try_at=now,
            )
            record(
                action="asked",
                subject_type="fulfilment.label",
                subject_id=row.pk,
                after={"carrier": request.carrier, "weight_grams": request.weight_grams},
                actor=actor,
                now=now,
            )
        return label_of(row)


def claim_label(*, label_id: LabelId, actor: Actor, now: datetime) -> Label | None:
    """Take it on oneself to ask the carrier about a label now; None when there is nothing to ask, or somebody does.

    Who was cut off in the middle has lost the claim after a minute or so.
    """
    actor.must(FULFILMENT_SHIP)
    with transaction.atomic(savepoint=False):
        row = LabelRow.objects.select_for_update(no_key=True).filter(pk=label_id).first()
        if row is None or row.state not in TO_TELL or row.next_try_at is None or row.next_try_at > now:
            return None
        _write(row, tries=row.tries + 1, next_try_at=now + look_again_after(row.tries + 1))
        return label_of(row)


def record_label(*, label_id: LabelId, outcome: LabelOutcome, actor: Actor, now: datetime) -> Label:
    """Write down what a carrier answered, and keep its label. Answers that come twice, late or crossed are harmless: a
    parcel has one label, and what was booked for nothing is withdrawn.

    Not inside a transaction: the storage may be on another machine.

    :raises UnknownShipment: when there is no such label.
    """
    actor.must(FULFILMENT_SHIP)
    path = _stored(label_id, outcome.pdf, now) if outcome.pdf else ""
    with transaction.atomic(savepoint=False):
        parcel, row = _locked(label_id)
        match row.state, outcome.status:
            case LabelState.ASKED, LabelStatus.BOOKED:
                _keep(parcel, row, outcome, path, actor, now)
            case LabelState.ASKED, LabelStatus.REFUSED:
                _end(row, LabelState.REFUSED, outcome, actor, now)
            case ((LabelState.CALLED_OFF | LabelState.WITHDRAWN), LabelStatus.BOOKED):
                _withdraw_after_all(row, outcome, actor, now)
            case LabelState.CALLED_OFF, LabelStatus.WITHDRAWN:
                _end(row, LabelState.WITHDRAWN, outcome, actor, now)
            case LabelState.CALLED_OFF, LabelStatus.REFUSED:
                _end(row, LabelState.CHARGED, outcome, actor, now)
        row.refresh_from_db()
    if path and row.pdf_path != path:
        stored_labels().delete(path)
    return label_of(row)


def call_off_label(*, shipment_id: ShipmentId, because: str, actor: Actor, now: datetime) -> None:
    """The label of a parcel is not wanted after all; the carrier is told later. Without a label nothing happens.

    :raises UnknownShipment: when there is no such shipment.
    :raises NothingToShip: when it has left, or was called off.
    """
    actor.must(FULFILMENT_SHIP)
    with transaction.atomic(savepoint=False):
        drop_label(lock_shipment(shipment_id), because=because, actor=actor, now=now)


def call_off_labels(*, order_id: UUID, because: str, actor: Actor, now: datetime) -> None:
    """The same for every parcel of an order that is still here: they go elsewhere now."""
    actor.must(FULFILMENT_SHIP)
    with transaction.atomic(savepoint=False):
        for parcel in lock_shipments(order_id):
            drop_label(parcel, because=because, actor=actor, now=now)


def forget_labels(*, left_before: datetime, actor: Actor, now: datetime, limit: int = 500) -> int:
    """Delete the stored labels of parcels that left before, and those called off that were asked for before: they name
    people, and nobody prints them again. Returns how many."""
    actor.must(FULFILMENT_SHIP)
    called_off = Q(asked_at__lt=left_before) & ~Q(state__in=ON_THE_PARCEL)
    rows = LabelRow.objects.filter(Q(shipment__shipped_at__lt=left_before) | called_off).exclude(pdf_path="")
    forgotten = list(rows.order_by("id").values_list("id", "pdf_path")[:limit])
    for id, path in forgotten:
        stored_labels().delete(path)
        LabelRow.objects.filter(pk=id, pdf_path=path).update(pdf_path="")
    return len(forgotten)


def _stored(label_id: LabelId, pdf: bytes, now: datetime) -> str:
    """A name of its own for each answer: of two at once, the second takes only its own away again."""
    return stored_labels().save(f"labels/{now:%Y/%m}/{label_id}-{new_id().hex}.pdf", ContentFile(pdf))


def _locked(label_id: LabelId) -> tuple[Shipment, LabelRow]:
    """The parcel before its label, as everybody does."""
    shipment_id = LabelRow.objects.filter(pk=label_id).values_list("shipment_id", flat=True).first()
    if shipment_id is None:
        raise UnknownShipment(label_id=str(label_id))
    parcel = Shipment.objects.select_for_update(no_key=True).get(pk=shipment_id)
    return parcel, LabelRow.objects.select_for_update(no_key=True).get(pk=label_id)


def _keep(parcel: Shipment, row: LabelRow, outcome: LabelOutcome, path: str, actor: Actor, now: datetime) -> None:
    _write(
        row,
        asked={},
        next_try_at=None,
        reference=outcome.reference,
        tracking_url=outcome.tracking_url,
        pdf_path=path,
        pdf_sha256=hashlib.sha256(outcome.pdf).hexdigest(),
    )
    changes = {"tracking_number": outcome.tracking_number}
    move(row, to=LabelState.MADE, table=LABEL_STATES, actor=actor, now=now, changes=changes)
    if parcel.state == ShipmentState.SHIPPED and not parcel.tracking_number:
        # It left while the carrier was being asked.
        Shipment.objects.filter(pk=parcel.pk).update(
            tracking_number=outcome.tracking_number, tracking_page=outcome.tracking_url
        )


def _end(row: LabelRow, to: LabelState, outcome: LabelOutcome, actor: Actor, now: datetime) -> None:
    _write(row, asked={}, next_try_at=None, reason=outcome.reason)
    move(row, to=to, table=LABEL_STATES, actor=actor, now=now, because=outcome.reason)


def _withdraw_after_all(row: LabelRow, outcome: LabelOutcome, actor: Actor, now: datetime) -> None:
    _write(row, reference=outcome.reference, tracking_number=outcome.tracking_number, next_try_at=now)
    if row.state == LabelState.WITHDRAWN:
        move(row, to=LabelState.CALLED_OFF, table=LABEL_STATES, actor=actor, now=now)


def _write(row: LabelRow, **columns: object) -> None:
    """Under the label's lock."""
    LabelRow.objects.filter(pk=row.pk).update(**columns)
