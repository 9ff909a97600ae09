from dataclasses import replace
from typing import Any

import pytest
from django.db import transaction

from comptoir.domains.catalogue.actions import add_products, create_product, save_category, update_product
from comptoir.domains.catalogue.errors import SlugTaken, UnknownProduct
from comptoir.domains.catalogue.models import Product as ProductModel
from comptoir.domains.catalogue.models import ProductSlug
from comptoir.domains.catalogue.queries import category_by_slug, category_tree, product, product_by_slug, variants_of
from comptoir.domains.catalogue.rules import free_slug, slugs_of
from comptoir.domains.catalogue.testing import honey, make_product, soap
from comptoir.domains.catalogue.values import Category, CategoryDraft, Product, ProductDraft, ProductId
from comptoir.kernel.history import history_of
from comptoir.kernel.sql import execute
from comptoir.kernel.testing import NOON, OWNER, snapshot

pytestmark = pytest.mark.django_db


def update(known: Product, draft: ProductDraft) -> Product:
    update_product(product_id=known.id, draft=draft, version=known.version, actor=OWNER, now=NOON)
    return product(known.id)


def category(code: str, **more: Any) -> Category:
    draft = CategoryDraft(**{"code": code, "names": {"fr": code}, **more})
    id = save_category(draft=draft, actor=OWNER, now=NOON)
    return category_tree().by_id[id]


@pytest.mark.parametrize(
    ("texts", "given", "made"),
    [
        ({"fr": "Miel", "en": "Honey"}, {}, {"en": "honey"}),
        ({"fr": "Miel", "en": "Honey", "de": "Honig"}, {"de": "Bester Honig"}, {"en": "honey", "de": "bester-honig"}),
        ({"fr": "Miel", "el": "Μέλι"}, {}, {}),
        ({"fr": "Miel"}, {"en": "honey"}, {"en": "honey"}),
        ({"en": "Honey"}, {}, {"en": "the-slug"}),
        ({"en": "Honey", "de": "Honig"}, {}, {"en": "the-slug", "de": "honig"}),
        ({"fr": "Miel", "en": "Honey"}, {"fr": "other", "en": "!"}, {"en": "honey"}),
    ],
)
def test_each_language_has_the_address_given_or_one_made_of_its_text(
    texts: dict[str, str], given: dict[str, str], made: dict[str, str]
) -> None:
    assert slugs_of(texts, slug="the-slug", given=given, language="fr") == made


def test_a_number_tells_addresses_apart() -> None:
    assert [free_slug("a", taken) for taken in ((), {"a"}, {"a", "a-2"}, {"a-2"})] == ["a", "a-2", "a-3", "a"]


def test_a_new_product_has_an_address_in_each_language() -> None:
    known = make_product()
    assert (known.slug, known.slugs) == ("miel-de-chataignier", {"en": "chestnut-honey"})
    assert [known.slug_in(code) for code in ("fr", "en", "de")] == [known.slug, "chestnut-honey", known.slug]
    for slug in ("miel-de-chataignier", "chestnut-honey"):
        assert product_by_slug(slug).id == known.id
    (card,) = variants_of([known.id])[known.id]
    assert (card.slug_in("en"), card.slug_in("fr")) == ("chestnut-honey", known.slug)


def test_one_address_may_serve_several_languages() -> None:
    draft = replace(honey(), titles={"fr": "Calissons", "en": "Calissons"})
    known = make_product(draft)
    assert (known.slug, known.slugs) == ("calissons", {"en": "calissons"})
    other = make_product(replace(honey(), titles={"fr": "Autres", "en": "Calissons"}))
    assert (other.slug, other.slugs) == ("autres", {"en": "calissons-2"})


def test_a_batch_tells_the_addresses_it_gave() -> None:
    drafts = [honey(), honey(), replace(honey(), titles={"fr": "Chestnut honey"})]
    made = add_products(batch=drafts, actor=OWNER, now=NOON)
    assert [(one.slug, dict(one.slugs)) for one in made] == [
        ("miel-de-chataignier", {"en": "chestnut-honey"}),
        ("miel-de-chataignier-2", {"en": "chestnut-honey-2"}),
        ("chestnut-honey-3", {}),
    ]
    assert all(product(one.id).slugs == one.slugs for one in made)


