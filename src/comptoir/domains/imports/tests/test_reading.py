"""From rows to products."""

from dataclasses import replace
from itertools import chain, repeat
from typing import Any

import pytest
from django.utils.translation import override

from comptoir.domains.catalogue.values import ProductStatus
from comptoir.domains.imports.errors import ProductTooLong
from comptoir.domains.imports.rules import Survey, grouped, read_product
from comptoir.domains.imports.rules.groups import MOST_ROWS
from comptoir.domains.imports.rules.shopify import MOST_VARIANTS
from comptoir.domains.imports.rules.verdicts import variant_counts
from comptoir.domains.imports.testing import Row, records, row, shirts
from comptoir.domains.imports.values import Changes, Column, Note, SourceProduct, Verdict
from comptoir.kernel.money import Money

ALL = frozenset(Column)


def read(*rows: Row, told: frozenset[Column] = ALL, **more: Any) -> SourceProduct:
    ((handle, own),) = grouped(records(rows))
    return read_product(handle, own, told=told, currency="EUR", **more)


def said(notes: tuple[Note, ...]) -> list[tuple[int, str, str]]:
    return [(note.line, str(note.column), note.code) for note in notes]


def test_a_product_without_options() -> None:
    mug = read(row())
    assert (mug.source_id, mug.title, mug.maker, mug.category) == ("mug", "Enamel mug", "Forge & Four", "Tableware")
    assert mug.description == "<p>A mug that <strong>lasts</strong>.</p>"
    assert (mug.tags, mug.status, mug.option_names) == (("Enamel", "Outdoor"), ProductStatus.ACTIVE, ())
    (variant,) = mug.variants
    assert (variant.sku, variant.made_up, variant.choice) == ("MUG-1", False, ())
    assert (variant.price, variant.compare_at) == (Money(1450, "EUR"), Money(1800, "EUR"))
    assert (variant.weight_grams, variant.quantity, variant.barcode) == (320, 12, "4006381333931")
    assert (mug.problems, mug.remarks) == ((), ())


def test_rows_after_the_first_are_variants_or_pictures() -> None:
    small, medium = shirts()
    shirt = read(
        {**small, "Image Src": "https://p.example/2.jpg", "Image Position": "2", "Image Alt Text": " Back "},
        {**medium, "Image Src": "https://p.example/1.jpg", "Image Position": "1"},
        {"Handle": "", "Image Src": "https://p.example/3.jpg"},
        {"Handle": "shirt", "Image Src": "https://p.example/1.jpg", "Image Position": "4"},
    )
    assert shirt.option_names == ("Size",)
    assert [(one.sku, one.choice) for one in shirt.variants] == [("SHIRT-S", ("S",)), ("SHIRT-M", ("M",))]
    assert [(one.address[-5:], one.alt) for one in shirt.pictures or ()] == [
        ("1.jpg", ""),
        ("2.jpg", "Back"),
        ("3.jpg", ""),
    ]
    assert [(one.line, one.sku) for one in shirt.rows] == [(2, "SHIRT-S"), (3, "SHIRT-M"), (4, ""), (5, "")]
    assert shirt.problems == ()


def test_a_variants_own_picture_is_shown_with_it() -> None:
    small, medium = shirts()
    shirt = read(
        {**small, "Image Src": "https://p.example/1.jpg", "Variant Image": "https://p.example/9.jpg"},
        {**medium, "Image Src": "https://p.example/2.jpg", "Variant Image": "https://p.example/1.jpg"},
    )
    assert [(one.address[-5:], one.sku) for one in shirt.pictures or ()] == [
        ("1.jpg", "SHIRT-M"), ("2.jpg", ""), ("9.jpg", "SHIRT-S"),
    ]  # fmt: skip


