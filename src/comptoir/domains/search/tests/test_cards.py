from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from comptoir.domains.catalogue.actions import add_avif, add_media
from comptoir.domains.catalogue.testing import archive, honey, make_category, make_product, picture_file, soap
from comptoir.domains.catalogue.values import Product, ProductDraft
from comptoir.domains.inventory.testing import let_order, make_stock
from comptoir.domains.inventory.values import Band
from comptoir.domains.markets.testing import make_market
from comptoir.domains.network.testing import make_place
from comptoir.domains.pricing.testing import make_price
from comptoir.domains.search.actions import refresh_cards
from comptoir.domains.search.queries import cards_for, cards_in_category, search_cards
from comptoir.domains.search.values import OfferCard, Sort
from comptoir.kernel.access import NotAllowed
from comptoir.kernel.errors import Invalid
from comptoir.kernel.events import Lane
from comptoir.kernel.events.relay import deliver
from comptoir.kernel.models import OutboxEvent
from comptoir.kernel.money import Money
from comptoir.kernel.testing import NOBODY, NOON, OWNER, hear_all_notices

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def shop() -> str:
    make_place()
    return make_market().code


def settle() -> None:
    """Let all news arrive."""
    while any([deliver(Lane.URGENT), deliver(Lane.BULK)]):
        pass


def sell(*, price: int, stock: int, draft: ProductDraft) -> Product:
    product = make_product(draft)
    for variant in product.variants:
        make_price(variant.id, price)
        make_stock(stock, variant_id=variant.id)
    return product


def offer(price: int, *, stock: int = 10, **change: Any) -> Product:
    product = sell(price=price, stock=stock, draft=replace(honey(), **change))
    settle()
    return product


def titles(**ask: Any) -> list[str]:
    page = cards_in_category(market="fr", language="fr", **ask)
    return [card.title for card in page.cards]


def test_a_product_with_a_price_becomes_a_card_in_each_language() -> None:
    product = offer(1290)
    (french,) = cards_for([product.id], market="fr", language="fr")
    (english,) = cards_for([product.id], market="fr", language="en")
    assert (french.title, english.title) == ("Miel de châtaignier", "Chestnut honey")
    assert (french.price, french.band, french.has_range) == (Money(1290, "EUR"), Band.IN_STOCK, False)
    assert (french.unit_price, french.unit) == (Money(5160, "EUR"), "kg")  # 250 g


def test_no_price_no_card() -> None:
    product = make_product()
    settle()
    assert cards_for([product.id], market="fr", language="fr") == []


def test_a_card_shows_the_lowest_of_several_prices() -> None:
    product = sell(price=900, stock=5, draft=soap())
    make_price(product.variants[1].id, 700, compare_at=800)
    settle()
    (card,) = cards_for([product.id], market="fr", language="fr")
    assert (card.price, card.compare_at, card.has_range) == (Money(700, "EUR"), Money(800, "EUR"), True)


def test_price_stock_and_status_changes_reach_the_card() -> None:
    product = offer(1290)
    variant = product.variants[0].id
    make_price(variant, 990)
    make_stock(0, variant_id=variant)
    settle()
    (card,) = cards_for([product.id], market="fr", language="fr")
    assert (card.price, card.band) == (Money(990, "EUR"), Band.OUT)
    archive(product.id)
    settle()
    assert cards_for([product.id], market="fr", language="fr") == []
    assert titles() == []
    assert search_cards(market="fr", language="fr", text="miel").cards == ()


def test_goods_to_order_are_neither_in_stock_nor_gone() -> None:
    product = sell(price=900, stock=0, draft=soap())
    first, second = (variant.id for variant in product.variants[:2])
    let_order(first, preorder=True)
    settle()
    assert shown_of(product) == (Band.TO_ORDER, True)
    let_order(second)
    settle()
    assert shown_of(product) == (Band.TO_ORDER, False), "some of it is only out of stock"
    make_stock(1, variant_id=second)
    settle()
    assert shown_of(product) == (Band.LOW, False)
    make_stock(0, variant_id=second)
    let_order(first, 0)
    let_order(second, 0)
    settle()
    assert shown_of(product) == (Band.OUT, False)


def shown_of(product: Product) -> tuple[Band, bool]:
    (card,) = cards_for([product.id], market="fr", language="fr")
    return card.band, card.preorder


def test_a_category_lists_what_lies_below_it() -> None:
    make_category("epicerie")
    make_category("miels", parent="epicerie")
    offer(1290, categories=("miels",))
    from comptoir.domains.catalogue.queries import category_tree

    for code in ("epicerie", "miels"):
        page = cards_in_category(market="fr", language="fr", category_id=category_tree().by_code[code].id)
        assert (len(page.cards), page.count.number, page.count.exact) == (1, 1, True)