def test_an_address_asked_for_in_a_language_is_had_or_refused() -> None:
    make_product()
    before = snapshot()
    with pytest.raises(SlugTaken) as refused, transaction.atomic():
        create_product(draft=replace(soap(), slugs={"en": "Chestnut honey"}), actor=OWNER, now=NOON)
    assert (refused.value.facts["field"], refused.value.facts["slug"]) == ("slugs.en", "chestnut-honey")
    with pytest.raises(SlugTaken) as refused, transaction.atomic():
        create_product(draft=replace(soap(), slugs={"fr": "chestnut-honey"}), actor=OWNER, now=NOON)
    assert refused.value.facts["field"] == "slug"
    assert snapshot() == before
    made = make_product(replace(soap(), slugs={"en": "Fine soap", "fr": "Savon fin", "de": "feine-seife"}))
    assert (made.slug, made.slugs) == ("savon-fin", {"en": "fine-soap", "de": "feine-seife"})


def test_a_title_added_later_brings_its_address_and_a_changed_one_moves_nothing() -> None:
    draft = replace(honey(sku="H-1"), titles={"fr": "Miel de châtaignier"})
    known = make_product(draft)
    assert known.slugs == {}
    known = update(known, replace(draft, titles={"fr": "Miel brun", "en": "Chestnut honey"}))
    assert (known.slug, known.slugs) == ("miel-de-chataignier", {"en": "chestnut-honey"})
    line = history_of("catalogue.product", known.id)[0]
    assert (line.before["slugs"], line.after["slugs"]) == ({}, {"en": "chestnut-honey"})
    assert "slug" not in line.after
    nothing: dict[str, Any] = {"slug": "_", "slugs": {"en": "-", "fr": " "}}
    known = update(known, replace(draft, titles={"fr": "Miel doux", "en": "Sweet honey"}, **nothing))
    assert (known.slug, known.slugs) == ("miel-de-chataignier", {"en": "chestnut-honey"})
    known = update(known, replace(draft, titles={"fr": "Miel doux"}))
    assert known.slugs == {"en": "chestnut-honey"}
    before = snapshot()
    update(known, replace(draft, titles={"fr": "Miel doux"}))
    assert snapshot() == before


def test_what_was_named_in_another_language_first_keeps_its_address() -> None:
    """As a file brings it: a handle, and a title in the file's language."""
    draft = replace(honey(sku="H-1"), titles={"en": "Chestnut honey"}, slug="the-handle")
    known = make_product(draft)
    assert (known.slug, known.slugs) == ("the-handle", {"en": "the-handle"})
    known = update(known, replace(draft, titles={"fr": "Miel", "en": "Honey"}, slug=""))
    assert (known.slug, known.slugs) == ("the-handle", {"en": "the-handle"})


def test_a_product_of_before_gets_its_addresses_when_it_is_saved() -> None:
    draft = honey(sku="H-1")
    known = make_product(draft)
    ProductModel.objects.filter(id=known.id).update(slugs={})
    ProductSlug.objects.filter(slug="chestnut-honey").delete()
    known = product(known.id)
    assert (known.slug_in("en"), known.slugs) == ("miel-de-chataignier", {})
    assert update(known, draft).slugs == {"en": "chestnut-honey"}


def test_rows_of_the_program_before_this_one_are_read() -> None:
    known = make_product()
    execute(
        """INSERT INTO catalogue_product (id, slug, titles, summaries, descriptions, maker, tax_class, withdrawal,
                                          state, options, position, created_at, updated_at, version, find_text,
                                          sort_title)
           SELECT gen_random_uuid(), 'old', titles, summaries, descriptions, maker, tax_class, withdrawal, 'draft',
                  options, position, created_at, updated_at, version, find_text, sort_title
             FROM catalogue_product WHERE id = %s""",
        [known.id],
    )
    old = ProductModel.objects.get(slug="old")
    assert (old.slugs, product(ProductId(old.id)).slug_in("en")) == ({}, "old")


