"""Goods of another shop coming in, from a file to shelves and prices."""

from dataclasses import replace

import pytest

from comptoir.domains.catalogue.queries import attributes, category_tree, product_by_slug, variants_by_sku
from comptoir.domains.catalogue.testing import honey, make_category, make_product
from comptoir.domains.catalogue.values import ProductStatus, TaxClass
from comptoir.domains.imports.testing import row, shirts
from comptoir.domains.pricing.values import Price
from comptoir.flows.tests.importing import SAMPLES, Run, euros, price, stock
from comptoir.kernel.testing import snapshot

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("empty_shop")]


def test_a_file_becomes_goods_on_sale() -> None:
    run = Run(SAMPLES / "pottery.csv")
    assert run.products == {"create": 4, "quarantined": 2}
    assert run.result.counts.rows == {"create": 8, "update": 0, "unchanged": 0, "quarantined": 2}

    bowl = product_by_slug("stoneware-bowl")
    assert (bowl.titles, bowl.maker, bowl.tax_class) == ({"fr": "Stoneware bowl"}, "Atelier Grès", TaxClass.STANDARD)
    assert bowl.descriptions == {
        "fr": "<p>Thrown by hand, glazed twice.</p>\n<ul>\n<li>Holds 0.6 l</li>\n<li>Dishwasher safe</li>\n</ul>"
    }
    assert [(option.code, option.name) for option in bowl.options] == [
        ("colour", {"fr": "Colour"}), ("size", {"fr": "Size"}),
    ]  # fmt: skip
    assert [(v.sku, v.option_values, v.weight_grams) for v in bowl.variants] == [
        ("BOWL-SA-S", {"colour": {"fr": "Sand"}, "size": {"fr": "Small"}}, 410),
        ("BOWL-SA-L", {"colour": {"fr": "Sand"}, "size": {"fr": "Large"}}, 780),
        ("BOWL-SE-S", {"colour": {"fr": "Sea"}, "size": {"fr": "Small"}}, 410),
    ]
    assert bowl.variants[0].barcode == "4006381333931"
    assert [(value.attribute, value.value, value.value_name) for value in bowl.attributes] == [
        ("tags", "stoneware", {"fr": "Stoneware"}), ("tags", "kitchen", {"fr": "Kitchen"}),
    ]  # fmt: skip
    assert [category_tree().by_id[id].names for id in bowl.category_ids] == [{"fr": "Bowls"}]
    assert price("BOWL-SA-L") == Price(amount=euros(3650), compare_at=euros(4200))
    assert (stock("BOWL-SA-S"), stock("BOWL-SA-L"), stock("BOWL-SE-S")) == (6, 2, 0)
    assert len(bowl.media) == 1  # a placeholder: nothing was fetched


def test_what_is_doubtful_is_kept_out_or_pointed_out() -> None:
    run = Run(SAMPLES / "pottery.csv")
    assert (
        run.codes
        == [
            (15, "create", "Variant Inventory Policy", "sells_beyond_stock"),
            (15, "create", "Variant Barcode", "barcode_dropped"),
            (16, "create", "Variant Inventory Policy", "sells_beyond_stock"),
            (16, "create", "Variant Inventory Qty", "oversold"),
            (17, "quarantined", "Gift Card", "gift_card"),
            (17, "quarantined", "Variant Inventory Qty", "no_stock_told"),
            (17, "quarantined", "Variant Requires Shipping", "needs_no_shipping"),
            (17, "quarantined", "Variant Taxable", "not_taxed"),
            (18, "create", "Variant Compare At Price", "compare_at_dropped"),
            (19, "quarantined", "Variant Price", "bad_price"),
        ]
        or run.codes
    )
    assert product_by_slug("linen-apron", any_status=True).status is ProductStatus.DRAFT
    assert product_by_slug("old-teapot", any_status=True).status is ProductStatus.ARCHIVED
    assert not variants_by_sku(["GIFT-10", "JUG-1"])
    assert {category.code for category in category_tree().categories} == {"bowls", "candles", "textiles", "teapots"}


def test_made_up_references_and_stock_that_is_not_counted() -> None:
    Run(SAMPLES / "pottery.csv")
    candle = product_by_slug("beeswax-candle")
    assert (candle.options, candle.descriptions) == ((), {"fr": "<p>Burns for thirty hours.</p>"})
    assert [variant.sku for variant in candle.variants] == ["beeswax-candle"]
    assert stock("beeswax-candle") == 9


def test_a_file_that_a_french_spreadsheet_has_saved() -> None:
    run = Run(SAMPLES / "tisanes-excel.csv")
    assert run.products == {"create": 2}
    assert (run.opened[0].export.encoding, run.opened[0].export.separator) == ("cp1252", ";")
    infusion = product_by_slug("tisane-du-soir")
    assert (infusion.titles, infusion.maker) == ({"fr": "Tisane du soir"}, "L’Herbier d’Élise")
    assert price("TIS-50") == Price(amount=euros(790))
    assert price("TIS-1000") == Price(amount=euros(108900), compare_at=euros(120000))
    assert price("coffret-decouverte") == Price(amount=euros(3900))


def test_a_reference_that_is_taken_keeps_the_product_out(export) -> None:
    make_product(honey(sku="MUG-1"))
    run = Run(export(row(), *shirts()))
    assert run.products == {"quarantined": 1, "create": 1}
    assert run.codes == [(2, "quarantined", "Variant SKU", "sku_taken")]
    before = snapshot()
    assert Run(export(row()), dry_run=True).codes == run.codes
    assert snapshot() == before


def test_what_the_catalogue_says_against_a_product_names_the_column(export) -> None:
    run = Run(export(row(Title="x" * 256), *shirts(sizes=("S", "M" * 10), prices=("1", "2"))))
    assert run.codes == [(2, "quarantined", "Title", "refused")]
    second = {**shirts()[1], "Variant SKU": "K" * 101, "Handle": "coat"}
    run = Run(export({**shirts()[0], "Handle": "coat", "Variant SKU": "COAT"}, second))
    assert run.codes == [(2, "quarantined", "", "with_product"), (3, "quarantined", "Variant SKU", "refused")]


def test_the_highest_values_are_those_that_the_domains_take(export) -> None:
    highest = {"Variant Price": "10000000000", "Variant Compare At Price": "", "Variant Grams": "1000000000",
               "Variant Inventory Qty": "1000000000"}  # fmt: skip
    assert Run(export(row(**highest))).products == {"create": 1}
    assert price("MUG-1").amount == euros(10**12)
    sizes = [str(number) for number in range(1_000)]
    assert Run(export(*shirts(sizes=sizes, prices=["1"] * len(sizes))), dry_run=True).products == {"create": 1}


def test_an_address_that_leads_elsewhere_gets_a_number(export) -> None:
    slug = make_product(replace(honey(), slug="mug")).slug
    Run(export(row()))
    assert slug == "mug"
    assert product_by_slug("mug-2").titles == {"fr": "Enamel mug"}


def test_types_find_the_categories_that_are_there(export) -> None:
    make_category("tableware")
    make_category("vaisselle")
    Run(export(row(Type="VAISSELLE"), row(Handle="cup", **{"Type": "Tableware", "Variant SKU": "C"})))
    assert {category.code for category in category_tree().categories} == {"tableware", "vaisselle"}


def test_tags_are_one_attribute_made_once(export) -> None:
    Run(export(row()))
    Run(export(row(Handle="cup", **{"Variant SKU": "C"})))
    assert [(one.code, one.names, one.facet) for one in attributes()] == [
        ("tags", {"fr": "Mots-clés", "en": "Tags"}, True)
    ]
