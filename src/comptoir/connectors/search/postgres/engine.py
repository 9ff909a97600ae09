from collections.abc import Collection, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from comptoir.connectors.search.postgres.spelling import nearest
from comptoir.domains.catalogue.values import ProductId
from comptoir.domains.search.values import READ_BY, Change, Document, Facet, Hits, Match, Query, Sort
from comptoir.kernel.sql import execute, fetch, jsonb

MANY = 200
"""From so many documents on they are indexed together."""
_COMPLETIONS = 30

_INDEXES = """
SELECT relid::regclass::text FROM pg_partition_tree('search_postgres_names') WHERE isleaf
 UNION ALL VALUES ('search_postgres_words'), ('search_postgres_spelling'), ('search_postgres_facts')
"""
_DICTIONARIES = {"fr": "french", "en": "english", "de": "german", "es": "spanish", "it": "italian", "nl": "dutch"}
_PLACES = {Sort.FEATURED: "by_position", Sort.PRICE: "by_cheapness", Sort.NEWEST: "by_age"}

# In this order: what is found together lies together, and is read from fewer blocks.
_INDEX = """
WITH given AS MATERIALIZED (
    SELECT market, language, product_id, text, dictionary::regconfig AS dictionary,
           setweight(to_tsvector(dictionary::regconfig, title), 'A')
           || setweight(to_tsvector(dictionary::regconfig, keywords), 'B') AS names,
           title || ' ' || keywords AS spelling
      FROM jsonb_to_recordset(%s) AS given(market text, language text, product_id uuid, title text, keywords text,
                                           text text, dictionary text)
     ORDER BY language, spelling, product_id),
known AS (
    INSERT INTO search_postgres_known_word (market, language, word)
    SELECT DISTINCT market, language, word FROM given, string_to_table(spelling, ' ') AS word WHERE word <> ''
     ORDER BY market, language, word ON CONFLICT DO NOTHING),
named AS (
    INSERT INTO search_postgres_name AS named (market, language, product_id, words)
    SELECT market, language, product_id, names FROM given
    ON CONFLICT (market, language, product_id) DO UPDATE SET words = excluded.words
     WHERE named.words IS DISTINCT FROM excluded.words)
INSERT INTO search_postgres_document AS document (market, language, product_id, words, spelling)
SELECT market, language, product_id, names || setweight(to_tsvector(dictionary, text), 'D'), spelling
  FROM given
ON CONFLICT (market, language, product_id) DO UPDATE SET words = excluded.words, spelling = excluded.spelling
 WHERE (document.words, document.spelling) IS DISTINCT FROM (excluded.words, excluded.spelling)
"""
_TELL = """
INSERT INTO search_postgres_product AS known (market, product_id, facts, by_position, by_cheapness, by_age)
SELECT * FROM jsonb_to_recordset(%s) AS given(market text, product_id uuid, facts text[], by_position bigint,
                                              by_cheapness bigint, by_age bigint)
 ORDER BY product_id
ON CONFLICT (market, product_id) DO UPDATE
   SET facts = excluded.facts, by_position = excluded.by_position, by_cheapness = excluded.by_cheapness,
       by_age = excluded.by_age
 WHERE (known.facts, known.by_position, known.by_cheapness, known.by_age)
       IS DISTINCT FROM (excluded.facts, excluded.by_position, excluded.by_cheapness, excluded.by_age)
"""
_REMOVE = """
WITH named AS (DELETE FROM search_postgres_name WHERE market = %(market)s AND product_id = ANY(%(product_ids)s)),
told AS (DELETE FROM search_postgres_product WHERE market = %(market)s AND product_id = ANY(%(product_ids)s))
DELETE FROM search_postgres_document WHERE market = %(market)s AND product_id = ANY(%(product_ids)s)
"""


class PostgresSearch:
    """The engine that needs nothing more than the database: what is written is found in the same transaction.

    What is true of a product and where it stands in lists is kept once, its words in each language.
    """

    def take(self, changes: Sequence[Change]) -> None:
        gone: dict[str, list[ProductId]] = {}
        for change in changes:
            if not change.documents:
                gone.setdefault(change.market, []).append(change.product_id)
        for market, product_ids in gone.items():
            execute(_REMOVE, {"market": market, "product_ids": product_ids})
        rows = [
            {
                "market": document.market,
                "language": document.language,
                "product_id": document.product_id,
                "title": document.title,
                "keywords": document.keywords,
                "text": document.text,
                "dictionary": _dictionary(document.language),
            }
            for change in changes
            for document in change.documents
        ]
        told = [_told(change.documents[0]) for change in changes if change.documents]
        if len(rows) < MANY:
            _write(told, rows)
        else:
            with _many_at_once():
                _write(told, rows)

    def find(self, query: Query) -> Hits:
        """One statement, and one before it for near spellings and unfinished words."""
        asking = _Asking(query)
        found = fetch(asking.sql(), asking.values)
        ((count, lead, page, facts),) = found
        rows = [(ProductId(UUID(id)), place) for id, place in page or ()]
        more = len(rows) > asking.room
        kept = rows[: asking.room]
        return Hits(
            product_ids=(*(ProductId(id) for id in lead or ()), *(id for id, _ in kept)),
            count=count,
            more=more,
            last=kept[-1][1] if kept and query.sort is not None else None,
            facts=facts or {},
        )

    def tend(self) -> None:
        """Nothing: the index is the database's."""


