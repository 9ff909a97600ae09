from collections.abc import Mapping, Sequence
from datetime import datetime
from uuid import UUID

from django.db import transaction

from comptoir.domains.catalogue.values import VariantId
from comptoir.domains.inventory.actions.buckets import deal, empty_buckets, spread_among
from comptoir.domains.inventory.actions.hot import reserve_spread
from comptoir.domains.inventory.actions.levels import tell_taken
from comptoir.domains.inventory.actions.route import Route
from comptoir.domains.inventory.actions.taking import (
    Outcome,
    columns,
    keep_longer,
    lock,
    lock_unless_spread,
    look,
    outcome_of,
    take,
)
from comptoir.domains.inventory.errors import BadQuantity, InsufficientStock, NotReserved
from comptoir.domains.inventory.permissions import INVENTORY_RESERVE
from comptoir.domains.inventory.queries import reservations_of
from comptoir.domains.inventory.rules import Pick, choose_places
from comptoir.domains.inventory.values import Destination, Reservation, ReservationState, StockLine
from comptoir.kernel.access import Actor
from comptoir.kernel.sql import fetch

_OPEN = (ReservationState.ACTIVE, ReservationState.CLAIMED)


def reserve_stock(
    *,
    lines: Sequence[StockLine],
    order_id: UUID,
    until: datetime,
    preferred_place: str | None = None,
    destination: Destination | None = None,
    actor: Actor,
    now: datetime,
) -> Mapping[VariantId, int]:
    """Reserve stock for an order until it is paid; tells how many pieces were promised beyond the shelves.

    All or nothing. Calling it again for an order that still holds its reservation keeps the goods until the later of
    the two moments, and changes nothing else. The preferred place (where the buyer collects) serves first if it can;
    for the others, the rules of the ``destination``'s market and of the places themselves say which serve, and first.

    :raises InsufficientStock: with every missing line, so that the buyer is told once.
    :raises BadQuantity: for a quantity that is not positive.
    """
    actor.must(INVENTORY_RESERVE)
    if any(line.quantity <= 0 for line in lines):
        raise BadQuantity(field="quantity")
    outcome = try_to_reserve(lines, order_id, until, Route.of(destination, preferred_place), now)
    if outcome.shortages:
        raise InsufficientStock(shortages=outcome.shortages)
    return outcome.on_order


def try_to_reserve(lines: Sequence[StockLine], order_id: UUID, until: datetime, route: Route, now: datetime) -> Outcome:
    """Reserve all or nothing; what is missing is returned, not raised, so that a transaction around can go on."""
    with transaction.atomic(savepoint=False):
        levels, held = lock_unless_spread({line.variant_id for line in lines}, order_id, route.opened)
        if held:
            keep_longer(order_id, until)
            return Outcome()  # already reserved: a retry, not an error
        if not levels or spread_among(levels):
            return reserve_spread(lines, order_id, until, route, now)
        picks, shortages = choose_places(lines, levels, place_order=route.places, split=route.split)
        if picks:
            take(picks, order_id, until, now)
            tell_taken(levels, picks)
    return outcome_of(levels, picks, shortages)


def reserve_more(
    *,
    lines: Sequence[StockLine],
    order_id: UUID,
    like: Reservation | None = None,
    preferred_place: str | None = None,
    destination: Destination | None = None,
    actor: Actor,
    now: datetime,
) -> None:
    """Keep further pieces for an order that holds goods already, as it holds those: until the same moment, or claimed.
    Where it has just let go of all of them, as it held the one that is ``like`` them.

    All or nothing. Called by whoever adds the pieces to the order, in that transaction: once for each.

    :raises InsufficientStock: with every missing line.
    :raises NotReserved: when nothing is kept for the order any more, and nothing is named.
    """
    actor.must(INVENTORY_RESERVE)
    if any(line.quantity <= 0 for line in lines):
        raise BadQuantity(field="quantity")
    with transaction.atomic(savepoint=False):
        route, variants = Route.of(destination, preferred_place), {line.variant_id for line in lines}
        levels, _ = lock(variants, order_id, route.opened)
        if spread := spread_among(levels):
            empty_buckets(spread)
            levels, _ = look(variants, route.opened)
        held = {kept.place_code for kept in reservations_of(order_id) if kept.state in _OPEN}
        if held and not route.split:  # its further pieces leave from where those are that it holds
            route = route.only(held)
        picks, shortages = choose_places(lines, levels, place_order=route.places, split=route.split)
        if shortages:
            raise InsufficientStock(shortages=shortages)
        _take_as_the_others(picks, order_id, like, now)
        tell_taken(levels, picks)
        if spread:
            deal(spread)


def _take_as_the_others(picks: Sequence[Pick], order_id: UUID, like: Reservation | None, now: datetime) -> None:
    """In one statement: what the order holds says in which state and until when; a shelf's pieces are kept together.

    Those that join a spread reservation are counted as it is; new ones never are spread.
    """
    taken = fetch(
        """WITH pick AS (
                   SELECT * FROM unnest(%(variants)s::uuid[], %(places)s::text[], %(quantities)s::bigint[])
                              AS pick(variant_id, place_id, quantity)),
                held AS (
                   SELECT state, until FROM (
                       SELECT state, until, id FROM inventory_reservation
                        WHERE order_id = %(order)s AND state IN ('active', 'claimed')
                        UNION ALL
                       SELECT %(state)s, %(until)s, NULL WHERE %(state)s::text IS NOT NULL) AS known
                    ORDER BY id NULLS LAST LIMIT 1),
                taken AS (
                   UPDATE inventory_stocklevel AS level
                      SET reserved = level.reserved + CASE WHEN pick.waits THEN pick.quantity ELSE 0 END,
                          claimed = level.claimed + CASE WHEN pick.waits THEN 0 ELSE pick.quantity END
                     FROM (SELECT pick.*, held.state = 'active' OR EXISTS (
                                      SELECT FROM inventory_reservation AS kept
                                       WHERE kept.order_id = %(order)s AND kept.variant_id = pick.variant_id
                                         AND kept.place_id = pick.place_id AND kept.state = 'claimed' AND kept.spread)
                                  AS waits
                             FROM pick, held) AS pick
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
        dict(zip(("variants", "places", "quantities"), columns(picks), strict=True))
        | {"order": order_id, "now": now}
        | {"state": like.state if like else None, "until": like.until if like else None},
    )
    if len(taken) != len(picks):
        raise NotReserved(order_id=str(order_id))
