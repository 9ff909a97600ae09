from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import datetime

from comptoir.domains.catalogue.values import VariantId
from comptoir.domains.fulfilment.actions import take_out_pieces
from comptoir.domains.inventory.values import PlacedLine, StockLine
from comptoir.domains.orders.values import BEING_PREPARED, Order
from comptoir.kernel.access import Actor


def take_out_goods(
    *, order: Order, called_off: Mapping[int, int], actor: Actor, now: datetime
) -> Sequence[StockLine | PlacedLine]:
    """Pieces that have not left are called off, by the position of their line: they are taken out of what is being
    prepared. Returns what stock is to release, which comes after shipments, as for everybody: docs/explain/locking.md.

    ``order`` is as it was before they were called off.
    """
    pieces: Counter[VariantId] = Counter()
    for line in order.lines:
        if line.lies_on_shelf:
            pieces[line.variant_id] += called_off.get(line.position, 0)
    pieces = +pieces
    if not pieces or order.state not in BEING_PREPARED:
        return [StockLine(variant_id=id, quantity=count) for id, count in pieces.items()]
    packed = take_out_pieces(order_id=order.id, pieces=pieces, actor=actor, now=now)
    return [
        PlacedLine(variant_id=line.variant_id, place_code=line.place_code, quantity=line.quantity) for line in packed
    ]
