"""What happens to goods before and beside orders."""

from collections import Counter
from functools import partial

from hypothesis import strategies as st
from hypothesis.stateful import precondition, rule

from comptoir.domains.inventory.actions import (
    cancel_transfer,
    close_count,
    open_count,
    open_transfer,
    receive_goods,
    receive_transfer,
    record_counted,
    record_counts,
    set_stock_policies,
    take_in_goods,
    write_off_stock,
)
from comptoir.domains.inventory.queries import levels_for
from comptoir.domains.inventory.testing import purchase_of
from comptoir.domains.inventory.values import (
    Count,
    CountId,
    PlacedLine,
    PurchaseOrderId,
    ReceiptLine,
    StockLine,
    StockPolicy,
    TransferId,
)
from comptoir.kernel.testing import OWNER
from tests.life.acting import NTH, Acting
from tests.life.model import KnownOrder
from tests.life.world import PLACES

SKUS = st.sampled_from(["HONEY", "SOAP-1", "SOAP-2"])
FEW = st.integers(1, 5)


class Supplying(Acting):
    """Receipts, transfers, counts, losses."""

    def __init__(self) -> None:
        super().__init__()
        self.bought: list[tuple[PurchaseOrderId, str]] = []
        self.travelling: list[tuple[TransferId, str]] = []
        self.counting: list[tuple[CountId, str, dict[str, int]]] = []

    def _line(self, sku: str, quantity: int) -> StockLine:
        return StockLine(variant_id=self.variants[sku], quantity=quantity)

    def _on_hand(self, sku: str, place: str) -> int:
        variant = self.variants[sku]
        return sum(each.on_hand for each in levels_for([variant])[variant] if each.place_code == place)

    @rule(sku=SKUS, pieces=FEW)
    def buy(self, sku: str, pieces: int) -> None:
        self.bought.append((purchase_of((self.variants[sku], pieces)), sku))

    @precondition(lambda self: self.bought)
    @rule(nth=NTH, pieces=FEW, even_more=st.booleans())
    def receive(self, nth: int, pieces: int, even_more: bool) -> None:
        id, sku = self.nth(self.bought, nth)
        receiving = partial(
            receive_goods,
            purchase_order_id=id,
            lines=[self._line(sku, pieces)],
            key=self.new_key(),
            even_more=even_more,
            actor=OWNER,
        )
        self.act(lambda: receiving(now=self.now), then=_more(sku, pieces))
        if not self.cutter.was_cut:
            self.act(lambda: receiving(now=self.now))  # pressed twice: it counts once

    @rule(sku=SKUS, pieces=FEW, place=st.sampled_from(PLACES))
    def take_in(self, sku: str, pieces: int, place: str) -> None:
        line = ReceiptLine(variant_id=self.variants[sku], quantity=pieces)
        taking = partial(
            take_in_goods,
            place_code=place,
            lines=[line],
            delivery_note="x",
            is_another=True,
            key=self.new_key(),
            actor=OWNER,
        )
        self.act(lambda: taking(now=self.now), then=_more(sku, pieces))
        if not self.cutter.was_cut:
            self.act(lambda: taking(now=self.now))  # pressed twice: it counts once

    @rule(sku=SKUS, pieces=FEW, from_shop=st.booleans())
    def send_to_another_place(self, sku: str, pieces: int, from_shop: bool) -> None:
        source, destination = PLACES[::-1] if from_shop else PLACES
        sending = partial(
            open_transfer,
            source_code=source,
            destination_code=destination,
            lines=[self._line(sku, pieces)],
            key=self.new_key(),
            actor=OWNER,
        )
        if id := self.act(lambda: sending(now=self.now)):
            self.travelling.append((id, sku))

    @precondition(lambda self: self.travelling)
    @rule(nth=NTH, pieces=st.integers(0, 3), lost=st.sampled_from([0, 0, 1]))
    def arrive(self, nth: int, pieces: int, lost: int) -> None:
        id, sku = self.nth(self.travelling, nth)
        arriving = partial(
            receive_transfer,
            transfer_id=id,
            lines=[self._line(sku, pieces)] if pieces else [],
            lost=[self._line(sku, lost)] if lost else [],
            because="x",
            key=self.new_key(),
            actor=OWNER,
        )
        self.act(lambda: arriving(now=self.now), then=_more(sku, -lost))

    @precondition(lambda self: self.travelling)
    @rule(nth=NTH)
    def turn_round(self, nth: int) -> None:
        id, _ = self.nth(self.travelling, nth)
        self.act(lambda: cancel_transfer(transfer_id=id, because="x", actor=OWNER, now=self.now))

    @rule(sku=SKUS, pieces=st.integers(1, 2), place=st.sampled_from(PLACES))
    def write_off(self, sku: str, pieces: int, place: str) -> None:
        lines = [PlacedLine(variant_id=self.variants[sku], place_code=place, quantity=pieces)]
        losing = partial(write_off_stock, lines=lines, because="x", key=self.new_key(), actor=OWNER)
        self.act(lambda: losing(now=self.now), then=_more(sku, -pieces))

    @rule(sku=SKUS, pieces=st.integers(0, 20), place=st.sampled_from(PLACES))
    def count_a_shelf(self, sku: str, pieces: int, place: str) -> None:
        counts = [Count(variant_id=self.variants[sku], place_code=place, quantity=pieces)]
        counting = partial(record_counts, counts=counts, actor=OWNER)
        self.act(lambda: counting(now=self.now), then=_more(sku, pieces - self._on_hand(sku, place)))

    @rule(place=st.sampled_from(PLACES))
    def begin_to_count(self, place: str) -> None:
        if id := self.act(lambda: open_count(place_code=place, actor=OWNER, now=self.now)):
            self.counting.append((id, place, {}))

    @precondition(lambda self: self.counting)
    @rule(nth=NTH, sku=SKUS, found=st.integers(0, 20))
    def count_some(self, nth: int, sku: str, found: int) -> None:
        id, place, differences = self.nth(self.counting, nth)
        before = self._on_hand(sku, place)
        counting = partial(record_counted, count_id=id, lines=[self._line(sku, found)], actor=OWNER)
        self.act(lambda: counting(now=self.now))
        if self.cutter.was_cut:  # whether it was written down shows when it is counted again
            counting(now=self.now)
        differences[sku] = found - before

    @precondition(lambda self: self.counting)
    @rule(nth=NTH)
    def end_a_count(self, nth: int) -> None:
        id, _, differences = self.nth(self.counting, nth)

        def then(known: KnownOrder, owned: Counter[str]) -> None:
            owned.update(differences)

        if self.act(lambda: close_count(count_id=id, actor=OWNER, now=self.now), then=then) is not None:
            self.counting = [each for each in self.counting if each[0] != id]

    @rule(sku=SKUS, safety=st.integers(0, 2), limit=st.integers(0, 3), place=st.sampled_from(PLACES))
    def decide_how_to_keep(self, sku: str, safety: int, limit: int, place: str) -> None:
        policy = StockPolicy(variant_id=self.variants[sku], place_code=place, safety=safety, backorder_limit=limit)
        self.act(lambda: set_stock_policies(batch=[policy], actor=OWNER, now=self.now))


def _more(sku: str, pieces: int):
    def then(known: KnownOrder, owned: Counter[str]) -> None:
        owned[sku] += pieces

    return then
