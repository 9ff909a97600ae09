from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from comptoir.domains.catalogue.errors import (
    BadBarcode,
    BadCode,
    BadQuantity,
    FieldNeeded,
    FieldTooLong,
    NotAVariant,
    OptionMissing,
    SameOptionsInDraft,
    SkuTwice,
)
from comptoir.domains.catalogue.rules import (
    attribute_errors,
    category_errors,
    clean_html,
    code_of,
    draft_errors,
    find_text,
    options_line,
    tidy_category,
    tidy_draft,
)
from comptoir.domains.catalogue.testing import honey, soap
from comptoir.domains.catalogue.values import (
    AttributeDraft,
    AttributeValueDraft,
    CategoryDraft,
    MediaDraft,
    OptionDraft,
    ProductDraft,
    StoredPicture,
    VariantDraft,
)

PICTURE = StoredPicture(path="catalogue/aa/aa.webp", width=10, height=10)


def tidy(draft: ProductDraft) -> ProductDraft:
    return tidy_draft(draft, language="fr")


def faults(draft: ProductDraft) -> list[tuple[type[Exception], str]]:
    return [(type(error), error.field) for error in draft_errors(tidy(draft))]


@pytest.mark.parametrize("draft", [honey(), soap()])
def test_the_sample_drafts_are_right(draft: ProductDraft) -> None:
    assert faults(draft) == []


@pytest.mark.parametrize(
    ("html", "clean"),
    [
        ("<p>Un <b>miel</b><br>ambré</p>", "<p>Un <b>miel</b><br>ambré</p>"),
        ("<h1>Titre</h1><h3>Sous-titre</h3>", "Titre<h3>Sous-titre</h3>"),
        ('<p style="color:red" onclick="x()">a<script>b()</script></p>', "<p>a</p>"),
        ('<img src="x.jpg"><a href="data:text/html,x">a</a>', '<a rel="noopener">a</a>'),
        ("<div><span>a</span> < b</div>", "a &lt; b"),
    ],
)
def test_descriptions_are_cleaned(html: str, clean: str) -> None:
    assert clean_html(html) == clean
    assert clean_html(clean) == clean


def test_texts_slugs_and_codes_are_made() -> None:
    draft = tidy(
        ProductDraft(
            titles={"fr": "  Miel de  châtaignier ", "en": "", "de": "Kastanienhonig"},
            descriptions={"fr": "<p>a</p>", "en": "<script>x</script>"},
            maker=" Rucher  des Cévennes ",
            options=(
                OptionDraft(name={"fr": "Contenance", "en": "Net weight"}),
                OptionDraft(code="lid", name={"fr": "Couvercle"}),
            ),
            variants=(VariantDraft(sku="  A  1 "),),
            attributes=(
                AttributeValueDraft(attribute="origin", value_name={"fr": "Ardèche"}),
                AttributeValueDraft(attribute="origin", value_name={"fr": "ardeche"}),
                AttributeValueDraft(attribute="origin", value="fr-07", value_name={"fr": "Ardèche"}),
            ),
            categories=("honey", "honey", "gifts"),
        )
    )
    assert draft.titles == {"fr": "Miel de châtaignier", "de": "Kastanienhonig"}
    assert draft.descriptions == {"fr": "<p>a</p>"}
    assert (draft.maker, draft.slug) == ("Rucher des Cévennes", "miel-de-chataignier")
    assert [option.code for option in draft.options] == ["net-weight", "lid"]
    assert draft.variants[0].sku == "A 1"
    assert [value.value for value in draft.attributes] == ["ardeche", "fr-07"]
    assert draft.categories == ("honey", "gifts")


@pytest.mark.parametrize(
    ("slug", "titles", "made"),
    [
        ("", {"en": "Honey"}, "honey"),
        ("Mon Miel!", {"fr": "Miel"}, "mon-miel"),
        ("", {"fr": "蜂蜜"}, "article"),
    ],
)
def test_slugs(slug: str, titles: dict[str, str], made: str) -> None:
    assert tidy(replace(honey(), slug=slug, titles=titles)).slug == made


def test_codes_of_names() -> None:
    assert code_of({"fr": "Rouge foncé", "en": "Dark red"}) == "dark-red"
    assert code_of({"fr": "Rouge foncé"}) == "rouge-fonce"
    assert code_of({}) == ""
    assert code_of({"fr": "赤"}) == code_of({"ja": "赤"}) != code_of({"ja": "青"})


VARIANT = VariantDraft(sku="A-1")


