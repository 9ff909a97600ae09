"""What others cost that are sent instead: pure rules, and what there is to choose from."""

from dataclasses import replace
from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from comptoir.domains.catalogue.testing import make_product, soap
from comptoir.domains.catalogue.values import NetUnit, Product, ProductId, TaxClass, VariantCard, VariantId, Withdrawal
from comptoir.domains.inventory.testing import make_stock
from comptoir.domains.network.testing import WAREHOUSE, make_place
from comptoir.domains.orders.testing import a_draft, make_order
from comptoir.domains.orders.values import Order, OrderId
from comptoir.domains.pricing.actions import set_prices
from comptoir.domains.pricing.values import NewPrice, PricedLine, TaxCategory
from comptoir.domains.returns.actions import promise_replacement, request_return
from comptoir.domains.returns.errors import NotReplaceable, SwapNeeded
from comptoir.domains.returns.queries import replacement_draft, return_by_id, swap_choices, swap_difference
from comptoir.domains.returns.rules import paid_for, replacement_lines, replacement_taxes, swap_price
from comptoir.domains.returns.testing import asked_for
from comptoir.domains.returns.values import ReturnKind, Swap, SwapChoice
from comptoir.kernel.access import NotAllowed
from comptoir.kernel.ids import new_id
from comptoir.kernel.money import Money, total_of
from comptoir.kernel.sql import execute
from comptoir.kernel.testing import NOBODY, NOON, OWNER, snapshot

_CHOICE = SwapChoice(
    variant=VariantCard(
        id=VariantId(new_id()),
        product_id=ProductId(new_id()),
        sku="SOAP",
        title={"fr": "Savon"},
        options={"fr": "300 g"},
        tax_class=TaxClass.STANDARD,
        withdrawal=Withdrawal.ALLOWED,
        weight_grams=330,
        net_amount=0,
        net_unit=NetUnit.GRAM,
        slug="savon",
        image=None,
        active=True,
    ),
    priced=PricedLine(
        variant_id=VariantId(new_id()),
        sku="SOAP",
        quantity=1,
        unit_price=Money(1_290, "EUR"),
        compare_at=None,
        discount=Money.zero("EUR"),
        total=Money(1_290, "EUR"),
        tax_class="standard",
        tax_rate=Decimal(20),
        tax_category=TaxCategory.STANDARD,
    ),
    difference=Money.zero("EUR"),
)
MINOR = st.integers(0, 10_000_000)
PIECES = st.integers(1, 999)


def euros(minor: int) -> Money:
    return Money(minor, "EUR")


@given(paid=MINOR, price=MINOR, pieces=PIECES)
def test_the_same_price_today_makes_no_difference(paid: int, price: int, pieces: int) -> None:
    assert swap_price(euros(paid), difference=euros(price) - euros(price), pieces=pieces) == euros(paid)


@given(paid=MINOR, old=MINOR, new=MINOR, pieces=PIECES)
def test_the_difference_is_todays_and_nothing_is_paid_out_for_more_than_was_paid(
    paid: int, old: int, new: int, pieces: int
) -> None:
    price = swap_price(euros(paid), difference=euros(new - old), pieces=pieces)
    assert price.minor == max(0, paid + (new - old) * pieces)
    assert (price >= euros(paid)) == (new >= old or paid == 0)


@pytest.fixture
def bought(db: None) -> tuple[Order, Product]:
    """Three of the small soap at 12.90, 1.00 off by a voucher; both sizes sell at 15.00 today."""
    make_place(WAREHOUSE)
    goods = make_product(soap())
    small = goods.variants[0]
    line = replace(
        a_draft().lines[0],
        variant_id=small.id,
        sku=small.sku,
        quantity=3,
        discount=euros(100),
        total=euros(3_770),
        tax_rate=Decimal(20),
    )
    tax = replace(a_draft().taxes[0], rate=Decimal(20), net=euros(3_550), tax=euros(710), gross=euros(4_260))
    made = make_order(lines=(line,), goods_total=euros(3_770), total=euros(4_260), taxes=(tax,), voucher="MERCI")
    for variant in goods.variants:
        make_stock(5, variant_id=variant.id)
    cost(made, goods, 1_500, 1_500)
    execute("UPDATE orders_orderline SET shipped = quantity WHERE order_id = %s", [made.id])
    return replace(made, lines=(replace(line, shipped=3),)), goods


def cost(made: Order, goods: Product, *minors: int) -> None:
    prices = [
        NewPrice(variant_id=variant.id, amount=euros(minor))
        for variant, minor in zip(goods.variants, minors, strict=True)
    ]
    set_prices(prices=prices, market=made.market, actor=OWNER, now=NOON)


