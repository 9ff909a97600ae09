"""The flows that move goods: what is bought, carried, counted and sold in a rush."""

from functools import partial
from typing import Any

from comptoir.domains.catalogue.values import ProductDraft, TaxClass, VariantDraft
from comptoir.domains.inventory.actions import (
    cancel_receipt,
    cancel_transfer,
    close_count,
    gather_stock,
    open_count,
    open_transfer,
    receive_goods,
    receive_transfer,
    record_counted,
    record_counts,
    set_stock_policies,
    spread_stock,
    take_in_goods,
)
from comptoir.domains.inventory.testing import level, purchase_of
from comptoir.domains.inventory.values import Count, ReceiptLine, StockLine, StockPolicy
from comptoir.domains.network.testing import SHOP, WAREHOUSE, make_place
from comptoir.domains.orders.values import OrderChange
from comptoir.flows.cancel_order import cancel_order
from comptoir.flows.edit_order import edit_order
from comptoir.flows.mail_purchase_order import mail_purchase_order
from comptoir.flows.save_product import SkuCount, SkuPrice, save_product
from comptoir.flows.ship_order import ship_order
from comptoir.flows.tests.importing import SAMPLES, Run
from comptoir.kernel.money import Money
from comptoir.kernel.testing import NOON, OWNER
from tests.races.story import Story


def restock(story: Story) -> None:
    counts = [Count(variant_id=story.shop.variant_id, place_code=WAREHOUSE.code, quantity=77)]
    story.do(record_counts, counts=counts, actor=OWNER, now=NOON)
    _supply(story)
    jam = ProductDraft(titles={"fr": "Confiture"}, tax_class=TaxClass.REDUCED, variants=(VariantDraft(sku="JAM"),))
    written = partial(save_product, market=story.shop.market, actor=OWNER, now=NOON)
    prices = [SkuPrice(sku="JAM", amount=Money(690, "EUR"))]
    counted = [SkuCount(sku="JAM", place_code=WAREHOUSE.code, quantity=24)]
    story.do(written, "save_product", product_id=None, draft=jam, version=0, prices=prices, counts=counted)
    for _ in range(2):  # the second time they are known
        story.do(Run, "import_catalogue", path=SAMPLES / "pottery.csv")


def _supply(story: Story) -> None:
    some = [StockLine(variant_id=story.shop.variant_id, quantity=2)]
    now: dict[str, Any] = {"actor": OWNER, "now": NOON}
    make_place(SHOP)
    ways: dict[str, Any] = {"source_code": WAREHOUSE.code, "destination_code": SHOP.code, "lines": some}
    there = story.do(open_transfer, **ways, key=story.new_key(), **now)
    story.do(receive_transfer, transfer_id=there, lines=some, key=story.new_key(), **now)
    back = story.do(open_transfer, **ways, key=story.new_key(), **now)
    story.do(cancel_transfer, transfer_id=back, because="x", **now)
    bought = purchase_of((story.shop.variant_id, 2))
    story.do(mail_purchase_order, purchase_order_id=bought, key=story.new_key(), **now)
    story.do(receive_goods, purchase_order_id=bought, lines=some, key=story.new_key(), **now)
    came = [ReceiptLine(variant_id=story.shop.variant_id, quantity=2)]
    note = {"place_code": WAREHOUSE.code, "delivery_note": "x"}
    taken = story.do(take_in_goods, **note, lines=came, key=story.new_key(), **now)
    story.do(cancel_receipt, receipt_id=taken, because="x", **now)
    count = story.do(open_count, place_code=WAREHOUSE.code, **now)
    story.do(record_counted, count_id=count, lines=some, **now)
    story.do(close_count, count_id=count, **now)
    policy = StockPolicy(variant_id=story.shop.variant_id, place_code=WAREHOUSE.code, safety=1)
    story.do(set_stock_policies, batch=[policy], **now)
    counts = [Count(variant_id=story.shop.variant_id, place_code=WAREHOUSE.code, quantity=77)]
    story.do(record_counts, counts=counts, **now)


def rush(story: Story) -> None:
    """A sale of an article that is spread: from a bucket, to the last piece, given back, and with pieces added."""
    id, now = story.shop.variant_id, {"actor": OWNER, "now": NOON}
    shelf: dict[str, Any] = {"variant_id": id, "place_code": WAREHOUSE.code, **now}

    def count(free: int) -> None:
        known = level(id)
        wanted = Count(variant_id=id, place_code=WAREHOUSE.code, quantity=known.on_hand - known.available + free)
        record_counts(counts=[wanted], actor=OWNER, now=NOON)

    story.do(spread_stock, **shelf, buckets=3)
    sold = story.place()
    story.do(count, "record_counts", free=2)
    last = story.place()
    story.do(cancel_order, **story.of(last), because="x")
    story.do(count, "record_counts", free=60)
    changed = story.place()
    change = OrderChange(builds_on=1, called_off={1: 1}, added={story.shop.sku: 2})
    story.do(edit_order, **story.of(changed), change=change, because="x")
    story.do(ship_order, **story.of(sold), prepare=True)
    story.do(gather_stock, **shelf)
