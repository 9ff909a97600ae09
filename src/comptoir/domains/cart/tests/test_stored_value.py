"""Gift cards in the basket: used by their code, kept by their account, and shown for what they can pay."""

from datetime import timedelta

import pytest
from django.db import transaction

from comptoir.domains.cart.actions import apply_stored_value, close_cart, open_cart, remove_stored_value, set_line
from comptoir.domains.cart.errors import CartClosed, TooManyCodes
from comptoir.domains.cart.queries import cart, priced_cart
from comptoir.domains.cart.values import MOST_ACCOUNTS, CartId
from comptoir.domains.catalogue.testing import make_product
from comptoir.domains.payments.actions import enable_payment_method
from comptoir.domains.payments.testing import make_method
from comptoir.domains.payments.values import STORED_VALUE
from comptoir.domains.pricing.testing import make_price
from comptoir.domains.stored_value.actions import block_account
from comptoir.domains.stored_value.errors import UnusableCode
from comptoir.domains.stored_value.testing import make_account
from comptoir.domains.stored_value.values import AccountId, shares_of
from comptoir.kernel.ids import new_id
from comptoir.kernel.money import Money
from comptoir.kernel.testing import NOON, OWNER, anybody

pytestmark = pytest.mark.django_db
BUYER = anybody("cart.edit")


def euros(minor: int) -> Money:
    return Money(minor, "EUR")


@pytest.fixture
def basket() -> CartId:
    """Two pots at 12.90."""
    make_method(provider=STORED_VALUE)
    variant = make_product().variants[0]
    make_price(variant.id, 1290)
    id = open_cart(market="fr", language="fr", channel="web", actor=BUYER, now=NOON)
    set_line(cart_id=id, sku=variant.sku, quantity=2, actor=BUYER, now=NOON)
    return id


def use(basket: CartId, code: str) -> None:
    apply_stored_value(cart_id=basket, code=code, actor=BUYER, now=NOON)


def test_cards_pay_in_the_order_in_which_they_were_typed(basket: CartId) -> None:
    first, second = make_account(amount=euros(1_000)), make_account(amount=euros(9_000))
    for code in (second.code, first.code.lower(), second.code):
        use(basket, code)
    priced = priced_cart(basket, now=NOON)
    assert [account.id for account in priced.accounts] == [first.account_id, second.account_id]
    assert [part.minor for _, part in shares_of(priced.accounts, priced.total)] == [1_000, 1_580]
    assert priced.to_pay == euros(0)
    remove_stored_value(cart_id=basket, account_id=second.account_id, actor=BUYER, now=NOON)
    assert priced_cart(basket, now=NOON).to_pay == euros(1_580)


def test_a_code_that_pays_nothing_is_not_kept(basket: CartId) -> None:
    blocked = make_account()
    block_account(account_id=blocked.account_id, because="lost", actor=OWNER, now=NOON)
    for code in (blocked.code, "0000-0000-0000-0000", ""):
        with pytest.raises(UnusableCode) as refused, transaction.atomic():
            use(basket, code)
        assert refused.value.field == "code"
    assert cart(basket).stored_value == ()


def test_what_cannot_pay_any_more_is_left_out(basket: CartId) -> None:
    card = make_account(expires_on=NOON.date())
    use(basket, card.code)
    assert priced_cart(basket, now=NOON).to_pay == euros(0)
    assert priced_cart(basket, now=NOON + timedelta(days=1)).to_pay == euros(2_580)


def test_where_the_market_takes_no_cards_any_more_none_pays(basket: CartId) -> None:
    card = make_account()
    use(basket, card.code)
    enable_payment_method(market="fr", code="stored_value", enabled=False, actor=OWNER, now=NOON)
    assert priced_cart(basket, now=NOON).to_pay == euros(2_580)
    with pytest.raises(UnusableCode), transaction.atomic():
        use(basket, card.code)


def test_a_basket_takes_no_more_cards_than_an_order(basket: CartId) -> None:
    cards = [make_account(amount=euros(1)) for _ in range(MOST_ACCOUNTS + 1)]
    for card in cards[:-1]:
        use(basket, card.code)
    with pytest.raises(TooManyCodes), transaction.atomic():
        use(basket, cards[-1].code)
    use(basket, cards[0].code)
    assert len(cart(basket).stored_value) == MOST_ACCOUNTS


def test_an_ordered_basket_is_closed_to_cards(basket: CartId) -> None:
    card = make_account()
    close_cart(cart_id=basket, order_id=new_id(), actor=BUYER, now=NOON)
    with pytest.raises(CartClosed), transaction.atomic():
        use(basket, card.code)
    with pytest.raises(CartClosed), transaction.atomic():
        remove_stored_value(cart_id=basket, account_id=AccountId(new_id()), actor=BUYER, now=NOON)
