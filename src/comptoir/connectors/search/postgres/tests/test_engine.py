"""What only this engine has to get right: its tables of words. The rest is told in the conformance test."""

import pytest

from comptoir.connectors.search.postgres.engine import MANY, PostgresSearch
from comptoir.connectors.search.postgres.models import IndexedDocument, IndexedName, KnownWord
from comptoir.domains.search.testing import made_document, publish, withdraw
from comptoir.domains.search.values import Query

pytestmark = pytest.mark.django_db


def query(text: str = "miel", *, size: int = 2, skip: int = 0) -> Query:
    return Query(market="fr", language="fr", wanted=((text,),), size=size, skip=skip)


def test_of_many_called_so_all_are_counted_and_none_is_left_out_for_one_that_speaks_of_it() -> None:
    engine = PostgresSearch()
    publish(engine, [made_document("Pain", text="miel " * 20)])
    called = publish(engine, [made_document(f"Miel {number}") for number in range(MANY + 40)])

    found = engine.find(query(size=MANY + 40))

    assert set(found.product_ids) == set(called)
    assert (found.count, found.more) == (MANY + 41, True)


def test_what_is_renamed_or_removed_leaves_no_words_but_those_of_the_vocabulary() -> None:
    engine = PostgresSearch()
    first, second = publish(engine, [made_document("Miel"), made_document("Miel")])
    publish(engine, [made_document("Bougie", id=first)])
    withdraw(engine, [second])

    assert IndexedName.objects.count() == IndexedDocument.objects.count() == 1
    assert sorted(KnownWord.objects.values_list("word", flat=True)) == ["bougie", "miel"]
    assert engine.find(query()).count == 0


def test_nothing_is_asked_twice(django_assert_num_queries: object) -> None:
    engine = PostgresSearch()
    publish(engine, [made_document("Miel", facts=["stock:now"])])
    with django_assert_num_queries(1):  # type: ignore[operator]  # a fixture of pytest-django
        engine.find(query())
