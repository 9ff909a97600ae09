"""A year of supply in no order anybody planned: whatever happens, every piece is somewhere, once."""

import random
from collections.abc import Callable
from datetime import timedelta

import pytest
from django.db import transaction

from comptoir.domains.catalogue.values import VariantId
from comptoir.domains.inventory.actions import (
    cancel_transfer,
    claim_stock,
    close_count,
    close_purchase_order,
    open_count,
    open_transfer,
    receive_goods,
    receive_transfer,
    record_counted,
    reserve_stock,
    set_stock_policies,
    ship_stock,
    write_off_stock,
)
from comptoir.domains.inventory.models import PurchaseLine, StockLevel, StockMovement, TransferLine
from comptoir.domains.inventory.queries import count_sessions, purchase_orders, reservations_of, transfers
from comptoir.domains.inventory.testing import make_stock, purchase_of
from comptoir.domains.inventory.values import (
    CountState,
    MovementKind,
    PlacedLine,
    PurchaseState,
    StockLine,
    StockPolicy,
    TransferState,
)
from comptoir.domains.network.testing import SHOP, WAREHOUSE, make_place
from comptoir.kernel.errors import BusinessError
from comptoir.kernel.ids import new_id
from comptoir.kernel.testing import NOON, OWNER

pytestmark = pytest.mark.django_db
PLACES = (WAREHOUSE.code, SHOP.code)
STEPS = 160
_MOVING = (TransferState.IN_TRANSIT, TransferState.PARTLY_RECEIVED)
_COMING = (PurchaseState.ORDERED, PurchaseState.PARTLY_RECEIVED)


class Year:
    """One step after the other, chosen by chance; what a rule refuses changes nothing."""

    def __init__(self, seed: int) -> None:
        self.chance = random.Random(seed)
        make_place(SHOP)
        self.variants = [make_stock(20) for _ in range(3)]
        self.refused = 0

    def live(self) -> None:
        steps: list[Callable[[], object]] = [
            self.sell, self.sell, self.send, self.arrive, self.turn_round, self.buy, self.receive, self.receive,
            self.give_up, self.write_off, self.count, self.find, self.correct, self.keep,
        ]  # fmt: skip
        for step in range(STEPS):
            try:
                with transaction.atomic():
                    self.chance.choice(steps)()
            except BusinessError:
                self.refused += 1
            if step % 10 == 9:
                assert_every_piece_is_somewhere()

    def lines(self, most: int = 6) -> list[StockLine]:
        chosen = self.chance.sample(self.variants, self.chance.randint(1, 3))
        return [StockLine(variant_id=id, quantity=self.chance.randint(1, most)) for id in chosen]

    def placed(self) -> list[PlacedLine]:
        place = self.chance.choice(PLACES)
        return [PlacedLine(variant_id=one.variant_id, place_code=place, quantity=one.quantity) for one in self.lines()]

    def sell(self) -> None:
        order_id = new_id()
        until = NOON + timedelta(hours=1)
        reserve_stock(lines=self.lines(3), order_id=order_id, until=until, actor=OWNER, now=NOON)
        if self.chance.random() < 0.8:
            claim_stock(order_id=order_id, actor=OWNER, now=NOON)
            kept = [
                PlacedLine(variant_id=one.variant_id, place_code=one.place_code, quantity=one.quantity)
                for one in reservations_of(order_id)
            ]
            ship_stock(order_id=order_id, lines=kept, reference="", actor=OWNER, now=NOON)

    def send(self) -> None:
        source, destination = self.chance.sample(PLACES, 2)
        open_transfer(
            source_code=source,
            destination_code=destination,
            lines=self.lines(),
            key=str(new_id()),
            actor=OWNER,
            now=NOON,
        )

    def arrive(self) -> None:
        open_ones = transfers(_MOVING, actor=OWNER).items
        if open_ones:
            chosen = self.chance.choice(open_ones)
            some, gone = self.lines(3), self.lines(1) if self.chance.random() < 0.3 else []
            receive_transfer(
                transfer_id=chosen.id, lines=some, lost=gone, because="x", key=str(new_id()), actor=OWNER, now=NOON
            )

    def turn_round(self) -> None:
        if open_ones := transfers(_MOVING, actor=OWNER).items:
            cancel_transfer(transfer_id=self.chance.choice(open_ones).id, because="x", actor=OWNER, now=NOON)

    def buy(self) -> None:
        purchase_of(*((one.variant_id, one.quantity) for one in self.lines(9)))

    def receive(self) -> None:
        if coming := purchase_orders(_COMING, actor=OWNER).items:
            receive_goods(
                purchase_order_id=self.chance.choice(coming).id,
                lines=self.lines(4),
                key=str(new_id()),
                even_more=self.chance.random() < 0.3,
                actor=OWNER,
                now=NOON,
            )

    def give_up(self) -> None:
        if coming := purchase_orders(_COMING, actor=OWNER).items:
            chosen = self.chance.choice(coming)
            close_purchase_order(purchase_order_id=chosen.id, because="x", actor=OWNER, now=NOON)

    def write_off(self) -> None:
        write_off_stock(lines=self.placed(), because="x", key=str(new_id()), actor=OWNER, now=NOON)

    def count(self) -> None:
        if not count_sessions([CountState.OPEN], actor=OWNER).items:
            open_count(place_code=self.chance.choice(PLACES), actor=OWNER, now=NOON)

    def find(self) -> None:
        for session in count_sessions([CountState.OPEN], actor=OWNER).items:
            record_counted(count_id=session.id, lines=self.lines(12), actor=OWNER, now=NOON)

    def correct(self) -> None:
        for session in count_sessions([CountState.OPEN], actor=OWNER).items:
            close_count(count_id=session.id, actor=OWNER, now=NOON)

    def keep(self) -> None:
        for line in self.placed():
            policy = StockPolicy(
                variant_id=line.variant_id,
                place_code=line.place_code,
                safety=self.chance.randint(0, 2),
                backorder_limit=self.chance.randint(0, 3),
            )
            set_stock_policies(batch=[policy], actor=OWNER, now=NOON)


