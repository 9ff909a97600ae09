"""What others may ask of inventory."""

from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import fields
from datetime import date, datetime
from typing import Any
from uuid import UUID

from comptoir.domains.catalogue.values import VariantId
from comptoir.domains.inventory.models import Reservation as ReservationRow
from comptoir.domains.inventory.models import StockMovement
from comptoir.domains.inventory.permissions import INVENTORY_VIEW
from comptoir.domains.inventory.rules import (
    LOW_STOCK,
    Beyond,
    Standing,
    along_the_shelves,
    availability_of,
    availability_of_kit,
    unlimited,
)
from comptoir.domains.inventory.values import (
    Availability,
    Band,
    Coming,
    Level,
    Movement,
    MovementKind,
    PartStock,
    Reservation,
    ReservationState,
)
from comptoir.domains.network.queries import selling_places
from comptoir.kernel.access import Actor
from comptoir.kernel.paging import Page, decode_cursor, page_of
from comptoir.kernel.sql import execute, fetch


def lock_levels_of(variant_ids: Collection[VariantId]) -> None:
    """Lock the levels of these variants until the transaction ends, in the common order; changes nothing.

    For whoever lets go of some articles and keeps others in one transaction: the second step would otherwise take locks
    that come before those of the first.
    """
    execute(
        "SELECT FROM inventory_stocklevel WHERE variant_id = ANY(%s) ORDER BY variant_id, place_id FOR UPDATE",
        [list(variant_ids)],
    )


IN_BUCKETS = """CASE WHEN buckets > 0
       THEN (SELECT coalesce(sum(free), 0)::bigint FROM inventory_stockbucket AS bucket
              WHERE bucket.variant_id = level.variant_id AND bucket.place_id = level.place_id) ELSE 0 END"""
"""The free pieces of a level, called so, that are counted as reserved: read only where there are any."""

SENT = """(
       SELECT jsonb_agg(jsonb_build_array(bought.expected_on, line.ordered - line.received)
                        ORDER BY bought.expected_on, line.id)
         FROM inventory_purchaseline AS line
         JOIN inventory_purchaseorder AS bought ON bought.id = line.purchase_order_id
        WHERE line.variant_id = level.variant_id AND bought.place_id = level.place_id
          AND bought.state IN ('ordered', 'partly_received') AND line.received < line.ordered
          AND bought.expected_on IS NOT NULL)"""
"""What suppliers send to a level, called so, as ``coming_of`` reads it."""
COMING = f"CASE WHEN backorder_limit > 0 AND expected_on IS NULL THEN {SENT} END"
"""The same, read only where it says when back-orders are served."""


def coming_of(known: Sequence[tuple[str, int]] | None) -> tuple[Coming, ...]:
    return tuple(Coming(on=date.fromisoformat(day), pieces=pieces) for day, pieces in known or ())


IN_KITS = "EXISTS (SELECT FROM inventory_kitpart AS made WHERE made.part_id = level.variant_id)"
"""Whether a level, called so, is of a variant that is also sold as a part of kits."""
_FREE = f"on_hand - reserved + {IN_BUCKETS} - claimed - safety"
_STANDING = f"""variant_id,
       sum({_FREE} + backorder_limit)::bigint AS available, sum(greatest(0, {_FREE}))::bigint AS free,
       sum(low_stock)::bigint AS low_stock,
       jsonb_agg(jsonb_build_array(place_id, {_FREE}, backorder_limit, preorder, expected_on, {COMING})
                 ORDER BY place_id) FILTER (WHERE backorder_limit > 0) AS beyond,
       bool_or({IN_KITS}) AS in_kits,
       jsonb_object_agg(place_id, {_FREE}) FILTER (WHERE {_FREE} > 0) AS places"""
"""The columns of ``rules.standing_of``, added up by the database."""


def standings_for(variant_ids: Collection[VariantId]) -> dict[VariantId, Standing]:
    """Each variant over all open places, as the present transaction sees it. Variants without stock are left out."""
    rows = fetch(
        f"""SELECT {_STANDING} FROM inventory_stocklevel AS level
             WHERE variant_id = ANY(%s) AND place_id = ANY(%s) GROUP BY variant_id""",
        [list(variant_ids), serving_places()],
        prepared=True,
    )
    return {id: standing_in(parts) for id, *parts in rows}


_PROMISED = f"""
WITH made AS MATERIALIZED (
    SELECT kit_id, part_id, quantity, position FROM inventory_kitpart WHERE kit_id = ANY(%(ids)s)),
asked AS MATERIALIZED (SELECT unnest(%(ids)s::uuid[]) AS id UNION SELECT part_id FROM made)
SELECT {_STANDING}, NULL::uuid, NULL::int, NULL::int
  FROM inventory_stocklevel AS level
 WHERE variant_id IN (SELECT id FROM asked) AND place_id = ANY(%(places)s) GROUP BY variant_id
 UNION ALL
SELECT part_id, NULL, NULL, NULL, NULL, NULL, NULL, kit_id, quantity, position FROM made
 UNION ALL
SELECT variant_id, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL
  FROM inventory_unstocked WHERE variant_id IN (SELECT id FROM asked)
"""
"""Standings, then what kits are made of, then what lies on no shelf."""


