"""What a shipment is."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import NewType
from uuid import UUID

from comptoir.domains.catalogue.values import VariantId
from comptoir.kernel.transitions import StateTable

ShipmentId = NewType("ShipmentId", UUID)


class ShipmentState(StrEnum):
    PREPARING = "preparing"
    SHIPPED = "shipped"
    CANCELLED = "cancelled"


SHIPMENT_STATES = StateTable(
    {
        ShipmentState.PREPARING: {ShipmentState.SHIPPED, ShipmentState.CANCELLED},
        ShipmentState.SHIPPED: set(),
        ShipmentState.CANCELLED: set(),
    }
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Packed:
    """So many pieces of a variant, from one place, in one shipment."""

    variant_id: VariantId
    place_code: str
    quantity: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Shipment:
    """What leaves together. ``tracking_url`` is empty where the carrier has no page we know of."""

    id: ShipmentId
    order_id: UUID
    state: ShipmentState
    carrier: str
    tracking_number: str
    tracking_url: str
    packed: tuple[Packed, ...]
    opened_at: datetime
    shipped_at: datetime | None


@dataclass(frozen=True, slots=True, kw_only=True)
class PastShipment:
    """What left together for an order in the past."""

    order_id: UUID
    carrier: str
    tracking_number: str
    packed: tuple[Packed, ...]
    opened_at: datetime
    shipped_at: datetime


# Where a carrier shows a parcel; the number is filled in, escaped. Public pages of the carriers named.
TRACKING_PAGES: Mapping[str, str] = {
    "colissimo": "https://www.laposte.fr/outils/suivre-vos-envois?code={number}",
    "chronopost": "https://www.chronopost.fr/tracking-no-cms/suivi-page?listeNumerosLT={number}",
    "dpd": "https://trace.dpd.fr/fr/trace/{number}",
    "mondial relay": "https://www.mondialrelay.fr/suivi-de-colis/?numeroExpedition={number}",
}
