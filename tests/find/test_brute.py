"""Lists, counts and facets are what they would be if every product were looked at."""

import os
import random
from collections.abc import Mapping
from dataclasses import replace

import pytest

from comptoir.domains.catalogue.values import ProductId
from comptoir.domains.search.queries import changes_since, search_engine
from comptoir.domains.search.values import Query, Sort
from tests.find.brute import drawn_query, made_goods, truth
from tests.find.conftest import Fill, tell

LONG = os.environ.get("COMPTOIR_FIND") == "long"
GOODS, QUESTIONS = (600, 10_000) if LONG else (300, 100)
SEED = 4


@pytest.mark.django_db
def test_every_answer_is_that_of_looking_at_every_product(engine_name: str, fill: Fill) -> None:
    goods = made_goods(GOODS, seed=SEED)
    fill(goods)
    places = {
        change.product_id: change.documents[0].places
        for changes in changes_since(0, at_a_time=1_000)
        for change in changes
    }
    ids = sorted(places)
    dice = random.Random(SEED)
    different = [
        question
        for question in (drawn_query(dice, ids) for _ in range(QUESTIONS))
        if _answered(question, places) != _expected(goods, places, question)
    ]
    tell(f"{engine_name}: {QUESTIONS:,} questions to {GOODS:,} products, {len(different)} differences")
    assert different == []


type Answer = tuple[tuple[ProductId, ...], int, dict[str, int], bool, tuple[ProductId, ...]]
type Places = dict[ProductId, Mapping[Sort, int]]


def _answered(query: Query, places: Places) -> Answer:
    """The first page, its counts, and the page after it."""
    engine = search_engine()
    hits = engine.find(query)
    second = engine.find(replace(query, after=hits.last)).product_ids if hits.more else ()
    return hits.product_ids, hits.count, dict(hits.facts), hits.more, second


def _expected(goods: list[dict[str, object]], places: Places, query: Query) -> Answer:
    known = truth(goods, places, query)
    first, second = known.ids[: query.size], known.ids[query.size : 2 * query.size]
    return first, len(known.ids), dict(known.facts), len(known.ids) > query.size, second
