import re
from collections import Counter
from dataclasses import replace

import pytest
from stdnum import ean

from comptoir.operations.demo.content.catalogue import load_catalogue
from comptoir.operations.demo.content.checks import check_catalogue
from comptoir.operations.demo.content.reading import Table
from comptoir.operations.demo.content.values import Catalogue, ContentError, Product, Text

EDIBLE = {
    "epicerie-salee",
    "confitures-miels",
    "huiles-vinaigres",
    "cremerie",
    "charcuterie",
    "mer",
    "cave",
    "douceurs",
}
EDIBLE |= {"boissons-chaudes", "traiteur"}


@pytest.fixture(scope="module")
def catalogue() -> Catalogue:
    return load_catalogue()


def top_of(catalogue: Catalogue, code: str) -> str:
    parents = {category.code: category.parent for category in catalogue.categories}
    while parent := parents[code]:
        code = parent
    return code


def test_there_is_enough_of_everything(catalogue: Catalogue) -> None:
    top = [category for category in catalogue.categories if category.parent is None]
    variants = [variant for product in catalogue.products for variant in product.variants]
    assert (len(catalogue.products), len(variants), len(top)) == (148, 351, 16)
    used = {product.category for product in catalogue.products}
    parents = {category.parent for category in catalogue.categories}
    assert {category.code for category in catalogue.categories} - parents == used, "every leaf holds something"


def test_the_three_vat_classes_go_where_french_law_puts_them(catalogue: Catalogue) -> None:
    classes = {product.code: product.vat_class for product in catalogue.products}
    assert Counter(classes.values()) == {"reduced": 84, "standard": 54, "intermediate": 10}
    for product in catalogue.products:
        if product.alcohol_tenths:
            assert product.vat_class == "standard", product.code
        if product.category == "confiseries":
            assert product.vat_class == "standard", product.code
        if top_of(catalogue, product.category) in {"jardin", "traiteur"}:
            assert product.vat_class == "intermediate", product.code
    assert classes["tablette-noir-72"] == "reduced", "dark chocolate in bars is at the reduced rate"
    assert classes["tablette-lait-noisettes"] == "standard", "milk and filled bars are not"
    assert classes["bonbons-chocolat-ballotin"] == "reduced", "chocolates of one bite are"
    assert classes["pate-noisette-cacao"] == "standard", "what contains cocoa and is not chocolate is not"
    assert classes["limonade-artisanale"] == "reduced"


def test_both_languages_are_written_and_differ(catalogue: Catalogue) -> None:
    for product in catalogue.products:
        for text in (product.summary, product.story):
            assert text.fr != text.en, product.code
        assert 40 <= len(product.story.fr.split()) <= 140, product.code
        assert 40 <= len(product.story.en.split()) <= 140, product.code


def test_no_sentence_is_used_twice(catalogue: Catalogue) -> None:
    for language in ("fr", "en"):
        sentences: Counter[str] = Counter()
        for product in catalogue.products:
            story = getattr(product.story, language)
            sentences.update({each.strip() for each in re.split(r"(?<=[.!?])\s", story) if len(each) > 24})
        assert [sentence for sentence, count in sentences.items() if count > 1] == []


def test_french_is_set_as_french(catalogue: Catalogue) -> None:
    wrong = re.compile(r" [:;!?»%]|« |'|\d (?:g|kg|cl|l|cm)\b")
    for product in catalogue.products:
        for text in (product.title, product.summary, product.story, product.ingredients or Text("", "")):
            assert not wrong.search(text.fr), f"{product.code}: {wrong.search(text.fr)}"
            assert "'" not in text.en, product.code


def test_barcodes_skus_and_codes_are_valid_and_unique(catalogue: Catalogue) -> None:
    variants = [variant for product in catalogue.products for variant in product.variants]
    assert len({variant.barcode for variant in variants}) == len(variants)
    assert len({variant.sku for variant in variants}) == len(variants)
    assert all(ean.is_valid(variant.barcode) and variant.barcode[:2] == "29" for variant in variants)


def test_prices_and_their_unit_basis_make_sense(catalogue: Catalogue) -> None:
    for product in catalogue.products:
        for variant in product.variants:
            assert variant.price_minor > 0
            if product.unit and variant.net_content:
                # Saffron aside, nothing here costs more than 500 a kilogram or litre, or less than 2.
                per_unit = variant.price_minor * 1000 // variant.net_content
                assert 200 <= per_unit <= (3_000_000 if product.code == "safran-quercy" else 50_000), variant.sku
                assert variant.weight_grams >= variant.net_content * 9 // 10, variant.sku


