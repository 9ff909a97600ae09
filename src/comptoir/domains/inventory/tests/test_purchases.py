"""Bought from a supplier, received in parts, and what to buy next."""

from collections.abc import Sequence
from datetime import date, timedelta

import pytest
from django.db import transaction

from comptoir.domains.catalogue.values import VariantId
from comptoir.domains.inventory.actions import (
    cancel_purchase_order,
    change_purchase_order,
    claim_stock,
    close_purchase_order,
    draft_purchase_order,
    draft_restocking,
    place_purchase_order,
    receive_goods,
    reserve_stock,
    save_supplier,
    set_stock_policies,
    set_supplies,
    ship_stock,
)
from comptoir.domains.inventory.errors import (
    BadQuantity,
    BadSupplier,
    MoreThanOrdered,
    NothingGiven,
    NotOnOrder,
    OtherCurrency,
    ReasonNeeded,
    UnknownPlace,
    UnknownPurchaseOrder,
    UnknownSupplier,
)
from comptoir.domains.inventory.queries import (
    movements_of,
    proposals,
    purchase_order,
    purchase_orders,
    suppliers,
    supplies_for,
)
from comptoir.domains.inventory.testing import level, make_stock, purchase_of, supplier_of, transfer_of
from comptoir.domains.inventory.values import (
    MovementKind,
    PlacedLine,
    Proposal,
    PurchaseLine,
    PurchaseOrderId,
    PurchaseState,
    StockLine,
    StockPolicy,
    Supplier,
    Supply,
)
from comptoir.domains.network.testing import SHOP, WAREHOUSE
from comptoir.kernel.history import history_of
from comptoir.kernel.ids import new_id
from comptoir.kernel.money import Money
from comptoir.kernel.testing import NOON, OWNER
from comptoir.kernel.transitions import MoveRefused

pytestmark = pytest.mark.django_db
COST = Money(250, "EUR")


def receive(id: PurchaseOrderId, *pairs: tuple[VariantId, int], key: str = "", even_more: bool = False) -> None:
    lines = [StockLine(variant_id=variant, quantity=quantity) for variant, quantity in pairs]
    receive_goods(
        purchase_order_id=id, lines=lines, key=key or str(new_id()), even_more=even_more, actor=OWNER, now=NOON
    )


def sell(variant_id: VariantId, quantity: int, *, days_ago: int) -> None:
    order_id, at = new_id(), NOON - timedelta(days=days_ago)
    lines = [StockLine(variant_id=variant_id, quantity=quantity)]
    reserve_stock(lines=lines, order_id=order_id, until=NOON, actor=OWNER, now=at)
    claim_stock(order_id=order_id, actor=OWNER, now=at)
    placed = [PlacedLine(variant_id=variant_id, place_code=WAREHOUSE.code, quantity=quantity)]
    ship_stock(order_id=order_id, lines=placed, reference="", actor=OWNER, now=at)


def wants(variant_id: VariantId, low_stock: int, target: int, place: str = WAREHOUSE.code) -> None:
    policy = StockPolicy(variant_id=variant_id, place_code=place, low_stock=low_stock, target=target)
    set_stock_policies(batch=[policy], actor=OWNER, now=NOON)


def proposed() -> list[Proposal]:
    return proposals(actor=OWNER, now=NOON).items


