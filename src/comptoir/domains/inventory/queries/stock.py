"""What others may ask of inventory."""

from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import fields
from datetime import datetime
from typing import Any
from uuid import UUID

from comptoir.domains.catalogue.values import VariantId
from comptoir.domains.inventory.models import Reservation as ReservationRow
from comptoir.domains.inventory.models import StockMovement
from comptoir.domains.inventory.permissions import INVENTORY_VIEW
from comptoir.domains.inventory.rules import LOW_STOCK, Standing, availability_of
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
    found = standings_for(variant_ids)
    return {id: availability_of(id, found.get(id, Standing())) for id in variant_ids}


IN_BUCKETS = """CASE WHEN buckets > 0
       THEN (SELECT coalesce(sum(free), 0)::bigint FROM inventory_stockbucket AS bucket
              WHERE bucket.variant_id = level.variant_id AND bucket.place_id = level.place_id) ELSE 0 END"""
"""The free pieces of a level, called so, that are counted as reserved: read only where there are any."""

_STANDING = f"""variant_id,
       sum(on_hand + backorder_limit - reserved + {IN_BUCKETS} - claimed - safety)::bigint AS available,
       sum(backorder_limit)::bigint AS backorder_limit, sum(low_stock)::bigint AS low_stock,
       bool_or(preorder AND backorder_limit > 0) AS preorder,
       min(expected_on) FILTER (WHERE backorder_limit > 0) AS expected_on"""
"""The columns of ``rules.standing_of``, added up by the database."""


def standings_for(variant_ids: Collection[VariantId]) -> dict[VariantId, Standing]:
    """Each variant over all open places, as the present transaction sees it. Variants without stock are left out."""
    rows = fetch(
        f"""SELECT {_STANDING} FROM inventory_stocklevel AS level
             WHERE variant_id = ANY(%s) AND place_id = ANY(%s) GROUP BY variant_id""",
        [list(variant_ids), open_places()],
        prepared=True,
    )
    return {id: _standing(parts) for id, *parts in rows}


def _standing(parts: Sequence[Any]) -> Standing:
    available, backorder_limit, low_stock, preorder, expected_on = parts
    return Standing(
        available=available,
        backorder_limit=backorder_limit,
        low_stock=low_stock,
        preorder=preorder,
        expected_on=expected_on,
    )


def open_places() -> list[str]:
    """The codes of the places that serve, best first."""
    return [place.code for place in places()]


def bands_for(variant_ids: Collection[VariantId]) -> dict[VariantId, Band]:
    """Only what buyers are told."""
    return {id: known.band for id, known in availability_for(variant_ids).items()}


_LEVELS = f"""
SELECT variant_id, place_id, on_hand, reserved - free - paid, claimed + paid, safety, backorder_limit, shortfall,
       low_stock, target, preorder, expected_on, buckets
  FROM (SELECT level.*, {IN_BUCKETS} AS free,
               (SELECT coalesce(sum(quantity), 0)::bigint FROM inventory_reservation AS kept
                 WHERE kept.variant_id = level.variant_id AND kept.place_id = level.place_id
                   AND kept.spread AND kept.state = 'claimed') AS paid
          FROM inventory_stocklevel AS level WHERE variant_id = ANY(%s)) AS level
 ORDER BY variant_id, place_id
"""
_LEVEL = tuple(field.name for field in fields(Level))


def levels_for(variant_ids: Collection[VariantId]) -> dict[VariantId, list[Level]]:
    """The levels of each variant, by place code. One statement."""
    levels: defaultdict[VariantId, list[Level]] = defaultdict(list)
    for row in fetch(_LEVELS, [list(variant_ids)]):
        levels[VariantId(row[0])].append(Level(**dict(zip(_LEVEL, row, strict=True))))
    return {id: levels[id] for id in variant_ids}


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
            ended_at=row.ended_at,
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
    least = None if Band.OUT in bands else 1
    left, id = decode_cursor(cursor, [int, UUID]) if cursor else (None, None)
    rows = fetch(
        f"""SELECT * FROM (
               SELECT {_STANDING} FROM inventory_stocklevel AS level
                WHERE place_id = ANY(%(places)s) GROUP BY variant_id) AS level
            WHERE available <= CASE WHEN %(low)s THEN coalesce(low_stock, %(usual)s) ELSE 0 END
              AND (%(least)s::bigint IS NULL OR available >= %(least)s)
              AND (%(left)s::bigint IS NULL OR (available, variant_id) > (%(left)s, %(id)s::uuid))
            ORDER BY available, variant_id LIMIT %(limit)s""",
        {
            "low": Band.LOW in bands,
            "usual": LOW_STOCK,
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
        show=lambda row: availability_of(VariantId(row[0]), _standing(row[1:])),
    )
