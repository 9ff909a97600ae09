from dataclasses import replace
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from pytest_django import DjangoAssertNumQueries

from comptoir.domains.catalogue.actions import add_products, create_product, save_attribute
from comptoir.domains.catalogue.errors import (
    SameOptionsTwice,
    SkuTaken,
    SlugTaken,
    UnknownAttribute,
    UnknownCategory,
)
from comptoir.domains.catalogue.models import Product as ProductModel
from comptoir.domains.catalogue.models import Variant as VariantModel
from comptoir.domains.catalogue.queries import problems_of, product, product_by_slug, products_for
from comptoir.domains.catalogue.testing import honey, make_category, make_product, next_sku, soap
from comptoir.domains.catalogue.values import (
    AttributeDraft,
    AttributeValue,
    AttributeValueDraft,
    MediaDraft,
    ProductDraft,
    ProductStatus,
    StoredPicture,
    TaxClass,
    VariantDraft,
)
from comptoir.kernel.access import NotAllowed
from comptoir.kernel.errors import ManyInvalid
from comptoir.kernel.history import history_of
from comptoir.kernel.models import HistoryLine, OutboxEvent
from comptoir.kernel.testing import NOBODY, NOON, OWNER, anybody, snapshot

pytestmark = pytest.mark.django_db
PICTURE = StoredPicture(path="catalogue/aa/aa.webp", width=800, height=600, widths=(320, 640))


def told() -> list[list[str]]:
    rows = OutboxEvent.objects.filter(name="catalogue.products_changed.1").order_by("id")
    return [row.payload["product_ids"] for row in rows]


@pytest.fixture
def furnished() -> None:
    """A catalogue with categories and attributes."""
    for code in ("honey", "gifts"):
        make_category(code)
    for position, code in enumerate(("origin", "label")):
        draft = AttributeDraft(code=code, names={"fr": code.capitalize()}, facet=code == "origin", position=-position)
        save_attribute(draft=draft, actor=OWNER, now=NOON)


def test_without_the_permission_nothing_happens() -> None:
    make_product()
    before = snapshot()
    for actor in (NOBODY, anybody("catalogue.view")):
        with pytest.raises(NotAllowed):
            create_product(draft=soap(), actor=actor, now=NOON)
        with pytest.raises(NotAllowed):
            add_products(batch=[soap()], actor=actor, now=NOON)
    assert snapshot() == before


@pytest.mark.usefixtures("furnished")
def test_a_product_is_read_as_it_was_written() -> None:
    sku = next_sku()
    draft = replace(
        honey(sku=sku),
        attributes=(
            AttributeValueDraft(attribute="origin", value_name={"fr": "Ardèche"}),
            AttributeValueDraft(attribute="label", value="bio", value_name={"fr": "Agriculture biologique"}),
        ),
        categories=("gifts", "honey"),
        media=(
            MediaDraft(picture=PICTURE, alts={"fr": "Un pot"}),
            MediaDraft(picture=replace(PICTURE, path="catalogue/bb/bb.webp"), sku=sku.lower()),
        ),
        position=7,
    )
    id = create_product(draft=draft, actor=OWNER, now=NOON)
    made = product(id)
    assert (made.slug, made.titles, made.maker) == ("miel-de-chataignier", draft.titles, draft.maker)
    assert (made.summaries, made.descriptions, made.tax_class) == (
        draft.summaries,
        draft.descriptions,
        TaxClass.REDUCED,
    )
    assert (made.status, made.position, made.version) == (ProductStatus.ACTIVE, 7, 1)
    assert (made.created_at, made.updated_at, made.published_at) == (NOON, NOON, NOON)
    (variant,) = made.variants
    assert (variant.sku, variant.weight_grams, variant.net_amount, variant.active) == (sku, 420, 250, True)
    assert made.attributes == (
        AttributeValue(
            attribute="label",
            attribute_name={"fr": "Label"},
            value="bio",
            value_name={"fr": "Agriculture biologique"},
            facet=False,
        ),
        AttributeValue(
            attribute="origin",
            attribute_name={"fr": "Origin"},
            value="ardeche",
            value_name={"fr": "Ardèche"},
            facet=True,
        ),
    )
    assert [media.variant_id for media in made.media] == [None, variant.id]
    assert made.image is not None
    assert made.image.sources == (
        ("catalogue/aa/aa-320.webp", 320),
        ("catalogue/aa/aa-640.webp", 640),
        ("catalogue/aa/aa.webp", 800),
    )
    (line,) = history_of("catalogue.product", id)
    assert (line.action, line.actor_label, line.before) == ("created", OWNER.label, {})
    addresses = {"slug": "miel-de-chataignier", "slugs": {"en": "chestnut-honey"}}
    assert line.after == {**addresses, "titles": draft.titles, "skus": [sku]}
    assert told() == [[str(id)]]