def test_a_purchase_order_is_written_sent_and_received() -> None:
    honey, soap = make_stock(1), make_stock(0)
    id = purchase_of((honey, 10), (soap, 4), ordered=False)
    place_purchase_order(purchase_order_id=id, actor=OWNER, now=NOON)
    known = purchase_order(id, actor=OWNER)
    assert (known.number, known.state, known.total) == (f"PO-{NOON.year}-0001", PurchaseState.ORDERED, COST * 14)
    assert (known.ordered_at, known.expected_on) == (NOON, date(2026, 11, 30))
    receive(id, (honey, 6))
    known = purchase_order(id, actor=OWNER)
    assert (known.state, known.outstanding) == (PurchaseState.PARTLY_RECEIVED, 8)
    receive(id, (honey, 4), (soap, 4))
    assert purchase_order(id, actor=OWNER).state is PurchaseState.RECEIVED
    assert (level(honey).on_hand, level(soap).on_hand) == (11, 4)
    told = [(one.kind, one.quantity, one.reference) for one in movements_of(honey, actor=OWNER).items[:2]]
    assert told == [(MovementKind.RECEIPT, 4, known.number), (MovementKind.RECEIPT, 6, known.number)]
    assert [line.action for line in history_of("inventory.purchaseorder", id)] == [
        "moved", "goods received", "moved", "goods received", "moved", "purchase order drafted",
    ]  # fmt: skip


def test_a_receipt_sent_twice_counts_once() -> None:
    honey = make_stock(0)
    id = purchase_of((honey, 10))
    for _ in range(3):
        receive(id, (honey, 4), key="BL-77")
    assert (level(honey).on_hand, purchase_order(id, actor=OWNER).outstanding) == (4, 6)


def test_a_surplus_is_taken_only_when_somebody_says_so() -> None:
    honey, soap = make_stock(0), make_stock(0)
    id = purchase_of((honey, 10))
    with pytest.raises(MoreThanOrdered), transaction.atomic():
        receive(id, (honey, 12))
    with pytest.raises(NotOnOrder), transaction.atomic():
        receive(id, (soap, 1), even_more=True)
    assert level(honey).on_hand == 0
    receive(id, (honey, 12), even_more=True)
    (line,) = purchase_order(id, actor=OWNER).lines
    assert (line.received, line.outstanding, level(honey).on_hand) == (12, 0, 12)


def test_nothing_is_received_that_was_not_ordered_or_has_ended() -> None:
    honey = make_stock(0)
    draft = purchase_of((honey, 2), ordered=False)
    called_off = purchase_of((honey, 2))
    cancel_purchase_order(purchase_order_id=called_off, because="Rupture", actor=OWNER, now=NOON)
    done = purchase_of((honey, 2))
    receive(done, (honey, 2))
    for id in (draft, called_off, done):
        with pytest.raises(MoveRefused), transaction.atomic():
            receive(id, (honey, 1), even_more=True)
    with pytest.raises(UnknownPurchaseOrder), transaction.atomic():
        receive(PurchaseOrderId(new_id()), (honey, 1))
    with pytest.raises(NothingGiven):
        receive(draft)
    with pytest.raises(BadQuantity):
        receive(draft, (honey, 0))
    assert level(honey).on_hand == 2


def test_a_part_that_never_comes_ends_the_order() -> None:
    honey = make_stock(0)
    id = purchase_of((honey, 10))
    with pytest.raises(MoveRefused), transaction.atomic():
        close_purchase_order(purchase_order_id=id, because="x", actor=OWNER, now=NOON)
    with pytest.raises(ReasonNeeded), transaction.atomic():
        cancel_purchase_order(purchase_order_id=id, because=" ", actor=OWNER, now=NOON)
    receive(id, (honey, 4))
    with pytest.raises(MoveRefused), transaction.atomic():
        cancel_purchase_order(purchase_order_id=id, because="x", actor=OWNER, now=NOON)
    close_purchase_order(purchase_order_id=id, because="Le reste ne viendra pas", actor=OWNER, now=NOON)
    assert purchase_order(id, actor=OWNER).state is PurchaseState.RECEIVED
    assert level(honey).on_hand == 4


def test_a_draft_may_be_written_anew_and_an_order_may_not() -> None:
    honey, soap = make_stock(0), make_stock(0)
    id = purchase_of((honey, 2), ordered=False, key="k")
    assert purchase_of((honey, 2), ordered=False, key="k") == id
    other = [PurchaseLine(variant_id=soap, ordered=3, unit_cost=COST)]
    change_purchase_order(purchase_order_id=id, lines=other, actor=OWNER, now=NOON)
    assert purchase_order(id, actor=OWNER).lines == tuple(other)
    place_purchase_order(purchase_order_id=id, expected_on=date(2027, 1, 4), actor=OWNER, now=NOON)
    assert purchase_order(id, actor=OWNER).expected_on == date(2027, 1, 4)
    with pytest.raises(MoveRefused), transaction.atomic():
        change_purchase_order(purchase_order_id=id, lines=other, actor=OWNER, now=NOON)


