"""What others may ask of inventory."""

from collections import defaultdict
from collections.abc import Collection
from datetime import datetime
from uuid import UUID

from comptoir.domains.catalogue.values import VariantId
from comptoir.domains.inventory.models import Reservation as ReservationRow
from comptoir.domains.inventory.models import StockLevel, StockMovement
from comptoir.domains.inventory.permissions import INVENTORY_VIEW
from comptoir.domains.inventory.rules import LOW_STOCK, band_of
from comptoir.domains.inventory.values import (
    Availability,
    Band,
    Level,
    Movement,
    MovementKind,
    Reservation,
    ReservationState,
)
from comptoir.domains.network.queries import places
from comptoir.kernel.access import Actor
from comptoir.kernel.paging import Page, decode_cursor, page_of
from comptoir.kernel.sql import fetch


def availability_for(variant_ids: Collection[VariantId]) -> dict[VariantId, Availability]:
    """What can still be promised of each variant over all open places. One statement; every id is answered."""
    found = available_in_all(variant_ids)
    return {id: _availability(id, found.get(id, 0)) for id in variant_ids}


def available_in_all(variant_ids: Collection[VariantId]) -> dict[VariantId, int]:
    """What can be promised over all open places, as the present transaction sees it; negative where more was promised
    than a count found. Variants without stock are left out."""
    rows = fetch(
        """SELECT variant_id, sum(on_hand + backorder_limit - reserved - claimed - safety)::bigint
             FROM inventory_stocklevel WHERE variant_id = ANY(%s) AND place_id = ANY(%s) GROUP BY variant_id""",
        [list(variant_ids), open_places()],
        prepared=True,
    )
    return dict(rows)


def open_places() -> list[str]:
    """The codes of the places that serve, best first."""
    return [place.code for place in places()]


def _availability(variant_id: VariantId, available: int) -> Availability:
    return Availability(variant_id=variant_id, available=max(0, available), band=band_of(available))


def bands_for(variant_ids: Collection[VariantId]) -> dict[VariantId, Band]:
    """Only what buyers are told."""
    return {id: known.band for id, known in availability_for(variant_ids).items()}


def levels_for(variant_ids: Collection[VariantId]) -> dict[VariantId, list[Level]]:
    """The levels of each variant, by place code."""
    levels: defaultdict[VariantId, list[Level]] = defaultdict(list)
    rows = StockLevel.objects.filter(variant_id__in=variant_ids).order_by("variant_id", "place_id")
    for row in rows:
        variant_id = VariantId(row.variant_id)
        levels[variant_id].append(level_of(row))
    return {id: levels[id] for id in variant_ids}


def level_of(row: StockLevel) -> Level:
    """The row as a value."""
    return Level(
        variant_id=VariantId(row.variant_id),
        place_code=row.place_id,
        on_hand=row.on_hand,
        reserved=row.reserved,
        claimed=row.claimed,
        safety=row.safety,
        backorder_limit=row.backorder_limit,
        shortfall=row.shortfall,
    )


def movements_of(
    variant_id: VariantId, *, actor: Actor, cursor: str | None = None, page_size: int = 50
) -> Page[Movement]:
    """The movements of a variant, newest first."""
    actor.must(INVENTORY_VIEW)
    rows = StockMovement.objects.filter(variant_id=variant_id).order_by("-id")
    if cursor:
        (before,) = decode_cursor(cursor, [int])
        rows = rows.filter(id__lt=before)
    return page_of(list(rows[: page_size + 1]), size=page_size, key=lambda row: (row.id,), show=_movement)


def _movement(row: StockMovement) -> Movement:
    return Movement(
        id=row.id,
        variant_id=VariantId(row.variant_id),
        place_code=row.place_id,
        kind=MovementKind(row.kind),
        quantity=row.quantity,
        on_hand_after=row.on_hand_after,
        reference=row.reference,
        actor_label=row.actor_label,
        at=row.at,
    )


def reservations_of(order_id: UUID) -> list[Reservation]:
    """Everything that was ever kept for an order, ended ones included."""
    return [
        Reservation(
            order_id=row.order_id,
            variant_id=VariantId(row.variant_id),
            place_code=row.place_id,
            quantity=row.quantity,
            state=ReservationState(row.state),
            until=row.until,
            made_at=row.made_at,
        )
        for row in ReservationRow.objects.filter(order_id=order_id).order_by("id")
    ]


def lapsed_orders(before: datetime, *, limit: int = 100) -> list[UUID]:
    """Orders that hold reservations whose time is over, longest first."""
    rows = fetch(
        """SELECT order_id FROM inventory_reservation WHERE state = 'active' AND until < %s
            GROUP BY order_id ORDER BY min(until) LIMIT %s""",
        [before, limit],
    )
    return [order_id for (order_id,) in rows]


def short_variants(
    bands: Collection[Band] = (Band.LOW, Band.OUT), *, actor: Actor, cursor: str | None = None, page_size: int = 50
) -> Page[Availability]:
    """The variants of which little or nothing is left over all open places, scarcest first."""
    actor.must(INVENTORY_VIEW)
    most = LOW_STOCK if Band.LOW in bands else 0
    least = None if Band.OUT in bands else 1
    left, id = decode_cursor(cursor, [int, UUID]) if cursor else (None, None)
    rows = fetch(
        """SELECT variant_id, available FROM (
               SELECT variant_id, sum(on_hand + backorder_limit - reserved - claimed - safety)::bigint AS available
                 FROM inventory_stocklevel WHERE place_id = ANY(%(places)s) GROUP BY variant_id) AS level
            WHERE available <= %(most)s AND (%(least)s::bigint IS NULL OR available >= %(least)s)
              AND (%(left)s::bigint IS NULL OR (available, variant_id) > (%(left)s, %(id)s::uuid))
            ORDER BY available, variant_id LIMIT %(limit)s""",
        {
            "most": most,
            "least": least,
            "left": left,
            "id": id,
            "limit": page_size + 1,
            "places": open_places(),
        },
    )
    return page_of(
        rows,
        size=page_size,
        key=lambda row: (row[1], row[0]),
        show=lambda row: _availability(VariantId(row[0]), row[1]),
    )
