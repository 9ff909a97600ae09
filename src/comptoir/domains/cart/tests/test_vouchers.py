"""Vouchers in the basket: one at a time, told with what they take off or why they take nothing."""

from dataclasses import replace
from datetime import timedelta

import pytest
from django.db import transaction

from comptoir.domains.cart.actions import (
    apply_code,
    apply_voucher,
    close_cart,
    open_cart,
    remove_voucher,
    set_details,
    set_line,
)
from comptoir.domains.cart.errors import BetterVoucher, CartClosed, MinimumOfOtherNotMet
from comptoir.domains.cart.queries import cart, priced_cart
from comptoir.domains.cart.values import CartDetails, CartId
from comptoir.domains.catalogue.testing import make_product
from comptoir.domains.payments.testing import make_method
from comptoir.domains.payments.values import STORED_VALUE
from comptoir.domains.pricing.actions import switch_voucher_off, use_voucher
from comptoir.domains.pricing.errors import (
    UnknownVoucherCode,
    VoucherExpired,
    VoucherMinimumNotMet,
    VoucherSwitchedOff,
    VoucherUsedByCustomer,
)
from comptoir.domains.pricing.testing import make_price, make_voucher
from comptoir.domains.pricing.values import Voucher
from comptoir.domains.stored_value.errors import UnusableCode
from comptoir.domains.stored_value.testing import make_account
from comptoir.kernel.access import NotAllowed
from comptoir.kernel.ids import new_id
from comptoir.kernel.money import Money
from comptoir.kernel.testing import NOBODY, NOON, OWNER, anybody, snapshot

pytestmark = pytest.mark.django_db
BUYER = anybody("cart.edit")
LUCIE = CartDetails(email="lucie@exemple.example")


def euros(minor: int) -> Money:
    return Money(minor, "EUR")


@pytest.fixture
def basket() -> CartId:
    """Two pots at 12.90."""
    variant = make_product().variants[0]
    make_price(variant.id, 1290)
    id = open_cart(market="fr", language="fr", channel="web", actor=BUYER, now=NOON)
    set_line(cart_id=id, sku=variant.sku, quantity=2, actor=BUYER, now=NOON)
    return id


def use(basket: CartId, code: str) -> None:
    apply_voucher(cart_id=basket, code=code, actor=BUYER, now=NOON)


def refusal(basket: CartId, *, later: timedelta = timedelta(0)) -> object:
    applied = priced_cart(basket, now=NOON + later).voucher
    assert applied is not None
    return None if applied.refusal is None else type(applied.refusal)


def spend(known: Voucher, email: str) -> None:
    use_voucher(voucher_id=known.id, order_id=new_id(), email=email, discount=euros(1), actor=OWNER, now=NOON)


def test_a_code_takes_its_amount_off_and_a_better_one_takes_its_place(basket: CartId) -> None:
    make_voucher()
    make_voucher("DIX", amount=None, percent="10")
    for code, discount in (("Dix", 258), ("bienvenue", 500), ("bienvenue", 500)):
        use(basket, code)
        priced = priced_cart(basket, now=NOON)
        assert (priced.basket.discount, priced.total) == (euros(discount), euros(2_580 - discount))
    assert priced.voucher is not None
    assert (priced.voucher.code, priced.voucher.refusal) == ("BIENVENUE", None)
    for _ in range(2):
        remove_voucher(cart_id=basket, actor=BUYER, now=NOON)
    assert (priced_cart(basket, now=NOON).voucher, priced_cart(basket, now=NOON).total) == (None, euros(2_580))