@pytest.mark.parametrize(
    ("supplier", "place", "cost", "count", "refusal"),
    [
        ("nobody", WAREHOUSE.code, COST, 1, UnknownSupplier), ("ruches", "moon", COST, 1, UnknownPlace),
        ("ruches", WAREHOUSE.code, Money(1, "CHF"), 1, OtherCurrency), ("ruches", WAREHOUSE.code, COST, 0, BadQuantity),
    ],
)  # fmt: skip
def test_a_purchase_that_makes_no_sense_is_refused(
    supplier: str, place: str, cost: Money, count: int, refusal: type[Exception]
) -> None:
    honey = make_stock(0)
    supplier_of(honey)
    lines = [PurchaseLine(variant_id=honey, ordered=count, unit_cost=cost)]
    with pytest.raises(refusal), transaction.atomic():
        draft_purchase_order(supplier_code=supplier, place_code=place, lines=lines, key="k", actor=OWNER, now=NOON)
    assert purchase_orders(actor=OWNER).items == []


def test_a_supplier_is_written_down_once_and_keeps_its_currency() -> None:
    honey = make_stock(0)
    known = supplier_of(honey)
    save_supplier(supplier=known, actor=OWNER, now=NOON)
    assert (suppliers(actor=OWNER), len(history_of("inventory.supplier", known.code))) == ([known], 1)
    assert supplies_for([honey], actor=OWNER)[honey].unit_cost == COST
    with pytest.raises(BadSupplier) as refused, transaction.atomic():
        save_supplier(supplier=Supplier(code=known.code, name="Ruches", currency="CHF"), actor=OWNER, now=NOON)
    assert refused.value.field == "currency"


@pytest.mark.parametrize(
    ("field", "supplier"),
    [
        ("code", Supplier(code="Les Ruches", name="x", currency="EUR")),
        ("name", Supplier(code="x", name=" ", currency="EUR")),
        ("currency", Supplier(code="x", name="x", currency="euro")),
        ("lead_days", Supplier(code="x", name="x", currency="EUR", lead_days=-1)),
        ("email", Supplier(code="x", name="x", currency="EUR", email="ventes")),
    ],
)
def test_a_supplier_nobody_could_write_to_is_refused(field: str, supplier: Supplier) -> None:
    with pytest.raises(BadSupplier) as refused:
        save_supplier(supplier=supplier, actor=OWNER, now=NOON)
    assert refused.value.field == field


@pytest.mark.parametrize(
    ("supplier", "cost", "refusal"),
    [("nobody", COST, UnknownSupplier), ("ruches", Money(1, "CHF"), OtherCurrency), ("ruches", -COST, BadSupplier)],
)
def test_a_supply_that_makes_no_sense_is_refused(supplier: str, cost: Money, refusal: type[Exception]) -> None:
    honey = make_stock(0)
    supplier_of()
    with pytest.raises(refusal), transaction.atomic():
        set_supplies(batch=[Supply(variant_id=honey, supplier_code=supplier, unit_cost=cost)], actor=OWNER, now=NOON)
    assert supplies_for([honey], actor=OWNER) == {}


def test_what_is_low_is_proposed_up_to_its_target() -> None:
    honey, soap, bread = make_stock(4), make_stock(9), make_stock(1)
    supplier_of(honey, soap)
    wants(honey, 5, 20)
    wants(soap, 5, 20)
    assert bread not in [one.variant_id for one in proposed()], "without a target nothing is proposed"
    assert proposed() == [
        Proposal(
            variant_id=honey,
            place_code=WAREHOUSE.code,
            supplier_code="ruches",
            unit_cost=COST,
            free=4,
            incoming=0,
            sold=0,
            low_stock=5,
            target=20,
            quantity=16,
        )
    ]


