from collections import Counter
from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from django.db import transaction

from comptoir.domains.catalogue.values import VariantId
from comptoir.domains.inventory.actions.buckets import deal, empty_buckets, spread_among
from comptoir.domains.inventory.actions.levels import SHORTFALL, tell_moved_bands
from comptoir.domains.inventory.actions.parting import PARTED, Kept, lock_kept, parameters
from comptoir.domains.inventory.actions.taking import look
from comptoir.domains.inventory.errors import NotReserved
from comptoir.domains.inventory.permissions import INVENTORY_RESERVE
from comptoir.domains.inventory.queries import serving_places, standings_for
from comptoir.domains.inventory.queries.stock import IN_BUCKETS
from comptoir.domains.inventory.rules import Standing, sounds_alike
from comptoir.domains.inventory.values import PlacedLine, ReservationState, StockLine
from comptoir.kernel.access import Actor
from comptoir.kernel.sql import fetch

_SHORTFALL = SHORTFALL.format(
    reserved="(level.reserved - ended.reserved)", claimed="(level.claimed - ended.claimed)", on_hand="level.on_hand"
)
_GIVE_BACK = f"""
UPDATE inventory_stocklevel AS level
   SET reserved = level.reserved - ended.reserved, claimed = level.claimed - ended.claimed, shortfall = {_SHORTFALL}
  FROM ended WHERE level.variant_id = ended.variant_id AND level.place_id = ended.place_id
RETURNING level.variant_id, level.place_id, ended.pieces,
          level.on_hand - level.reserved + {IN_BUCKETS} - level.claimed - level.safety, level.buckets > 0 OR
          EXISTS (SELECT FROM inventory_stocklevel AS hot WHERE hot.variant_id = level.variant_id AND hot.buckets > 0)
"""
_RELEASE_ALL = f"""
WITH shelf AS (
    SELECT level.id FROM inventory_stocklevel AS level
     WHERE (variant_id, place_id) IN (
           SELECT variant_id, place_id FROM inventory_reservation WHERE order_id = %(order)s AND state = ANY(%(open)s)
            UNION
           SELECT hot.variant_id, hot.place_id FROM inventory_reservation AS kept
             JOIN inventory_stocklevel AS hot ON hot.variant_id = kept.variant_id AND hot.buckets > 0
            WHERE kept.order_id = %(order)s AND kept.state = ANY(%(open)s))
     ORDER BY variant_id, place_id FOR UPDATE OF level),
locked AS (
    SELECT id, state, spread FROM inventory_reservation
     WHERE order_id = %(order)s AND state = ANY(%(open)s) AND (SELECT count(*) FROM shelf) > 0 ORDER BY id FOR UPDATE),
ended AS (
    UPDATE inventory_reservation AS kept SET state = %(end)s, ended_at = %(now)s FROM locked WHERE kept.id = locked.id
    RETURNING kept.variant_id, kept.place_id, kept.quantity AS pieces,
              CASE WHEN locked.spread OR locked.state = 'active' THEN kept.quantity ELSE 0 END AS reserved,
              CASE WHEN locked.spread OR locked.state = 'active' THEN 0 ELSE kept.quantity END AS claimed)
{_GIVE_BACK}
"""


def release_stock(*, order_id: UUID, expired: bool = False, actor: Actor, now: datetime) -> None:
    """Give back what is kept for an order, claimed or not. Calling it again changes nothing.

    With ``expired`` only what still waits for a payment is given back: a claim never lapses.
    """
    actor.must(INVENTORY_RESERVE)
    end = ReservationState.EXPIRED if expired else ReservationState.RELEASED
    open_states = [ReservationState.ACTIVE] if expired else [ReservationState.ACTIVE, ReservationState.CLAIMED]
    with transaction.atomic(savepoint=False):
        ended = fetch(
            _RELEASE_ALL,
            {"order": order_id, "open": [str(state) for state in open_states], "end": end, "now": now},
        )
        _tell(ended)


_RELEASE = f"{PARTED}{_GIVE_BACK}"


def release_pieces(*, order_id: UUID, lines: Sequence[StockLine | PlacedLine], actor: Actor, now: datetime) -> None:
    """Give back some of what is kept for an order, claimed or not: from the place that is named, or from any.

    :raises NotReserved: when less is kept.
    """
    actor.must(INVENTORY_RESERVE)
    with transaction.atomic(savepoint=False):
        open_states = (ReservationState.ACTIVE, ReservationState.CLAIMED)
        kept = lock_kept(order_id, [line.variant_id for line in lines], open_states, with_spread=True)
        parts = _parts(kept, lines, order_id)
        if parts:
            _tell(fetch(_RELEASE, parameters(parts, end=ReservationState.RELEASED, now=now)))


def _parts(kept: Sequence[Kept], lines: Sequence[StockLine | PlacedLine], order_id: UUID) -> list[tuple[Kept, int]]:
    """From the shelf that keeps least first: what remains is kept at as few places as possible."""
    taken: Counter[Kept] = Counter()
    for line in lines:
        left, place = line.quantity, line.place_code if isinstance(line, PlacedLine) else None
        for each in sorted(kept, key=lambda each: each.quantity):
            if each.variant_id == line.variant_id and place in (None, each.place_code):
                part = min(left, each.quantity - taken[each])
                taken[each] += part
                left -= part
        if left or line.quantity <= 0:
            raise NotReserved(order_id=str(order_id), variant_id=str(line.variant_id))
    return [(each, pieces) for each, pieces in taken.items() if pieces]


type _Ended = tuple[VariantId, str, int, int, bool]
"""A variant, a place, pieces, what is free there now, and whether the variant is spread anywhere."""


def _tell(ended: Sequence[_Ended]) -> None:
    if not ended:
        return
    before, after = _standings(ended)
    moved = {id for id, *_, is_spread in ended if is_spread and not sounds_alike(before[id], after[id])}
    if moved:
        # Others may be taking from the buckets at this moment. Hold them, look again, and deal by what is told now.
        spread = spread_among(look(moved, serving_places())[0])
        empty_buckets(spread)
        before, after = _standings(ended)
        deal(spread)
    tell_moved_bands(before, after)


def _standings(ended: Sequence[_Ended]) -> tuple[dict[VariantId, Standing], dict[VariantId, Standing]]:
    found = standings_for({id for id, *_ in ended})
    after = {id: found.get(id, Standing()) for id, *_ in ended}
    before = dict(after)
    for id, place, quantity, free, _ in ended:
        before[id] = before[id].less(quantity, place_code=place, free=free)
    return before, after
