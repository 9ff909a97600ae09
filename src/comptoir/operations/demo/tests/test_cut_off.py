"""An opening that is cut off again and again, anywhere, ends with the shop of one that was not."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from random import Random
from typing import Any

import pytest
from django.core.files.storage import default_storage
from django.db import connection

from comptoir.kernel.sql import fetch
from comptoir.kernel.testing import snapshot
from comptoir.operations.demo import opening
from comptoir.operations.demo.content.catalogue import load_catalogue
from comptoir.operations.demo.content.merchant import load_merchant
from comptoir.operations.demo.content.values import Catalogue
from comptoir.operations.demo.diary import read_diary
from comptoir.operations.demo.history.bank import bank_for_history
from comptoir.operations.demo.history.plan import weeks_of_trade
from comptoir.operations.demo.tests.looking import payments_the_bank_knows
from comptoir.operations.demo.tests.test_plan import state_of

pytestmark = pytest.mark.django_db(transaction=True)

ORDERS = 16


class CutOff(BaseException):
    """Nobody catches it, as nobody catches a kill."""


@contextmanager
def cut_off_after(statements: int) -> Iterator[None]:
    """The next statements are the last ones."""
    left = statements

    def execute(run: Callable[..., Any], *call: Any) -> Any:
        nonlocal left
        left -= 1
        if left == 0:
            raise CutOff
        return run(*call)

    with connection.execute_wrapper(execute):
        yield


def corner() -> Catalogue:
    """Some goods of the demo, each with one picture."""
    whole = load_catalogue()
    products = [
        replace(product, variants=tuple(replace(one, picture=product.picture) for one in product.variants))
        for product in whole.products[::12]
    ]
    return replace(whole, products=tuple(products))


def tries_until_open(dice: Random) -> int:
    """Open the shop, cut off after some hundred statements each time, until one opening comes to its end."""
    for tries in range(1, 100):
        try:
            with cut_off_after(dice.randrange(5, 400)):
                opening.open_demo(said=lambda _: None, orders=ORDERS)
        except CutOff:
            continue
        return tries
    raise AssertionError("it never opens")


def test_wherever_it_is_cut_off_it_ends_with_the_same_shop(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    catalogue = corner()
    monkeypatch.setattr(opening, "load_catalogue", lambda: catalogue)
    with bank_for_history():
        assert tries_until_open(Random(1)) > 5

    moment = read_diary().moment
    assert moment is not None
    _has_all_its_goods(catalogue)
    _has_every_order_where_it_was_meant_to_be(catalogue, moment)
    assert payments_the_bank_knows(home) > ORDERS // 2
    before = snapshot()
    opening.open_demo(said=lambda _: None, orders=ORDERS)
    assert snapshot() == before


def _has_all_its_goods(catalogue: Catalogue) -> None:
    merchant = load_merchant()
    counts = {
        "markets_merchant": 1,
        "network_place": len(merchant.places),
        "content_page": len(merchant.pages) + 1,  # the one of presents is made of blocks
        "delivery_method": len(merchant.delivery),
        "payments_paymentmethod": 4,
        "accounts_user": 3,
        "catalogue_category": len(catalogue.categories),
        "catalogue_product": len(catalogue.products) + 1,  # and the booklet, which is made of none of them
        "catalogue_variant": sum(len(product.variants) for product in catalogue.products) + 1,
    }
    assert {table: fetch(f"SELECT count(*) FROM {table}")[0][0] for table in counts} == counts
    assert all(default_storage.exists(path) for (path,) in fetch("SELECT path FROM catalogue_media"))
    shelves = {
        (sku, place): on_hand
        for sku, place, on_hand in fetch(
            """SELECT sku, place_id, on_hand - reserved - claimed FROM inventory_stocklevel
             JOIN catalogue_variant ON catalogue_variant.id = variant_id"""
        )
    }
    warehouse, shop = (place.code for place in merchant.places)
    variants = [variant for product in catalogue.products for variant in product.variants]
    meant = {(variant.sku, warehouse): variant.stock_warehouse for variant in variants}
    meant |= {(variant.sku, shop): variant.stock_shop for variant in variants}
    assert {key: pieces for key, pieces in shelves.items() if pieces} == {
        key: pieces for key, pieces in meant.items() if pieces
    }
    reduced = {variant.sku for variant in variants if variant.compare_at_minor is not None}
    assert reduced == {
        sku
        for (sku,) in fetch(
            """SELECT sku FROM pricing_price JOIN catalogue_variant ON catalogue_variant.id = variant_id
                WHERE compare_at_minor IS NOT NULL"""
        )
    }


def _has_every_order_where_it_was_meant_to_be(catalogue: Catalogue, moment: datetime) -> None:
    plan = weeks_of_trade(load_merchant(), catalogue, orders=ORDERS, now=moment, seed=opening.SEED)
    meant = {(order.placed_at, order.buyer.email): state_of(order, moment) for order in plan}
    assert {
        (at, email): state for at, email, state in fetch("SELECT placed_at, email, state FROM orders_order")
    } == meant
