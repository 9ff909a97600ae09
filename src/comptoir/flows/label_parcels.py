from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from comptoir.domains.fulfilment.permissions import FULFILMENT_SHIP
from comptoir.domains.fulfilment.values import Label, ShipmentId
from comptoir.flows.label_parcel import label_parcel
from comptoir.kernel.access import Actor
from comptoir.kernel.errors import BusinessError


@dataclass(frozen=True, slots=True)
class Labelled:
    """The labels as they are now, and why other parcels have none."""

    labels: Mapping[ShipmentId, Label]
    refused: Mapping[ShipmentId, BusinessError]


def label_parcels(*, shipment_ids: Iterable[ShipmentId], actor: Actor, now: datetime) -> Labelled:
    """Have labels for several parcels, each for itself: one that is refused keeps no other waiting.

    Done again, those that have a label keep it.
    """
    actor.must(FULFILMENT_SHIP)
    labels: dict[ShipmentId, Label] = {}
    refused: dict[ShipmentId, BusinessError] = {}
    for shipment_id in dict.fromkeys(shipment_ids):
        try:
            labels[shipment_id] = label_parcel(shipment_id=shipment_id, actor=actor, now=now)
        except BusinessError as error:
            refused[shipment_id] = error
    return Labelled(labels, refused)
