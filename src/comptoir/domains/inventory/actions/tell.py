from collections.abc import Collection
from datetime import datetime
from itertools import batched

from django.db import transaction

from comptoir.domains.inventory.events import AvailabilityChanged
from comptoir.domains.inventory.permissions import INVENTORY_ADJUST
from comptoir.kernel.access import Actor
from comptoir.kernel.events import emit
from comptoir.kernel.sql import fetch

_IN_ONE_EVENT = 1_000


def tell_stock_of_places(*, place_codes: Collection[str], actor: Actor, now: datetime) -> None:
    """Tell anew of every article that these places hold, or may promise beyond their shelves, and of the kits that have
    it in them: the places sell from now on, or no longer. Nothing of the stock changes."""
    actor.must(INVENTORY_ADJUST)
    with transaction.atomic(savepoint=False):
        rows = fetch(
            """WITH held AS (
                   SELECT DISTINCT variant_id FROM inventory_stocklevel
                    WHERE place_id = ANY(%s) AND (on_hand > 0 OR backorder_limit > 0))
               SELECT variant_id FROM held
                UNION
               SELECT kit_id FROM inventory_kitpart JOIN held ON part_id = variant_id
                ORDER BY variant_id""",
            [sorted(place_codes)],
        )
        for part in batched((id for (id,) in rows), _IN_ONE_EVENT):
            emit(AvailabilityChanged(variant_ids=part))
