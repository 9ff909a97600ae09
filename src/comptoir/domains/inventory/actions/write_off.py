from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from comptoir.domains.inventory.actions.papers import done_before
from comptoir.domains.inventory.actions.shift import Shift, shift_stock
from comptoir.domains.inventory.errors import BadQuantity, ReasonNeeded
from comptoir.domains.inventory.permissions import INVENTORY_ADJUST
from comptoir.domains.inventory.rules import merged
from comptoir.domains.inventory.values import MovementKind, PlacedLine
from comptoir.kernel.access import Actor
from comptoir.kernel.ids import new_id


def write_off_stock(*, lines: Sequence[PlacedLine], because: str, key: str, actor: Actor, now: datetime) -> None:
    """Pieces are broken, stolen or past their date: they leave the shelf, all or nothing, and the ledger tells why.

    The same ``key`` writes off once, however often it is sent. Promised pieces go as well: what is then missing shows
    as a shortfall until it is made good.

    :raises NotOnShelf: when fewer stand there.
    :raises BadQuantity: for a quantity that is not positive.
    :raises ReasonNeeded: without a reason.
    """
    actor.must(INVENTORY_ADJUST)
    if any(line.quantity <= 0 for line in lines):
        raise BadQuantity(field="quantity")
    if not because.strip():
        raise ReasonNeeded(field="because")
    shifts = [Shift(line.variant_id, line.place_code, MovementKind.DAMAGE, -line.quantity) for line in merged(lines)]
    asked = [because.strip(), [[str(one.variant_id), one.place_code, one.quantity] for one in shifts]]
    with transaction.atomic(savepoint=False):
        if done_before("inventory.write_off_stock", key, asked, new_id(), now) is None:
            shift_stock(shifts, reference=because.strip(), actor=actor, now=now)
