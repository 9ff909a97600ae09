from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from pytest_django import DjangoAssertNumQueries

from comptoir.domains.catalogue.actions import save_attribute, set_product_status, update_product
from comptoir.domains.catalogue.actions.rows import facts_of_constraints
from comptoir.domains.catalogue.errors import (
    ProductChanged,
    SkuTaken,
    SlugTaken,
    UnknownAttribute,
    UnknownCategory,
    UnknownProduct,
    UnknownVariant,
)
from comptoir.domains.catalogue.queries import product, product_by_slug, product_rows
from comptoir.domains.catalogue.testing import honey, make_category, make_product, next_sku, soap
from comptoir.domains.catalogue.tests.test_add import told
from comptoir.domains.catalogue.values import (
    AttributeDraft,
    AttributeValueDraft,
    Product,
    ProductDraft,
    ProductId,
    ProductStatus,
    VariantDraft,
    VariantId,
)
from comptoir.kernel.access import NotAllowed
from comptoir.kernel.errors import ManyInvalid
from comptoir.kernel.history import history_of
from comptoir.kernel.ids import new_id
from comptoir.kernel.testing import NOBODY, NOON, OWNER, anybody, snapshot
from comptoir.kernel.transitions import MoveRefused

pytestmark = pytest.mark.django_db
LATER = NOON + timedelta(hours=1)


def update(known: Product, draft: ProductDraft, **more: Any) -> Product:
    given = {"version": known.version, "actor": OWNER, "now": LATER, **more}
    update_product(product_id=known.id, draft=draft, **given)
    return product(known.id)


def test_without_the_permission_nothing_happens() -> None:
    known = make_product()
    before = snapshot()
    for actor in (NOBODY, anybody("catalogue.view", "pricing.*")):
        with pytest.raises(NotAllowed):
            update_product(product_id=known.id, draft=honey(), version=1, actor=actor, now=NOON)
        with pytest.raises(NotAllowed):
            set_product_status(product_id=known.id, status=ProductStatus.ARCHIVED, actor=actor, now=NOON)
    assert snapshot() == before


def test_everything_can_be_written_anew() -> None:
    for code in ("honey", "gifts"):
        make_category(code)
    save_attribute(draft=AttributeDraft(code="origin", names={"fr": "Origine"}), actor=OWNER, now=NOON)
    draft = replace(
        soap(skus=("S-1", "S-2")),
        categories=("honey",),
        attributes=(AttributeValueDraft(attribute="origin", value_name={"fr": "Nyons"}),),
    )
    known = make_product(draft)
    changed = update(
        known,
        replace(
            draft,
            titles={"fr": "Savon d’Alep"},
            maker="Savonnerie d’Alep",
            categories=("gifts", "honey"),
            attributes=(AttributeValueDraft(attribute="origin", value_name={"fr": "Alep"}),),
            variants=(replace(draft.variants[0], weight_grams=120), draft.variants[1]),
        ),
    )
    assert (changed.titles, changed.maker, changed.version) == ({"fr": "Savon d’Alep"}, "Savonnerie d’Alep", 2)
    assert changed.slug == known.slug
    assert len(changed.category_ids) == 2
    assert [value.value for value in changed.attributes] == ["alep"]
    assert [variant.id for variant in changed.variants] == [variant.id for variant in known.variants]
    assert changed.variants[0].weight_grams == 120
    assert (changed.created_at, changed.updated_at) == (known.created_at, LATER)
    line = history_of("catalogue.product", known.id)[0]
    assert (line.action, line.actor_label, line.at) == ("updated", OWNER.label, LATER)
    assert set(line.before) == set(line.after) == {"titles", "maker", "categories", "attributes", "variants"}
    assert (line.before["categories"], line.after["categories"]) == (["honey"], ["gifts", "honey"])
    assert told()[-1] == [str(known.id)]


def test_writing_what_is_there_changes_nothing() -> None:
    draft = soap(skus=("S-1", "S-2"))
    known = make_product(draft)
    before = snapshot()
    update(known, draft)
    assert snapshot() == before


def test_nobody_is_overwritten_unseen() -> None:
    draft = honey(sku="H-1")
    known = make_product(draft)
    update(known, replace(draft, maker="A"))
    before = snapshot()
    with pytest.raises(ProductChanged), transaction.atomic():
        update(known, replace(draft, maker="B"))
    assert snapshot() == before


def test_the_list_finds_what_was_changed() -> None:
    known = make_product(honey(sku="H-1"))
    update(known, replace(honey(sku="H-9"), titles={"fr": "Gelée royale"}, variants=(VariantDraft(sku="G-1"),)))
    assert [row.id for row in product_rows(actor=OWNER, q="gelee g-1").items] == [known.id]
    assert product_rows(actor=OWNER, q="chataignier").items == []


def test_a_variant_left_out_is_no_longer_sold_but_known() -> None:
    draft = soap(skus=("S-1", "S-2"))
    known = make_product(draft)
    changed = update(known, replace(draft, variants=draft.variants[1:]))
    assert [(variant.sku, variant.active) for variant in changed.variants] == [("S-2", True), ("S-1", False)]
    assert {variant.id for variant in changed.variants} == {variant.id for variant in known.variants}
    back = update(changed, draft)
    assert [(variant.sku, variant.active) for variant in back.variants] == [("S-1", True), ("S-2", True)]


