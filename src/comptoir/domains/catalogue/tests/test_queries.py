from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from pytest_django import DjangoAssertNumQueries

from comptoir.domains.catalogue.actions import create_product, set_product_status, update_product
from comptoir.domains.catalogue.errors import UnknownCategory, UnknownProduct
from comptoir.domains.catalogue.queries import (
    category_tree,
    product,
    product_by_slug,
    product_ids,
    product_rows,
    products_for,
    products_in,
    variants_by_sku,
    variants_for,
    variants_of,
)
from comptoir.domains.catalogue.testing import honey, make_category, make_product, soap
from comptoir.domains.catalogue.values import (
    MediaDraft,
    ProductId,
    ProductSort,
    ProductStatus,
    StoredPicture,
    VariantDraft,
    VariantId,
)
from comptoir.kernel.access import NotAllowed
from comptoir.kernel.ids import new_id
from comptoir.kernel.paging import BadCursor
from comptoir.kernel.testing import NOBODY, NOON, OWNER

pytestmark = pytest.mark.django_db


def picture(name: str) -> StoredPicture:
    return StoredPicture(path=f"catalogue/{name}.webp", width=800, height=600)


def test_a_product_page_needs_two_statements(django_assert_num_queries: DjangoAssertNumQueries) -> None:
    make_category("food")
    make_category("honey", parent="food")
    make_product(replace(soap(), categories=("honey",), media=(MediaDraft(picture=picture("a")),)))
    with django_assert_num_queries(2):
        shown = product_by_slug("savon-a-l-huile-d-olive")
        path = category_tree().path(shown.category_ids[0])
    assert (len(shown.variants), len(shown.media)) == (2, 1)
    assert [category.code for category in path] == ["food", "honey"]


def test_only_what_is_on_sale_has_a_page() -> None:
    known = make_product()
    for status in (ProductStatus.DRAFT, ProductStatus.ARCHIVED):
        set_product_status(product_id=known.id, status=status, actor=OWNER, now=NOON)
        with pytest.raises(UnknownProduct):
            product_by_slug(known.slug)
        assert product_by_slug(known.slug, any_status=True).status == status
    with pytest.raises(UnknownProduct):
        product_by_slug("nowhere", any_status=True)


def test_products_come_in_the_order_asked_for(django_assert_num_queries: DjangoAssertNumQueries) -> None:
    first, second = make_product(), make_product(soap())
    with django_assert_num_queries(1):
        found = products_for([second.id, ProductId(new_id()), first.id])
    assert list(found.values()) == [second, first]
    assert products_for([]) == {}


def test_the_whole_catalogue_in_steps() -> None:
    ids = [make_product(honey(status=status)).id for status in (ProductStatus.ACTIVE, ProductStatus.DRAFT) * 3]
    assert product_ids(limit=4) == ids[:4]
    assert product_ids(after=ids[3], limit=4) == ids[4:]
    assert product_ids(status=ProductStatus.ACTIVE) == ids[::2]
    assert product_ids(after=ids[-1]) == []


def test_a_card_tells_what_a_line_needs(django_assert_num_queries: DjangoAssertNumQueries) -> None:
    draft = soap(skus=("S-1", "S-2"))
    media = (MediaDraft(picture=picture("all")), MediaDraft(picture=picture("second"), sku="S-2"))
    known = make_product(replace(draft, media=media))
    plain = make_product(honey(sku="H-1"))
    ids = [plain.variants[0].id, known.variants[1].id, VariantId(new_id()), known.variants[0].id]
    with django_assert_num_queries(1):
        cards = variants_for(ids)
    honey_card, second, first = cards.values()
    assert (first.sku, first.title, first.product_id, first.slug) == ("S-1", draft.titles, known.id, known.slug)
    assert (first.options, first.weight_grams, first.tax_class) == ({"fr": "100 g", "en": "100 g"}, 110, "standard")
    assert first.image is not None
    assert second.image is not None
    assert (first.image.path, second.image.path) == ("catalogue/all.webp", "catalogue/second.webp")
    assert (honey_card.options, honey_card.image, honey_card.net_amount, honey_card.net_unit) == ({}, None, 250, "g")
    assert all(card.active for card in cards.values())


def test_a_card_is_active_when_variant_and_product_are() -> None:
    draft = soap(skus=("S-1", "S-2"))
    known = make_product(draft)
    retired = replace(draft, variants=(draft.variants[0], replace(draft.variants[1], active=False)))
    update_product(product_id=known.id, draft=retired, version=1, actor=OWNER, now=NOON)
    assert [card.active for card in variants_of([known.id])[known.id]] == [True, False]
    set_product_status(product_id=known.id, status=ProductStatus.ARCHIVED, actor=OWNER, now=NOON)
    assert [card.active for card in variants_of([known.id])[known.id]] == [False, False]


def test_skus_are_found_in_any_letters(django_assert_num_queries: DjangoAssertNumQueries) -> None:
    make_product(soap(skus=("Ab-1", "Ab-2")))
    with django_assert_num_queries(1):
        found = variants_by_sku(["AB-1", "ab-1", "Ab-2", "nothing"])
    assert {given: card.sku for given, card in found.items()} == {"AB-1": "Ab-1", "ab-1": "Ab-1", "Ab-2": "Ab-2"}