@pytest.mark.parametrize(
    ("change", "faults_found"),
    [
        ({"titles": {}}, [(FieldNeeded, "titles")]),
        ({"titles": {"fr": "x" * 256}}, [(FieldTooLong, "titles")]),
        ({"summaries": {"fr": "x" * 1001}}, [(FieldTooLong, "summaries")]),
        ({"descriptions": {"fr": "x" * 200_001}}, [(FieldTooLong, "descriptions")]),
        ({"maker": "x" * 256}, [(FieldTooLong, "maker")]),
        ({"variants": ()}, [(FieldNeeded, "variants")]),
        ({"variants": (replace(VARIANT, sku=" "),)}, [(FieldNeeded, "variants.0.sku")]),
        ({"variants": (replace(VARIANT, sku="x" * 101),)}, [(FieldTooLong, "variants.0.sku")]),
        ({"variants": (replace(VARIANT, barcode="3017620422004"),)}, [(BadBarcode, "variants.0.barcode")]),
        ({"variants": (replace(VARIANT, weight_grams=-1),)}, [(BadQuantity, "variants.0.weight_grams")]),
        ({"variants": (replace(VARIANT, net_amount=10**9 + 1),)}, [(BadQuantity, "variants.0.net_amount")]),
        (
            {"options": (OptionDraft(name={}),)},
            [(OptionMissing, "variants.0.option_values"), (FieldNeeded, "options.0")],
        ),
        (
            {"options": (OptionDraft(code="A b", name={"fr": "x"}),)},
            [(OptionMissing, "variants.0.option_values"), (BadCode, "options.0")],
        ),
        (
            {"variants": (replace(VARIANT, option_values={"size": {"fr": "M"}}),)},
            [(OptionMissing, "variants.0.option_values")],
        ),
        ({"attributes": (AttributeValueDraft(attribute="a", value_name={}),)}, [(FieldNeeded, "attributes.0")]),
        (
            {"attributes": (AttributeValueDraft(attribute="a", value="X Y", value_name={"fr": "x"}),)},
            [(BadCode, "attributes.0")],
        ),
        ({"media": (MediaDraft(picture=PICTURE, sku="B"),)}, [(NotAVariant, "media.0.sku")]),
        ({"media": (MediaDraft(picture=PICTURE, sku="a-1"),)}, []),
        (
            {"variants": (VARIANT, replace(VARIANT, sku="a-1", active=False))},
            [(SkuTwice, "variants.0.sku"), (SkuTwice, "variants.1.sku")],
        ),
        (
            {"variants": (VARIANT, replace(VARIANT, sku="A-2"))},
            [(SameOptionsInDraft, "variants.0.option_values"), (SameOptionsInDraft, "variants.1.option_values")],
        ),
        ({"variants": (VARIANT, replace(VARIANT, sku="A-2", active=False))}, []),
    ],
)
def test_each_fault_names_its_field(change: dict[str, Any], faults_found: list[tuple[type[Exception], str]]) -> None:
    assert faults(replace(honey(sku="A-1"), **change)) == faults_found


def test_a_variant_that_is_no_longer_sold_may_keep_old_options() -> None:
    draft = soap(skus=("S-1", "S-2"))
    old = VariantDraft(sku="S-0", option_values={"colour": {"fr": "vert"}}, active=False)
    assert faults(replace(draft, variants=(*draft.variants, old))) == []


@given(st.text(max_size=40), st.text(max_size=40), st.integers())
def test_no_input_breaks_the_checks(title: str, sku: str, weight: int) -> None:
    draft = ProductDraft(titles={"fr": title}, variants=(VariantDraft(sku=sku, weight_grams=weight),))
    for _, field in faults(draft):
        assert field


def test_options_in_one_line_in_the_products_order() -> None:
    values = {"colour": {"fr": "vert", "en": "green"}, "size": {"fr": "250 g"}}
    assert options_line(["size", "colour"], values) == {"fr": "250 g, vert", "en": "250 g, green"}
    assert options_line([], {}) == {}


def test_what_the_list_is_searched_in() -> None:
    assert find_text({"fr": "Crème", "en": "Cream"}, "Ferme Noël", ["C-1"]) == "creme cream ferme noel c-1"


@pytest.mark.parametrize(
    ("draft", "found"),
    [
        (CategoryDraft(code="honey", names={"fr": "Miels"}), []),
        (CategoryDraft(code="Honey", names={"fr": "Miels"}), ["code"]),
        (CategoryDraft(code="honey", names={"fr": " "}), ["names"]),
        (CategoryDraft(code="honey", names={"fr": "x" * 256}), ["names"]),
        (CategoryDraft(code="honey", names={"fr": "x"}, descriptions={"fr": "x" * 200_001}), ["descriptions"]),
    ],
)
def test_categories(draft: CategoryDraft, found: list[str]) -> None:
    assert [error.field for error in category_errors(tidy_category(draft, language="fr"))] == found


def test_a_category_without_a_latin_name_has_its_code_for_an_address() -> None:
    draft = CategoryDraft(code="honey", names={"ja": "蜂蜜"})
    assert tidy_category(draft, language="fr").slug == "honey"
    assert tidy_category(replace(draft, names={"fr": "Les miels"}), language="fr").slug == "les-miels"


@pytest.mark.parametrize(
    ("draft", "found"),
    [
        (AttributeDraft(code="origin", names={"fr": "Origine"}), []),
        (AttributeDraft(code="origin_", names={"fr": "x" * 256}), ["code", "names"]),
        (AttributeDraft(code="origin", names={}), ["names"]),
    ],
)
def test_attributes(draft: AttributeDraft, found: list[str]) -> None:
    assert [error.field for error in attribute_errors(draft)] == found