def test_a_new_variant_can_take_the_options_of_one_left_out() -> None:
    draft = soap(skus=("S-1", "S-2"))
    known = make_product(draft)
    changed = update(known, replace(draft, variants=(replace(draft.variants[0], sku="S-9"), draft.variants[1])))
    assert [(variant.sku, variant.active) for variant in changed.variants] == [
        ("S-9", True),
        ("S-2", True),
        ("S-1", False),
    ]


def test_two_variants_may_swap_their_skus_and_options() -> None:
    draft = soap(skus=("S-1", "S-2"))
    known = make_product(draft)
    first, second = known.variants
    swapped = (
        replace(draft.variants[1], sku="s-2", id=first.id),
        replace(draft.variants[0], sku="S-1", id=second.id),
    )
    changed = update(known, replace(draft, variants=swapped))
    assert [(variant.id, variant.sku) for variant in changed.variants] == [(first.id, "s-2"), (second.id, "S-1")]
    assert [variant.option_values for variant in changed.variants] == [second.option_values, first.option_values]


def test_a_new_address_redirects_from_the_old_one() -> None:
    draft = honey(sku="H-1")
    known = make_product(draft)
    moved = update(known, replace(draft, slug="Miel brun"))
    assert moved.slug == "miel-brun"
    assert product_by_slug("miel-de-chataignier").slug == "miel-brun"
    again = update(moved, replace(draft, slug="miel-de-chataignier"))
    assert product_by_slug("miel-brun").slug == again.slug == "miel-de-chataignier"


def test_a_former_address_stays_taken() -> None:
    known = make_product(honey(sku="H-1"))
    update(known, replace(honey(sku="H-1"), slug="miel-brun"))
    other = make_product(soap())
    before = snapshot()
    with pytest.raises(SlugTaken), transaction.atomic():
        update(other, replace(soap(), slug="miel-de-chataignier"))
    assert snapshot() == before


@pytest.mark.parametrize(
    ("change", "error"),
    [
        ({"titles": {}}, ManyInvalid),
        ({"categories": ("nowhere",)}, UnknownCategory),
        ({"attributes": (AttributeValueDraft(attribute="nothing", value_name={"fr": "x"}),)}, UnknownAttribute),
        ({"variants": (VariantDraft(sku="TAKEN-1"),)}, SkuTaken),
        ({"variants": (VariantDraft(sku="A", id=VariantId(new_id())),)}, UnknownVariant),
    ],
)
def test_what_cannot_be_written_changes_nothing(change: dict[str, Any], error: type[Exception]) -> None:
    make_product(honey(sku="taken-1"))
    known = make_product(honey(sku="H-1"))
    before = snapshot()
    with pytest.raises(error), transaction.atomic():
        update(known, replace(honey(sku="H-1"), **change))
    assert snapshot() == before


def test_a_taken_sku_is_named() -> None:
    make_product(honey(sku="taken-1"))
    known = make_product(honey(sku="H-1"))
    with pytest.raises(SkuTaken) as refused, transaction.atomic():
        update(known, honey(sku="Taken-1"))
    assert refused.value.skus == ("taken-1",)


def test_other_broken_constraints_are_not_disguised() -> None:
    with pytest.raises(IntegrityError, match="something else"), facts_of_constraints():
        raise IntegrityError("something else")


def test_unknown_products() -> None:
    for attempt in (
        lambda id: update_product(product_id=id, draft=honey(), version=1, actor=OWNER, now=NOON),
        lambda id: set_product_status(product_id=id, status=ProductStatus.ACTIVE, actor=OWNER, now=NOON),
        product,
    ):
        with pytest.raises(UnknownProduct), transaction.atomic():
            attempt(ProductId(new_id()))


def test_status_moves_are_told_with_their_reason() -> None:
    known = make_product(honey(status=ProductStatus.DRAFT))
    set_product_status(product_id=known.id, status=ProductStatus.ACTIVE, actor=OWNER, now=NOON)
    assert product(known.id).published_at == NOON
    set_product_status(
        product_id=known.id, status=ProductStatus.ARCHIVED, actor=OWNER, now=LATER, because="Fin de saison"
    )
    set_product_status(product_id=known.id, status=ProductStatus.ACTIVE, actor=OWNER, now=LATER)
    shown = product(known.id)
    assert (shown.status, shown.published_at, shown.updated_at) == (ProductStatus.ACTIVE, NOON, LATER)
    last, archived, first, _ = history_of("catalogue.product", known.id)
    assert (archived.action, archived.because, archived.before) == ("moved", "Fin de saison", {"state": "active"})
    assert (first.before, last.before) == ({"state": "draft"}, {"state": "archived"})
    assert told()[1:] == [[str(known.id)]] * 3


def test_a_product_does_not_move_to_where_it_is() -> None:
    known = make_product()
    before = snapshot()
    with pytest.raises(MoveRefused), transaction.atomic():
        set_product_status(product_id=known.id, status=ProductStatus.ACTIVE, actor=OWNER, now=NOON)
    assert snapshot() == before


def test_a_change_costs_few_statements(django_assert_num_queries: DjangoAssertNumQueries) -> None:
    draft = soap(skus=(next_sku(), next_sku()))
    known = make_product(draft)
    # product, product written, variants parked and written, history, event
    with django_assert_num_queries(6):
        update_product(
            product_id=known.id,
            draft=replace(draft, maker="M", variants=(replace(draft.variants[0], weight_grams=1), draft.variants[1])),
            version=1,
            actor=OWNER,
            now=NOON,
        )
