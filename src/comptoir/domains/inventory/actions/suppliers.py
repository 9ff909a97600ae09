"""Whom goods are bought from."""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from comptoir.domains.catalogue.values import VariantId
from comptoir.domains.inventory.errors import BadSupplier, OtherCurrency, UnknownSupplier
from comptoir.domains.inventory.models import Supplier as SupplierRow
from comptoir.domains.inventory.permissions import INVENTORY_BUY
from comptoir.domains.inventory.rules import supplier_fault
from comptoir.domains.inventory.values import Supplier, Supply
from comptoir.kernel.access import Actor
from comptoir.kernel.history import record, record_many
from comptoir.kernel.sql import fetch

_FACTS = ("name", "email", "language", "lead_days", "currency", "active")


def save_supplier(*, supplier: Supplier, actor: Actor, now: datetime) -> None:
    """Write down a supplier, or change the one of that code. Saving what is there already changes nothing.

    The currency stays what it was as soon as something is bought there.

    :raises BadSupplier: with the field that cannot be taken.
    """
    actor.must(INVENTORY_BUY)
    if field := supplier_fault(supplier):
        raise BadSupplier(field=field)
    columns = {name: getattr(supplier, name) for name in _FACTS}
    with transaction.atomic(savepoint=False):
        row, is_new = SupplierRow.objects.select_for_update(no_key=True).get_or_create(
            code=supplier.code, defaults=columns
        )
        after = {name: value for name, value in columns.items() if is_new or getattr(row, name) != value}
        if not after:
            return
        if not is_new and "currency" in after and _sells_something(supplier.code):
            raise BadSupplier(field="currency")
        SupplierRow.objects.filter(code=supplier.code).update(**after)
        record(
            action="supplier saved",
            subject_type="inventory.supplier",
            subject_id=supplier.code,
            actor=actor,
            now=now,
            before={} if is_new else {name: getattr(row, name) for name in after},
            after=after,
        )


def _sells_something(code: str) -> bool:
    ((sells,),) = fetch("SELECT EXISTS (SELECT FROM inventory_supply WHERE supplier_id = %s)", [code])
    return bool(sells)


def set_supplies(*, batch: Sequence[Supply], actor: Actor, now: datetime) -> int:
    """From whom these variants are bought from now on, and for how much; returns how many changed. Set-based.

    :raises UnknownSupplier: with the code.
    :raises OtherCurrency: for a cost in another currency than the supplier's.
    :raises BadSupplier: for a cost below zero.
    """
    actor.must(INVENTORY_BUY)
    latest = {supply.variant_id: supply for supply in batch}
    codes = sorted({supply.supplier_code for supply in latest.values()})
    with transaction.atomic(savepoint=False):
        # Held until we are done, so that the currency cannot change under the costs.
        rows = fetch(
            "SELECT code, currency FROM inventory_supplier WHERE code = ANY(%s) ORDER BY code FOR SHARE", [codes]
        )
        currencies = dict(rows)
        for supply in latest.values():
            if supply.supplier_code not in currencies:
                raise UnknownSupplier(field="supplier", supplier=supply.supplier_code)
            if supply.unit_cost.currency != currencies[supply.supplier_code]:
                raise OtherCurrency(field="unit_cost")
            if supply.unit_cost.minor < 0:
                raise BadSupplier(field="unit_cost")
        changed = _set([latest[id] for id in sorted(latest)])
        record_many(
            action="supply set",
            subject_type="inventory.supply",
            changes=[(id, {}, {"supplier": code, "unit_cost": latest[id].unit_cost}) for id, code in changed],
            actor=actor,
            now=now,
        )
    return len(changed)


def _set(supplies: Sequence[Supply]) -> list[tuple[VariantId, str]]:
    rows = fetch(
        """INSERT INTO inventory_supply AS known (variant_id, supplier_id, unit_cost_minor)
           SELECT * FROM unnest(%s::uuid[], %s::text[], %s::bigint[])
           ON CONFLICT (variant_id) DO UPDATE
              SET supplier_id = excluded.supplier_id, unit_cost_minor = excluded.unit_cost_minor
            WHERE (known.supplier_id, known.unit_cost_minor)
                  IS DISTINCT FROM (excluded.supplier_id, excluded.unit_cost_minor)
        RETURNING variant_id, supplier_id""",
        [
            [supply.variant_id for supply in supplies],
            [supply.supplier_code for supply in supplies],
            [supply.unit_cost.minor for supply in supplies],
        ],
    )
    return [(VariantId(id), code) for id, code in rows]