def test_what_is_sold_until_the_goods_come_is_ordered_as_well() -> None:
    honey = make_stock(35)
    supplier_of(honey, lead_days=7)
    wants(honey, 5, 20)
    sell(honey, 20, days_ago=29)
    assert proposed() == []
    sell(honey, 10, days_ago=27)
    (one,) = proposed()
    # 10 in 28 days make 2.5 in the 7 days of the supplier, of which every begun piece counts.
    assert (one.free, one.sold, one.quantity) == (5, 10, 20 + 3 - 5)


def test_what_is_coming_is_not_ordered_again() -> None:
    honey = make_stock(4)
    id = purchase_of((honey, 10))
    wants(honey, 5, 20)
    receive(id, (honey, 1))
    (one,) = proposed()
    assert (one.free, one.incoming, one.quantity) == (5, 9, 6)
    purchase_of((honey, 6), ordered=False)
    assert proposed() == []


def test_what_is_under_way_to_a_place_counts_there() -> None:
    honey = make_stock(30)
    supplier_of(honey)
    transfer_of((honey, 3))
    wants(honey, 2, 10, SHOP.code)
    (one,) = proposed()
    assert (one.place_code, one.free, one.incoming, one.quantity) == (SHOP.code, 0, 3, 7)


def test_proposals_become_a_draft_for_each_supplier_and_then_vanish() -> None:
    honey, soap, bread = make_stock(0), make_stock(0), make_stock(0)
    supplier_of(honey, bread)
    supplier_of(soap, code="savons", cents=90)
    for id in (honey, soap, bread):
        wants(id, 1, 10)
    lines = [PlacedLine(variant_id=one.variant_id, place_code=one.place_code, quantity=8) for one in proposed()]
    made = draft_restocking(lines=lines, key="k", actor=OWNER, now=NOON)
    assert draft_restocking(lines=lines, key="k", actor=OWNER, now=NOON) == []
    orders = {one.supplier_code: one for one in (purchase_order(id, actor=OWNER) for id in made)}
    assert {code: (one.state, len(one.lines), one.total.minor) for code, one in orders.items()} == {
        "ruches": (PurchaseState.DRAFT, 2, 8 * 2 * 250),
        "savons": (PurchaseState.DRAFT, 1, 8 * 90),
    }
    assert [one.quantity for one in proposed()] == [2, 2, 2]


def test_what_nobody_sells_us_is_proposed_and_cannot_be_ordered() -> None:
    honey = make_stock(0)
    wants(honey, 1, 10)
    (one,) = proposed()
    assert (one.supplier_code, one.unit_cost) == ("", None)
    lines = [PlacedLine(variant_id=honey, place_code=one.place_code, quantity=1)]
    with pytest.raises(UnknownSupplier), transaction.atomic():
        draft_restocking(lines=lines, key="k", actor=OWNER, now=NOON)
    assert purchase_orders([PurchaseState.DRAFT], actor=OWNER).items == []


def test_proposals_take_one_statement_and_come_in_pages(request: pytest.FixtureRequest) -> None:
    variants: Sequence[VariantId] = [make_stock(0) for _ in range(5)]
    supplier_of(*variants[:3])
    for id in variants:
        wants(id, 1, 10)
    proposals(actor=OWNER, now=NOON)  # the places are remembered from here on
    statements = request.getfixturevalue("statements")
    page = proposals(actor=OWNER, now=NOON, page_size=3)
    assert len(statements.all) <= 2, statements.all
    rest = proposals(actor=OWNER, now=NOON, cursor=page.next_cursor)
    assert {one.variant_id for one in (*page.items, *rest.items)} == set(variants)
    assert (len(page.items), len(rest.items), rest.next_cursor) == (3, 2, None)
    assert len(proposals(supplier_code="ruches", actor=OWNER, now=NOON).items) == 3
