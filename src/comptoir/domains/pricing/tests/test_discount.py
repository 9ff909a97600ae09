"""What a voucher takes off: spread over lines and pieces without losing a cent."""

from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from comptoir.domains.pricing.rules import compared_code, customer_identity, discount_on, price_basket
from comptoir.domains.pricing.tests.test_basket import EXPORT, FRANCE, RATES, REVERSE, euros, variant
from comptoir.domains.pricing.values import (
    Goods,
    Price,
    PricedBasket,
    Reduction,
    Taxation,
    discount_of_first,
    price_of_pieces,
)

Line = tuple[str, int, int]

lines = st.lists(
    st.tuples(st.sampled_from(sorted(RATES)), st.integers(1, 999), st.integers(0, 10**6)), min_size=1, max_size=8
)
reductions = st.one_of(
    st.builds(
        Reduction, minimum=st.builds(euros, st.integers(0, 10**6)), amount=st.builds(euros, st.integers(1, 10**7))
    ),
    st.builds(
        Reduction,
        minimum=st.builds(euros, st.integers(0, 10**6)),
        percent=st.decimals(Decimal("0.01"), 100, places=2),
    ),
)


def priced(basket: list[Line], reduction: Reduction | None, delivery: int, taxation: Taxation = FRANCE) -> PricedBasket:
    return price_basket(
        currency="EUR",
        goods=[
            Goods(variant_id=variant(number), sku=str(number), quantity=quantity, tax_class=tax_class)
            for number, (tax_class, quantity, _) in enumerate(basket)
        ],
        prices={variant(number): Price(amount=euros(price)) for number, (_, _, price) in enumerate(basket)},
        delivery=euros(delivery),
        reduction=reduction,
        taxation=taxation,
    )


@given(lines, reductions, st.integers(0, 10**5), st.sampled_from([FRANCE, REVERSE, EXPORT]))
def test_every_cent_of_the_discount_is_on_a_line_and_nothing_is_negative(basket, reduction, delivery, taxation):
    full, less = priced(basket, None, delivery, taxation), priced(basket, reduction, delivery, taxation)

    assert less.undiscounted == full.goods_total
    assert less.discount == discount_on(full.goods_total, reduction)
    assert less.total == less.goods_total + less.delivery_total
    assert less.delivery_total.minor == full.delivery_total.minor or taxation is not FRANCE
    assert less.total.minor == sum(tax.gross.minor for tax in less.taxes)
    assert all(line.total == line.unit_price * line.quantity - line.discount for line in less.lines)
    assert all(min(line.total.minor, line.discount.minor) >= 0 for line in less.lines)
    assert all(min(tax.net.minor, tax.tax.minor) >= 0 for tax in less.taxes)


@given(lines, reductions)
def test_the_discount_follows_the_value_of_each_line(basket, reduction):
    less = priced(basket, reduction, 0)

    for line in less.lines:
        if less.undiscounted:
            exact = Fraction(less.discount.minor * line.undiscounted.minor, less.undiscounted.minor)
            assert abs(line.discount.minor - exact) < 1


@given(lines, reductions)
def test_tax_is_worked_out_on_what_is_paid(basket, reduction):
    for tax in priced(basket, reduction, 490).taxes:
        exact = Fraction(tax.gross.minor) * Fraction(tax.rate) / (100 + Fraction(tax.rate))
        assert abs(tax.tax.minor - exact) <= Fraction(1, 2)


@pytest.mark.parametrize(
    ("goods", "reduction", "discount"),
    [
        (2_580, Reduction(minimum=euros(0), amount=euros(500)), 500),
        (2_580, Reduction(minimum=euros(0), amount=euros(5_000)), 2_580),
        (2_580, Reduction(minimum=euros(2_580), amount=euros(500)), 500),
        (2_580, Reduction(minimum=euros(2_581), amount=euros(500)), 0),
        (1_005, Reduction(minimum=euros(0), percent=Decimal(10)), 101),
        (1_005, Reduction(minimum=euros(0), percent=Decimal(100)), 1_005),
    ],
)
def test_what_it_takes_off_by_hand(goods, reduction, discount):
    assert discount_on(euros(goods), reduction) == euros(discount)


@given(st.integers(1, 60), st.integers(0, 2_000), st.data())
def test_parts_of_a_line_add_up_to_it_in_any_order(count, unit, data):
    """Called off from the end, come back from the front, in whatever steps: what each step prices adds up."""
    discount = euros(data.draw(st.integers(0, unit * count)))
    left, left_discount, paid_back = count, discount, euros(0)
    while left:
        part, from_front = data.draw(st.integers(1, left)), data.draw(st.booleans())
        after = 0 if from_front else left - part
        price = price_of_pieces(part, after=after, of=left, unit_price=euros(unit), discount=left_discount)
        assert price.minor >= 0
        paid_back += price
        left_discount -= euros(unit) * part - price
        left -= part
    assert paid_back == euros(unit) * count - discount
    assert left_discount == euros(0)


@given(st.integers(1, 60), st.integers(0, 5_000), st.data())
def test_a_rest_is_split_as_the_whole_was(count, discount, data):
    """So that an invoice of some pieces can be credited by itself, and agrees with the order to the cent."""
    first = data.draw(st.integers(0, count - 1))
    last = data.draw(st.integers(first + 1, count))
    some = data.draw(st.integers(0, last - first))
    whole = euros(discount)

    def share(pieces: int) -> int:
        return discount_of_first(pieces, of=count, discount=whole).minor

    inside = euros(share(last) - share(first))
    assert discount_of_first(some, of=last - first, discount=inside).minor == share(first + some) - share(first)


letters = st.text("abcXYZ019._-", min_size=1, max_size=12)


@given(letters, st.text("abcxyz+.", max_size=8), st.sampled_from(["exemple.example", "gmail.com", "GoogleMail.com"]))
def test_one_person_is_one_person_however_the_address_is_written(name, tag, domain):
    plain = customer_identity(f"{name}@{domain}")

    assert customer_identity(f"  {name.upper()}+{tag}@{domain.upper()}. ") == plain
    assert customer_identity(plain) == plain


@pytest.mark.parametrize(
    ("email", "identity"),
    [
        ("Lucie.Martin+noel@Gmail.com", "luciemartin@gmail.com"),
        ("lucie.martin@googlemail.com", "luciemartin@gmail.com"),
        ("Lucie.Martin+noel@exemple.example", "lucie.martin@exemple.example"),
        ("ｌｕｃｉｅ@exemple.example", "lucie@exemple.example"),
        ("+33600000000@exemple.example", "+33600000000@exemple.example"),
    ],
)
def test_identities_by_hand(email, identity):
    assert customer_identity(email) == identity


@given(st.emails(), st.emails())
def test_two_people_stay_two(one, other):
    by_hand = [
        (left.split("+")[0].lower(), right.lower()) for left, _, right in (one.rpartition("@"), other.rpartition("@"))
    ]
    if by_hand[0] != by_hand[1] and not any("gmail" in right or "googlemail" in right for _, right in by_hand):
        assert customer_identity(one) != customer_identity(other) or any(not left for left, _ in by_hand)


@pytest.mark.parametrize("typed", ["Noël-25", " NOËL 25 ", "noe\u0308l25", "ＮＯËＬ25"])
def test_a_code_is_known_however_it_is_typed(typed):
    assert compared_code(typed) == "NOËL25"
