"""A kit costs what it costs, and each of its parts bears its own tax on its share."""

from hypothesis import given
from hypothesis import strategies as st

from comptoir.domains.pricing.rules import price_basket
from comptoir.domains.pricing.tests.test_basket import EXPORT, FRANCE, RATES, REVERSE, euros, variant
from comptoir.domains.pricing.values import Goods, Price, PricedBasket, Reduction, Taxation

KIT = variant(1_000)


def priced(
    *parts: tuple[str, int, int | None],
    price: int,
    kits: int = 1,
    taxation: Taxation = FRANCE,
    reduction: Reduction | None = None,
) -> PricedBasket:
    """A kit of parts of (tax class, pieces, price of one alone)."""
    within = tuple(
        Goods(variant_id=variant(number), sku=str(number), quantity=pieces, tax_class=tax_class)
        for number, (tax_class, pieces, _) in enumerate(parts)
    )
    known = {
        variant(number): Price(amount=euros(alone)) for number, (_, _, alone) in enumerate(parts) if alone is not None
    }
    return price_basket(
        currency="EUR",
        goods=[Goods(variant_id=KIT, sku="KIT", quantity=kits, tax_class="standard", parts=within)],
        prices=known | {KIT: Price(amount=euros(price))},
        reduction=reduction,
        taxation=taxation,
    )


def shown(basket: PricedBasket) -> list[tuple[str, int, int]]:
    return [(line.sku, line.quantity, line.unit_price.minor) for line in basket.lines]


def test_a_kit_is_shared_out_by_what_its_parts_cost_alone() -> None:
    basket = priced(("reduced", 2, 1000), ("standard", 1, 2000), price=3600)
    assert shown(basket) == [("0", 2, 900), ("1", 1, 1800)]
    assert [(str(tax.rate), tax.gross.minor, tax.tax.minor) for tax in basket.taxes] == [
        ("20", 1800, 300),
        ("5.5", 1800, 94),
    ]
    assert (basket.total, {line.kit for line in basket.lines}) == (euros(3600), {KIT})


def test_cents_that_do_not_divide_by_the_pieces_are_on_some_of_them() -> None:
    basket = priced(("reduced", 3, 500), ("standard", 1, 500), price=1999, kits=2)
    assert shown(basket) == [("0", 2, 499), ("0", 4, 500), ("1", 2, 500)]
    assert basket.total == euros(3998)


def test_a_part_that_is_not_sold_alone_has_the_pieces_shared() -> None:
    assert shown(priced(("reduced", 1, 900), ("standard", 3, None), price=4000)) == [("0", 1, 1000), ("1", 3, 1000)]


def test_a_gift_costs_nothing_and_is_taxed_at_nothing() -> None:
    assert shown(priced(("reduced", 1, 900), ("standard", 1, 0), price=900)) == [("0", 1, 900), ("1", 1, 0)]


parts = st.lists(
    st.tuples(st.sampled_from(sorted(RATES)), st.integers(1, 12), st.one_of(st.none(), st.integers(0, 10**6))),
    min_size=1,
    max_size=8,
)


@given(parts, st.integers(0, 10**6), st.integers(1, 99))
def test_no_cent_of_a_kit_is_lost(parts, price, kits) -> None:
    basket = priced(*parts, price=price, kits=kits)
    assert basket.total == euros(price * kits)
    assert sum(tax.gross.minor for tax in basket.taxes) == price * kits
    assert all(line.unit_price.minor >= 0 and line.total == line.unit_price * line.quantity for line in basket.lines)
    for number, (_, pieces, _alone) in enumerate(parts):
        own = [line for line in basket.lines if line.variant_id == variant(number)]
        assert sum(line.quantity for line in own) == pieces * kits
        assert len(own) <= 2


@given(parts, st.integers(1, 10**6), st.sampled_from([REVERSE, EXPORT]))
def test_where_no_tax_is_charged_it_is_taken_out_of_each_part(parts, price, taxation) -> None:
    basket = priced(*parts, price=price, taxation=taxation)
    assert basket.total == sum((line.total for line in basket.lines), euros(0)) <= euros(price)
    assert all(tax.tax.minor == 0 for tax in basket.taxes)


@given(parts, st.integers(0, 10**5), st.integers(1, 5), st.integers(1, 10**5))
def test_a_voucher_takes_its_amount_off_the_parts(parts, price, kits, amount) -> None:
    basket = priced(*parts, price=price, kits=kits, reduction=Reduction(minimum=euros(0), amount=euros(amount)))
    assert basket.total == euros(max(0, price * kits - amount))
    assert basket.discount == euros(min(amount, price * kits))
