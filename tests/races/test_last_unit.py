"""Two buyers and the last piece: exactly one order, every time, and nobody is told of a deadlock."""

from functools import partial

import httpx
import pytest

from comptoir.domains.inventory.actions import record_counts
from comptoir.domains.inventory.errors import InsufficientStock
from comptoir.domains.inventory.testing import level
from comptoir.domains.inventory.values import Count
from comptoir.domains.network.testing import WAREHOUSE
from comptoir.flows.place_order import Placed, place_order
from comptoir.flows.testing import Shop, agree, buyer, fill_cart, open_shop
from comptoir.kernel.testing import NOON, OWNER, at_once
from tests.races.showing import all_holds, sizes
from tests.running.buyer import Buyer
from tests.running.shop import RunningShop

TRIALS = sizes("last unit", 200)
TRIALS_BY_HTTP = sizes("last unit over HTTP", 40)


@pytest.mark.django_db(transaction=True)
def test_two_buyers_of_the_last_piece_in_process() -> None:
    shop = open_shop(stock=0)
    for trial in range(TRIALS):
        _one_left(shop, trial)
        carts = [agree(fill_cart(shop, quantity=1)) for _ in range(2)]
        orders = [
            partial(place_order, checkout=checkout, key=f"{trial}.{i}", actor=buyer(), now=NOON)
            for i, checkout in enumerate(carts)
        ]
        answers = at_once(orders)
        kinds = {type(answer) for answer in answers}
        assert kinds == {Placed, InsufficientStock}, f"trial {trial} of {TRIALS}: {answers}"
    assert (level(shop.variant_id).reserved, level(shop.variant_id).available) == (TRIALS, 0)
    all_holds()


def _one_left(shop: Shop, promised: int) -> None:
    counted = Count(variant_id=shop.variant_id, place_code=WAREHOUSE.code, quantity=promised + 1)
    record_counts(counts=[counted], actor=OWNER, now=NOON)


def test_two_buyers_of_the_last_piece_over_http(running: RunningShop) -> None:
    buyers = [Buyer(running), Buyer(running)]
    with running.api() as staff:
        for trial in range(TRIALS_BY_HTTP):
            staff.count(running.rare_sku, trial + 1)
            baskets = [each.fill(sku=running.rare_sku) for each in buyers]
            answers = at_once([partial(each.order, basket) for each, basket in zip(buyers, baskets, strict=True)])
            told = [_told(answer) for answer in answers]
            assert sorted(told) == ["201 paid", "409 inventory.insufficient_stock"], f"trial {trial}: {told}"


def _told(answer: httpx.Response | Exception) -> str:
    if isinstance(answer, Exception):
        return repr(answer)
    body = answer.json()
    return f"{answer.status_code} {body.get('code') or body['status']}"