def choices(made: Order, kind: ReturnKind = ReturnKind.EXCHANGE) -> tuple[SwapChoice, ...]:
    return swap_choices(made, {1}, kind=kind, now=NOON)[1]


def test_the_others_that_are_sold_and_can_be_had_are_offered(bought: tuple[Order, Product]) -> None:
    made, goods = bought
    small, large = goods.variants
    cost(made, goods, 1_500, 1_750)
    (only,) = choices(made)
    assert (only.variant.id, only.difference) == (large.id, euros(250))
    assert {(one.variant.id, one.difference) for one in choices(made, ReturnKind.COMPLAINT)} == {
        (small.id, euros(0)),
        (large.id, euros(0)),
    }
    make_stock(0, variant_id=large.id)
    assert choices(made) == ()


def test_what_is_sold_no_longer_costs_what_it_cost_then(bought: tuple[Order, Product]) -> None:
    made, goods = bought
    execute("DELETE FROM pricing_price WHERE variant_id = %s", [goods.variants[0].id])
    assert [one.difference for one in choices(made)] == [euros(1_500 - 1_290)]


@pytest.mark.parametrize("pieces", [1, 2, 3])
def test_the_replacement_costs_what_was_paid_to_the_cent(bought: tuple[Order, Product], pieces: int) -> None:
    """The first pieces have the odd cents of the discount: whatever comes back first is worth at least that."""
    made, goods = bought
    swaps = [Swap(position=1, quantity=pieces, variant_id=goods.variants[1].id)]
    worth = paid_for(made, {1: pieces})[1]
    draft = replacement_draft(
        made, swaps, id=OrderId(new_id()), return_id=new_id(), kind=ReturnKind.EXCHANGE, worth=worth, now=NOON
    )
    assert (draft.total, draft.goods_total, draft.delivery.price) == (worth, worth, euros(0))
    assert sum(line.quantity for line in draft.lines) == pieces
    assert total_of((line.total for line in draft.lines), "EUR") == worth
    assert total_of((tax.gross for tax in draft.taxes), "EUR") == worth
    assert all(line.unit_price * line.quantity == line.total and not line.discount for line in draft.lines)
    assert (draft.replaces, draft.awaits_goods_until) == (made.id, NOON + timedelta(days=30))
    assert swap_difference(made, swaps, kind=ReturnKind.EXCHANGE, now=NOON) == euros(0)


def test_what_was_given_back_before_is_not_paid_with_again(bought: tuple[Order, Product]) -> None:
    made, goods = bought
    swap = Swap(position=1, quantity=1, variant_id=goods.variants[1].id)
    wanted: dict[str, Any] = {"id": OrderId(new_id()), "return_id": new_id(), "kind": ReturnKind.COMPLAINT, "now": NOON}
    assert replacement_draft(made, [swap], worth=euros(700), **wanted).total == euros(700)
    assert replacement_draft(made, [swap], worth=euros(0), **wanted).total == euros(0)
    with pytest.raises(SwapNeeded):
        replacement_draft(made, [replace(swap, variant_id=VariantId(new_id()))], worth=euros(700), **wanted)


@given(total=st.integers(1, 100_000), pieces=st.integers(1, 50))
def test_lines_and_taxes_add_up_whatever_is_left_over(total: int, pieces: int) -> None:
    lines = replacement_lines([(_CHOICE, pieces, euros(total))], "fr")
    assert sum(line.total.minor for line in lines) == total
    assert sum(line.quantity for line in lines) == pieces
    (tax,) = replacement_taxes(lines, {Decimal(20): TaxCategory.STANDARD}, "FR")
    assert (tax.gross, tax.net + tax.tax) == (euros(total), euros(total))


def test_only_a_complaint_that_waits_for_its_goods_is_answered_by_others(bought: tuple[Order, Product]) -> None:
    made, _ = bought
    asked = asked_for(made.id, kind=ReturnKind.COMPLAINT)
    found = request_return(asked=asked, actor=OWNER, now=NOON)
    promise: dict[str, Any] = {"return_id": found.id, "replacement_id": make_order().id, "swaps": [], "now": NOON}
    before = snapshot()
    with pytest.raises(NotAllowed):
        promise_replacement(**promise, actor=NOBODY)
    assert snapshot() == before
    promise_replacement(**promise, actor=OWNER)
    assert return_by_id(found.id).replacement_id == promise["replacement_id"]
    with pytest.raises(NotReplaceable):
        promise_replacement(**promise, actor=OWNER)