def test_larger_formats_cost_less_by_weight(catalogue: Catalogue) -> None:
    for product in catalogue.products:
        if product.options == ("format",):
            sizes = sorted((variant.net_content or 0, variant.price_minor) for variant in product.variants)
            rates = [price / net for net, price in sizes if net]
            assert rates == sorted(rates, reverse=True), product.code


def test_food_tells_what_it_is_made_of(catalogue: Catalogue) -> None:
    for product in catalogue.products:
        if top_of(catalogue, product.category) in EDIBLE:
            assert product.ingredients is not None, product.code


def test_stock_is_in_two_places_and_uneven(catalogue: Catalogue) -> None:
    variants = [variant for product in catalogue.products for variant in product.variants]
    gone = [each for each in variants if each.stock_warehouse == each.stock_shop == 0]
    low = [each for each in variants if 0 < each.stock_warehouse + each.stock_shop <= 8]
    assert len(gone) >= 2
    assert len(low) >= 8
    assert sum(each.stock_warehouse == 0 < each.stock_shop for each in variants) >= 10


def test_struck_out_prices_and_handling(catalogue: Catalogue) -> None:
    struck = [each for product in catalogue.products for each in product.variants if each.compare_at_minor]
    assert len(struck) == 8
    by_code = {category.code: category for category in catalogue.categories}
    assert by_code["fromages-chevre"].handling == "chilled"
    assert by_code["traiteur"].handling == "collect"
    assert by_code["miels"].handling == "ambient"
    assert {code for code, category in by_code.items() if category.adults_only} == {
        "vins", "cidres-bieres", "eaux-de-vie", "couteaux",
    }  # fmt: skip


def first(catalogue: Catalogue) -> Product:
    return catalogue.products[0]


@pytest.mark.parametrize(
    ("spoil", "key"),
    [
        (lambda product: replace(product, category="cremerie"), "category"),
        (lambda product: replace(product, code="Deux mots"), "code"),
        (lambda product: replace(product, facets=(("label", ("inconnu",)),)), "facets.label"),
        (lambda product: replace(product, allergens=("chalk",)), "facets.allergens"),
        (lambda product: replace(product, story=Text("Un seul paragraphe.", "One paragraph.")), "story.fr"),
        (lambda product: replace(product, variants=()), "variants"),
    ],
)
def test_a_wrong_product_is_refused_by_name(catalogue: Catalogue, spoil, key: str) -> None:
    wrong = spoil(first(catalogue))
    with pytest.raises(ContentError) as caught:
        check_catalogue(replace(catalogue, products=(wrong, *catalogue.products[1:])))
    assert caught.value.key == f"{wrong.code}.{key}"


@pytest.mark.parametrize(
    ("change", "problem"),
    [
        ({"barcode": "2900000100068"}, "barcode"),
        ({"barcode": "3017620422003"}, "barcode"),
        ({"price_minor": 0}, "price"),
        ({"compare_at_minor": 1}, "price"),
        ({"stock_shop": -1}, "stock"),
        ({"net_content": None}, "net"),
        ({"weight_grams": 10}, "weight"),
        ({"sku": "ter cepe"}, "SKU"),
        ({"choices": (("format", "17g"),)}, "options.toml"),
    ],
)
def test_a_wrong_variant_is_refused_by_name(catalogue: Catalogue, change: dict[str, object], problem: str) -> None:
    product = first(catalogue)
    wrong = replace(product.variants[0], **change)  # type: ignore[arg-type]  # the point is to be wrong
    spoilt = replace(product, variants=(wrong, *product.variants[1:]))
    with pytest.raises(ContentError, match=problem) as caught:
        check_catalogue(replace(catalogue, products=(spoilt, *catalogue.products[1:])))
    assert caught.value.key == f"{product.code}.variants.{wrong.sku}"


def test_two_products_cannot_share_a_sku(catalogue: Catalogue) -> None:
    one, two = catalogue.products[:2]
    twin = replace(two, variants=(replace(two.variants[0], sku=one.variants[0].sku), *two.variants[1:]))
    with pytest.raises(ContentError, match=f"{one.variants[0].sku} is already that of {one.code}"):
        check_catalogue(replace(catalogue, products=(one, twin)))


def test_a_table_names_what_is_missing_or_misspelt() -> None:
    table = Table("goods.toml", "miel", {"title": {"fr": "Miel", "en": " "}, "price": "cher", "wieght": 3})
    with pytest.raises(ContentError, match=r"goods\.toml: miel\.title\.en: the translation is missing"):
        table.text("title")
    with pytest.raises(ContentError, match=r"goods\.toml: miel\.price: must be a whole number"):
        table.integer("price")
    with pytest.raises(ContentError, match=r"goods\.toml: miel\.weight: must be a whole number"):
        table.integer("weight")
    with pytest.raises(ContentError, match=r"goods\.toml: miel\.wieght: is not a known key"):
        table.finished()
