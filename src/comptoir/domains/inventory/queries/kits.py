"""What kits are made of."""

from collections import defaultdict
from collections.abc import Collection, Iterable
from uuid import UUID

from comptoir.domains.catalogue.values import VariantId
from comptoir.domains.inventory.models import KitPart as PartRow
from comptoir.domains.inventory.values import KitPart


def kits_for(variant_ids: Collection[VariantId]) -> dict[VariantId, tuple[KitPart, ...]]:
    """What those of these variants are made of that are kits, in the order that was given. One statement."""
    rows = PartRow.objects.filter(kit_id__in=variant_ids).order_by("kit_id", "position")
    return _by_kit(rows.values_list("kit_id", "part_id", "quantity"))


def kits_with(variant_ids: Collection[VariantId]) -> dict[VariantId, tuple[KitPart, ...]]:
    """The kits that have one of these variants in them, with all that they are made of. One statement."""
    having = PartRow.objects.filter(part_id__in=variant_ids).values("kit_id")
    rows = PartRow.objects.filter(kit_id__in=having).order_by("kit_id", "position")
    return _by_kit(rows.values_list("kit_id", "part_id", "quantity"))


def _by_kit(rows: Iterable[tuple[UUID, UUID, int]]) -> dict[VariantId, tuple[KitPart, ...]]:
    parts: defaultdict[VariantId, list[KitPart]] = defaultdict(list)
    for kit_id, part_id, quantity in rows:
        parts[VariantId(kit_id)].append(KitPart(variant_id=VariantId(part_id), quantity=quantity))
    return {id: tuple(each) for id, each in parts.items()}
