from functools import partial

import pytest

from comptoir.domains.catalogue.testing import make_product, soap
from comptoir.domains.markets.testing import make_market
from comptoir.domains.pricing import models
from comptoir.domains.pricing.actions import set_prices
from comptoir.domains.pricing.values import NewPrice
from comptoir.kernel.money import Money
from comptoir.kernel.testing import NOON, OWNER, at_once

pytestmark = pytest.mark.django_db(transaction=True)


def test_changes_that_collide_follow_each_other_and_none_is_lost():
    make_market()
    ids = [variant.id for variant in make_product(soap()).variants]

    def change(minor: int) -> object:
        # Each lists the variants in another order: locked as listed, they would wait for each other.
        order = ids if minor % 2 else ids[::-1]
        prices = [NewPrice(variant_id=id, amount=Money(minor, "EUR")) for id in order]
        return set_prices(prices=prices, market="fr", actor=OWNER, now=NOON)

    answers = at_once([partial(change, minor) for minor in range(1, 25)])

    assert [answer for answer in answers if isinstance(answer, Exception)] == []
    for id in ids:
        changes = list(models.PriceChange.objects.filter(variant_id=id).order_by("id"))
        assert len(changes) == 24
        # An unbroken chain: each change replaced what the one before had set.
        assert [change.old_amount_minor for change in changes] == [None, *(c.amount_minor for c in changes[:-1])]
        assert models.Price.objects.get(variant_id=id).amount_minor == changes[-1].amount_minor
