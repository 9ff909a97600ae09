from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from comptoir.domains.catalogue.actions import set_variant_kind
from comptoir.domains.catalogue.values import VariantId, VariantKind
from comptoir.domains.inventory.actions import set_kit, set_unstocked
from comptoir.domains.inventory.values import KitPart
from comptoir.kernel.access import Actor


def sell_variant_as(
    *, variant_id: VariantId, kind: VariantKind, parts: Sequence[KitPart] = (), actor: Actor, now: datetime
) -> None:
    """Say how a variant reaches its buyer from now on, and what is in it: goods with ``parts`` are a kit, and what lies
    on no shelf never runs out. Orders that were placed keep what they were promised.

    :raises UnknownVariant: when there is none.
    :raises BadKit, KitInKit, KitHasStock: when it cannot be made of these.
    """
    unstocked = kind is not VariantKind.GOODS
    with transaction.atomic(durable=True):
        set_variant_kind(variant_id=variant_id, kind=kind, actor=actor, now=now)
        if not unstocked:
            set_unstocked(variant_id=variant_id, unstocked=False, actor=actor, now=now)
        set_kit(kit_id=variant_id, parts=parts, actor=actor, now=now)
        if unstocked:
            set_unstocked(variant_id=variant_id, unstocked=True, actor=actor, now=now)