def test_a_new_address_redirects_from_the_old_one_in_that_language_alone() -> None:
    draft = honey(sku="H-1")
    known = update(make_product(draft), replace(draft, slugs={"en": "Dark honey"}))
    assert (known.slug, known.slugs) == ("miel-de-chataignier", {"en": "dark-honey"})
    assert product_by_slug("chestnut-honey").slug_in("en") == "dark-honey"
    assert update(known, replace(draft, slugs={"en": "chestnut-honey"})).slugs == {"en": "chestnut-honey"}
    with pytest.raises(UnknownProduct):
        product_by_slug("nowhere")


def test_languages_may_swap_their_addresses() -> None:
    draft = honey(sku="H-1")
    known = make_product(draft)
    swapped = update(known, replace(draft, slug="chestnut-honey", slugs={"en": "miel-de-chataignier"}))
    assert (swapped.slug, swapped.slugs) == ("chestnut-honey", {"en": "miel-de-chataignier"})


def test_an_address_of_another_product_is_refused_and_one_that_is_made_gets_a_number() -> None:
    make_product()
    draft = replace(soap(skus=("S-1", "S-2")), titles={"fr": "Savon"})
    known = make_product(draft)
    before = snapshot()
    with pytest.raises(SlugTaken) as refused, transaction.atomic():
        update(known, replace(draft, slugs={"en": "chestnut-honey"}))
    assert refused.value.facts["field"] == "slugs.en"
    assert snapshot() == before
    assert update(known, replace(draft, titles={"fr": "Savon", "en": "Chestnut honey"})).slugs == {
        "en": "chestnut-honey-2"
    }


def test_a_category_has_an_address_in_each_language() -> None:
    known = category("honey", names={"fr": "Miels", "en": "Honeys"})
    assert (known.slug, known.slugs) == ("miels", {"en": "honeys"})
    assert category_by_slug("honeys") == category_by_slug("miels") == known
    assert [known.slug_in(code) for code in ("fr", "en", "de")] == ["miels", "honeys", "miels"]
    renamed = category("honey", names={"fr": "Nos miels", "en": "Our honeys"})
    assert (renamed.slug, renamed.slugs) == ("miels", {"en": "honeys"})


def test_a_category_leaves_the_way_of_each_language_behind() -> None:
    category("honey", names={"fr": "Miels", "en": "Honeys"})
    moved = category("honey", names={"fr": "Miels", "en": "Honeys"}, slugs={"en": "all-honeys"})
    assert category_by_slug("honeys") == moved
    assert (moved.slug, moved.slugs) == ("miels", {"en": "all-honeys"})
    back = category("honey", names={"fr": "Miels", "en": "Honeys"}, slugs={"en": "honeys", "fr": "tous-les-miels"})
    assert (back.slug, back.slugs) == ("tous-les-miels", {"en": "honeys"})
    assert {slug: one.code for slug, one in category_tree().by_slug.items()} == dict.fromkeys(
        ("miels", "tous-les-miels", "honeys", "all-honeys"), "honey"
    )


def test_no_two_categories_have_one_address() -> None:
    category("honey", names={"fr": "Miels", "en": "Honeys"})
    before = snapshot()
    for field, asked in (("slug", {"slug": "honeys"}), ("slugs.en", {"slugs": {"en": "miels"}})):
        with pytest.raises(SlugTaken) as refused, transaction.atomic():
            category("other", **asked)
        assert refused.value.facts["field"] == field
    assert snapshot() == before
    made = category("other", names={"fr": "Miels", "en": "Honeys"})
    assert (made.slug, made.slugs) == ("miels-2", {"en": "honeys-2"})
    assert category("other", names={"fr": "Miels", "en": "Honeys"}) == made
