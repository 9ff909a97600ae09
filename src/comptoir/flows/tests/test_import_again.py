"""The same shop's file again: what is new in it, and nothing else."""

import pytest

from comptoir.domains.catalogue.queries import category_tree, product, product_by_slug, variants_by_sku
from comptoir.domains.catalogue.testing import make_category
from comptoir.domains.catalogue.values import ProductStatus, TaxClass
from comptoir.domains.imports.testing import row, shirts
from comptoir.domains.inventory.queries import movements_of
from comptoir.domains.inventory.testing import make_stock
from comptoir.domains.network.testing import SHOP, make_place
from comptoir.domains.pricing.testing import make_price
from comptoir.domains.pricing.values import Price
from comptoir.flows.tests.importing import SAMPLES, Run, edit, euros, price, rows_in, stock
from comptoir.kernel.testing import OWNER, snapshot

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("empty_shop")]


def test_the_same_file_again_changes_nothing() -> None:
    first = Run(SAMPLES / "pottery.csv")
    before = snapshot()
    again = Run(SAMPLES / "pottery.csv")
    after = snapshot()
    changed = {table for table in after if after[table] != before[table]}
    # Only that it was run: the run, the rows that were kept out again, and the trail of the run itself.
    assert changed == {"imports_importrun", "imports_importrow", "kernel_history"}
    assert again.products == {"unchanged": 4, "quarantined": 2}
    assert (first.result.counts.pictures_missing, again.result.counts.pictures_missing) == (4, 4)


def test_a_newer_file_changes_only_what_is_new_in_it(export) -> None:
    first, second = shirts()
    Run(export(row(), first, second))
    before, mug_before = product_by_slug("shirt"), product_by_slug("mug")
    make_stock(1, variant_id=before.variants[0].id)  # one was counted here since, whatever the file said

    run = Run(export(row(), first, {**second, "Variant Price": "28.00"}))
    assert run.products == {"unchanged": 1, "update": 1}
    assert [(r.line, str(r.verdict)) for r in run.rows] == [(2, "unchanged"), (3, "unchanged"), (4, "update")]
    assert product_by_slug("shirt") == before
    assert product_by_slug("mug") == mug_before
    assert (price("SHIRT-S").amount, price("SHIRT-M").amount) == (euros(2500), euros(2800))
    assert (stock("SHIRT-S"), stock("SHIRT-M")) == (1, 3)
    assert rows_in("pricing_pricechange") == 4


def test_stock_follows_the_file_where_the_file_changes(export) -> None:
    first, second = shirts()
    Run(export(first, second))
    run = Run(export(first, {**second, "Variant Inventory Qty": "8"}))
    assert run.products == {"update": 1}
    assert (stock("SHIRT-S"), stock("SHIRT-M")) == (12, 8)
    movement, before = movements_of(variants_by_sku(["SHIRT-M"])["SHIRT-M"].id, actor=OWNER).items
    assert (movement.quantity, movement.reference, movement.kind) == (5, "import export.csv", "count")
    assert before.quantity == 3
    assert rows_in("inventory_stockmovement") == 3


def test_what_was_written_here_stays_unless_the_file_changes_it(export) -> None:
    Run(export(row()))
    edit(
        product_by_slug("mug"),
        titles={"fr": "Gobelet émaillé", "en": "Enamel cup"},
        maker="Forge",
        attributes=(),
        categories=(),
    )
    run = Run(export(row(Vendor="Forge & Six", Tags="Enamel, Gift")))
    assert run.products == {"update": 1}
    mug = product_by_slug("mug")
    assert (mug.titles, mug.maker) == ({"fr": "Gobelet émaillé", "en": "Enamel cup"}, "Forge & Six")
    assert {value.value for value in mug.attributes} == {"enamel", "gift"}
    assert mug.category_ids == ()


def test_a_variant_that_the_file_no_longer_has_is_no_longer_sold_and_may_come_back(export) -> None:
    first, second = shirts()
    Run(export(first, second))
    ids = {variant.sku: variant.id for variant in product_by_slug("shirt").variants}
    Run(export(first))
    assert [(v.sku, v.active) for v in product_by_slug("shirt").variants] == [("SHIRT-S", True), ("SHIRT-M", False)]
    Run(export(first, second, {**second, "Option1 Value": "L", "Variant SKU": "SHIRT-L", "Variant Price": "29"}))
    shirt = product_by_slug("shirt")
    assert [(v.sku, v.active) for v in shirt.variants] == [("SHIRT-S", True), ("SHIRT-M", True), ("SHIRT-L", True)]
    assert ids == {v.sku: v.id for v in shirt.variants if v.sku in ids}
    assert (price("SHIRT-L").amount, stock("SHIRT-L")) == (euros(2900), 3)


