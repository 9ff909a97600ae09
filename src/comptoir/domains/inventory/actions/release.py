from datetime import datetime
from uuid import UUID

from django.db import transaction

from comptoir.domains.inventory.actions.levels import SHORTFALL, tell_moved_bands
from comptoir.domains.inventory.permissions import INVENTORY_RESERVE
from comptoir.domains.inventory.queries import available_in_all
from comptoir.domains.inventory.values import ReservationState
from comptoir.kernel.access import Actor
from comptoir.kernel.sql import fetch

_SHORTFALL = SHORTFALL.format(
    reserved="(level.reserved - ended.reserved)", claimed="(level.claimed - ended.claimed)", on_hand="level.on_hand"
)


def release_stock(*, order_id: UUID, expired: bool = False, actor: Actor, now: datetime) -> None:
    """Give back what is kept for an order, claimed or not. Calling it again changes nothing.

    With ``expired`` only what still waits for a payment is given back: a claim never lapses.
    """
    actor.must(INVENTORY_RESERVE)
    end = ReservationState.EXPIRED if expired else ReservationState.RELEASED
    open_states = [ReservationState.ACTIVE] if expired else [ReservationState.ACTIVE, ReservationState.CLAIMED]
    with transaction.atomic(savepoint=False):
        ended = fetch(
            f"""WITH locked AS (
                       SELECT kept.id, kept.state FROM inventory_reservation AS kept
                         JOIN inventory_stocklevel AS level USING (variant_id, place_id)
                        WHERE kept.order_id = %(order)s AND kept.state = ANY(%(open)s)
                        ORDER BY variant_id, place_id FOR UPDATE OF level, kept),
                     ended AS (
                       UPDATE inventory_reservation AS kept SET state = %(end)s, ended_at = %(now)s FROM locked
                        WHERE kept.id = locked.id AND kept.state = locked.state
                    RETURNING kept.variant_id, kept.place_id, kept.quantity,
                              CASE locked.state WHEN 'active' THEN kept.quantity ELSE 0 END AS reserved,
                              CASE locked.state WHEN 'claimed' THEN kept.quantity ELSE 0 END AS claimed)
                UPDATE inventory_stocklevel AS level
                   SET reserved = level.reserved - ended.reserved, claimed = level.claimed - ended.claimed,
                       shortfall = {_SHORTFALL}
                  FROM ended WHERE level.variant_id = ended.variant_id AND level.place_id = ended.place_id
             RETURNING level.variant_id, ended.quantity""",
            {"order": order_id, "open": [str(state) for state in open_states], "end": end, "now": now},
        )
        if ended:
            after = available_in_all({variant_id for variant_id, _ in ended})
            before = dict(after)
            for variant_id, quantity in ended:
                before[variant_id] = before.get(variant_id, 0) - quantity
            tell_moved_bands(before, after)
