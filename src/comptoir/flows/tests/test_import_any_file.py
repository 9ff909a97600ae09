"""Other files of that dialect work too: made up at random, and whatever real ones lie beside the checkout."""

import csv
from decimal import Decimal
from itertools import count
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as some

from comptoir.domains.catalogue.queries import products_for, variants_by_sku
from comptoir.domains.imports.queries import links_for
from comptoir.domains.inventory.queries import levels_for
from comptoir.domains.pricing.queries import prices_for
from comptoir.domains.pricing.values import Price
from comptoir.flows.tests.exports import Export, Goods, exports
from comptoir.flows.tests.importing import SAMPLES, Run, euros, rows_in
from comptoir.kernel.testing import snapshot

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("empty_shop")]
_CHECKOUT = Path(__file__).parents[4]
_BESIDE = sorted(
    {path for up in (_CHECKOUT.parent, _CHECKOUT.parent.parent) for path in up.glob("shared/data/shopify/*.csv")}
)
"""Exports that shops have published, where somebody has put them; the repository has none of them."""

_numbers = count()


@given(data=some.data())
@settings(
    max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow]
)
def test_any_valid_export_becomes_the_same_goods(data, tmp_path) -> None:
    number = next(_numbers)
    export = data.draw(exports(prefix=f"x{number}"))
    path = export.write(tmp_path / f"{number}.csv")

    dry = Run(path, source=f"shop-{number}", dry_run=True)
    run = Run(path, source=f"shop-{number}")
    assert run.codes == [] or {code for *_, code in run.codes} <= {"no_stock_told"}, run.codes
    assert run.products == dry.products == {"create": len(export.goods)}
    links = links_for([goods.handle for goods in export.goods], source=f"shop-{number}")
    here = products_for([link.product_id for link in links.values()])
    for goods in export.goods:
        _is_here(goods, export, here[links[goods.handle].product_id])

    before = snapshot()
    assert Run(path, source=f"shop-{number}").products == {"unchanged": len(export.goods)}
    after = snapshot()
    assert {table for table in after if after[table] != before[table]} == {
        "imports_importrun", "kernel_history", "kernel_outbox",
    }  # fmt: skip


def _is_here(goods: Goods, export: Export, product) -> None:
    assert product.titles == {"fr": goods.title}
    assert product.maker == (goods.vendor if export.tells("Vendor") else "")
    assert [option.name["fr"] for option in product.options] == list(goods.options)
    assert len(product.attributes) <= (len(goods.tags) if export.tells("Tags") else 0)
    assert product.status == ((goods.status if export.tells("Status") else "") or "active")
    assert len(product.variants) == len(goods.articles)
    prices = prices_for([variant.id for variant in product.variants], market="fr")
    levels = levels_for([variant.id for variant in product.variants])
    for variant, article in zip(product.variants, goods.articles, strict=True):
        if article.sku and export.tells("Variant SKU"):
            assert variant.sku == article.sku
        assert [variant.option_values[option.code]["fr"] for option in product.options] == list(article.choice)
        compare_at = article.compare_at if export.tells("Variant Compare At Price") else None
        expected = Price(amount=euros(article.minor), compare_at=None if compare_at is None else euros(compare_at))
        assert prices[variant.id] == expected
        assert [level.on_hand for level in levels[variant.id]] == [article.pieces]
        assert variant.weight_grams == (article.grams if export.tells("Variant Grams") else 0)


@pytest.mark.parametrize("path", [SAMPLES / "pottery.csv", *_BESIDE], ids=lambda path: path.name)
def test_published_exports_come_in_whole(path) -> None:
    """Counted here by simpler means than the import has."""
    with path.open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    handles = {row["Handle"] for row in rows if row["Handle"]}
    run = Run(path)
    assert run.opened[0].survey.products == len(handles)
    assert run.opened[0].survey.rows == len(rows)
    kept_out = run.products.get("quarantined", 0)
    assert run.products["create"] == len(handles) - kept_out
    if path in _BESIDE:
        assert (kept_out, run.codes) == (0, [])
        _has_every_article(rows)

    movements, changes = rows_in("inventory_stockmovement"), rows_in("pricing_pricechange")
    again = Run(path)
    assert again.products.get("unchanged") == len(handles) - kept_out
    assert again.result.counts.rows["create"] == again.result.counts.rows["update"] == 0
    assert (rows_in("inventory_stockmovement"), rows_in("pricing_pricechange")) == (movements, changes)


def _has_every_article(rows: list[dict[str, str]]) -> None:
    priced = [row for row in rows if row["Variant Price"]]
    expected = [(row["Handle"], int(Decimal(row["Variant Price"]) * 100)) for row in priced]
    links = links_for([handle for handle, _ in expected], source="shopify")
    found = []
    for link in links.values():
        (product,) = products_for([link.product_id]).values()
        prices = prices_for([variant.id for variant in product.variants], market="fr")
        found += [(link.source_id, prices[variant.id].amount.minor) for variant in product.variants]
    assert sorted(found) == sorted(expected)
    pieces = sum(int(row["Variant Inventory Qty"] or 0) for row in rows)
    skus = [v.sku for link in links.values() for v in products_for([link.product_id])[link.product_id].variants]
    ids = [card.id for card in variants_by_sku(skus).values()]
    assert sum(level.on_hand for levels in levels_for(ids).values() for level in levels) == pieces
