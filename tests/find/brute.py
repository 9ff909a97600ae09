"""What a list holds, worked out the slow way: every product looked at, for every question."""

import random
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from comptoir.domains.catalogue.values import ProductId
from comptoir.domains.search.testing import made_document
from comptoir.domains.search.values import READ_BY, Query, Sort
from comptoir.kernel.testing import NOON

FACETS: Mapping[str, int] = {
    "stock": 3,
    "price": 7,
    "place": 4,
    "maker": 60,
    "a.colour": 9,
    "a.origin": 14,
    "a.size": 5,
}
"""Each facet with how many values it has."""
CATEGORIES = 12
SERIES = 9
"""Words that are the same in every language and have no other forms: "serie7"."""


def made_goods(count: int, *, seed: int) -> list[dict[str, Any]]:
    """Products whose facts are drawn; the same seed draws the same. A tenth are sold elsewhere."""
    dice = random.Random(seed)
    return [_made(dice) for _ in range(count)]


def _made(dice: random.Random) -> dict[str, Any]:
    facts = {f"in:c{number}" for number in dice.sample(range(CATEGORIES), dice.randint(1, 3))}
    for facet, values in FACETS.items():
        several = facet in ("place", "a.colour")
        for _ in range(dice.randint(0, 3) if several else dice.random() < 0.9):
            # Few values are common and many rare, as in a real shop.
            facts.add(f"{facet}:v{int(values * dice.random() ** 2)}")
    return made_document(
        f"serie{dice.randrange(SERIES)} serie{dice.randrange(SERIES)}",
        market="be" if dice.random() < 0.1 else "fr",
        facts=facts,
        position=dice.randrange(40),
        price=dice.randrange(100, 9_000, 50),
        published_at=_day(dice),
    )


def _day(dice: random.Random) -> datetime:
    return NOON - timedelta(days=dice.randrange(300))


def drawn_query(dice: random.Random, ids: Sequence[ProductId]) -> Query:
    """Any question: a category or none, words or none, up to four facets with up to three values, any order."""
    facets = dice.sample(sorted(FACETS), dice.randint(0, 4))
    filters = tuple(
        (facet, tuple(sorted({f"v{dice.randrange(FACETS[facet] + 1)}" for _ in range(dice.randint(1, 3))})))
        for facet in sorted(facets)
    )
    words = [f"serie{dice.randrange(SERIES)}" for _ in range(dice.choice((0, 0, 1, 1, 2)))]
    return Query(
        market="fr",
        language="fr",
        wanted=tuple((word,) for word in words),
        within=f"in:c{dice.randrange(CATEGORIES)}" if dice.random() < 0.6 else "",
        filters=filters,
        sort=dice.choice(tuple(Sort)),
        size=dice.choice((5, 24)),
        hidden=tuple(dice.sample(ids, dice.choice((0, 0, 3)))),
        counted=True,
    )


@dataclass(frozen=True, slots=True)
class Truth:
    """``ids`` are all that is found, in order."""

    ids: tuple[ProductId, ...]
    facts: Mapping[str, int]


def truth(goods: Sequence[dict[str, Any]], places: Mapping[ProductId, Mapping[Sort, int]], query: Query) -> Truth:
    """Every product held against every part of the question."""
    found = []
    counted: Counter[str] = Counter()
    for each in goods:
        if not _meant(each, query):
            continue
        facts = each["facts"]
        failed = [facet for facet, values in query.filters if not any(f"{facet}:{value}" in facts for value in values)]
        if not failed:
            found.append(each["product_id"])
        for fact in facts:
            facet = fact.partition(":")[0]
            if query.within and facet == "in":
                continue
            if not failed or failed == [facet]:
                counted[fact] += 1
    by, downwards = READ_BY[query.sort or Sort.FEATURED]
    ids = sorted(found, key=lambda id: places[id][by], reverse=downwards)
    return Truth(ids=tuple(ids), facts=dict(counted))


def _meant(each: dict[str, Any], query: Query) -> bool:
    words = each["texts"]["fr"]["title"].split()
    return (
        each["market"] == query.market
        and each["product_id"] not in query.hidden
        and (not query.within or query.within in each["facts"])
        and all(any(word in words for word in group) for group in query.wanted)
    )
