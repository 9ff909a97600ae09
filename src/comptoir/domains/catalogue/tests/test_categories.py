from collections.abc import Callable
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from pytest_django import DjangoAssertNumQueries

from comptoir.domains.catalogue.actions import save_attribute, save_category
from comptoir.domains.catalogue.errors import CategoryLoop, SlugTaken, UnknownCategory
from comptoir.domains.catalogue.models import Category as CategoryModel
from comptoir.domains.catalogue.queries import attributes, category_by_slug, category_tree
from comptoir.domains.catalogue.testing import make_category
from comptoir.domains.catalogue.values import AttributeDraft, CategoryDraft, CategoryId
from comptoir.kernel.access import NotAllowed
from comptoir.kernel.errors import ManyInvalid
from comptoir.kernel.history import history_of
from comptoir.kernel.ids import new_id
from comptoir.kernel.models import OutboxEvent
from comptoir.kernel.testing import NOBODY, NOON, OWNER, anybody, snapshot

pytestmark = pytest.mark.django_db


def save(code: str, **more: Any) -> Any:
    return save_category(draft=CategoryDraft(**{"code": code, "names": {"fr": code}, **more}), actor=OWNER, now=NOON)


@pytest.mark.parametrize(
    "attempt",
    [
        lambda actor: save_category(draft=CategoryDraft(code="a", names={"fr": "A"}), actor=actor, now=NOON),
        lambda actor: save_attribute(draft=AttributeDraft(code="a", names={"fr": "A"}), actor=actor, now=NOON),
    ],
)
def test_without_the_permission_nothing_happens(attempt: Callable[..., Any]) -> None:
    before = snapshot()
    for actor in (NOBODY, anybody("catalogue.view")):
        with pytest.raises(NotAllowed):
            attempt(actor)
    assert snapshot() == before


def test_a_tree_is_read_as_a_menu_shows_it(django_assert_num_queries: DjangoAssertNumQueries) -> None:
    food = save("food", position=2)
    honey = save("honey", parent="food", position=2)
    cheese = save("cheese", parent="food", position=1)
    goat = save("goat", parent="cheese")
    soap = save("soap", position=1)
    with django_assert_num_queries(1):
        tree = category_tree()
    assert [category.id for category in tree.categories] == [soap, food, cheese, goat, honey]
    assert [category.depth for category in tree.categories] == [0, 0, 1, 2, 1]
    assert [category.id for category in tree.children()] == [soap, food]
    assert [category.id for category in tree.children(food)] == [cheese, honey]
    assert [category.code for category in tree.path(goat)] == ["food", "cheese", "goat"]
    assert tree.path(goat) == tuple(tree.by_id[id] for id in tree.by_code["goat"].path)
    assert set(tree.within(food)) == {food, cheese, goat, honey}
    assert tree.path(CategoryId(new_id())) == ()
    assert category_by_slug("goat") == tree.by_slug["goat"]
    with pytest.raises(UnknownCategory):
        category_by_slug("nowhere")


def test_a_category_is_changed_and_told() -> None:
    id = save("honey", names={"fr": "Miels", "en": "Honey"}, descriptions={"fr": "<p>a<script>x</script></p>"})
    category = category_tree().by_id[id]
    assert (category.slug, category.names["en"], category.descriptions) == ("miels", "Honey", {"fr": "<p>a</p>"})
    assert save("honey", names={"fr": "Les miels"}, slug="miels", descriptions={"fr": "<p>a</p>"}) == id
    line = history_of("catalogue.category", id)[0]
    assert (line.before, line.after) == (
        {"names": {"fr": "Miels", "en": "Honey"}},
        {"names": {"fr": "Les miels"}},
    )
    payloads = [row.payload for row in OutboxEvent.objects.order_by("id")]
    assert payloads == [{"category_ids": [str(id)]}] * 2
    before = snapshot()
    save("honey", names={"fr": "Les miels"}, slug="miels", descriptions={"fr": "<p>a</p>"})
    assert snapshot() == before


def test_a_branch_can_move_but_not_into_itself() -> None:
    for code, parent in (("food", ""), ("cheese", "food"), ("goat", "cheese"), ("gifts", "")):
        make_category(code, parent=parent)
    before = snapshot()
    for code, parent in (("food", "food"), ("food", "goat"), ("cheese", "goat")):
        with pytest.raises(CategoryLoop), transaction.atomic():
            save(code, parent=parent)
    assert snapshot() == before
    save("cheese", parent="gifts")
    tree = category_tree()
    assert [category.code for category in tree.path(tree.by_code["goat"].id)] == ["gifts", "cheese", "goat"]


@pytest.mark.parametrize(
    ("draft", "error"),
    [
        ({"names": {}}, ManyInvalid),
        ({"parent": "nowhere"}, UnknownCategory),
        ({"slug": "honey"}, SlugTaken),
    ],
)
def test_what_cannot_be_saved_changes_nothing(draft: dict[str, Any], error: type[Exception]) -> None:
    make_category("honey")
    before = snapshot()
    with pytest.raises(error), transaction.atomic():
        save("other", **draft)
    assert snapshot() == before


def test_the_database_keeps_a_category_out_of_itself() -> None:
    id = make_category("honey")
    with pytest.raises(IntegrityError, match="catalogue_category_not_in_itself"):
        CategoryModel.objects.update(parent_id=id)


def test_attributes_are_listed_in_their_order(django_assert_num_queries: DjangoAssertNumQueries) -> None:
    for code, position in (("origin", 2), ("label", 1)):
        draft = AttributeDraft(code=code, names={"fr": f" {code} ", "en": ""}, facet=True, position=position)
        save_attribute(draft=draft, actor=OWNER, now=NOON)
    with django_assert_num_queries(1):
        assert [(attribute.code, attribute.names) for attribute in attributes()] == [
            ("label", {"fr": "label"}),
            ("origin", {"fr": "origin"}),
        ]
    assert [row.payload for row in OutboxEvent.objects.order_by("id")] == [
        {"attribute_codes": ["origin"]},
        {"attribute_codes": ["label"]},
    ]


def test_an_attribute_is_changed_and_told() -> None:
    draft = AttributeDraft(code="origin", names={"fr": "Origine"})
    save_attribute(draft=draft, actor=OWNER, now=NOON)
    before = snapshot()
    save_attribute(draft=draft, actor=OWNER, now=NOON)
    assert snapshot() == before
    save_attribute(draft=AttributeDraft(code="origin", names={"fr": "Origine"}, facet=True), actor=OWNER, now=NOON)
    line = history_of("catalogue.attribute", "origin")[0]
    assert (line.before, line.after) == ({"facet": False}, {"facet": True})
    with pytest.raises(ManyInvalid):
        save_attribute(draft=AttributeDraft(code="Origin", names={}), actor=OWNER, now=NOON)
