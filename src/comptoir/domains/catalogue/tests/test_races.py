from collections.abc import Iterator
from dataclasses import replace
from functools import partial
from pathlib import Path

import pytest
from pytest_django import Settings

from comptoir.domains.catalogue.actions import (
    add_media,
    add_products,
    arrange_media,
    create_product,
    remove_media,
    save_attribute,
    save_category,
    set_product_status,
    update_product,
)
from comptoir.domains.catalogue.errors import CategoryLoop, ProductChanged, SkuTaken, SlugTaken
from comptoir.domains.catalogue.models import Attribute, Media, Product, Variant
from comptoir.domains.catalogue.queries import category_tree, product, products_for
from comptoir.domains.catalogue.testing import honey, make_category, make_product, picture_file, soap
from comptoir.domains.catalogue.values import AttributeDraft, CategoryDraft, ProductStatus
from comptoir.kernel.models import HistoryLine
from comptoir.kernel.sql import execute
from comptoir.kernel.testing import NOON, OWNER, at_once
from comptoir.kernel.transitions import MoveRefused

pytestmark = pytest.mark.django_db(transaction=True)


def test_one_sku_wanted_by_many_goes_to_one() -> None:
    drafts = [honey(sku=sku) for sku in ("x-1", "X-1") * 4]
    answers = at_once([partial(create_product, draft=draft, actor=OWNER, now=NOON) for draft in drafts])
    assert [type(answer) for answer in answers if isinstance(answer, Exception)] == [SkuTaken] * 7
    assert (Product.objects.count(), Variant.objects.count()) == (1, 1)
    assert HistoryLine.objects.count() == 1


@pytest.fixture
def slow_inserts() -> Iterator[None]:
    """Each variant and each address takes ten milliseconds: batches that start together are sure to meet half way."""
    execute(
        """CREATE FUNCTION catalogue_test_pause() RETURNS trigger LANGUAGE plpgsql
           AS $$ BEGIN PERFORM pg_sleep(0.01); RETURN NEW; END $$"""
    )
    for table in ("catalogue_variant", "catalogue_productslug"):
        execute(
            f"""CREATE TRIGGER catalogue_test_pause BEFORE INSERT ON {table}
                FOR EACH ROW EXECUTE FUNCTION catalogue_test_pause()"""
        )
    yield
    execute("DROP FUNCTION catalogue_test_pause CASCADE")


@pytest.mark.usefixtures("slow_inserts")
def test_batches_that_share_skus_in_another_order_do_not_deadlock() -> None:
    numbers = list(range(20))
    orders = [numbers, numbers[::-1], numbers[10:] + numbers[:10], numbers]
    # Titles of their own: batches that wanted the same addresses would queue up before they reach their SKUs.
    batches = [
        [replace(honey(sku=f"x-{n:02}"), titles={"fr": f"Miel {n} du rucher {hive}"}) for n in order]
        for hive, order in enumerate(orders)
    ]
    answers = at_once([partial(add_products, batch=batch, actor=OWNER, now=NOON) for batch in batches])
    assert [type(answer) for answer in answers if isinstance(answer, Exception)] == [SkuTaken] * 3
    assert Variant.objects.count() == 20


@pytest.mark.usefixtures("slow_inserts")
def test_nor_do_batches_that_share_titles_in_another_order() -> None:
    titles = [f"Miel {n}" for n in range(20)]
    batches = [[replace(honey(), titles={"fr": title}) for title in order] for order in (titles, titles[::-1], titles)]
    answers = at_once([partial(add_products, batch=batch, actor=OWNER, now=NOON) for batch in batches])
    assert [answer for answer in answers if isinstance(answer, Exception)] == []
    assert len(set(Product.objects.values_list("slug", flat=True))) == 60


def test_one_title_used_by_many_gives_each_an_address() -> None:
    answers = at_once([partial(create_product, draft=honey(), actor=OWNER, now=NOON) for _ in range(8)])
    assert [answer for answer in answers if isinstance(answer, Exception)] == []
    assert len(set(Product.objects.values_list("slug", flat=True))) == 8


def test_one_address_asked_for_by_many_goes_to_one() -> None:
    products = [make_product() for _ in range(4)]
    answers = at_once(
        [
            partial(
                update_product,
                product_id=one.id,
                draft=replace(honey(sku=one.variants[0].sku), slug="le-miel"),
                version=1,
                actor=OWNER,
                now=NOON,
            )
            for one in products
        ]
    )
    assert [type(answer) for answer in answers if answer is not None] == [SlugTaken] * 3


