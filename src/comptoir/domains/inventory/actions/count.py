from collections.abc import Mapping, Sequence
from datetime import datetime

from django.db import transaction

from comptoir.domains.catalogue.values import VariantId
from comptoir.domains.inventory.actions.levels import SHORTFALL, lock_levels, tell_moved_bands
from comptoir.domains.inventory.errors import BadQuantity, ShelfMoved, UnknownPlace
from comptoir.domains.inventory.permissions import INVENTORY_ADJUST
from comptoir.domains.inventory.queries import standings_for
from comptoir.domains.inventory.rules import MOST
from comptoir.domains.inventory.values import Count, MovementKind, PlacedLine
from comptoir.domains.network.queries import places_for
from comptoir.kernel.access import Actor
from comptoir.kernel.sql import execute, fetch

_SHORTFALL = SHORTFALL.format(reserved="level.reserved", claimed="level.claimed", on_hand="counted.quantity")


def record_counts(
    *,
    counts: Sequence[Count],
    reference: str = "",
    kind: MovementKind = MovementKind.COUNT,
    actor: Actor,
    now: datetime,
) -> int:
    """Set what stands on the shelf to what was counted, each difference as a movement; returns how many levels changed.

    Set-based: 200,000 lines are as fine as one. Counting what is there already changes nothing. Promises are kept:
    where fewer pieces were found than are promised, the difference is noted as a shortfall, never hidden. When a
    variant and place is counted twice in one call, the last count holds.

    A count that says what was ``seen`` holds only while that still stands there: a number that was written off or sold
    meanwhile does not come back. All or nothing.

    :raises ShelfMoved: with what stands now on every shelf that is not as it was seen.
    :raises BadQuantity: with ``line``, for a negative or absurd quantity.
    :raises UnknownPlace: with the code and the first ``line`` that names it.
    """
    actor.must(INVENTORY_ADJUST)
    for line, count in enumerate(counts):
        if not 0 <= count.quantity <= MOST:
            raise BadQuantity(field="quantity", line=line, quantity=count.quantity)
    codes = {count.place_code for count in counts}
    if unknown := codes - set(places_for(codes)):
        line, code = next((line, each.place_code) for line, each in enumerate(counts) if each.place_code in unknown)
        raise UnknownPlace(field="place", line=line, place_code=code)
    latest = {(count.variant_id, count.place_code): count.quantity for count in counts}
    seen = {(count.variant_id, count.place_code): count.seen for count in counts if count.seen is not None}
    with transaction.atomic(savepoint=False):
        variants = lock_levels(latest)
        if seen:
            _must_stand_as_seen(seen)
        before = standings_for(variants)
        changed = _set(latest, reference, kind, actor, now)
        if changed:
            tell_moved_bands(before, standings_for(variants))
    return changed


def _must_stand_as_seen(seen: Mapping[tuple[VariantId, str], int]) -> None:
    """Under the levels' lock, so that nothing moves between the comparison and the count."""
    moved = fetch(
        """SELECT variant_id, place_id, on_hand FROM inventory_stocklevel
             JOIN unnest(%s::uuid[], %s::text[], %s::bigint[]) AS seen(variant_id, place_id, quantity)
                  USING (variant_id, place_id)
            WHERE on_hand <> seen.quantity ORDER BY variant_id, place_id""",
        [[variant for variant, _ in seen], [place for _, place in seen], list(seen.values())],
    )
    if moved:
        raise ShelfMoved(moved=[PlacedLine(variant_id=id, place_code=code, quantity=n) for id, code, n in moved])


def _set(
    latest: dict[tuple[VariantId, str], int], reference: str, kind: MovementKind, actor: Actor, now: datetime
) -> int:
    return execute(
        f"""WITH counted AS (
                   SELECT * FROM unnest(%(variants)s::uuid[], %(places)s::text[], %(quantities)s::bigint[])
                          AS counted(variant_id, place_id, quantity)),
                 differing AS (
                   SELECT counted.*, counted.quantity - level.on_hand AS difference FROM counted
                     JOIN inventory_stocklevel AS level USING (variant_id, place_id)
                    WHERE level.on_hand <> counted.quantity),
                 changed AS (
                   UPDATE inventory_stocklevel AS level SET on_hand = counted.quantity, shortfall = {_SHORTFALL}
                     FROM differing AS counted
                    WHERE level.variant_id = counted.variant_id AND level.place_id = counted.place_id
                RETURNING level.variant_id, level.place_id, counted.difference, level.on_hand)
            INSERT INTO inventory_stockmovement (variant_id, place_id, kind, quantity, on_hand_after, reference,
                                                 actor_kind, actor_id, actor_label, at)
            SELECT variant_id, place_id, %(kind)s, difference, on_hand, %(reference)s,
                   %(actor_kind)s, %(actor_id)s, %(actor_label)s, %(now)s FROM changed""",
        {
            "variants": [variant for variant, _ in latest],
            "places": [place for _, place in latest],
            "quantities": list(latest.values()),
            "kind": kind,
            "reference": reference,
            "actor_kind": actor.kind,
            "actor_id": actor.id,
            "actor_label": actor.label,
            "now": now,
        },
    )
