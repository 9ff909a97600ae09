"""The one function that prices a basket, against exact fractions."""

from decimal import Decimal
from fractions import Fraction
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from comptoir.domains.catalogue.values import VariantId
from comptoir.domains.pricing.errors import BadBasket, NotPriced
from comptoir.domains.pricing.rules import price_basket
from comptoir.domains.pricing.values import Goods, Price, PricedBasket, Taxation, TaxCategory, tax_within
from comptoir.kernel.money import Money

RATES = {
    "standard": Decimal(20),
    "intermediate": Decimal(10),
    "reduced": Decimal("5.5"),
    "super_reduced": Decimal("2.1"),
    "zero": Decimal(0),
}
FRANCE = Taxation(country="FR", category=TaxCategory.STANDARD, rates=RATES)
REVERSE = Taxation(country="FR", category=TaxCategory.INTRA_COMMUNITY, rates=RATES)
EXPORT = Taxation(country="FR", category=TaxCategory.EXPORT, rates=RATES)


def euros(minor: int) -> Money:
    return Money(minor, "EUR")


def variant(number: int) -> VariantId:
    return VariantId(UUID(int=number))


def basket(
    *lines: tuple[str, int, int], delivery: int = 0, taxation: Taxation = FRANCE, currency: str = "EUR"
) -> PricedBasket:
    """Lines of (tax class, quantity, unit price)."""
    return price_basket(
        currency=currency,
        goods=[
            Goods(variant_id=variant(number), sku=f"SKU-{number}", quantity=quantity, tax_class=tax_class)
            for number, (tax_class, quantity, _) in enumerate(lines)
        ],
        prices={variant(number): Price(amount=Money(price, currency)) for number, (_, _, price) in enumerate(lines)},
        delivery=Money(delivery, currency),
        taxation=taxation,
    )


lines = st.lists(
    st.tuples(st.sampled_from(sorted(RATES)), st.integers(1, 9_999), st.integers(0, 10**8)), min_size=1, max_size=12
)
deliveries = st.integers(0, 10**6)


@given(lines, deliveries, st.sampled_from([FRANCE, REVERSE, EXPORT]))
def test_everything_adds_up_and_nothing_is_negative(lines, delivery, taxation):
    priced = basket(*lines, delivery=delivery, taxation=taxation)

    assert priced.total == priced.goods_total + priced.delivery_total
    assert priced.goods_total.minor == sum(line.total.minor for line in priced.lines)
    assert priced.total.minor == sum(tax.gross.minor for tax in priced.taxes)
    assert all(line.total == line.unit_price * line.quantity for line in priced.lines)
    assert all(tax.gross == tax.net + tax.tax for tax in priced.taxes)
    assert all(amount.minor >= 0 for tax in priced.taxes for amount in (tax.net, tax.tax, tax.gross))
    assert len({(tax.category, tax.rate) for tax in priced.taxes}) == len(priced.taxes)


@given(lines, deliveries)
def test_what_the_buyer_pays_is_what_was_shown(lines, delivery):
    priced = basket(*lines, delivery=delivery)

    assert priced.goods_total.minor == sum(quantity * price for _, quantity, price in lines)
    assert priced.delivery_total.minor == delivery


@given(lines, deliveries)
def test_tax_is_rounded_once_for_each_rate(lines, delivery):
    for tax in basket(*lines, delivery=delivery).taxes:
        exact = Fraction(tax.gross.minor) * Fraction(tax.rate) / (100 + Fraction(tax.rate))
        assert abs(tax.tax.minor - exact) <= Fraction(1, 2)


@given(st.integers(0, 10**12), st.sampled_from([*RATES.values(), Decimal("25.5"), Decimal("9.5")]))
def test_halves_of_a_cent_go_up(gross, rate):
    exact = Fraction(gross) * Fraction(rate) / (100 + Fraction(rate))

    assert tax_within(euros(gross), rate).minor == int(exact + Fraction(1, 2))


