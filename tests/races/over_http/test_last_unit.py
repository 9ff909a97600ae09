"""The last piece again, from the other side of the wire: two browsers, two web processes."""

from functools import partial

import httpx
import psycopg

from comptoir.kernel.testing import at_once
from comptoir.operations.postgres import addresses
from tests.races.showing import deadlocks, sizes
from tests.running.buyer import Buyer
from tests.running.shop import RunningShop

TRIALS = sizes("last unit over HTTP", 30)


def test_two_buyers_of_the_last_piece(running: RunningShop) -> None:
    buyers, rare = [Buyer(running), Buyer(running)], running.told["rare_sku"]
    with running.api() as staff, psycopg.connect(addresses.url(running.home), autocommit=True) as database:
        before = deadlocks(database)
        for trial in range(TRIALS):
            staff.count(rare, trial + 1)
            baskets = [each.fill(sku=rare) for each in buyers]
            answers = at_once([partial(each.order, basket) for each, basket in zip(buyers, baskets, strict=True)])
            told = [_told(answer) for answer in answers]
            assert sorted(told) == ["201 paid", "409 inventory.insufficient_stock"], f"trial {trial}: {told}"
        # And nobody had to ask twice, which would have hidden it.
        assert [each.repeats for each in buyers] == [{}, {}]
        assert deadlocks(database) == before
    for each in buyers:
        each.api.client.close()


def _told(answer: httpx.Response | Exception) -> str:
    if isinstance(answer, Exception):
        return repr(answer)
    body = answer.json()
    return f"{answer.status_code} {body.get('code') or body['status']}"