def test_a_draft_is_not_published() -> None:
    made = make_product(honey(status=ProductStatus.DRAFT))
    assert (made.status, made.published_at) == (ProductStatus.DRAFT, None)


def test_an_address_is_numbered_when_it_is_taken() -> None:
    slugs = [make_product(honey()).slug for _ in range(6)]
    assert slugs[:3] == ["miel-de-chataignier", "miel-de-chataignier-2", "miel-de-chataignier-3"]
    assert all(slug.startswith("miel-de-chataignier-") for slug in slugs[3:])
    assert len(set(slugs)) == 6


def test_an_address_that_is_asked_for_is_had_or_refused() -> None:
    assert make_product(replace(honey(), slug="Notre miel")).slug == "notre-miel"
    before = snapshot()
    with pytest.raises(SlugTaken) as refused, transaction.atomic():
        create_product(draft=replace(honey(), slug="notre-miel"), actor=OWNER, now=NOON)
    assert refused.value.facts["slug"] == "notre-miel"
    assert snapshot() == before


@pytest.mark.parametrize(
    ("change", "error"),
    [
        ({"titles": {}}, ManyInvalid),
        ({"categories": ("nowhere",)}, UnknownCategory),
        ({"attributes": (AttributeValueDraft(attribute="nothing", value_name={"fr": "x"}),)}, UnknownAttribute),
        ({"variants": (VariantDraft(sku="taken-1"),)}, SkuTaken),
    ],
)
def test_what_cannot_be_added_changes_nothing(change: dict[str, Any], error: type[Exception]) -> None:
    make_product(honey(sku="TAKEN-1"))
    before = snapshot()
    for attempt in (
        lambda: create_product(draft=replace(honey(), **change), actor=OWNER, now=NOON),
        lambda: add_products(batch=[soap(), replace(honey(), **change)], actor=OWNER, now=NOON),
    ):
        with pytest.raises(error), transaction.atomic():
            attempt()
    assert snapshot() == before


def test_a_taken_sku_is_named_in_its_owners_spelling() -> None:
    make_product(soap(skus=("Ab-1", "Ab-2")))
    with pytest.raises(SkuTaken) as refused, transaction.atomic():
        create_product(draft=soap(skus=("AB-2", "ab-1")), actor=OWNER, now=NOON)
    assert refused.value.skus == ("Ab-1", "Ab-2")
    assert "Ab-1, Ab-2" in str(refused.value)


def test_a_dry_run_tells_what_is_wrong_without_the_database(django_assert_num_queries: DjangoAssertNumQueries) -> None:
    with django_assert_num_queries(0):
        assert problems_of(honey()) == ()
        assert [error.field for error in problems_of(replace(honey(), titles={}))] == ["titles"]


@pytest.mark.usefixtures("furnished")
def test_a_batch_costs_the_same_however_large(django_assert_num_queries: DjangoAssertNumQueries) -> None:
    def batch(size: int) -> list[ProductDraft]:
        return [
            replace(
                soap(),
                titles={"fr": f"Savon {next_sku()}"},
                categories=("honey",),
                attributes=(AttributeValueDraft(attribute="origin", value_name={"fr": "Nyons"}),),
                media=(MediaDraft(picture=PICTURE),),
            )
            for _ in range(size)
        ]

    for size in (1, 100):
        # categories, attributes, slugs, products, variants, categories', attributes', media, history, event
        with django_assert_num_queries(10):
            add_products(batch=batch(size), actor=OWNER, now=NOON)
    assert [len(ids) for ids in told()] == [1, 100]
    assert HistoryLine.objects.filter(subject_type="catalogue.product").count() == 101


