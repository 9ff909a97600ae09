from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from django.db import transaction

from comptoir.domains.catalogue.values import VariantId
from comptoir.domains.inventory.actions.levels import SHORTFALL
from comptoir.domains.inventory.actions.parting import PARTED, Kept, lock_kept, parameters
from comptoir.domains.inventory.errors import NotReserved, NotThereYet
from comptoir.domains.inventory.permissions import INVENTORY_SHIP
from comptoir.domains.inventory.rules import merged
from comptoir.domains.inventory.values import PlacedLine, ReservationState
from comptoir.kernel.access import Actor
from comptoir.kernel.sql import fetch

_SHORTFALL = SHORTFALL.format(
    reserved="(level.reserved - ended.reserved)",
    claimed="(level.claimed - ended.claimed)",
    on_hand="(level.on_hand - ended.pieces)",
)
_SHIP = f"""{PARTED},
shipped AS (
    UPDATE inventory_stocklevel AS level
       SET on_hand = level.on_hand - ended.pieces, reserved = level.reserved - ended.reserved,
           claimed = level.claimed - ended.claimed, shortfall = {_SHORTFALL}
      FROM ended WHERE level.variant_id = ended.variant_id AND level.place_id = ended.place_id
    RETURNING level.variant_id, level.place_id, ended.pieces, level.on_hand)
INSERT INTO inventory_stockmovement (variant_id, place_id, kind, quantity, on_hand_after, reference,
                                     actor_kind, actor_id, actor_label, at)
SELECT variant_id, place_id, 'shipment', -pieces, on_hand, %(reference)s,
       %(actor_kind)s, %(actor_id)s, %(actor_label)s, %(now)s FROM shipped RETURNING id
"""


def ship_stock(*, order_id: UUID, lines: Sequence[PlacedLine], reference: str, actor: Actor, now: datetime) -> None:
    """These pieces, which were claimed for an order, leave the shelf: one movement a line, told under the reference.

    What buyers are told does not change: claimed pieces were nobody's to buy.

    :raises NotReserved: when fewer are claimed for the order there.
    :raises NotThereYet: when they are, and the shelf holds fewer.
    """
    actor.must(INVENTORY_SHIP)
    with transaction.atomic(savepoint=False):
        kept = lock_kept(order_id, [line.variant_id for line in lines], [ReservationState.CLAIMED])
        by_shelf = {(each.variant_id, each.place_code): each for each in kept}
        parts = [(_claimed(by_shelf, line, order_id), line.quantity) for line in merged(lines)]
        if not parts:
            raise NotReserved(order_id=str(order_id))
        about = {"actor_kind": actor.kind, "actor_id": actor.id, "actor_label": actor.label, "reference": reference}
        fetch(_SHIP, parameters(parts, end=ReservationState.SHIPPED, now=now, **about))


def _claimed(by_shelf: dict[tuple[VariantId, str], Kept], line: PlacedLine, order_id: UUID) -> Kept:
    kept = by_shelf.get((line.variant_id, line.place_code))
    if kept is None or not 0 < line.quantity <= kept.quantity:
        raise NotReserved(order_id=str(order_id), variant_id=str(line.variant_id))
    if line.quantity > kept.on_hand:
        raise NotThereYet(order_id=str(order_id), variant_id=str(line.variant_id))
    return kept
