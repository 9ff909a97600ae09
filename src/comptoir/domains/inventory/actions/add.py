from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.db import transaction

from comptoir.domains.inventory.errors import BadQuantity, UnknownPlace
from comptoir.domains.inventory.permissions import INVENTORY_SHIP
from comptoir.domains.inventory.values import PastSale
from comptoir.domains.network.queries import places_for
from comptoir.kernel.access import Actor
from comptoir.kernel.sql import execute, jsonb

_GIVEN = """given AS (
    SELECT * FROM jsonb_to_recordset(%(rows)s) AS given(place bigint, order_id uuid, variant_id uuid, place_code text,
                  quantity bigint, reserved_at timestamptz, shipped_at timestamptz, reference text))"""
_LEVELS = f"""
WITH {_GIVEN}
INSERT INTO inventory_stocklevel (variant_id, place_id)
SELECT DISTINCT variant_id, place_code FROM given ORDER BY 1, 2 ON CONFLICT DO NOTHING
"""
_LOCK = f"""
WITH {_GIVEN}
SELECT FROM inventory_stocklevel AS level
 WHERE (variant_id, place_id) IN (SELECT variant_id, place_code FROM given) ORDER BY variant_id, place_id FOR UPDATE
"""
# What came in and what left cancel each other out, so no level changes; each movement tells what stood there after it.
_MOVE = f"""
WITH {_GIVEN},
received AS (
    SELECT variant_id, place_code, sum(quantity) AS pieces, min(reserved_at) AS at FROM given GROUP BY 1, 2),
moved AS (
    SELECT 0 AS place, variant_id, place_code, 'receipt' AS kind, pieces AS quantity, pieces AS more,
           %(reference)s AS reference, at
      FROM received
    UNION ALL
    SELECT given.place, variant_id, place_code, 'shipment', -given.quantity,
           pieces - sum(given.quantity) OVER (PARTITION BY variant_id, place_code ORDER BY given.place),
           given.reference, given.shipped_at
      FROM given JOIN received USING (variant_id, place_code))
INSERT INTO inventory_stockmovement (variant_id, place_id, kind, quantity, on_hand_after, reference, actor_kind,
                                     actor_id, actor_label, at)
SELECT moved.variant_id, place_code, moved.kind, moved.quantity, level.on_hand + more, moved.reference,
       %(actor_kind)s, %(actor_id)s, %(actor_label)s, moved.at
  FROM moved JOIN inventory_stocklevel AS level
       ON level.variant_id = moved.variant_id AND level.place_id = moved.place_code
 ORDER BY moved.place, moved.variant_id, place_code
"""
_RESERVE = f"""
WITH {_GIVEN}
INSERT INTO inventory_reservation (order_id, variant_id, place_id, quantity, state, until, made_at, ended_at)
SELECT order_id, variant_id, place_code, quantity, 'shipped', shipped_at, reserved_at, shipped_at
  FROM given ORDER BY given.place
"""


def add_past_sales(*, batch: Sequence[PastSale], reference: str, actor: Actor, now: datetime) -> None:
    """Write down goods that came and went before: received under ``reference``, kept for their orders, and shipped.

    Set-based. What stands on the shelves today is the same before and after, so buyers are told nothing. Give each
    order's pieces of a variant at a place once, the earliest shipment first.

    :raises BadQuantity: for a quantity that is not positive.
    :raises UnknownPlace: with the code.
    """
    actor.must(INVENTORY_SHIP)
    if any(sale.quantity <= 0 for sale in batch):
        raise BadQuantity(field="quantity")
    codes = {sale.place_code for sale in batch}
    if unknown := codes - set(places_for(codes)):
        raise UnknownPlace(field="place", place_code=min(unknown))
    given: dict[str, Any] = {
        "rows": jsonb([_row(place, sale) for place, sale in enumerate(batch, 1)]),
        "reference": reference,
        "actor_kind": actor.kind,
        "actor_id": actor.id,
        "actor_label": actor.label,
    }
    with transaction.atomic(savepoint=False):
        for statement in (_LEVELS, _LOCK, _MOVE, _RESERVE):
            execute(statement, given)


def _row(place: int, sale: PastSale) -> dict[str, Any]:
    return {
        "place": place,
        "order_id": sale.order_id,
        "variant_id": sale.variant_id,
        "place_code": sale.place_code,
        "quantity": sale.quantity,
        "reserved_at": sale.reserved_at,
        "shipped_at": sale.shipped_at,
        "reference": sale.reference,
    }
