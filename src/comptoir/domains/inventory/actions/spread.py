from datetime import datetime

from django.db import transaction

from comptoir.domains.catalogue.values import VariantId
from comptoir.domains.inventory.actions.buckets import deal
from comptoir.domains.inventory.actions.levels import lock_levels
from comptoir.domains.inventory.errors import BadBuckets, UnknownPlace
from comptoir.domains.inventory.permissions import INVENTORY_ADJUST
from comptoir.domains.inventory.queries import levels_for
from comptoir.domains.inventory.values import MOST_BUCKETS
from comptoir.domains.network.queries import places_for
from comptoir.kernel.access import Actor
from comptoir.kernel.history import record
from comptoir.kernel.sql import execute, fetch


def spread_stock(*, variant_id: VariantId, place_code: str, buckets: int, actor: Actor, now: datetime) -> None:
    """Spread the free pieces of an article at a place over so many buckets: that many buyers reserve it at one instant.

    For a sale with a great rush; what is there, and what buyers are told, stays the same. At any time, while it sells.
    Again, it deals out anew, over that many; what comes back, is received or counted is dealt out by itself.

    :raises BadBuckets: for fewer than 2 or more than 64.
    :raises UnknownPlace: with the code.
    """
    actor.must(INVENTORY_ADJUST)
    if not 2 <= buckets <= MOST_BUCKETS:
        raise BadBuckets(field="buckets")
    if not places_for([place_code]):
        raise UnknownPlace(field="place", place_code=place_code)
    _set(variant_id, place_code, buckets, actor, now)


def gather_stock(*, variant_id: VariantId, place_code: str, actor: Actor, now: datetime) -> None:
    """The free pieces of an article at a place lie together again. At any time; again, it changes nothing.

    :raises UnknownPlace: with the code.
    """
    actor.must(INVENTORY_ADJUST)
    if not places_for([place_code]):
        raise UnknownPlace(field="place", place_code=place_code)
    _set(variant_id, place_code, 0, actor, now)


def _set(variant_id: VariantId, place_code: str, buckets: int, actor: Actor, now: datetime) -> None:
    shelf = [variant_id, place_code]
    with transaction.atomic(savepoint=False):
        # All places: what one keeps depends on what buyers are told of all. Locking them empties their buckets.
        places = {level.place_code for level in levels_for([variant_id])[variant_id]} | {place_code}
        lock_levels([(variant_id, place) for place in places])
        before = fetch("SELECT buckets FROM inventory_stocklevel WHERE variant_id = %s AND place_id = %s", shelf)[0][0]
        if before != buckets:
            execute("DELETE FROM inventory_stockbucket WHERE variant_id = %s AND place_id = %s", shelf)
            execute(
                """INSERT INTO inventory_stockbucket (variant_id, place_id, number)
                   SELECT %s, %s, generate_series(1, %s)""",
                [*shelf, buckets],
            )
            execute(
                "UPDATE inventory_stocklevel SET buckets = %s WHERE variant_id = %s AND place_id = %s",
                [buckets, *shelf],
            )
            record(
                action="stock spread" if buckets else "stock gathered",
                subject_type="inventory.stocklevel",
                subject_id=f"{variant_id}/{place_code}",
                before={"buckets": before},
                after={"buckets": buckets},
                actor=actor,
                now=now,
            )
        if buckets:
            deal([(variant_id, place_code)])
