from functools import partial

import pytest

from comptoir.domains.delivery import models
from comptoir.domains.delivery.actions import set_rates
from comptoir.domains.delivery.testing import make_method
from comptoir.domains.delivery.values import Rate
from comptoir.kernel.money import Money
from comptoir.kernel.testing import NOON, OWNER, at_once

pytestmark = pytest.mark.django_db(transaction=True)


def test_two_people_setting_rates_leave_the_rates_of_one_of_them():
    make_method()

    def replace_rates(price: int) -> None:
        rates = [Rate(price=Money(price, "EUR"), up_to_weight_grams=grams) for grams in (500, 1000, 2000)]
        set_rates(market="fr", code="colissimo", rates=rates, actor=OWNER, now=NOON)

    answers = at_once([partial(replace_rates, price) for price in range(1, 17)])

    assert answers == [None] * 16
    left = list(models.Rate.objects.values_list("price_minor", flat=True))
    assert len(left) == 3
    assert len(set(left)) == 1
