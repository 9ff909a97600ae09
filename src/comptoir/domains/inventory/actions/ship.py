from datetime import datetime
from uuid import UUID

from django.db import transaction

from comptoir.domains.inventory.actions.levels import SHORTFALL
from comptoir.domains.inventory.errors import NotReserved
from comptoir.domains.inventory.permissions import INVENTORY_SHIP
from comptoir.kernel.access import Actor
from comptoir.kernel.sql import fetch

_SHORTFALL = SHORTFALL.format(
    reserved="level.reserved", claimed="(level.claimed - kept.quantity)", on_hand="(level.on_hand - kept.quantity)"
)


def ship_stock(*, order_id: UUID, reference: str, actor: Actor, now: datetime) -> None:
    """What was claimed for an order leaves the shelf: one movement a line, told under the parcel's reference.

    What buyers are told does not change: claimed pieces were nobody's to buy.

    :raises NotReserved: when nothing is claimed for the order, or the shelf holds less than was claimed.
    """
    actor.must(INVENTORY_SHIP)
    with transaction.atomic(savepoint=False):
        claimed = fetch(
            """SELECT level.on_hand >= kept.quantity FROM inventory_reservation AS kept
                 JOIN inventory_stocklevel AS level USING (variant_id, place_id)
                WHERE kept.order_id = %s AND kept.state = 'claimed'
                ORDER BY variant_id, place_id FOR UPDATE OF level, kept""",
            [order_id],
        )
        if not claimed or not all(there for (there,) in claimed):
            raise NotReserved(order_id=str(order_id))
        fetch(
            f"""WITH kept AS (
                       UPDATE inventory_reservation SET state = 'shipped', ended_at = %(now)s
                        WHERE order_id = %(order)s AND state = 'claimed' RETURNING variant_id, place_id, quantity),
                     shipped AS (
                       UPDATE inventory_stocklevel AS level
                          SET on_hand = level.on_hand - kept.quantity, claimed = level.claimed - kept.quantity,
                              shortfall = {_SHORTFALL}
                         FROM kept WHERE level.variant_id = kept.variant_id AND level.place_id = kept.place_id
                    RETURNING level.variant_id, level.place_id, kept.quantity, level.on_hand)
                INSERT INTO inventory_stockmovement (variant_id, place_id, kind, quantity, on_hand_after, reference,
                                                     actor_kind, actor_id, actor_label, at)
                SELECT variant_id, place_id, 'shipment', -quantity, on_hand, %(reference)s,
                       %(actor_kind)s, %(actor_id)s, %(actor_label)s, %(now)s FROM shipped RETURNING id""",
            {
                "order": order_id,
                "reference": reference,
                "actor_kind": actor.kind,
                "actor_id": actor.id,
                "actor_label": actor.label,
                "now": now,
            },
        )