@pytest.mark.parametrize(
    ("sort", "expected"),
    [
        (Sort.PRICE, [100, 200, 200, 300, 400]),
        (Sort.PRICE_DOWN, [400, 300, 200, 200, 100]),
        (Sort.FEATURED, [300, 200, 100, 400, 200]),
        (Sort.NEWEST, [200, 400, 100, 200, 300]),
    ],
)
def test_pages_follow_each_other_without_gap_or_repeat(sort: Sort, expected: list[int]) -> None:
    for price in (300, 200, 100, 400, 200):
        offer(price)
    seen: list[OfferCard] = []
    cursor = None
    for _ in range(10):
        page = cards_in_category(market="fr", language="fr", sort=sort, cursor=cursor, size=2)
        seen += page.cards
        cursor = page.next_cursor
        if cursor is None:
            break
    assert len({card.product_id for card in seen}) == 5
    prices = [card.price.minor for card in seen]
    if sort in (Sort.PRICE, Sort.PRICE_DOWN):
        assert prices == expected
    else:
        assert sorted(prices) == sorted(expected)


@pytest.mark.parametrize("cursor", ["x", "W10", "WzEsIDJd", "////", "W251bGwsIG51bGxd"])
def test_a_cursor_that_is_not_ours_is_refused(cursor: str) -> None:
    with pytest.raises(Invalid) as refused:
        cards_in_category(market="fr", language="fr", cursor=cursor)
    assert refused.value.field == "cursor"


def test_a_list_page_takes_two_statements_whatever_its_size(django_assert_num_queries: Any) -> None:
    for price in range(100, 106):
        offer(price)
    with django_assert_num_queries(2):
        cards_in_category(market="fr", language="fr")


def test_search_finds_by_name_plural_accent_maker_and_sku() -> None:
    product = offer(1290)
    for text in ("miel", "miels", "chataignier", "MIEL châtaignier", "rucher", product.variants[0].sku, '"miel de"'):
        assert [card.product_id for card in search_cards(market="fr", language="fr", text=text).cards] == [
            product.id
        ], text
    assert [card.title for card in search_cards(market="fr", language="en", text="honeys").cards] == ["Chestnut honey"]


def test_a_slip_of_the_keyboard_finds_what_is_near_and_says_so() -> None:
    offer(1290)
    found = search_cards(market="fr", language="fr", text="chataigner")
    assert [card.title for card in found.cards] == ["Miel de châtaignier"]
    assert search_cards(market="fr", language="fr", text="chattaignier").corrected is True


@pytest.mark.parametrize("text", ["", "   ", "'; DROP TABLE search_card; --", "!!!", "a" * 5000, "\\", "%", "((("])
def test_odd_searches_find_nothing_and_break_nothing(text: str) -> None:
    offer(1290)
    assert search_cards(market="fr", language="fr", text=text).count.number == 0


def test_the_better_match_comes_first() -> None:
    offer(100, titles={"fr": "Pain d’épices", "en": "Gingerbread"}, descriptions={"fr": "<p>Au miel.</p>", "en": "."})
    offer(200)
    found = search_cards(market="fr", language="fr", text="miel")
    assert [card.title for card in found.cards] == ["Miel de châtaignier", "Pain d’épices"]


@pytest.mark.django_db(transaction=True)
def test_what_was_found_is_remembered_until_a_card_changes(statements: Any, settings: Any) -> None:
    def spent(text: str = "miel") -> tuple[int, int]:
        hear_all_notices()
        before = len(statements.all)
        return search_cards(market="fr", language="fr", text=text).count.number, len(statements.all) - before

    offer(1290)
    spent("what the merchant arranged is remembered from now on")
    assert [spent(), spent()] == [(1, 2), (1, 1)]
    offer(1390)
    assert [spent(), spent()] == [(2, 2), (2, 1)]
    long = "miel " * 20
    assert [spent(long), spent(long)] == [(2, 2), (2, 2)]
    settings.PAGE_CACHE_BYTES = 0
    assert spent() == (2, 2)


def test_search_pages_follow_each_other() -> None:
    for price in range(100, 105):
        offer(price)
    first = search_cards(market="fr", language="fr", text="miel", size=3)
    second = search_cards(market="fr", language="fr", text="miel", size=3, cursor=first.next_cursor)
    assert (len(first.cards), len(second.cards), second.next_cursor) == (3, 2, None)
    assert len({card.product_id for card in (*first.cards, *second.cards)}) == 5


def test_refreshing_what_has_not_changed_writes_nothing_and_tells_nobody() -> None:
    product = offer(1290)
    told = OutboxEvent.objects.count()
    refresh_cards(product_ids=[product.id], actor=OWNER, now=NOON)
    assert OutboxEvent.objects.count() == told


def test_without_the_permission_nothing_is_refreshed() -> None:
    with pytest.raises(NotAllowed):
        refresh_cards(product_ids=[], actor=NOBODY, now=NOON)


def test_a_picture_is_offered_as_avif_once_that_is_made(settings: Any, tmp_path: Path) -> None:
    settings.MEDIA_ROOT, settings.PRIVATE_ROOT = tmp_path / "media", tmp_path / "private"
    product = offer(1290)
    add_media(product_id=product.id, content=picture_file(700, 525), alts={"fr": "x"}, actor=OWNER, now=NOON)
    settle()
    (card,) = cards_for([product.id], market="fr", language="fr")
    assert (card.image_widths, card.avif) == ((320, 640), False)
    assert add_avif(path=card.image, actor=OWNER, now=NOON)
    settle()
    (card,) = cards_for([product.id], market="fr", language="fr")
    assert (card.image_widths, card.avif) == ((320, 640), True)
