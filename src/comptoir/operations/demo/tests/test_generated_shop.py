"""Generated goods and two years of trade, in an installation that was empty."""

from collections import Counter
from datetime import timedelta
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from django.core.files.storage import default_storage

from comptoir.domains.orders.values import OrderState
from comptoir.domains.search.queries import cards_in_category
from comptoir.kernel import clock
from comptoir.kernel.access import job_actor
from comptoir.kernel.sql import fetch
from comptoir.kernel.testing import snapshot
from comptoir.operations.demo.command import demo
from comptoir.operations.demo.content.merchant import load_merchant
from comptoir.operations.demo.history.years import NothingToSell, YearsOfTrade
from comptoir.operations.demo.loading import many
from comptoir.operations.demo.loading.many import ManyProducts
from comptoir.operations.demo.opening import settle_in
from comptoir.operations.demo.tests.looking import payments_the_bank_knows
from comptoir.operations.installation import Installation

pytestmark = pytest.mark.django_db(transaction=True)

PRODUCTS, ORDERS = 40, 100


@pytest.fixture(autouse=True)
def small_steps(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(many, "LARGE", 40)
    monkeypatch.setattr(many, "AT_A_TIME", 15)


def products(count: int) -> ManyProducts:
    return ManyProducts(count=count, seed=7, merchant=load_merchant(), actor=job_actor("demo"), now=clock.now())


def years(count: int) -> YearsOfTrade:
    return YearsOfTrade(count=count, seed=7, merchant=load_merchant(), actor=job_actor("demo"), now=clock.now())


def counted(table: str) -> int:
    return int(fetch(f"SELECT count(*) FROM {table}")[0][0])


def test_a_generated_shop_has_traded_for_two_years(home: Path) -> None:
    settle_in(said=lambda _: None, now=clock.now())
    with pytest.raises(NothingToSell):
        list(years(1).add())
    assert list(products(PRODUCTS).add()) == [15, 15, 10]
    _is_on_sale()

    assert sum(years(ORDERS).add()) == ORDERS
    _has_grown()
    payments_the_bank_knows(home)


def _is_on_sale() -> None:
    variants = counted("catalogue_variant")
    assert counted("catalogue_product") == PRODUCTS < variants
    assert counted("pricing_price") == variants < counted("inventory_stocklevel") <= 2 * variants, "in two places"
    page = cards_in_category(market="fr", language="fr", size=60)
    assert (page.count.number, len({card.title for card in page.cards})) == (PRODUCTS, PRODUCTS)
    assert len({card.maker for card in page.cards}) > PRODUCTS // 4
    assert len({card.price for card in page.cards}) > PRODUCTS // 4
    assert all(default_storage.exists(card.image) for card in page.cards)


def _has_grown() -> None:
    states = Counter(dict(fetch("SELECT state, count(*) FROM orders_order GROUP BY 1")))
    assert states.total() == ORDERS
    assert states[OrderState.SHIPPED] > ORDERS // 2
    middle = clock.now() - timedelta(days=365)
    before, after = fetch(
        "SELECT count(*) FILTER (WHERE placed_at < %s), count(*) FILTER (WHERE placed_at >= %s) FROM orders_order",
        [middle, middle],
    )[0]
    assert after > 1.2 * before > 0
    # Some wrote history, some were lived: what both leave behind is the same.
    left = "SELECT count(DISTINCT order_id) FROM fulfilment_shipment WHERE state = 'shipped'"
    invoiced = "SELECT count(DISTINCT order_id) FROM invoicing_document WHERE kind = 'invoice'"
    assert fetch(left) == fetch(invoiced) == [(states[OrderState.SHIPPED] + states[OrderState.PARTLY_SHIPPED],)]


def test_what_was_interrupted_is_taken_up_again_and_a_small_shop_can_grow(home: Path) -> None:
    settle_in(said=lambda _: None, now=clock.now())
    adding = products(PRODUCTS).add()
    next(adding)
    adding.close()
    assert counted("catalogue_product") == 15
    assert sum(products(PRODUCTS).add()) == PRODUCTS
    assert (counted("catalogue_product"), counted("search_card")) == (PRODUCTS, 2 * PRODUCTS), "one in each language"
    before = snapshot()
    assert sum(products(PRODUCTS - 10).add()) == PRODUCTS - 10
    assert snapshot() == before


def invoked(home: Path, mode: str, *arguments: str) -> Result:
    installation = Installation(
        mode=mode,
        home=home,
        host="127.0.0.1",
        port=8000,
        simulator_port=8001,
        base_url="http://localhost:8000",
        database="",
        reader_database="",
        brings_own_database=True,
    )
    return CliRunner().invoke(demo, arguments, obj=installation)


def test_the_command_adds_what_is_asked_for_but_never_in_production(home: Path) -> None:
    done = invoked(home, "demo", "--products", "12", "--orders", "3")
    assert (done.exit_code, counted("catalogue_product"), counted("orders_order")) == (0, 12, 3)
    before = snapshot()
    refused = invoked(home, "production", "--products", "12")
    assert (refused.exit_code, snapshot()) == (1, before)
    assert "no demo data" in refused.output
