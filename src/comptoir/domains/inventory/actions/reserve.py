from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from django.db import transaction

from comptoir.domains.catalogue.values import VariantId
from comptoir.domains.inventory.actions.levels import tell_moved_bands
from comptoir.domains.inventory.errors import BadQuantity, InsufficientStock
from comptoir.domains.inventory.permissions import INVENTORY_RESERVE
from comptoir.domains.inventory.queries import open_places
from comptoir.domains.inventory.rules import Pick, choose_places
from comptoir.domains.inventory.values import Level, Shortage, StockLine
from comptoir.kernel.access import Actor
from comptoir.kernel.sql import execute, fetch


def reserve_stock(
    *,
    lines: Sequence[StockLine],
    order_id: UUID,
    until: datetime,
    preferred_place: str | None = None,
    actor: Actor,
    now: datetime,
) -> None:
    """Reserve stock for an order until it is paid.

    All or nothing. Calling it again for an order that still holds its reservation keeps the goods until the later of
    the two moments, and changes nothing else. The preferred place (where the buyer collects) serves first if it can.

    :raises InsufficientStock: with every missing line, so that the buyer is told once.
    :raises BadQuantity: for a quantity that is not positive.
    """
    actor.must(INVENTORY_RESERVE)
    if any(line.quantity <= 0 for line in lines):
        raise BadQuantity(field="quantity")
    shortages = try_to_reserve(lines, order_id, until, preferred_place, now)
    if shortages:
        raise InsufficientStock(shortages=shortages)


def try_to_reserve(
    lines: Sequence[StockLine], order_id: UUID, until: datetime, preferred_place: str | None, now: datetime
) -> list[Shortage]:
    """Reserve all or nothing; what is missing is returned, not raised, so that a transaction around can go on."""
    with transaction.atomic(savepoint=False):
        levels, places, held = _lock({line.variant_id for line in lines}, order_id, preferred_place)
        if held:
            _keep_longer(order_id, until)
            return []  # already reserved: a retry, not an error
        picks, shortages = choose_places(lines, levels, place_order=places)
        if picks:
            _take(picks, order_id, until, now)
            before = _totals(levels)
            after = {id: before[id] - _picked(id, picks) for id in {pick.variant_id for pick in picks}}
            tell_moved_bands(before, after)
    return shortages


def _lock(variants: set[VariantId], order_id: UUID, preferred: str | None) -> tuple[list[Level], list[str], bool]:
    """The levels that may serve, locked in one order: two buyers of the same goods queue up instead of deadlocking."""
    codes = open_places()
    rows = fetch(
        """SELECT variant_id, place_id, on_hand, reserved, claimed, safety, backorder_limit, shortfall,
                  EXISTS (SELECT FROM inventory_reservation
                           WHERE order_id = %s AND state IN ('active', 'claimed', 'shipped'))
             FROM inventory_stocklevel WHERE variant_id = ANY(%s) AND place_id = ANY(%s)
            ORDER BY variant_id, place_id FOR UPDATE""",
        [order_id, list(variants), codes],
    )
    columns = ("variant_id", "place_code", "on_hand", "reserved", "claimed", "safety", "backorder_limit", "shortfall")
    levels = [Level(**dict(zip(columns, row, strict=False))) for row in rows]
    best_first = sorted(codes, key=lambda code: code != preferred)  # stable: the others keep their order
    return levels, best_first, any(row[-1] for row in rows)


def _keep_longer(order_id: UUID, until: datetime) -> None:
    execute(
        "UPDATE inventory_reservation SET until = %s WHERE order_id = %s AND state = 'active' AND until < %s",
        [until, order_id, until],
    )


def _take(picks: Sequence[Pick], order_id: UUID, until: datetime, now: datetime) -> None:
    """Count the picks as reserved and note for whom, in one statement that holds only if all of them can be had."""
    taken = fetch(
        """WITH pick AS (
                   SELECT * FROM unnest(%s::uuid[], %s::text[], %s::bigint[]) AS pick(variant_id, place_id, quantity)),
                taken AS (
                   UPDATE inventory_stocklevel AS level SET reserved = level.reserved + pick.quantity FROM pick
                    WHERE level.variant_id = pick.variant_id AND level.place_id = pick.place_id
                      AND level.on_hand + level.backorder_limit - level.reserved - level.claimed - level.safety
                          >= pick.quantity
                RETURNING level.variant_id, level.place_id, pick.quantity)
           INSERT INTO inventory_reservation (order_id, variant_id, place_id, quantity, state, until, made_at)
           SELECT %s, variant_id, place_id, quantity, 'active', %s, %s FROM taken RETURNING variant_id""",
        [
            [pick.variant_id for pick in picks],
            [pick.place_code for pick in picks],
            [pick.quantity for pick in picks],
            order_id,
            until,
            now,
        ],
    )
    if len(taken) != len(picks):  # cannot happen under the lock; were it ever lost, nobody is promised thin air
        raise InsufficientStock(shortages=[])


def _totals(levels: Sequence[Level]) -> dict[VariantId, int]:
    totals: dict[VariantId, int] = {}
    for level in levels:
        totals[level.variant_id] = totals.get(level.variant_id, 0) + level.available
    return totals


def _picked(variant_id: VariantId, picks: Sequence[Pick]) -> int:
    return sum(pick.quantity for pick in picks if pick.variant_id == variant_id)