def availability_for(variant_ids: Collection[VariantId]) -> dict[VariantId, Availability]:
    """What can still be promised of each variant over all open places; of a kit, as many as its parts allow. One
    statement; every id is answered."""
    standings: dict[VariantId, Standing] = {}
    parts: defaultdict[VariantId, list[tuple[int, VariantId, int]]] = defaultdict(list)
    unstocked: set[VariantId] = set()
    for id, *told, kit_id, quantity, position in fetch(
        _PROMISED, {"ids": list(variant_ids), "places": serving_places()}, prepared=True
    ):
        if kit_id is not None:
            parts[kit_id].append((position, id, quantity))
        elif told[0] is None:
            unstocked.add(id)
        else:
            standings[id] = standing_in(told)

    def by_itself(id: VariantId) -> Availability:
        return unlimited(id) if id in unstocked else availability_of(id, standings.get(id, Standing()))

    return {
        id: availability_of_kit(
            id, [PartStock(quantity=count, availability=by_itself(part)) for _, part, count in sorted(parts[id])]
        )
        if id in parts
        else by_itself(id)
        for id in variant_ids
    }


def standing_in(columns: Sequence[Any]) -> Standing:
    """From ``_STANDING`` without the variant."""
    available, free, low_stock, beyond, in_kits, places = columns
    levels = tuple(_beyond(*each) for each in beyond or ())
    return Standing(
        available=available, free=free, low_stock=low_stock, beyond=levels, in_kits=in_kits, places=places or {}
    )


def _beyond(place: str, free: int, limit: int, preorder: bool, expected_on: str | None, coming: Any) -> Beyond:
    return Beyond(
        place_code=place,
        free=free,
        backorder_limit=limit,
        preorder=preorder,
        expected_on=date.fromisoformat(expected_on) if expected_on else None,
        coming=coming_of(coming),
    )


def serving_places() -> list[str]:
    """The codes of the places that serve, best first: open ones, and no quarantine."""
    return [place.code for place in selling_places()]


_LEVELS = f"""
SELECT variant_id, place_id, on_hand, reserved - free - paid, claimed + paid, safety, backorder_limit, shortfall,
       low_stock, target, preorder, expected_on, buckets, shelf, in_kits, coming
  FROM (SELECT level.*, {IN_BUCKETS} AS free, {COMING} AS coming, {IN_KITS} AS in_kits,
               (SELECT coalesce(sum(quantity), 0)::bigint FROM inventory_reservation AS kept
                 WHERE kept.variant_id = level.variant_id AND kept.place_id = level.place_id
                   AND kept.spread AND kept.state = 'claimed') AS paid
          FROM inventory_stocklevel AS level WHERE variant_id = ANY(%s)) AS level
 ORDER BY variant_id, place_id
"""
_LEVEL = tuple(field.name for field in fields(Level))[:-1]


def levels_for(variant_ids: Collection[VariantId]) -> dict[VariantId, list[Level]]:
    """The levels of each variant, by place code. One statement."""
    levels: defaultdict[VariantId, list[Level]] = defaultdict(list)
    for *row, coming in fetch(_LEVELS, [list(variant_ids)]):
        level = Level(**dict(zip(_LEVEL, row, strict=True)), coming=coming_of(coming))
        levels[level.variant_id].append(level)
    return {id: levels[id] for id in variant_ids}


def shelves_at(place_code: str, variant_ids: Collection[VariantId]) -> dict[VariantId, str]:
    """On which shelf of a place each of these lies ("": nobody has said), in the order of a walk along the shelves."""
    known = {
        id: level.shelf
        for id, each in levels_for(variant_ids).items()
        for level in each
        if level.place_code == place_code
    }
    shelves = {id: known.get(id, "") for id in variant_ids}
    return dict(sorted(shelves.items(), key=lambda each: along_the_shelves(each[1])))


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
    bands: Collection[Band] = (Band.LOW, Band.TO_ORDER, Band.OUT),
    *,
    actor: Actor,
    cursor: str | None = None,
    page_size: int = 50,
) -> Page[Availability]:
    """The variants of which little or nothing is left over all open places, scarcest first."""
    actor.must(INVENTORY_VIEW)
    shelf, left, id = decode_cursor(cursor, [int, int, UUID]) if cursor else (None, None, None)
    rows = fetch(
        f"""SELECT variant_id, available, free, low_stock, beyond, in_kits, places, on_shelf FROM (
               SELECT *, greatest(0, least(free, available)) AS on_shelf FROM (
                   SELECT {_STANDING} FROM inventory_stocklevel AS level
                    WHERE place_id = ANY(%(places)s) GROUP BY variant_id) AS level) AS level
            WHERE CASE WHEN available <= 0 THEN %(out)s WHEN on_shelf = 0 THEN %(to_order)s
                       ELSE %(low)s AND on_shelf <= coalesce(low_stock, %(usual)s) END
              AND (%(left)s::bigint IS NULL
                   OR (on_shelf, available, variant_id) > (%(shelf)s, %(left)s, %(id)s::uuid))
            ORDER BY on_shelf, available, variant_id LIMIT %(limit)s""",
        {
            "out": Band.OUT in bands,
            "to_order": Band.TO_ORDER in bands,
            "low": Band.LOW in bands,
            "usual": LOW_STOCK,
            "shelf": shelf,
            "left": left,
            "id": id,
            "limit": page_size + 1,
            "places": serving_places(),
        },
    )
    return page_of(
        rows,
        size=page_size,
        key=lambda row: (row[7], row[1], row[0]),
        show=lambda row: availability_of(VariantId(row[0]), standing_in(row[1:7])),
    )