@given(lines, deliveries)
def test_delivery_follows_the_goods_by_value(lines, delivery):
    priced = basket(*lines, delivery=delivery)
    worth = priced.goods_total.minor
    for tax in priced.taxes:
        goods = sum(line.total.minor for line in priced.lines if line.tax_rate == tax.rate)
        share = tax.gross.minor - goods
        if worth:
            assert abs(share - Fraction(delivery * goods, worth)) < 1


@given(lines, deliveries)
def test_without_tax_each_price_loses_exactly_its_tax(lines, delivery):
    taxed = basket(*lines, delivery=delivery)
    free = basket(*lines, delivery=delivery, taxation=REVERSE)

    for with_tax, without in zip(taxed.lines, free.lines, strict=True):
        rate = RATES[with_tax.tax_class]
        assert without.unit_price == with_tax.unit_price - tax_within(with_tax.unit_price, rate)
        assert (without.tax_rate, without.tax_category) == (Decimal(0), TaxCategory.INTRA_COMMUNITY)
    assert [(tax.tax.minor, tax.category) for tax in free.taxes] == [(0, TaxCategory.INTRA_COMMUNITY)]
    assert free.total <= taxed.total


def test_a_mixed_basket_by_hand():
    priced = basket(("reduced", 3, 1250), ("standard", 1, 2490), delivery=590)

    # 37.50 at 5.5 % and 24.90 at 20 %; delivery 5.90 splits 3.55 and 2.35.
    assert priced.total == euros(6830)
    assert [(str(tax.rate), tax.gross.minor, tax.tax.minor, tax.net.minor) for tax in priced.taxes] == [
        ("20", 2725, 454, 2271),
        ("5.5", 4105, 214, 3891),
    ]
    assert {tax.country for tax in priced.taxes} == {"FR"}


def test_goods_at_zero_per_cent_have_their_own_category():
    priced = basket(("zero", 1, 1000))

    assert [(tax.category, tax.rate, tax.tax.minor) for tax in priced.taxes] == [(TaxCategory.ZERO, Decimal(0), 0)]
    assert priced.lines[0].tax_category == TaxCategory.ZERO


def test_gifts_alone_share_delivery_by_pieces():
    priced = basket(("standard", 1, 0), ("reduced", 2, 0), delivery=900)

    assert [(str(tax.rate), tax.gross.minor) for tax in priced.taxes] == [("20", 300), ("5.5", 600)]


def test_an_empty_basket_costs_nothing():
    priced = basket()

    assert (priced.total, priced.taxes, priced.lines) == (euros(0), (), ())


def test_a_currency_without_cents():
    priced = basket(("standard", 3, 100), currency="JPY")

    assert (priced.total, priced.taxes[0].tax) == (Money(300, "JPY"), Money(50, "JPY"))


def test_the_earlier_price_is_shown_without_tax_too():
    priced = price_basket(
        currency="EUR",
        goods=[Goods(variant_id=variant(1), sku="A", quantity=1, tax_class="standard")],
        prices={variant(1): Price(amount=euros(1000), compare_at=euros(1200))},
        taxation=EXPORT,
    )

    assert (priced.lines[0].unit_price, priced.lines[0].compare_at) == (euros(833), euros(1000))


@pytest.mark.parametrize(("quantity", "delivery"), [(0, 0), (-1, 0), (1, -1)])
def test_what_cannot_be_priced_is_refused(quantity, delivery):
    with pytest.raises(BadBasket):
        basket(("standard", quantity, 100), delivery=delivery)


def test_delivery_of_nothing_is_refused():
    with pytest.raises(BadBasket):
        basket(delivery=100)


def test_every_variant_without_a_price_is_named():
    goods = [Goods(variant_id=variant(n), sku=str(n), quantity=1, tax_class="standard") for n in (1, 2, 3)]
    with pytest.raises(NotPriced) as refused:
        price_basket(currency="EUR", goods=goods, prices={variant(2): Price(amount=euros(1))}, taxation=FRANCE)

    assert refused.value.variant_ids == (variant(1), variant(3))
