"""Everybody wants the code at once: no more orders have it than it allows, and each gives it back once."""

from collections import Counter
from collections.abc import Callable
from functools import partial
from uuid import UUID

import pytest
from django.db import connection

from comptoir.domains.cart.actions import apply_voucher
from comptoir.domains.orders.values import OrderId
from comptoir.domains.pricing import queries
from comptoir.domains.pricing.errors import VoucherRefused, VoucherUsedByCustomer, VoucherUsedUp
from comptoir.domains.pricing.testing import make_voucher
from comptoir.domains.pricing.values import Voucher
from comptoir.flows.cancel_order import cancel_order
from comptoir.flows.place_order import Checkout, Placed, place_order
from comptoir.flows.testing import Shop, agree, buyer, fill_cart, open_shop
from comptoir.kernel.testing import NOON, OWNER, at_once
from comptoir.kernel.transitions import MoveRefused
from tests.races.showing import all_holds, chance, deadlocks, sizes

pytestmark = pytest.mark.django_db(transaction=True)
TRIALS = sizes("vouchers", 20)


def with_code(shop: Shop, known: Voucher, email: str) -> Checkout:
    cart_id = fill_cart(shop, quantity=1, email=email)
    apply_voucher(cart_id=cart_id, code=known.code, actor=buyer(), now=NOON)
    return agree(cart_id)


def placing(checkout: Checkout, key: str) -> partial[Placed]:
    return partial(place_order, checkout=checkout, key=key, actor=buyer(), now=NOON)


def calling_off(placed: Placed) -> partial[None]:
    return partial(cancel_order, order_id=OrderId(UUID(placed.order_id)), because="x", actor=OWNER, now=NOON)


def used(known: Voucher) -> int:
    return queries.voucher(known.id, actor=OWNER).used


def test_fifty_baskets_and_a_code_for_one() -> None:
    shop, known = open_shop(), make_voucher(limit=1)
    checkouts = [with_code(shop, known, f"buyer-{number}@exemple.example") for number in range(50)]
    answers = at_once([placing(each, str(number)) for number, each in enumerate(checkouts)])
    assert Counter(type(answer) for answer in answers) == {Placed: 1, VoucherUsedUp: 49}
    assert used(known) == 1
    all_holds()


def test_one_customer_who_writes_the_address_in_twenty_ways() -> None:
    shop, known = open_shop(), make_voucher(limit_each=1)
    tags = (f"+{number}" for number in range(19))
    checkouts = [with_code(shop, known, f"Lucie.Martin{tag}@Gmail.com") for tag in ("", *tags)]
    answers = at_once([placing(each, str(number)) for number, each in enumerate(checkouts)])
    assert Counter(type(answer) for answer in answers) == {Placed: 1, VoucherUsedByCustomer: 19}
    assert used(known) == 1
    all_holds()


def test_called_off_by_ten_at_once_it_is_free_once() -> None:
    shop, known = open_shop(), make_voucher()
    first, _ = (placing(with_code(shop, known, f"b{number}@exemple.example"), str(number))() for number in range(2))
    answers = at_once([calling_off(first)] * 10)
    assert Counter(type(answer) for answer in answers) == {type(None): 1, MoveRefused: 9}
    assert used(known) == 1
    all_holds()


def test_one_calls_off_while_others_order() -> None:
    luck, shop = chance("vouchers"), open_shop(stock=10 * TRIALS)
    before = deadlocks(connection.connection)
    for trial in range(TRIALS):
        known = make_voucher(f"CODE-{trial}", limit=2, limit_each=1)
        emails = [f"{name}-{trial}@exemple.example" for name in ("anne", "paul", "zoe", "anne+2")]
        first, *others = (with_code(shop, known, email) for email in emails)
        steps: list[Callable[[], Placed | None]] = [
            placing(each, f"{trial}.{number}") for number, each in enumerate(others)
        ]
        steps.append(calling_off(placing(first, f"{trial}.first")()))
        luck.shuffle(steps)
        for answer in at_once(steps):
            assert answer is None or isinstance(answer, Placed | VoucherRefused), f"trial {trial}: {answer!r}"
        assert 1 <= used(known) <= 2
    assert deadlocks(connection.connection) == before
    all_holds()
