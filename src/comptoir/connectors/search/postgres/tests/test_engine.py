"""Pages of what was found: counted in full, handed over page by page."""

from dataclasses import replace

import pytest

from comptoir.connectors.search.postgres.engine import LOOKED_AT, PostgresSearch
from comptoir.connectors.search.postgres.models import IndexedDocument, IndexedName
from comptoir.domains.catalogue.values import ProductId
from comptoir.domains.search.values import Count, Document, Hits, Query
from comptoir.kernel.ids import new_id

pytestmark = pytest.mark.django_db


def documents(count: int, *, market: str = "fr", language: str = "fr") -> list[Document]:
    return [
        Document(
            market=market,
            language=language,
            product_id=ProductId(new_id()),
            title=f"Miel {number}",
            keywords="",
            text="",
        )
        for number in range(count)
    ]


def query(*, skip: int = 0, size: int = 2, text: str = "miel", language: str = "fr") -> Query:
    return Query(market="fr", language=language, text=text, size=size, skip=skip)


def test_pages_follow_each_other_and_the_count_is_that_of_all() -> None:
    engine = PostgresSearch()
    written = documents(5)
    engine.index([*written, *documents(3, market="be"), *documents(3, language="en")])

    pages = [engine.find(query(skip=skip)) for skip in (0, 2, 4, 6)]

    assert [len(page.product_ids) for page in pages] == [2, 2, 1, 0]
    assert {id for page in pages for id in page.product_ids} == {each.product_id for each in written}
    assert {page.count for page in pages} == {Count(number=5, exact=True)}
    assert {page.corrected for page in pages} == {False}
    assert engine.find(query(text="bottes")) == Hits(product_ids=(), count=Count(number=0, exact=True))


def test_of_too_many_a_bounded_number_is_looked_at() -> None:
    engine = PostgresSearch()
    engine.index(documents(LOOKED_AT + 3))

    assert engine.find(query()).count == Count(number=LOOKED_AT, exact=False)
    assert len(engine.find(query(skip=LOOKED_AT - 1)).product_ids) == 1
    assert engine.find(query(skip=LOOKED_AT)).product_ids == ()


def named(title: str, text: str) -> Document:
    return Document(market="fr", language="fr", product_id=ProductId(new_id()), title=title, keywords="", text=text)


def test_what_is_called_so_comes_before_what_speaks_of_it() -> None:
    engine = PostgresSearch()
    told = named("Pain d'épices", "Au miel")
    called = named("Miel de forêt", "")
    engine.index([told, called])

    found = engine.find(query())

    assert found.product_ids == (called.product_id, told.product_id)
    assert found.count == Count(number=2, exact=True)


def test_words_may_stand_in_the_name_and_in_the_text() -> None:
    engine = PostgresSearch()
    wanted = named("Miel de forêt", "Récolté en montagne")
    engine.index([wanted, named("Miel de plaine", ""), named("Tisane", "De montagne")])

    assert engine.find(query(text="miel montagne")).product_ids == (wanted.product_id,)


def test_of_many_called_so_none_is_left_out_for_one_that_speaks_of_it() -> None:
    engine = PostgresSearch()
    called = documents(LOOKED_AT + 1)
    engine.index([named("Pain", "miel " * 20), *called])

    found = engine.find(query(size=LOOKED_AT))

    assert set(found.product_ids) <= {each.product_id for each in called}
    assert len(found.product_ids) == LOOKED_AT


def test_what_is_renamed_or_removed_is_not_found_by_its_old_name() -> None:
    engine = PostgresSearch()
    first, second = documents(2)
    engine.index([first, second])
    engine.index([replace(first, title="Bougie")])
    engine.remove(market="fr", product_ids=[second.product_id])

    assert engine.find(query()).product_ids == ()
    assert engine.find(query(text="bougie")).product_ids == (first.product_id,)
    assert IndexedName.objects.count() == IndexedDocument.objects.count() == 1