def test_up_to_three_options() -> None:
    def scarf(colour: str, size: str, wool: str) -> Row:
        values = {"Option1 Value": colour, "Option2 Value": size, "Option3 Value": wool, "Variant SKU": ""}
        return {"Handle": "scarf", "Variant Price": "30", **values}

    names = {"Title": "Scarf", "Option1 Name": "Colour", "Option2 Name": "Size", "Option3 Name": "Wool"}
    product = read({**scarf("Red", "L", "Merino"), **names}, scarf("Red", "S", "Merino"), told=ALL - {Column.BODY})
    assert product.option_names == ("Colour", "Size", "Wool")
    assert [one.sku for one in product.variants] == ["scarf.red.l.merino", "scarf.red.s.merino"]
    assert all(one.made_up for one in product.variants)
    assert product.description is None
    assert product.problems == ()


def test_what_the_file_does_not_speak_of_is_not_told() -> None:
    told = frozenset({Column.HANDLE, Column.SKU, Column.PRICE})
    product = read({"Handle": "mug", "Variant SKU": "MUG-1", "Variant Price": "9"}, told=told)
    assert (product.title, product.description, product.maker, product.category, product.tags) == (None,) * 5
    assert (product.status, product.option_names, product.pictures, product.all_variants) == (None, None, None, False)
    (variant,) = product.variants
    assert (variant.barcode, variant.weight_grams, variant.quantity, variant.keeps_compare_at) == (
        None,
        None,
        None,
        True,
    )
    assert product.problems == ()


def test_plain_words_become_paragraphs_and_html_stays() -> None:
    assert read(row(**{"Body (HTML)": "One\nline.\n\nAnother."})).description == "<p>One line.</p><p>Another.</p>"
    assert read(row(**{"Body (HTML)": "Words <ul><li>a</li></ul>"})).description == "Words <ul><li>a</li></ul>"


@pytest.mark.parametrize(
    ("status", "published", "expected"),
    [
        ("active", "true", ProductStatus.ACTIVE), ("", "", ProductStatus.ACTIVE),
        ("draft", "true", ProductStatus.DRAFT), ("active", "false", ProductStatus.DRAFT),
        ("", "FAUX", ProductStatus.DRAFT), ("Archived", "false", ProductStatus.ARCHIVED),
    ],
)  # fmt: skip
def test_status_and_published(status, published, expected) -> None:
    assert read(row(Status=status, Published=published)).status == expected


def test_a_type_that_is_missing_is_taken_from_the_standard_category() -> None:
    standard = {"Product Category": "Home & Garden > Kitchen > Mugs"}
    assert read(row(Type="", **standard)).category == "Mugs"
    assert read(row(**standard)).category == "Tableware"


@pytest.mark.parametrize(
    ("change", "column", "code"),
    [
        ({"Title": ""}, "Title", "no_title"),
        ({"Variant Price": ""}, "Variant Price", "no_price"),
        ({"Variant Price": "-4"}, "Variant Price", "bad_price"),
        ({"Variant Price": "=1+1"}, "Variant Price", "bad_price"),
        ({"Variant Price": "1,299"}, "Variant Price", "unclear_number"),
        ({"Variant Grams": "heavy"}, "Variant Grams", "bad_number"),
        ({"Variant Inventory Qty": "2.5"}, "Variant Inventory Qty", "bad_number"),
        ({"Variant Taxable": "maybe"}, "Variant Taxable", "bad_truth"),
        ({"Published": "maybe"}, "Published", "bad_truth"),
        ({"Status": "sleeping"}, "Status", "bad_status"),
        ({"Gift Card": "true"}, "Gift Card", "gift_card"),
        ({"Body (HTML)": "x" * 200_001}, "Body (HTML)", "too_long"),
        ({"Handle": "h" * 256}, "Handle", "too_long"),
        ({"Type": "t" * 256}, "Type", "too_long"),
        ({"Tags": f"a, {'t' * 256}"}, "Tags", "too_long"),
        ({"Option1 Name": "Size", "Option1 Value": "s" * 256}, "Option1 Value", "too_long"),
        ({"Option4 Name": "Wool", "Option4 Value": "Merino"}, "Option4 Name", "too_many_options"),
        ({"Option1 Name": "Size", "Option1 Value": ""}, "Option1 Value", "no_option_value"),
        ({"Option2 Value": "Red"}, "Option2 Name", "no_option_name"),
        ({"Option1 Name": "Size", "Option1 Value": "S", "Option2 Name": "size", "Option2 Value": "S"},
         "Option2 Name", "option_twice"),
    ],
)  # fmt: skip
def test_what_keeps_a_product_out(change, column, code) -> None:
    assert (2, column, code) in said(read(row(**change)).problems)