@dataclass
class _Asking:
    """A question as one statement."""

    query: Query
    values: dict[str, Any] = field(default_factory=dict)
    _asked: str = ""

    @property
    def room(self) -> int:
        """How many follow the lead on this page, at most: the lead is not known before it is found."""
        return self.query.size

    def sql(self) -> str:
        query = self.query
        words = self._words()
        failing = self._failing()
        place, direction, after = self._order()
        facts = self._facts() if query.counted else "NULL"
        rank = "ts_rank('{0.05, 0.1, 0.4, 1.0}', words.words, asked.words)" if words else "0"
        source = (
            f"{words} JOIN search_postgres_product AS doc USING (market, product_id)"
            if words
            else "search_postgres_product AS doc"
        )
        asked = f"WITH asked AS MATERIALIZED (SELECT {self._asked} AS words),\n" if words else "WITH "
        return f"""{asked}matching AS MATERIALIZED (
            SELECT doc.product_id, doc.facts, {place or "0"} AS place, {rank} AS rank, {failing} AS failing
              FROM {source} WHERE {self._where(words)}),
        found AS MATERIALIZED (SELECT product_id, place, rank FROM matching WHERE failing IS NULL),
        lead AS MATERIALIZED (
            SELECT found.product_id, led.number FROM found
              JOIN unnest(%(lead)s::uuid[]) WITH ORDINALITY AS led(product_id, number) USING (product_id)),
        page AS (
            SELECT product_id, place, row_number() OVER (ORDER BY {direction}) AS number FROM found
             WHERE product_id <> ALL(%(lead)s::uuid[]) {after}
             ORDER BY {direction} LIMIT {query.size + 1} OFFSET %(skip)s)
        SELECT (SELECT count(*) FROM found),
               {"ARRAY(SELECT product_id FROM lead ORDER BY number)" if self._is_first else "NULL"},
               (SELECT jsonb_agg(jsonb_build_array(product_id, place) ORDER BY number) FROM page),
               {facts}"""

    @property
    def _is_first(self) -> bool:
        return self.query.after is None and not self.query.skip

    def _where(self, words: str) -> str:
        query = self.query
        self.values |= {
            "market": query.market,
            "language": query.language,
            "hidden": list(query.hidden),
            "lead": list(query.lead),
            "skip": query.skip,
        }
        conditions = ["doc.market = %(market)s"]
        if query.hidden:
            conditions.append("doc.product_id <> ALL(%(hidden)s::uuid[])")
        if query.within:
            self.values["within"] = [query.within]
            conditions.append("doc.facts @> %(within)s::text[]")
        if words:
            matched = "words.words @@ asked.words"
            if query.forced:
                self.values["forced"] = list(query.forced)
                matched = f"({matched} OR doc.product_id = ANY(%(forced)s::uuid[]))"
            conditions += ["words.market = %(market)s", "words.language = %(language)s", matched]
        conditions.append(self._close())
        return " AND ".join(conditions)

    def _words(self) -> str:
        """The tables that words are looked up in; "" where none are asked for."""
        if not self.query.wanted:
            return ""
        self._asked = self._as_tsquery(_meant(self.query))
        return "asked, search_postgres_document AS words"

    def _as_tsquery(self, wanted: Sequence[Collection[str]]) -> str:
        self.values["dictionary"] = _dictionary(self.query.language)
        groups = []
        for number, alternatives in enumerate(wanted):
            each = []
            for one, words in enumerate(alternatives):
                name = f"w{number}_{one}"
                self.values[name] = words
                each.append(f"plainto_tsquery(%(dictionary)s::regconfig, %({name})s)")
            groups.append(f"({' || '.join(each)})")
        return (" || " if self.query.match is Match.ANY else " && ").join(groups)

    def _failing(self) -> str:
        """Which chosen facet a document does not fulfil; NULL for those that fulfil all."""
        cases = []
        for number, (facet, values) in enumerate(self.query.filters):
            self.values |= {f"f{number}": [f"{facet}:{value}" for value in values], f"n{number}": f"{facet}:"}
            cases.append(f"WHEN NOT doc.facts && %(f{number})s::text[] THEN %(n{number})s::text")
        return f"CASE {' '.join(cases)} END" if cases else "NULL::text"

    def _close(self) -> str:
        """Only what fulfils every chosen facet, or all but one: the others are counted nowhere."""
        tests = [f"(doc.facts && %(f{number})s::text[])" for number in range(len(self.query.filters))]
        if not tests:
            return "true"
        if not self.query.counted:
            return " AND ".join(tests)
        return f"({' + '.join(f'{test}::int' for test in tests)}) >= {len(tests) - 1}"

    def _facts(self) -> str:
        self.values["unasked"] = f"{Facet.CATEGORY}:"
        unasked = "AND NOT starts_with(fact, %(unasked)s)" if self.query.within else ""
        return f"""(SELECT jsonb_object_agg(fact, number) FROM (
                 SELECT fact, count(*) AS number FROM matching, unnest(facts) AS fact
                  WHERE (failing IS NULL OR starts_with(fact, failing)) {unasked} GROUP BY fact) AS counted)"""

    def _order(self) -> tuple[str, str, str]:
        """The place's column, the order of reading, and where to go on."""
        query = self.query
        if query.sort is None:
            return "", "rank DESC, product_id", ""
        by, descending = READ_BY[query.sort]
        after = ""
        if query.after is not None:
            self.values["after"] = query.after
            after = f"AND place {'<' if descending else '>'} %(after)s"
        return f"doc.{_PLACES[by]}", f"place {'DESC' if descending else 'ASC'}", after