def test_a_batch_answers_in_its_own_order() -> None:
    batch = [
        soap(skus=("b-1", "B-2")),
        honey(sku="A-1"),
        replace(honey(sku="c-1"), media=(MediaDraft(picture=PICTURE),)),
    ]
    added = add_products(batch=batch, actor=OWNER, now=NOON)
    made = products_for([one.id for one in added])
    assert [[variant.sku for variant in one.variants] for one in made.values()] == [["b-1", "B-2"], ["A-1"], ["c-1"]]
    assert [dict(one.variants) for one in added] == [
        {variant.sku: variant.id for variant in one.variants} for one in made.values()
    ]
    assert [one.slug for one in added] == ["savon-a-l-huile-d-olive", "miel-de-chataignier", "miel-de-chataignier-2"]
    assert added[2].media == (made[added[2].id].media[0].id,)


def test_a_batch_of_one_title_gets_different_addresses() -> None:
    make_product(honey())
    added = add_products(batch=[honey() for _ in range(50)], actor=OWNER, now=NOON)
    assert len({one.slug for one in added}) == 50
    assert all(product_by_slug(one.slug).id == one.id for one in added)


def test_a_batch_names_the_line_that_is_wrong() -> None:
    with pytest.raises(ManyInvalid) as refused:
        add_products(batch=[honey(), replace(soap(), titles={}), replace(honey(), variants=())], actor=OWNER, now=NOON)
    assert [error.field for error in refused.value.errors] == ["products.1.titles", "products.2.variants"]


def test_a_sku_twice_in_a_batch_is_refused() -> None:
    before = snapshot()
    with pytest.raises(SkuTaken) as refused:
        add_products(batch=[honey(sku="x-1"), honey(sku="X-1")], actor=OWNER, now=NOON)
    assert refused.value.skus == ("x-1",)
    assert snapshot() == before


def test_an_empty_batch_is_nothing() -> None:
    before = snapshot()
    assert add_products(batch=[], actor=OWNER, now=NOON) == ()
    assert snapshot() == before


@pytest.mark.parametrize(
    ("change", "constraint"),
    [
        ({"state": "sold"}, "catalogue_product_state"),
        ({"tax_class": "none"}, "catalogue_product_tax_class"),
        ({"slug": "Not a slug"}, "catalogue_product_slug"),
        ({"titles": {}}, "catalogue_product_titled"),
        ({"published_at": None}, "catalogue_product_published"),
    ],
)
def test_the_database_refuses_wrong_products(change: dict[str, Any], constraint: str) -> None:
    make_product()
    with pytest.raises(IntegrityError, match=constraint):
        ProductModel.objects.update(**change)


@pytest.mark.parametrize(
    ("change", "constraint"),
    [
        ({"sku": "same"}, "catalogue_variant_sku"),
        ({"option_values": {}}, "catalogue_variant_options"),
        ({"weight_grams": -1}, "catalogue_variant_not_negative"),
        ({"net_unit": "oz"}, "catalogue_variant_net_unit"),
        ({"sku": ""}, "catalogue_variant_(has_)?sku"),
    ],
)
def test_the_database_refuses_wrong_variants(change: dict[str, Any], constraint: str) -> None:
    make_product(soap())
    with pytest.raises(IntegrityError, match=constraint):
        VariantModel.objects.update(**change)


def test_the_constraint_on_options_is_told_as_a_fact() -> None:
    from comptoir.domains.catalogue.actions.rows import facts_of_constraints

    make_product(soap())
    with pytest.raises(SameOptionsTwice), transaction.atomic(), facts_of_constraints():
        VariantModel.objects.update(option_values={})
