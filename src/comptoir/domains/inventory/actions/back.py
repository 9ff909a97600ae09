from collections.abc import Sequence
from datetime import datetime

from comptoir.domains.inventory.actions.shift import Shift, shift_stock
from comptoir.domains.inventory.errors import BadQuantity, UnknownPlace
from comptoir.domains.inventory.permissions import INVENTORY_SHIP
from comptoir.domains.inventory.values import MovementKind, PlacedLine
from comptoir.domains.network.queries import places_for
from comptoir.kernel.access import Actor


def take_back(
    *,
    lines: Sequence[PlacedLine],
    scrapped: Sequence[PlacedLine] = (),
    reference: str,
    actor: Actor,
    now: datetime,
) -> None:
    """Pieces that were sold have come back to a place: ``lines`` to be sold again, ``scrapped`` written off at once.

    Called by whoever records the return, in that transaction: once for each piece.

    :raises BadQuantity: for a quantity that is not positive.
    :raises UnknownPlace: for a place that does not exist.
    """
    actor.must(INVENTORY_SHIP)
    every = [*lines, *scrapped]
    if any(line.quantity <= 0 for line in every):
        raise BadQuantity(field="quantity")
    codes = {line.place_code for line in every}
    if unknown := codes - set(places_for(codes)):
        raise UnknownPlace(field="place", place_code=min(unknown))
    shifts = [Shift(line.variant_id, line.place_code, MovementKind.RETURN, line.quantity) for line in every]
    shifts += [Shift(line.variant_id, line.place_code, MovementKind.DAMAGE, -line.quantity) for line in scrapped]
    shift_stock(shifts, reference=reference, actor=actor, now=now)
