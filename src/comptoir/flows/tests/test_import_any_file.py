"""Other files of that dialect work too: made up at random."""

from itertools import count

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as some

from comptoir.domains.catalogue.queries import products_for
from comptoir.domains.imports.queries import links_for
from comptoir.domains.inventory.queries import levels_for
from comptoir.domains.pricing.queries import prices_for
from comptoir.domains.pricing.values import Price
from comptoir.flows.tests.exports import Export, Goods, exports
from comptoir.flows.tests.importing import Run, euros
from comptoir.kernel.testing import snapshot

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("empty_shop")]

_numbers = count()


@given(data=some.data())
@settings(max_examples=4, suppress_health_check=[HealthCheck.function_scoped_fixture])
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
        "imports_importrun", "kernel_history",
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
