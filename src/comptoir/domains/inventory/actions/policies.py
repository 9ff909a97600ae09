from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.db import transaction

from comptoir.domains.inventory.actions.levels import SHORTFALL, telling
from comptoir.domains.inventory.errors import BadPolicy, UnknownPlace
from comptoir.domains.inventory.permissions import INVENTORY_ADJUST
from comptoir.domains.inventory.rules import policy_fault
from comptoir.domains.inventory.values import StockPolicy
from comptoir.domains.network.queries import places_for
from comptoir.kernel.access import Actor
from comptoir.kernel.history import record_many
from comptoir.kernel.sql import fetch, jsonb

_FACTS = ("safety", "backorder_limit", "preorder", "expected_on", "low_stock", "target", "shelf")
_SHORTFALL = SHORTFALL.format(reserved="level.reserved", claimed="level.claimed", on_hand="level.on_hand").replace(
    "backorder_limit", "given.backorder_limit"
)
_SET = f"""
WITH given AS (
    SELECT * FROM jsonb_to_recordset(%(rows)s) AS given(variant_id uuid, place_code text, safety bigint,
           backorder_limit bigint, preorder boolean, expected_on date, low_stock bigint, target bigint, shelf text)),
old AS (
    SELECT variant_id, place_id, to_jsonb(level) AS facts FROM inventory_stocklevel AS level
     WHERE (variant_id, place_id) IN (SELECT variant_id, place_code FROM given))
UPDATE inventory_stocklevel AS level SET {", ".join(f"{name} = given.{name}" for name in _FACTS)},
       shortfall = {_SHORTFALL}
  FROM given, old
 WHERE level.variant_id = given.variant_id AND level.place_id = given.place_code
   AND old.variant_id = given.variant_id AND old.place_id = given.place_code
   AND ({", ".join(f"level.{name}" for name in _FACTS)}) IS DISTINCT FROM
       ({", ".join(f"given.{name}" for name in _FACTS)})
RETURNING level.variant_id, level.place_id, old.facts, to_jsonb(level)
"""


def set_stock_policies(*, batch: Sequence[StockPolicy], actor: Actor, now: datetime) -> int:
    """How the stock of these variants is kept from now on, each a line of history; returns how many changed.

    Set-based. What is promised stays promised: where a smaller back-order limit no longer covers it, the difference
    shows as a shortfall.

    :raises BadPolicy: with ``line`` and the ``field``, for numbers that contradict each other.
    :raises UnknownPlace: with the code.
    """
    actor.must(INVENTORY_ADJUST)
    for line, policy in enumerate(batch):
        if field := policy_fault(policy):
            raise BadPolicy(field=field, line=line)
    codes = {policy.place_code for policy in batch}
    if unknown := codes - set(places_for(codes)):
        raise UnknownPlace(field="place", place_code=min(unknown))
    latest = {(policy.variant_id, policy.place_code): policy for policy in batch}
    with transaction.atomic(savepoint=False), telling(latest):
        changed = fetch(_SET, {"rows": jsonb([_row(policy) for policy in latest.values()])})
        record_many(
            action="stock policy set",
            subject_type="inventory.stocklevel",
            changes=[(f"{variant}/{place}", *_differing(old, new)) for variant, place, old, new in changed],
            actor=actor,
            now=now,
        )
    return len(changed)


def _row(policy: StockPolicy) -> dict[str, Any]:
    facts = {name: getattr(policy, name) for name in _FACTS}
    return {"variant_id": policy.variant_id, "place_code": policy.place_code, **facts}


def _differing(old: dict[str, Any], new: dict[str, Any]) -> tuple[dict[str, Any], dict[str, Any]]:
    names = [name for name in _FACTS if old[name] != new[name]]
    return {name: old[name] for name in names}, {name: new[name] for name in names}
