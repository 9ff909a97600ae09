"""What the merchant arranges: words that mean the same, and what comes first or nowhere."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction

from comptoir.domains.catalogue.values import ProductId
from comptoir.domains.search.errors import (
    AlreadyArranged,
    ArrangedTwice,
    NothingArranged,
    NowhereArranged,
    TooFewWords,
    TooManyArranged,
    TooManyWords,
    UnknownArrangement,
    UnknownSynonyms,
)
from comptoir.domains.search.events import ArrangementsChanged
from comptoir.domains.search.models import Arrangement as ArrangementRow
from comptoir.domains.search.permissions import SEARCH_ARRANGE
from comptoir.domains.search.rules import arrangement_key, tidy_words
from comptoir.domains.search.values import Arrangement, Synonyms
from comptoir.kernel.access import Actor
from comptoir.kernel.events import emit
from comptoir.kernel.history import record
from comptoir.kernel.remember import forget
from comptoir.kernel.sql import fetch

MOST_WORDS = 20
MOST_ARRANGED = 12
"""Of each kind: what is pinned and boosted must fit on the first page."""


def save_synonyms(*, synonyms: Synonyms, actor: Actor, now: datetime) -> None:
    """Write a set of words that mean the same, new or known by its id.

    :raises TooFewWords: for fewer than two.
    :raises TooManyWords: for more than twenty.
    """
    actor.must(SEARCH_ARRANGE)
    words = tidy_words(synonyms.words)
    if len(words) < 2:
        raise TooFewWords(field="words")
    if len(words) > MOST_WORDS:
        raise TooManyWords(field="words", limit=MOST_WORDS)
    with transaction.atomic(savepoint=False):
        rows = fetch(
            """WITH before AS (SELECT words FROM search_synonyms WHERE id = %(id)s FOR UPDATE),
                    written AS (
                   INSERT INTO search_synonyms AS known (id, language, words, changed_at)
                   VALUES (%(id)s, %(language)s, %(words)s, %(now)s)
                   ON CONFLICT (id) DO UPDATE
                      SET language = excluded.language, words = excluded.words, changed_at = excluded.changed_at
                    WHERE (known.language, known.words) IS DISTINCT FROM (excluded.language, excluded.words)
                   RETURNING id)
               SELECT (SELECT words FROM before) FROM written""",
            {"id": synonyms.id, "language": synonyms.language, "words": list(words), "now": now},
        )
        if rows:
            before = {"words": rows[0][0]} if rows[0][0] else {}
            _tell("search.synonyms", "saved", synonyms.id, before, {"words": list(words)}, actor=actor, now=now)


def drop_synonyms(*, id: UUID, actor: Actor, now: datetime) -> None:
    """Forget that these words mean the same.

    :raises UnknownSynonyms: when there are none of that id.
    """
    actor.must(SEARCH_ARRANGE)
    with transaction.atomic(savepoint=False):
        rows = fetch("DELETE FROM search_synonyms WHERE id = %s RETURNING words", [id])
        if not rows:
            raise UnknownSynonyms(synonyms=str(id))
        _tell("search.synonyms", "dropped", id, {"words": rows[0][0]}, {}, actor=actor, now=now)


def arrange(*, arrangement: Arrangement, actor: Actor, now: datetime) -> None:
    """Write what comes first and what is left out for some words or in a category, new or known by its id.

    :raises NowhereArranged: unless either words or a category are named.
    :raises NothingArranged: when no product is.
    :raises TooManyArranged: for more than twelve of a kind.
    :raises ArrangedTwice: when a product is named twice.
    :raises AlreadyArranged: when another arrangement is for the same words or category.
    """
    actor.must(SEARCH_ARRANGE)
    key = arrangement_key(arrangement.words)
    _check(arrangement, key)
    with transaction.atomic(savepoint=False):
        if fetch(
            """SELECT FROM search_arrangement
                WHERE market = %s AND key = %s AND category = %s AND id <> %s FOR UPDATE""",
            [arrangement.market, key, arrangement.category, arrangement.id],
        ):
            raise AlreadyArranged(field="words" if key else "category")
        before = _facts(*_named(ArrangementRow.objects.select_for_update().filter(id=arrangement.id).first()))
        fetch(
            """INSERT INTO search_arrangement (id, market, words, key, category, pinned, boosted, hidden, changed_at)
               VALUES (%(id)s, %(market)s, %(words)s, %(key)s, %(category)s, %(pinned)s::uuid[], %(boosted)s::uuid[],
                       %(hidden)s::uuid[], %(now)s)
               ON CONFLICT (id) DO UPDATE
                  SET words = excluded.words, key = excluded.key, category = excluded.category,
                      pinned = excluded.pinned, boosted = excluded.boosted, hidden = excluded.hidden,
                      changed_at = excluded.changed_at
               RETURNING id""",
            {
                "id": arrangement.id,
                "market": arrangement.market,
                "words": " ".join(arrangement.words.split()),
                "key": key,
                "category": arrangement.category,
                "pinned": list(arrangement.pinned),
                "boosted": list(arrangement.boosted),
                "hidden": list(arrangement.hidden),
                "now": now,
            },
        )
        after = _facts(arrangement.pinned, arrangement.boosted, arrangement.hidden)
        if before != after:
            words = {"words": arrangement.words, "category": arrangement.category}
            _tell("search.arrangement", "saved", arrangement.id, before, {**words, **after}, actor=actor, now=now)
            _tell_list(arrangement.market, arrangement.category)


def drop_arrangement(*, id: UUID, actor: Actor, now: datetime) -> None:
    """Leave these words, or this category, to the usual order again.

    :raises UnknownArrangement: when there is none of that id.
    """
    actor.must(SEARCH_ARRANGE)
    with transaction.atomic(savepoint=False):
        rows = fetch(
            "DELETE FROM search_arrangement WHERE id = %s RETURNING market, words, category, pinned, boosted, hidden",
            [id],
        )
        if not rows:
            raise UnknownArrangement(arrangement=str(id))
        market, words, category, *named = rows[0]
        before = {"words": words, "category": category, **_facts(*named)}
        _tell("search.arrangement", "dropped", id, before, {}, actor=actor, now=now)
        _tell_list(market, category)


def _check(arrangement: Arrangement, key: str) -> None:
    if bool(key) == bool(arrangement.category):
        raise NowhereArranged(field="words")
    kinds = {"pinned": arrangement.pinned, "boosted": arrangement.boosted, "hidden": arrangement.hidden}
    for field, products in kinds.items():
        if len(products) > MOST_ARRANGED:
            raise TooManyArranged(field=field, limit=MOST_ARRANGED)
    seen: set[ProductId] = set()
    for field, products in kinds.items():
        if len(set(products)) < len(products) or seen & set(products):
            raise ArrangedTwice(field=field)
        seen |= set(products)
    if not seen:
        raise NothingArranged(field="pinned")


def _named(row: ArrangementRow | None) -> tuple[Sequence[Any], Sequence[Any], Sequence[Any]]:
    return (row.pinned, row.boosted, row.hidden) if row else ((), (), ())


def _facts(pinned: Sequence[Any], boosted: Sequence[Any], hidden: Sequence[Any]) -> dict[str, list[str]]:
    kinds = {"pinned": pinned, "boosted": boosted, "hidden": hidden}
    return {kind: [str(id) for id in products] for kind, products in kinds.items() if products}


def _tell_list(market: str, category: str) -> None:
    """Lists are kept as pages; what is found by words is not."""
    if category:
        emit(ArrangementsChanged(market=market, category_ids=(category,)))


def _tell(
    subject: str, action: str, id: UUID, before: dict[str, Any], after: dict[str, Any], *, actor: Actor, now: datetime
) -> None:
    record(action=action, subject_type=subject, subject_id=id, actor=actor, now=now, before=before, after=after)
    forget("search.arranged")