def test_a_worse_code_takes_the_place_of_a_better_one_only_when_asked_to(basket: CartId) -> None:
    make_voucher()
    make_voucher("DIX", amount=None, percent="10")
    use(basket, "bienvenue")
    with pytest.raises(BetterVoucher) as refused, transaction.atomic():
        apply_code(cart_id=basket, code="dix", actor=BUYER, now=NOON)
    facts = refused.value.facts
    assert (facts["kept"], facts["takes"]) == ("BIENVENUE", euros(500))
    assert (facts["voucher"], facts["would_take"]) == ("DIX", euros(258))
    assert priced_cart(basket, now=NOON).basket.discount == euros(500)
    apply_code(cart_id=basket, code="dix", even_if_worse=True, actor=BUYER, now=NOON)
    assert priced_cart(basket, now=NOON).basket.discount == euros(258)
    make_voucher("VINGT", amount=None, percent="20", minimum=10_000)
    with (
        pytest.raises(MinimumOfOtherNotMet) as refused,
        transaction.atomic(),
    ):
        apply_code(cart_id=basket, code="vingt", actor=BUYER, now=NOON)
    assert (refused.value.facts["takes"], refused.value.facts["minimum"]) == (euros(258), euros(10_000))


def test_what_cannot_be_used_is_not_kept(basket: CartId) -> None:
    known = make_voucher(ends_at=NOON)
    for code, error in ((known.code, VoucherExpired), ("NOPE", UnknownVoucherCode), ("", UnknownVoucherCode)):
        with pytest.raises(error), transaction.atomic():
            use(basket, code)
    assert cart(basket).voucher_id is None


def test_why_a_code_in_the_basket_takes_nothing_off_any_more(basket: CartId) -> None:
    known = make_voucher(ends_at=NOON + timedelta(days=1), minimum=2_580, limit_each=1)
    use(basket, known.code)
    assert refusal(basket) is None
    assert refusal(basket, later=timedelta(days=1)) is VoucherExpired
    spend(known, "Lucie+x@exemple.example")
    assert refusal(basket) is None  # nobody knows yet whose basket it is
    set_details(cart_id=basket, details=LUCIE, actor=BUYER, now=NOON)
    assert refusal(basket) is VoucherUsedByCustomer
    set_details(cart_id=basket, details=replace(LUCIE, email="paul@exemple.example"), actor=BUYER, now=NOON)
    assert refusal(basket) is None
    switch_voucher_off(voucher_id=known.id, actor=OWNER, now=NOON)
    assert refusal(basket) is VoucherSwitchedOff
    assert priced_cart(basket, now=NOON).total == euros(2_580)


def test_one_whose_minimum_is_not_met_waits_in_the_basket(basket: CartId) -> None:
    make_voucher(minimum=2_581)
    use(basket, "BIENVENUE")
    assert refusal(basket) is VoucherMinimumNotMet
    assert priced_cart(basket, now=NOON).basket.discount == euros(0)


def test_one_field_takes_all_codes(basket: CartId) -> None:
    make_method(provider=STORED_VALUE)
    make_voucher()
    card = make_account(amount=euros(1_000))
    for code in ("bienvenue", card.code):
        apply_code(cart_id=basket, code=code, actor=BUYER, now=NOON)
    priced = priced_cart(basket, now=NOON)
    assert (priced.total, priced.to_pay) == (euros(2_080), euros(1_080))
    with pytest.raises(UnusableCode), transaction.atomic():
        apply_code(cart_id=basket, code="NOPE", actor=BUYER, now=NOON)


def test_an_ordered_basket_is_closed_to_codes(basket: CartId) -> None:
    make_voucher()
    close_cart(cart_id=basket, order_id=new_id(), actor=BUYER, now=NOON)
    for change in (lambda: use(basket, "BIENVENUE"), lambda: remove_voucher(cart_id=basket, actor=BUYER, now=NOON)):
        with pytest.raises(CartClosed), transaction.atomic():
            change()


def test_without_the_right_nothing_happens(basket: CartId) -> None:
    make_voucher()
    use(basket, "BIENVENUE")
    before = snapshot()
    with pytest.raises(NotAllowed):
        apply_code(cart_id=basket, code="BIENVENUE", actor=NOBODY, now=NOON)
    with pytest.raises(NotAllowed):
        apply_voucher(cart_id=basket, code="BIENVENUE", actor=NOBODY, now=NOON)
    with pytest.raises(NotAllowed):
        remove_voucher(cart_id=basket, actor=NOBODY, now=NOON)
    assert snapshot() == before