def test_an_article_that_gets_a_reference_remains_the_same_article(export) -> None:
    first, second = shirts()
    nameless = [{**one, "Variant SKU": ""} for one in (first, second)]
    Run(export(*nameless))
    before = product_by_slug("shirt").variants
    make_stock(1, variant_id=before[0].id)
    assert [variant.sku for variant in before] == ["shirt.s", "shirt.m"]
    assert Run(export(first, second)).products == {"update": 1}
    after = product_by_slug("shirt").variants
    assert [(v.id, v.sku) for v in after] == [(before[0].id, "SHIRT-S"), (before[1].id, "SHIRT-M")]
    assert stock("SHIRT-S") == 1


def test_options_and_their_values_can_be_renamed(export) -> None:
    first, second = shirts()
    Run(export(first, second))
    before = product_by_slug("shirt")
    Run(export({**first, "Option1 Name": "Fit", "Option1 Value": "Small"}, second))
    after = product_by_slug("shirt")
    assert [(option.code, option.name) for option in after.options] == [("size", {"fr": "Fit"})]
    assert [(v.id, v.option_values) for v in after.variants] == [
        (before.variants[0].id, {"size": {"fr": "Small"}}), (before.variants[1].id, {"size": {"fr": "M"}}),
    ]  # fmt: skip


def test_status_and_category_follow_the_file(export) -> None:
    make_category("kitchen")
    Run(export(row()))
    Run(export(row(Status="draft", Type="Kitchen")))
    mug = product_by_slug("mug", any_status=True)
    assert mug.status is ProductStatus.DRAFT
    assert [category_tree().by_id[id].code for id in mug.category_ids] == ["kitchen"]
    Run(export(row(Status="active", Type="")))
    mug = product_by_slug("mug")
    assert (mug.status, mug.category_ids) == (ProductStatus.ACTIVE, ())


def test_a_file_of_some_columns_changes_those_only(export) -> None:
    Run(export(row(), *shirts()))
    before = product_by_slug("mug")
    columns = ("Variant Price", "Handle", "Variant SKU")
    run = Run(
        export(
            row(**{"Variant Price": "16.00"}),
            {"Handle": "shirt", "Variant SKU": "SHIRT-M", "Variant Price": "27"},
            columns=columns,
        )
    )
    assert run.products == {"update": 1, "unchanged": 1}
    assert price("MUG-1") == Price(amount=euros(1600), compare_at=euros(1800))
    assert product_by_slug("mug") == before
    assert [v.active for v in product_by_slug("shirt").variants] == [True, True]
    run = Run(export(row(**{"Variant Price": "19.00"}), columns=columns))
    assert price("MUG-1") == Price(amount=euros(1900))
    assert Run(export(row(Handle="new"), columns=columns)).codes == [
        (2, "quarantined", "Title", "no_title"),
    ]  # fmt: skip


def test_a_second_language_is_added_by_a_second_file(export) -> None:
    Run(export(row(Title="Tasse émaillée", Tags="Émail"), *shirts()))
    run = Run(export(row(), *shirts()), language="en")
    assert run.products == {"update": 2}
    mug = product_by_slug("mug")
    assert mug.titles == {"fr": "Tasse émaillée", "en": "Enamel mug"}
    assert product_by_slug("shirt").variants[0].option_values == {"size": {"fr": "S", "en": "S"}}
    assert Run(export(row(), *shirts()), language="en").products == {"unchanged": 2}


def test_without_references_a_second_language_is_kept_out(export) -> None:
    nameless = [{**one, "Variant SKU": ""} for one in shirts()]
    Run(export(*nameless))
    run = Run(export(*nameless), language="en")
    assert (3, "quarantined", "", "with_product") in run.codes
    assert run.codes[0] == (2, "quarantined", "Variant SKU", "needs_skus")


def test_two_shops_may_use_the_same_handle(export) -> None:
    Run(export(row()))
    run = Run(export(row(**{"Variant SKU": "OTHER"})), source="second-shop")
    assert run.products == {"create": 1}
    assert rows_in("catalogue_product") == 2


def test_another_place_and_another_class(export) -> None:
    make_place(SHOP)
    Run(export(row()))
    Run(export(row()), place_code="boutique", tax_class=TaxClass.REDUCED)
    assert (stock("MUG-1", "entrepot"), stock("MUG-1", "boutique")) == (12, 12)
    assert product_by_slug("mug").tax_class is TaxClass.REDUCED


def test_prices_and_compare_at_prices_here_are_left_alone_where_the_file_says_nothing_new(export) -> None:
    Run(export(row()))
    make_price(variants_by_sku(["MUG-1"])["MUG-1"].id, 999)
    Run(export(row(Title="Mug of enamel")))
    assert price("MUG-1") == Price(amount=euros(999))
    assert product(product_by_slug("mug").id).titles == {"fr": "Mug of enamel"}