def assert_every_piece_is_somewhere() -> None:
    moved: dict[tuple[VariantId, str], int] = {}
    travelling: dict[VariantId, int] = {}
    received: dict[VariantId, int] = {}
    for row in StockMovement.objects.all():
        shelf = (VariantId(row.variant_id), row.place_id)
        moved[shelf] = moved.get(shelf, 0) + row.quantity
        if row.kind == MovementKind.TRANSFER:
            travelling[shelf[0]] = travelling.get(shelf[0], 0) - row.quantity
        if row.kind == MovementKind.RECEIPT:
            received[shelf[0]] = received.get(shelf[0], 0) + row.quantity
    for level in StockLevel.objects.all():
        assert level.on_hand == moved.get((VariantId(level.variant_id), level.place_id), 0)
        promised = level.reserved + level.claimed
        assert level.shortfall == max(0, promised - level.on_hand - level.backorder_limit)
    for sent in TransferLine.objects.all():
        id = VariantId(sent.variant_id)
        travelling[id] = travelling.get(id, 0) - (sent.sent - sent.received - sent.lost - sent.given_back)
    for line in PurchaseLine.objects.all():
        id = VariantId(line.variant_id)
        received[id] = received.get(id, 0) - line.received
    assert set(travelling.values()) | set(received.values()) <= {0}


@pytest.mark.parametrize("seed", [20261129, 1789])
def test_whatever_happens_every_piece_is_somewhere_once(seed: int) -> None:
    year = Year(seed)
    year.live()
    kinds = set(StockMovement.objects.values_list("kind", flat=True))
    assert kinds >= {str(kind) for kind in MovementKind} - {str(MovementKind.RETURN)}, "the year was too quiet"
    assert 0 < year.refused < STEPS // 2