def test_variants_by_product(django_assert_num_queries: DjangoAssertNumQueries) -> None:
    first, second = make_product(soap(skus=("b", "a"))), make_product(honey(sku="c"))
    nobody = ProductId(new_id())
    with django_assert_num_queries(1):
        found = variants_of([first.id, nobody, second.id])
    assert {id: [card.sku for card in cards] for id, cards in found.items()} == {
        first.id: ["b", "a"],
        nobody: [],
        second.id: ["c"],
    }


def test_products_in_categories_and_below() -> None:
    for code, parent in (("food", ""), ("honey", "food"), ("soap", "")):
        make_category(code, parent=parent)
    first = make_product(replace(honey(), categories=("honey",)))
    make_product(replace(soap(), categories=("soap",)))
    both = make_product(replace(honey(), categories=("food", "soap")))
    assert products_in([category_tree().by_code["food"].id]) == {first.id, both.id}


def title(text: str, **more: Any) -> ProductId:
    draft = replace(honey(), titles={"fr": text, "en": f"English {text}"}, **more)
    return create_product(draft=draft, actor=OWNER, now=more.pop("now", NOON))


@pytest.mark.parametrize(
    ("sort", "expected"),
    [
        (ProductSort.NEWEST, ["Écorce", "abeille", "Zeste", "Ânesse", "abeille"]),
        (ProductSort.TITLE, ["abeille", "abeille", "Ânesse", "Écorce", "Zeste"]),
    ],
)
@pytest.mark.parametrize("size", [1, 2, 3, 5])
def test_every_page_of_every_order(
    sort: ProductSort, expected: list[str], size: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    for text in ("abeille", "Ânesse", "Zeste", "abeille", "Écorce"):
        title(text)
    seen = []
    cursor = None
    while True:
        with django_assert_num_queries(1):
            page = product_rows(actor=OWNER, sort=sort, cursor=cursor, page_size=size)
        seen += [row.titles["fr"] for row in page.items]
        assert len(page.items) <= size
        cursor = page.next_cursor
        if cursor is None:
            break
    assert seen == expected


def test_the_last_changed_first() -> None:
    known = [make_product(honey(sku=f"H-{n}"), now=NOON + timedelta(minutes=n)) for n in range(3)]
    update_product(
        product_id=known[0].id,
        draft=replace(honey(sku="H-0"), maker="M"),
        version=1,
        actor=OWNER,
        now=NOON + timedelta(hours=1),
    )
    seen = []
    cursor = None
    for _ in range(3):
        page = product_rows(actor=OWNER, sort=ProductSort.UPDATED, cursor=cursor, page_size=1)
        seen += [row.id for row in page.items]
        cursor = page.next_cursor
    assert (seen, cursor) == ([known[0].id, known[2].id, known[1].id], None)


@pytest.mark.parametrize(
    ("q", "found"),
    [
        ("miel", {"Miel de sapin", "MIEL d’été"}),
        ("ete miel", {"MIEL d’été"}),
        ("english savon", {"Savon 100 %"}),
        ("100 %", {"Savon 100 %"}),
        ("_", set()),
        ("m-7", {"Miel de sapin"}),
        ("cevennes", {"Miel de sapin", "MIEL d’été", "Savon 100 %"}),
        ("\\", set()),
        ("", {"Miel de sapin", "MIEL d’été", "Savon 100 %"}),
    ],
)
def test_the_list_is_searched_by_word(q: str, found: set[str]) -> None:
    title("Miel de sapin", variants=(VariantDraft(sku="M-7"),))
    title("MIEL d’été")
    title("Savon 100 %")
    assert {row.titles["fr"] for row in product_rows(actor=OWNER, q=q).items} == found


def test_the_list_is_filtered_by_status_and_category() -> None:
    for code, parent in (("food", ""), ("honey", "food"), ("soap", "")):
        make_category(code, parent=parent)
    first = make_product(replace(honey(sku="h-1"), categories=("honey",), media=(MediaDraft(picture=picture("a")),)))
    draft = make_product(replace(honey(status=ProductStatus.DRAFT), categories=("food",)))
    make_product(replace(soap(), categories=("soap",)))
    below = product_rows(actor=OWNER, category="food")
    assert [row.id for row in below.items] == [draft.id, first.id]
    (row,) = product_rows(actor=OWNER, category="food", status=ProductStatus.ACTIVE).items
    assert (row.id, row.skus, row.variant_ids) == (first.id, ("h-1",), (first.variants[0].id,))
    assert (row.category_ids, row.image) == (first.category_ids, first.image)
    assert (row.slug, row.status, row.maker, row.updated_at) == (
        first.slug,
        ProductStatus.ACTIVE,
        first.maker,
        first.updated_at,
    )
    with pytest.raises(UnknownCategory):
        product_rows(actor=OWNER, category="nowhere")


def test_the_list_is_for_those_who_may_see_it() -> None:
    with pytest.raises(NotAllowed):
        product_rows(actor=NOBODY)


@pytest.mark.parametrize("sort", list(ProductSort))
def test_a_foreign_cursor_is_refused(sort: ProductSort) -> None:
    for cursor in ("nonsense", "WyJhIl0", "W10"):
        with pytest.raises(BadCursor):
            product_rows(actor=OWNER, sort=sort, cursor=cursor)


def test_unknown_products() -> None:
    with pytest.raises(UnknownProduct):
        product(ProductId(new_id()))