def _meant(query: Query) -> list[Collection[str]]:
    """The alternatives of each thing asked for, with near spellings or endings where they are wanted."""
    groups: list[Collection[str]] = [list(group) for group in query.wanted]
    if query.match is Match.NEAR:
        near = _near(query, {word for group in query.wanted for words in group for word in words.split()})
        groups = [[variant for words in group for variant in _respelt(words, near)] for group in query.wanted]
    if query.unfinished:
        *_, last = query.wanted
        begun = [words for words in last if " " not in words]
        rows = fetch(
            """SELECT word FROM search_postgres_known_word
                WHERE market = %s AND language = %s AND starts_with(word, %s) ORDER BY length(word), word LIMIT %s""",
            [query.market, query.language, begun[0] if begun else "", _COMPLETIONS if begun else 0],
        )
        groups[-1] = [*groups[-1], *(word for (word,) in rows)]
    return groups


def _near(query: Query, words: Collection[str]) -> Mapping[str, Sequence[str]]:
    rows = fetch(
        """SELECT wanted.word, known.word
             FROM unnest(%(words)s::text[]) AS wanted (word)
             JOIN search_postgres_known_word AS known
                  ON known.market = %(market)s AND known.language = %(language)s
                 AND length(known.word) BETWEEN length(wanted.word) - 2 AND length(wanted.word) + 2
            WHERE similarity(known.word, wanted.word) >= 0.15""",
        {"words": sorted(words), "market": query.market, "language": query.language},
    )
    known: dict[str, list[str]] = {}
    for word, candidate in rows:
        known.setdefault(word, []).append(candidate)
    return {word: nearest(word, known.get(word, ())) for word in words}


def _respelt(words: str, near: Mapping[str, Sequence[str]]) -> list[str]:
    """An expression with each of its words as typed or as known; every combination would be too many."""
    each = words.split()
    if len(each) == 1:
        return [words, *(known for known in near[words] if known != words)]
    return [" ".join((near[word] or (word,))[0] for word in each)]


def _told(document: Document) -> dict[str, Any]:
    """What is the same in all languages."""
    places = {column: document.places[sort] for sort, column in _PLACES.items()}
    return {"market": document.market, "product_id": document.product_id, "facts": list(document.facts), **places}


def _write(told: Sequence[dict[str, Any]], rows: Sequence[dict[str, Any]]) -> None:
    if rows:
        execute(_TELL, [jsonb(told)])
        execute(_INDEX, [jsonb(rows)])


@contextmanager
def _many_at_once() -> Iterator[None]:
    """Within it, entries for the indexes are gathered in a list and sorted in together: ten times as fast.

    Single changes do without that list, because every search would have to read it. It belongs to this transaction: the
    setting is seen by nobody else before it is back, and the lock it takes hinders neither readers nor writers.
    """
    indexes = [index for (index,) in fetch(_INDEXES)]
    for index in indexes:
        execute(f"ALTER INDEX {index} SET (fastupdate = on)")
    yield
    for index in indexes:
        fetch("SELECT gin_clean_pending_list(%s::regclass)", [index])
        execute(f"ALTER INDEX {index} SET (fastupdate = off)")


def _dictionary(language: str) -> str:
    return _DICTIONARIES.get(language, "simple")
