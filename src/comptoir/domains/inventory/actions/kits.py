"""What kits are made of, and what lies on no shelf."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.db import transaction

from comptoir.domains.catalogue.values import VariantId
from comptoir.domains.inventory.errors import BadKit, KitHasStock, KitInKit
from comptoir.domains.inventory.events import AvailabilityChanged
from comptoir.domains.inventory.models import KitPart as PartRow
from comptoir.domains.inventory.models import StockLevel, Unstocked
from comptoir.domains.inventory.permissions import INVENTORY_ADJUST
from comptoir.domains.inventory.queries import kits_for, kits_with
from comptoir.domains.inventory.rules import is_good_kit
from comptoir.domains.inventory.values import KitPart
from comptoir.kernel.access import Actor
from comptoir.kernel.events import emit
from comptoir.kernel.history import record
from comptoir.kernel.sql import fetch


def set_kit(*, kit_id: VariantId, parts: Sequence[KitPart], actor: Actor, now: datetime) -> None:
    """Make a variant of so many pieces of others; of none, it is no kit any more. Orders that were placed keep what
    they were promised. Saying the same again changes nothing.

    :raises BadKit: for too many parts, the same twice, or a number that cannot be.
    :raises KitInKit: when a part is a kit, or the kit is a part of one.
    :raises KitHasStock: while something of the variant itself stands on a shelf, or is promised.
    """
    actor.must(INVENTORY_ADJUST)
    if parts and not is_good_kit(kit_id, parts):
        raise BadKit(field="parts")
    with transaction.atomic(savepoint=False):
        # One at a time: two kits at once could each be right and together be in each other.
        fetch("SELECT pg_advisory_xact_lock(hashtext('inventory.kits'))")
        before = kits_for([kit_id]).get(kit_id, ())
        if before == tuple(parts):
            return
        if parts:
            _must_be_possible(kit_id, parts)
        PartRow.objects.filter(kit_id=kit_id).delete()
        PartRow.objects.bulk_create(
            PartRow(kit_id=kit_id, part_id=part.variant_id, quantity=part.quantity, position=position)
            for position, part in enumerate(parts)
        )
        record(
            action="kit set",
            subject_type="catalogue.variant",
            subject_id=kit_id,
            before={"parts": _told(before)},
            after={"parts": _told(parts)},
            actor=actor,
            now=now,
        )
        emit(AvailabilityChanged(variant_ids=(kit_id,)))


def _must_be_possible(kit_id: VariantId, parts: Sequence[KitPart]) -> None:
    within = {part.variant_id for part in parts}
    if PartRow.objects.filter(part_id=kit_id).exists() or PartRow.objects.filter(kit_id__in=within).exists():
        raise KitInKit(field="parts")
    levels = list(StockLevel.objects.filter(variant_id=kit_id).select_for_update(no_key=True).order_by("place_id"))
    if any(level.on_hand or level.reserved or level.claimed for level in levels):
        raise KitHasStock(field="parts")
    if Unstocked.objects.filter(variant_id=kit_id).exists():
        raise BadKit(field="parts")


def _told(parts: Sequence[KitPart]) -> list[dict[str, Any]]:
    return [{"variant_id": part.variant_id, "quantity": part.quantity} for part in parts]


def set_unstocked(*, variant_id: VariantId, unstocked: bool, actor: Actor, now: datetime) -> None:
    """From now on a variant lies on no shelf and never runs out, or does again. What is kept for orders stays kept.

    :raises BadKit: for a kit, which is what its parts are.
    """
    actor.must(INVENTORY_ADJUST)
    with transaction.atomic(savepoint=False):
        fetch("SELECT pg_advisory_xact_lock(hashtext('inventory.kits'))")
        if unstocked and PartRow.objects.filter(kit_id=variant_id).exists():
            raise BadKit(field="kind")
        if unstocked:
            changed = Unstocked.objects.get_or_create(variant_id=variant_id)[1]
        else:
            changed = bool(Unstocked.objects.filter(variant_id=variant_id).delete()[0])
        if not changed:
            return
        record(
            action="unstocked" if unstocked else "stocked",
            subject_type="catalogue.variant",
            subject_id=variant_id,
            actor=actor,
            now=now,
        )
        emit(AvailabilityChanged(variant_ids=(variant_id, *sorted(kits_with([variant_id])))))
