from collections import Counter
from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from django.db import transaction

from comptoir.domains.catalogue.values import VariantId
from comptoir.domains.inventory.actions.levels import tell_moved_bands
from comptoir.domains.inventory.actions.route import Route
from comptoir.domains.inventory.errors import BadQuantity, InsufficientStock, NotReserved
from comptoir.domains.inventory.permissions import INVENTORY_RESERVE
from comptoir.domains.inventory.queries import reservations_of
from comptoir.domains.inventory.rules import Pick, choose_places, standing_of
from comptoir.domains.inventory.values import Destination, Level, ReservationState, Shortage, StockLine
from comptoir.kernel.access import Actor
from comptoir.kernel.sql import execute, fetch

_OPEN = (ReservationState.ACTIVE, ReservationState.CLAIMED)
_COUNTED = ("on_hand", "reserved", "claimed", "safety", "backorder_limit", "shortfall", "low_stock", "preorder",
            "expected_on")  # fmt: skip


def reserve_stock(
    *,
    lines: Sequence[StockLine],
    order_id: UUID,
    until: datetime,
    preferred_place: str | None = None,
    destination: Destination | None = None,
    actor: Actor,
    now: datetime,
) -> None:
    """Reserve stock for an order until it is paid.

    All or nothing. Calling it again for an order that still holds its reservation keeps the goods until the later of
    the two moments, and changes nothing else. The preferred place (where the buyer collects) serves first if it can;
    for the others, the rules of the ``destination``'s market and of the places themselves say which serve, and first.

    :raises InsufficientStock: with every missing line, so that the buyer is told once.
    :raises BadQuantity: for a quantity that is not positive.
    """
    actor.must(INVENTORY_RESERVE)
    if any(line.quantity <= 0 for line in lines):
        raise BadQuantity(field="quantity")
    shortages = try_to_reserve(lines, order_id, until, Route.of(destination, preferred_place), now)
    if shortages:
        raise InsufficientStock(shortages=shortages)


def try_to_reserve(
    lines: Sequence[StockLine], order_id: UUID, until: datetime, route: Route, now: datetime
) -> list[Shortage]:
    """Reserve all or nothing; what is missing is returned, not raised, so that a transaction around can go on."""
    with transaction.atomic(savepoint=False):
        levels, held = _lock({line.variant_id for line in lines}, order_id, route)
        if held:
            _keep_longer(order_id, until)
            return []  # already reserved: a retry, not an error
        picks, shortages = choose_places(lines, levels, place_order=route.places, split=route.split)
        if picks:
            _take(picks, order_id, until, now)
            _tell(levels, picks)
    return shortages


def _lock(variants: set[VariantId], order_id: UUID, route: Route) -> tuple[list[Level], bool]:
    """The levels at all open places, locked in one order: two buyers of the same goods queue up, none deadlocks."""
    rows = fetch(
        f"""SELECT variant_id, place_id, {", ".join(_COUNTED)},
                  EXISTS (SELECT FROM inventory_reservation
                           WHERE order_id = %s AND state IN ('active', 'claimed', 'shipped'))
             FROM inventory_stocklevel WHERE variant_id = ANY(%s) AND place_id = ANY(%s)
            ORDER BY variant_id, place_id FOR UPDATE""",
        [order_id, list(variants), route.opened],
    )
    levels = [Level(**dict(zip(("variant_id", "place_code", *_COUNTED), row, strict=False))) for row in rows]
    return levels, any(row[-1] for row in rows)


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


def _tell(levels: Sequence[Level], picks: Sequence[Pick]) -> None:
    taken: Counter[VariantId] = Counter()
    for pick in picks:
        taken[pick.variant_id] += pick.quantity
    before = {id: standing_of(level for level in levels if level.variant_id == id) for id in taken}
    tell_moved_bands(before, {id: before[id].less(quantity) for id, quantity in taken.items()})


def reserve_more(
    *,
    lines: Sequence[StockLine],
    order_id: UUID,
    preferred_place: str | None = None,
    destination: Destination | None = None,
    actor: Actor,
    now: datetime,
) -> None:
    """Keep further pieces for an order that holds goods already, as it holds those: until the same moment, or claimed.

    All or nothing. Called by whoever adds the pieces to the order, in that transaction: once for each.

    :raises InsufficientStock: with every missing line.
    :raises NotReserved: when nothing is kept for the order any more.
    """
    actor.must(INVENTORY_RESERVE)
    if any(line.quantity <= 0 for line in lines):
        raise BadQuantity(field="quantity")
    with transaction.atomic(savepoint=False):
        route = Route.of(destination, preferred_place)
        levels, _ = _lock({line.variant_id for line in lines}, order_id, route)
        if not route.split:  # its further pieces leave from where those are that it holds
            route = route.only({kept.place_code for kept in reservations_of(order_id) if kept.state in _OPEN})
        picks, shortages = choose_places(lines, levels, place_order=route.places, split=route.split)
        if shortages:
            raise InsufficientStock(shortages=shortages)
        _take_as_the_others(picks, order_id, now)
        _tell(levels, picks)


def _take_as_the_others(picks: Sequence[Pick], order_id: UUID, now: datetime) -> None:
    """In one statement: what the order holds says in which state and until when; a shelf's pieces are kept together."""
    taken = fetch(
        """WITH pick AS (
                   SELECT * FROM unnest(%(variants)s::uuid[], %(places)s::text[], %(quantities)s::bigint[])
                              AS pick(variant_id, place_id, quantity)),
                held AS (
                   SELECT state, until FROM inventory_reservation
                    WHERE order_id = %(order)s AND state IN ('active', 'claimed') ORDER BY id LIMIT 1),
                taken AS (
                   UPDATE inventory_stocklevel AS level
                      SET reserved = level.reserved + CASE held.state WHEN 'active' THEN pick.quantity ELSE 0 END,
                          claimed = level.claimed + CASE held.state WHEN 'claimed' THEN pick.quantity ELSE 0 END
                     FROM pick, held
                    WHERE level.variant_id = pick.variant_id AND level.place_id = pick.place_id
                      AND level.on_hand + level.backorder_limit - level.reserved - level.claimed - level.safety
                          >= pick.quantity
                RETURNING level.variant_id, level.place_id, pick.quantity)
           INSERT INTO inventory_reservation AS kept (order_id, variant_id, place_id, quantity, state, until, made_at)
           SELECT %(order)s, taken.variant_id, taken.place_id, taken.quantity, held.state, held.until, %(now)s
             FROM taken, held
           ON CONFLICT (order_id, variant_id, place_id) WHERE state IN ('active', 'claimed')
           DO UPDATE SET quantity = kept.quantity + excluded.quantity
           RETURNING variant_id""",
        {
            "variants": [pick.variant_id for pick in picks],
            "places": [pick.place_code for pick in picks],
            "quantities": [pick.quantity for pick in picks],
            "order": order_id,
            "now": now,
        },
    )
    if len(taken) != len(picks):
        raise NotReserved(order_id=str(order_id))
