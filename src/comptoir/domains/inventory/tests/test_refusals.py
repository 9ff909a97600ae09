"""Without the right to it, every verb of stock is refused and changes nothing."""

from collections.abc import Callable
from datetime import timedelta
from uuid import UUID

import pytest

from comptoir.domains.catalogue.values import VariantId
from comptoir.domains.inventory.actions import (
    claim_stock,
    record_counts,
    release_pieces,
    release_stock,
    reserve_more,
    reserve_stock,
    ship_stock,
    take_back,
)
from comptoir.domains.inventory.testing import make_stock
from comptoir.domains.inventory.values import Count, PlacedLine, StockLine
from comptoir.domains.network.testing import WAREHOUSE
from comptoir.kernel.access import NotAllowed
from comptoir.kernel.ids import new_id
from comptoir.kernel.testing import NOBODY, NOON, OWNER, snapshot

LATER = NOON + timedelta(minutes=30)
pytestmark = pytest.mark.django_db


VERBS: dict[str, Callable[[UUID, VariantId], object]] = {
    "reserve": lambda order, id: reserve_stock(
        lines=[StockLine(variant_id=id, quantity=1)], order_id=order, until=LATER, actor=NOBODY, now=NOON
    ),
    "claim": lambda order, id: claim_stock(order_id=order, actor=NOBODY, now=NOON),
    "release": lambda order, id: release_stock(order_id=order, actor=NOBODY, now=NOON),
    "ship": lambda order, id: ship_stock(
        order_id=order,
        lines=[PlacedLine(variant_id=id, place_code=WAREHOUSE.code, quantity=1)],
        reference="",
        actor=NOBODY,
        now=NOON,
    ),
    "release pieces": lambda order, id: release_pieces(
        order_id=order, lines=[StockLine(variant_id=id, quantity=1)], actor=NOBODY, now=NOON
    ),
    "reserve more": lambda order, id: reserve_more(
        order_id=order, lines=[StockLine(variant_id=id, quantity=1)], actor=NOBODY, now=NOON
    ),
    "take back": lambda order, id: take_back(
        lines=[PlacedLine(variant_id=id, place_code=WAREHOUSE.code, quantity=1)], reference="", actor=NOBODY, now=NOON
    ),
    "count": lambda order, id: record_counts(
        counts=[Count(variant_id=id, place_code=WAREHOUSE.code, quantity=9)], actor=NOBODY, now=NOON
    ),
}


@pytest.mark.parametrize("verb", VERBS)
def test_without_the_permission_every_verb_is_refused_and_changes_nothing(verb: str) -> None:
    honey, order_id = make_stock(5), new_id()
    lines = [StockLine(variant_id=honey, quantity=2)]
    reserve_stock(lines=lines, order_id=order_id, until=LATER, actor=OWNER, now=NOON)
    before = snapshot()
    with pytest.raises(NotAllowed):
        VERBS[verb](order_id, honey)
    assert snapshot() == before