@pytest.mark.parametrize(
    ("change", "column", "code"),
    [
        ({"Variant Barcode": "12345"}, "Variant Barcode", "barcode_dropped"),
        ({"Variant Barcode": "4.00638E+12"}, "Variant Barcode", "barcode_dropped"),
        ({"Variant Compare At Price": "14.50"}, "Variant Compare At Price", "compare_at_dropped"),
        ({"Variant Compare At Price": "soon"}, "Variant Compare At Price", "bad_compare_at"),
        ({"Variant Price": "0", "Variant Compare At Price": ""}, "Variant Price", "free"),
        ({"Variant Inventory Qty": "-2"}, "Variant Inventory Qty", "oversold"),
        ({"Variant Inventory Qty": ""}, "Variant Inventory Qty", "no_stock_told"),
        ({"Variant Inventory Policy": "continue"}, "Variant Inventory Policy", "sells_beyond_stock"),
        ({"Variant Requires Shipping": "false"}, "Variant Requires Shipping", "needs_no_shipping"),
        ({"Variant Taxable": "FALSE"}, "Variant Taxable", "not_taxed"),
        ({"Image Src": "https://p.example/1.jpg", "Image Position": "first"}, "Image Position", "bad_position"),
    ],
)  # fmt: skip
def test_what_is_remarked_and_taken_all_the_same(change, column, code) -> None:
    product = read(row(**change))
    assert said(product.remarks) == [(2, column, code)]
    assert product.problems == ()


def test_a_compare_at_price_of_zero_means_none() -> None:
    product = read(row(**{"Variant Compare At Price": "0.00"}))
    assert product.variants[0].compare_at is None
    assert product.remarks == ()


def test_stock_that_the_other_shop_does_not_count() -> None:
    rows = row(**{"Variant Inventory Tracker": "", "Variant Inventory Qty": "7"})
    assert read(rows).variants[0].quantity == 7
    assert read(rows, untracked_quantity=50).variants[0].quantity == 50
    assert read(row(), untracked_quantity=50).variants[0].quantity == 12


def test_rows_that_say_the_same_again_are_passed_over() -> None:
    small, medium = shirts()
    shirt = read(small, medium, {**medium, "Handle": ""})
    assert [one.sku for one in shirt.variants] == ["SHIRT-S", "SHIRT-M"]
    assert said(shirt.remarks) == [(4, "", "repeated_row")]
    assert shirt.problems == ()


def test_empty_rows_say_nothing_however_many_there_are() -> None:
    small, medium = shirts()
    shirt = read(small, medium, *({"Handle": small["Handle"]} for _ in range(3)))
    assert [one.sku for one in shirt.variants] == ["SHIRT-S", "SHIRT-M"]
    assert (shirt.remarks, shirt.problems) == ((), ())


def test_rows_that_offer_the_same_choice_and_differ_are_kept_out() -> None:
    small, medium = shirts()
    shirt = read(small, medium, {**medium, "Variant SKU": "SHIRT-M2", "Variant Price": "99", "Option1 Value": "m"})
    assert said(shirt.problems) == [(4, "Option1 Value", "same_choice")]


def test_a_row_with_more_cells_than_the_header_is_kept_out() -> None:
    ((handle, (record,)),) = grouped(records([row()]))
    moved = type(record)(line=record.line, cells=record.cells, surplus=True)
    product = read_product(handle, [moved], told=ALL, currency="EUR")
    assert said(product.problems) == [(2, "", "surplus_cells")]


