"""Without the right to it, every verb of supply is refused and changes nothing."""

from collections.abc import Callable

import pytest

from comptoir.domains.catalogue.values import VariantId
from comptoir.domains.inventory.actions import (
    cancel_count,
    cancel_purchase_order,
    cancel_receipt,
    cancel_transfer,
    change_purchase_order,
    close_count,
    close_purchase_order,
    draft_purchase_order,
    draft_restocking,
    note_purchase_mailed,
    open_count,
    open_transfer,
    place_purchase_order,
    receive_goods,
    receive_transfer,
    record_counted,
    save_supplier,
    set_stock_policies,
    set_supplies,
    take_in_goods,
    write_off_stock,
)
from comptoir.domains.inventory.queries import (
    count_session,
    count_sessions,
    proposals,
    purchase_order,
    purchase_orders,
    suppliers,
    supplies_for,
    transfer,
    transfers,
)
from comptoir.domains.inventory.testing import make_stock, purchase_of, transfer_of
from comptoir.domains.inventory.values import (
    CountId,
    PlacedLine,
    PurchaseLine,
    PurchaseOrderId,
    ReceiptId,
    ReceiptLine,
    StockLine,
    StockPolicy,
    Supplier,
    Supply,
    TransferId,
)
from comptoir.domains.network.testing import SHOP, WAREHOUSE
from comptoir.kernel.access import NotAllowed
from comptoir.kernel.ids import new_id
from comptoir.kernel.money import Money
from comptoir.kernel.testing import NOBODY, NOON, OWNER, snapshot

pytestmark = pytest.mark.django_db
COST = Money(1, "EUR")


def _line(id: VariantId) -> list[StockLine]:
    return [StockLine(variant_id=id, quantity=1)]


def _placed(id: VariantId) -> list[PlacedLine]:
    return [PlacedLine(variant_id=id, place_code=WAREHOUSE.code, quantity=1)]


def _bought(id: VariantId) -> list[PurchaseLine]:
    return [PurchaseLine(variant_id=id, ordered=1, unit_cost=COST)]


Verb = Callable[[VariantId, TransferId, PurchaseOrderId, CountId], object]
VERBS: dict[str, Verb] = {
    "policies": lambda id, *_: set_stock_policies(
        batch=[StockPolicy(variant_id=id, place_code=WAREHOUSE.code, safety=1)], actor=NOBODY, now=NOON
    ),
    "take in": lambda id, *_: take_in_goods(
        place_code=WAREHOUSE.code,
        lines=[ReceiptLine(variant_id=id, quantity=1)],
        delivery_note="x",
        key="k",
        actor=NOBODY,
        now=NOON,
    ),
    "cancel a receipt": lambda *_: cancel_receipt(receipt_id=ReceiptId(new_id()), because="x", actor=NOBODY, now=NOON),
    "mail": lambda _id, _transfer, bought, _count: note_purchase_mailed(
        purchase_order_id=bought, key="k", actor=NOBODY, now=NOON
    ),
    "write off": lambda id, *_: write_off_stock(
        lines=_placed(id), because="x", key=str(new_id()), actor=NOBODY, now=NOON
    ),
    "open transfer": lambda id, *_: open_transfer(
        source_code=WAREHOUSE.code, destination_code=SHOP.code, lines=_line(id), key="k", actor=NOBODY, now=NOON
    ),
    "receive transfer": lambda id, sent, *_: receive_transfer(
        transfer_id=sent, lines=_line(id), key="k", actor=NOBODY, now=NOON
    ),
    "cancel transfer": lambda _id, sent, *_: cancel_transfer(transfer_id=sent, because="x", actor=NOBODY, now=NOON),
    "supplier": lambda *_: save_supplier(
        supplier=Supplier(code="new", name="New", currency="EUR"), actor=NOBODY, now=NOON
    ),
    "supply": lambda id, *_: set_supplies(
        batch=[Supply(variant_id=id, supplier_code="ruches", unit_cost=COST)], actor=NOBODY, now=NOON
    ),
    "draft": lambda id, *_: draft_purchase_order(
        supplier_code="ruches", place_code=WAREHOUSE.code, lines=_bought(id), key="k", actor=NOBODY, now=NOON
    ),
    "restock": lambda id, *_: draft_restocking(lines=_placed(id), key="k", actor=NOBODY, now=NOON),
    "change": lambda id, _sent, bought, _count: change_purchase_order(
        purchase_order_id=bought, lines=_bought(id), actor=NOBODY, now=NOON
    ),
    "order": lambda _id, _sent, bought, _count: place_purchase_order(purchase_order_id=bought, actor=NOBODY, now=NOON),
    "call off": lambda _id, _sent, bought, _count: cancel_purchase_order(
        purchase_order_id=bought, because="x", actor=NOBODY, now=NOON
    ),
    "end": lambda _id, _sent, bought, _count: close_purchase_order(
        purchase_order_id=bought, because="x", actor=NOBODY, now=NOON
    ),
    "receive": lambda id, _sent, bought, _count: receive_goods(
        purchase_order_id=bought, lines=_line(id), key="k", actor=NOBODY, now=NOON
    ),
    "open count": lambda *_: open_count(place_code=WAREHOUSE.code, actor=NOBODY, now=NOON),
    "counted": lambda id, _sent, _bought, count: record_counted(
        count_id=count, lines=_line(id), actor=NOBODY, now=NOON
    ),
    "close count": lambda _id, _sent, _bought, count: close_count(count_id=count, actor=NOBODY, now=NOON),
    "cancel count": lambda _id, _sent, _bought, count: cancel_count(
        count_id=count, because="x", actor=NOBODY, now=NOON
    ),
}


@pytest.mark.parametrize("verb", VERBS)
def test_without_the_permission_every_verb_is_refused_and_changes_nothing(verb: str) -> None:
    honey = make_stock(5)
    given = transfer_of((honey, 1)), purchase_of((honey, 1), ordered=False)
    count = open_count(place_code=WAREHOUSE.code, actor=OWNER, now=NOON)
    before = snapshot()
    with pytest.raises(NotAllowed):
        VERBS[verb](honey, *given, count)
    assert snapshot() == before


QUERIES: dict[str, Callable[[], object]] = {
    "suppliers": lambda: suppliers(actor=NOBODY),
    "supplies": lambda: supplies_for([], actor=NOBODY),
    "orders": lambda: purchase_orders(actor=NOBODY),
    "order": lambda: purchase_order(PurchaseOrderId(new_id()), actor=NOBODY),
    "transfers": lambda: transfers(actor=NOBODY),
    "transfer": lambda: transfer(TransferId(new_id()), actor=NOBODY),
    "counts": lambda: count_sessions(actor=NOBODY),
    "count": lambda: count_session(CountId(new_id()), actor=NOBODY),
    "proposals": lambda: proposals(actor=NOBODY, now=NOON),
}


@pytest.mark.parametrize("query", QUERIES)
def test_without_the_permission_nothing_is_shown(query: str) -> None:
    with pytest.raises(NotAllowed):
        QUERIES[query]()