def test_an_address_asked_for_in_several_languages_at_once_goes_to_one() -> None:
    drafts = [soap() for _ in range(4)]
    products = [make_product(draft) for draft in drafts]
    wishes = [replace(one, slug="le-savon") for one in drafts[:2]]
    wishes += [replace(one, slugs={"en": "le-savon"}) for one in drafts[2:]]
    answers = at_once(
        [
            partial(update_product, product_id=one.id, draft=wish, version=1, actor=OWNER, now=NOON)
            for one, wish in zip(products, wishes, strict=True)
        ]
    )
    assert [type(answer) for answer in answers if answer is not None] == [SlugTaken] * 3
    had = [(one.slug, *one.slugs.values()) for one in products_for([one.id for one in products]).values()]
    assert sum(slugs.count("le-savon") for slugs in had) == 1
    assert len({slug for slugs in had for slug in slugs}) == 8


@pytest.mark.usefixtures("slow_inserts")
def test_nor_do_batches_whose_languages_want_the_same_addresses_crosswise() -> None:
    pairs = [{"fr": f"Miel {n}", "en": f"Honey {n}"} for n in range(10)]
    crossed = [{"fr": pair["en"], "en": pair["fr"]} for pair in reversed(pairs)]
    batches = [[replace(honey(), titles=titles) for titles in order] for order in (pairs, crossed, pairs[::-1])]
    answers = at_once([partial(add_products, batch=batch, actor=OWNER, now=NOON) for batch in batches])
    assert [answer for answer in answers if isinstance(answer, Exception)] == []
    had = [slug for one in Product.objects.all() for slug in (one.slug, *one.slugs.values())]
    assert len(had) == len(set(had)) == 60


def test_of_many_editors_one_writes() -> None:
    draft = soap(skus=("s-1", "s-2"))
    known = make_product(draft)
    answers = at_once(
        [
            partial(
                update_product,
                product_id=known.id,
                draft=replace(draft, maker=f"Maker {n}", variants=draft.variants[n % 2 :]),
                version=1,
                actor=OWNER,
                now=NOON,
            )
            for n in range(6)
        ]
    )
    assert [type(answer) for answer in answers if answer is not None] == [ProductChanged] * 5
    written = product(known.id)
    assert (written.version, written.maker) == (2, f"Maker {answers.index(None)}")


def test_a_status_moves_once() -> None:
    known = make_product(honey(status=ProductStatus.DRAFT))
    answers = at_once(
        [partial(set_product_status, product_id=known.id, status=ProductStatus.ACTIVE, actor=OWNER, now=NOON)] * 5
    )
    assert [type(answer) for answer in answers if answer is not None] == [MoveRefused] * 4


@pytest.mark.parametrize("round", range(5))
def test_two_moves_cannot_make_a_loop(round: int) -> None:
    for code in ("a", "b", "c"):
        make_category(code)
    answers = at_once(
        [
            partial(
                save_category,
                draft=CategoryDraft(code=code, names={"fr": code}, parent=parent),
                actor=OWNER,
                now=NOON,
            )
            for code, parent in (("a", "b"), ("b", "c"), ("c", "a"))
        ]
    )
    assert [type(answer) for answer in answers if isinstance(answer, Exception)] == [CategoryLoop]
    assert len(category_tree().categories) == 3


def test_a_category_and_an_attribute_saved_by_many_are_one() -> None:
    answers = at_once(
        [partial(save_category, draft=CategoryDraft(code="a", names={"fr": "A"}), actor=OWNER, now=NOON)] * 4
        + [partial(save_attribute, draft=AttributeDraft(code="a", names={"fr": "A"}), actor=OWNER, now=NOON)] * 4
    )
    assert [answer for answer in answers if isinstance(answer, Exception)] == []
    assert (len(category_tree().categories), Attribute.objects.count()) == (1, 1)
    assert HistoryLine.objects.count() == 2


def test_pictures_added_removed_and_arranged_at_once(settings: Settings, tmp_path: Path) -> None:
    settings.MEDIA_ROOT = tmp_path
    known = make_product()
    add = partial(add_media, product_id=known.id, alts={}, actor=OWNER, now=NOON)
    first, second = (add(content=picture_file(40 + n, 40)) for n in range(2))
    answers = at_once(
        [partial(add, content=picture_file(60, 60))] * 4
        + [partial(remove_media, media_id=first, actor=OWNER, now=NOON)]
        + [partial(arrange_media, product_id=known.id, media=[(second, {})], actor=OWNER, now=NOON)] * 3
    )
    assert [answer for answer in answers if isinstance(answer, Exception)] == []
    shown = product(known.id).media
    assert len(shown) == 5
    assert len({media.id for media in shown}) == 5
    assert shown[0].id == second
    positions = list(Media.objects.values_list("position", flat=True))
    assert len(set(positions)) == len(positions)