def test_rows_before_any_handle_belong_to_nothing() -> None:
    found = [
        read_product(handle, own, told=ALL, currency="EUR") for handle, own in grouped(records([row(Handle=""), row()]))
    ]
    assert [product.source_id for product in found] == ["", "mug"]
    assert said(found[0].problems) == [(2, "Handle", "no_handle")]
    assert found[1].problems == ()


def surveyed(*rows: Row) -> list[SourceProduct]:
    products = [read_product(handle, own, told=ALL, currency="EUR") for handle, own in grouped(records(rows))]
    survey = Survey()
    for product in products:
        survey.add(product)
    return [survey.checked(product) for product in products]


def test_a_reference_that_two_products_share_keeps_both_out() -> None:
    first, second, third = surveyed(
        row(), row(Handle="cup", **{"Variant SKU": "mug-1"}), row(Handle="jug", **{"Variant SKU": "J"})
    )
    assert said(first.problems) == [(2, "Variant SKU", "sku_shared")]
    assert said(second.problems) == [(3, "Variant SKU", "sku_shared")]
    assert third.problems == ()
    with override("en"):
        assert first.problems[0].text == "The reference MUG-1 is also used on line 3."


def test_rows_of_one_handle_that_are_not_together_are_kept_out() -> None:
    first, other, again = surveyed(
        row(), row(Handle="cup", **{"Variant SKU": "C"}), {"Handle": "mug", "Image Src": "https://p.example/1.jpg"}
    )
    assert said(first.problems) == [(2, "Handle", "rows_apart")]
    assert (4, "Handle", "rows_apart") in said(again.problems)
    assert other.problems == ()


def test_a_survey_counts_what_there_is() -> None:
    survey = Survey()
    for handle, own in grouped(records([*shirts(), row(**{"Image Src": "https://p.example/1.jpg"})])):
        survey.add(read_product(handle, own, told=ALL, currency="EUR"))
    assert (survey.products, survey.variants, survey.rows, survey.pictures, survey.pieces) == (2, 3, 3, 1, 27)


def test_a_product_without_end_is_refused_with_its_file() -> None:
    endless = (row(Handle=handle) for handle in chain(["mug"], repeat("")))
    read = (record for line, cells in enumerate(endless, 2) for record in [replace(records([cells])[0], line=line)])
    with pytest.raises(ProductTooLong) as refused:
        list(grouped(read))
    assert refused.value.facts["line"] == MOST_ROWS + 2


def test_more_variants_than_the_catalogue_takes() -> None:
    sizes = [str(number) for number in range(MOST_VARIANTS + 1)]
    shirt = read(*shirts(sizes=sizes, prices=["1"] * len(sizes)))
    assert said(shirt.problems) == [(2, "", "too_many_variants")]


def test_a_value_without_the_name_of_its_option_is_said_once() -> None:
    assert said(read(row(**{"Option1 Name": "", "Option2 Name": "Size", "Option2 Value": "L"})).problems) == [
        (2, "Option1 Name", "no_option_name")
    ]


@pytest.mark.parametrize(
    ("verdict", "changes", "expected"),
    [
        (Verdict.CREATE, Changes(), {"create": 2}),
        (Verdict.UNCHANGED, Changes(), {"unchanged": 2}),
        (Verdict.UPDATE, Changes(fields=frozenset({"maker"})), {"create": 0, "update": 0, "unchanged": 2}),
        (
            Verdict.UPDATE,
            Changes(
                variants={"shirt-m": frozenset({"sku"})}, added=frozenset({"shirt-m"}), gone=frozenset({"shirt-l"})
            ),
            {"create": 1, "update": 1, "unchanged": 1},
        ),
    ],
)
def test_what_becomes_of_variants(verdict, changes, expected) -> None:
    assert variant_counts(read(*shirts()), verdict, changes) == expected
