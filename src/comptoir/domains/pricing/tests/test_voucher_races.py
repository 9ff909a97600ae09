"""Real threads that want one voucher."""

from collections import Counter
from functools import partial
from uuid import UUID

import pytest

from comptoir.domains.pricing import queries
from comptoir.domains.pricing.actions import release_voucher, use_voucher
from comptoir.domains.pricing.errors import VoucherUsedByCustomer, VoucherUsedUp
from comptoir.domains.pricing.testing import make_voucher
from comptoir.domains.pricing.values import Voucher
from comptoir.kernel.ids import new_id
from comptoir.kernel.money import Money
from comptoir.kernel.testing import NOON, OWNER, at_once

pytestmark = pytest.mark.django_db(transaction=True)
FIVE = Money(500, "EUR")


def use(known: Voucher, email: str, order_id: UUID | None = None) -> None:
    order_id = order_id or new_id()
    use_voucher(voucher_id=known.id, order_id=order_id, email=email, discount=FIVE, actor=OWNER, now=NOON)


def used(known: Voucher) -> int:
    return queries.voucher(known.id, actor=OWNER).used


def test_thirty_customers_and_a_voucher_for_three():
    known = make_voucher(limit=3)
    answers = at_once([partial(use, known, f"buyer-{number}@exemple.example") for number in range(30)])
    assert Counter(type(answer) for answer in answers) == {type(None): 3, VoucherUsedUp: 27}
    assert used(known) == 3


def test_one_customer_under_twenty_addresses():
    known = make_voucher(limit=15, limit_each=2)
    answers = at_once([partial(use, known, f"Lucie+{number}@exemple.example") for number in range(20)])
    assert Counter(type(answer) for answer in answers) == {type(None): 2, VoucherUsedByCustomer: 18}
    assert used(known) == 2


def test_released_by_twenty_at_once_it_is_released_once():
    known, order_id = make_voucher(), new_id()
    for id in (order_id, new_id()):
        use(known, "lucie@exemple.example", id)
    answers = at_once([partial(release_voucher, order_id=order_id, actor=OWNER, now=NOON)] * 20)
    assert answers == [None] * 20
    assert used(known) == 1
