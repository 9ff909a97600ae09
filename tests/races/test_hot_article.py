"""A hundred pieces that are spread, and more buyers than that at every moment: exactly a hundred are sold."""

import threading
from collections.abc import Callable, Sequence
from functools import partial
from random import Random
from uuid import UUID

import pytest
from django.db import connection, transaction

from comptoir.domains.catalogue.values import VariantId
from comptoir.domains.inventory.actions import (
    claim_stock,
    gather_stock,
    record_counts,
    release_stock,
    reserve_stock,
    spread_stock,
)
from comptoir.domains.inventory.errors import InsufficientStock
from comptoir.domains.inventory.events import AvailabilityChanged
from comptoir.domains.inventory.models import StockBucket
from comptoir.domains.inventory.queries import availability_for
from comptoir.domains.inventory.testing import level, make_stock
from comptoir.domains.inventory.values import Band, Count, StockLine
from comptoir.domains.network.testing import WAREHOUSE
from comptoir.kernel.ids import new_id
from comptoir.kernel.models import OutboxEvent
from comptoir.kernel.sql import execute
from comptoir.kernel.testing import NOON, OWNER, at_once
from tests.races.showing import all_holds, chance, deadlocks, sizes

PIECES, BUYERS, BUCKETS = 100, 40, 8
ROUNDS = sizes("hot article", 3, long=30)
pytestmark = pytest.mark.django_db(transaction=True)


def spread(id: VariantId, buckets: int = BUCKETS) -> None:
    spread_stock(variant_id=id, place_code=WAREHOUSE.code, buckets=buckets, actor=OWNER, now=NOON)


def gather(id: VariantId) -> None:
    gather_stock(variant_id=id, place_code=WAREHOUSE.code, actor=OWNER, now=NOON)


def count(id: VariantId, quantity: int) -> None:
    counts = [Count(variant_id=id, place_code=WAREHOUSE.code, quantity=quantity)]
    record_counts(counts=counts, actor=OWNER, now=NOON)


class Rush:
    """Buyers of an article, some with a second one in their basket, until nobody can have a piece of it."""

    def __init__(self, hot: VariantId, other: VariantId, seed: object) -> None:
        self.hot, self.other, self.seed = hot, other, seed

    def buyer(self, number: int) -> int:
        """Comes back until it is sold out; a third of the orders are declined. Returns how many pieces were paid."""
        luck, paid = Random(f"{self.seed} {number}"), 0
        while True:
            quantity = luck.choice((1, 1, 2, 3))
            order_id, second = new_id(), luck.random() < 0.3
            if not self._reserve(order_id, quantity, second):
                if quantity == 1:
                    return paid
                quantity = 1
                if not self._reserve(order_id, quantity, second=False):
                    return paid
            if luck.random() < 0.3:
                end = partial(release_stock, expired=luck.random() < 0.5)
                end(order_id=order_id, actor=OWNER, now=NOON)
            else:
                claim_stock(order_id=order_id, actor=OWNER, now=NOON)
                paid += quantity

    def _reserve(self, order_id: UUID, quantity: int, second: bool) -> bool:
        lines = [StockLine(variant_id=self.hot, quantity=quantity)]
        if second:
            lines.append(StockLine(variant_id=self.other, quantity=1))
        try:
            with transaction.atomic(durable=True):
                reserve_stock(lines=lines, order_id=order_id, until=NOON, actor=OWNER, now=NOON)
        except InsufficientStock:
            return False
        return True


class Listener:
    """A page that looks again whenever it hears of a change, and never otherwise."""

    def __init__(self, id: VariantId, speakers: int) -> None:
        self._id, self._speakers = id, speakers
        self.shown: dict[int, Band] = {}
        self.stale: list[str] = []

    def listen(self) -> int:
        looks = 0
        while self._speakers > 0:
            looks += 1
            with transaction.atomic():
                execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ")
                heard = OutboxEvent.objects.filter(
                    name=AvailabilityChanged.NAME, payload__variant_ids__contains=[str(self._id)]
                ).count()
                now = availability_for([self._id])[self._id].band
            if self.shown.setdefault(heard, now) is not now:
                self.stale.append(f"after {heard} changes {self.shown[heard]} is shown, and it is {now}")
        return looks

    def beside[T](self, speak: Callable[[], T]) -> T:
        try:
            return speak()
        finally:
            with _counting:
                self._speakers -= 1


_counting = threading.Lock()


def live(keepers: Callable[[VariantId, VariantId, Random], Sequence[Callable[[], int]]], seed: str) -> None:
    """One rush, with those who keep the stock beside it; afterwards everything adds up and nobody was told wrongly."""
    honey, soap = make_stock(PIECES), make_stock(10_000)
    before = deadlocks(connection.connection)
    spread(honey)
    rush = Rush(honey, soap, seed)
    buyers: list[Callable[[], int]] = [partial(rush.buyer, number) for number in range(BUYERS)]
    people: list[Callable[[], int]] = [*buyers, *keepers(honey, soap, Random(seed))]
    page = Listener(honey, len(people))
    spoken: list[Callable[[], int]] = [*(partial(page.beside, one) for one in people), page.listen]
    answers = at_once(spoken)
    assert not [answer for answer in answers if isinstance(answer, Exception)]
    late = rush.buyer(BUYERS)  # for whom the pieces are that were given back last
    now = level(honey)
    assert sum(int(str(answer)) for answer in answers[:BUYERS]) + late == now.claimed == PIECES
    assert (now.on_hand, now.reserved, now.available, now.shortfall) == (PIECES, 0, 0, 0)
    assert page.stale == []
    all_holds()
    gather(honey)
    assert not StockBucket.objects.filter(variant_id=honey).exists()
    all_holds()
    assert deadlocks(connection.connection) == before


@pytest.mark.parametrize("trial", range(ROUNDS))
def test_exactly_what_is_there_is_sold(trial: int) -> None:
    live(lambda honey, soap, luck: [], f"{chance('hot article').random()} {trial}")


@pytest.mark.parametrize("trial", range(ROUNDS))
def test_spread_gathered_and_counted_while_it_sells(trial: int) -> None:
    def keep(honey: VariantId, soap: VariantId, luck: Random) -> int:
        acts = (
            lambda: gather(honey),
            lambda: count(honey, PIECES),
            lambda: spread(soap, luck.choice((2, 8))),
            lambda: spread(honey, luck.choice((2, 8, 16))),
        )
        for _ in range(15):
            luck.choice(acts)()
        return 0

    live(lambda *about: [partial(keep, *about)] * 2, f"{chance('hot article, kept').random()} {trial}")
