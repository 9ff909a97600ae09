from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from comptoir.domains.inventory.actions.papers import done_before
from comptoir.domains.inventory.actions.purchase import write_draft
from comptoir.domains.inventory.errors import BadQuantity, UnknownSupplier
from comptoir.domains.inventory.permissions import INVENTORY_BUY
from comptoir.domains.inventory.queries import supplies_for
from comptoir.domains.inventory.rules import MOST
from comptoir.domains.inventory.values import PlacedLine, PurchaseLine, PurchaseOrderId
from comptoir.kernel.access import Actor
from comptoir.kernel.ids import new_id


def draft_restocking(*, lines: Sequence[PlacedLine], key: str, actor: Actor, now: datetime) -> list[PurchaseOrderId]:
    """Write purchase orders for these articles, one draft for each supplier and place, at the costs that are known.

    All or nothing. The same ``key`` writes them once, and then returns nothing.

    :raises UnknownSupplier: for an article that is bought nowhere.
    :raises BadQuantity: for a quantity that is not positive.
    """
    actor.must(INVENTORY_BUY)
    if any(not 0 < line.quantity <= MOST for line in lines):
        raise BadQuantity(field="quantity")
    known = supplies_for({line.variant_id for line in lines}, actor=actor)
    if strangers := [line for line in lines if line.variant_id not in known]:
        raise UnknownSupplier(field="supplier", supplier="", variant_id=str(strangers[0].variant_id))
    orders: dict[tuple[str, str], list[PurchaseLine]] = {}
    for line in lines:
        supply = known[line.variant_id]
        wanted = PurchaseLine(variant_id=line.variant_id, ordered=line.quantity, unit_cost=supply.unit_cost)
        orders.setdefault((supply.supplier_code, line.place_code), []).append(wanted)
    made: list[PurchaseOrderId] = []
    with transaction.atomic(savepoint=False):
        asked = sorted([str(line.variant_id), line.place_code, line.quantity] for line in lines)
        if done_before("inventory.draft_restocking", key, asked, new_id(), now):
            return []
        for (supplier, place), wanted_lines in sorted(orders.items()):
            id = PurchaseOrderId(new_id())
            currency = wanted_lines[0].unit_cost.currency
            write_draft(id, supplier, place, currency, wanted_lines, actor, now)
            made.append(id)
    return made
