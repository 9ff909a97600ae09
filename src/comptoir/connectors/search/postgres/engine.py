from collections.abc import Collection, Iterator, Sequence
from contextlib import contextmanager
from typing import Any

from comptoir.domains.catalogue.values import ProductId
from comptoir.domains.search.values import Count, Document, Hits, Query
from comptoir.kernel.sql import execute, fetch, jsonb

LOOKED_AT = 240
"""How many matches are ranked: a word that thousands of products share must not cost thousands of rankings."""

MANY = 200
"""From so many documents on they are indexed together."""


def _ranked(table: str) -> str:
    """What matches in that table, and how well."""
    return f"""SELECT product_id, ts_rank('{{0.05, 0.1, 0.4, 1.0}}', {table}.words, asked.words) AS rank
          FROM {table}, asked
         WHERE market = %(market)s AND language = %(language)s AND {table}.words @@ asked.words"""


_INDEXES = """
SELECT relid::regclass::text FROM pg_partition_tree('search_postgres_names') WHERE isleaf
 UNION ALL VALUES ('search_postgres_words'), ('search_postgres_spelling')
"""
_DICTIONARIES = {"fr": "french", "en": "english", "de": "german", "es": "spanish", "it": "italian", "nl": "dutch"}

# In this order: what is found together lies together, and is read from fewer blocks.
_INDEX = """
WITH given AS MATERIALIZED (
    SELECT market, language, product_id, text, dictionary::regconfig AS dictionary,
           setweight(to_tsvector(dictionary::regconfig, unaccent(title)), 'A')
           || setweight(to_tsvector(dictionary::regconfig, unaccent(keywords)), 'B') AS names,
           lower(unaccent(title || ' ' || keywords)) AS spelling
      FROM jsonb_to_recordset(%s) AS given(market text, language text, product_id uuid, title text, keywords text,
                                           text text, dictionary text)
     ORDER BY language, spelling, product_id),
named AS (
    INSERT INTO search_postgres_name AS named (market, language, product_id, words)
    SELECT market, language, product_id, names FROM given
    ON CONFLICT (market, language, product_id) DO UPDATE SET words = excluded.words
     WHERE named.words IS DISTINCT FROM excluded.words)
INSERT INTO search_postgres_document AS document (market, language, product_id, words, spelling)
SELECT market, language, product_id, names || setweight(to_tsvector(dictionary, unaccent(text)), 'D'), spelling
  FROM given
ON CONFLICT (market, language, product_id) DO UPDATE SET words = excluded.words, spelling = excluded.spelling
 WHERE (document.words, document.spelling) IS DISTINCT FROM (excluded.words, excluded.spelling)
"""
_REMOVE = """
WITH named AS (DELETE FROM search_postgres_name WHERE market = %(market)s AND product_id = ANY(%(product_ids)s))
DELETE FROM search_postgres_document WHERE market = %(market)s AND product_id = ANY(%(product_ids)s)
"""

# What is called so comes before what only speaks of it: texts are looked into where the names do not fill the answer.
# The limits stand in the texts and not among the values: how the server goes about it depends on them.
_MATCHES = f"""
WITH asked AS MATERIALIZED (
    SELECT websearch_to_tsquery(%(dictionary)s::regconfig, unaccent(%(text)s)) AS words),
named AS MATERIALIZED ({_ranked("search_postgres_name")} LIMIT {LOOKED_AT + 1}),
many AS MATERIALIZED (SELECT count(*) > {LOOKED_AT} AS named FROM named),
described AS MATERIALIZED (
    {_ranked("search_postgres_document")} AND NOT (SELECT named FROM many) LIMIT {LOOKED_AT + 1}),
matching AS MATERIALIZED (
    SELECT product_id, rank FROM named WHERE (SELECT named FROM many) UNION ALL SELECT product_id, rank FROM described)
SELECT (SELECT count(*) FROM matching),
       ARRAY(SELECT product_id FROM matching ORDER BY rank DESC, product_id OFFSET %(skip)s LIMIT %(size)s)
"""
_NEAR = f"""
WITH near AS MATERIALIZED (
    SELECT product_id, word_similarity(lower(unaccent(%(text)s)), spelling) AS nearness
      FROM search_postgres_document
     WHERE market = %(market)s AND language = %(language)s
       AND lower(unaccent(%(text)s)) <%% spelling LIMIT {LOOKED_AT + 1})
SELECT (SELECT count(*) FROM near),
       ARRAY(SELECT product_id FROM near ORDER BY nearness DESC, product_id OFFSET %(skip)s LIMIT %(size)s)
"""


class PostgresSearch:
    """The engine that needs nothing more than the database: what is written is found in the same transaction."""

    def index(self, documents: Sequence[Document]) -> None:
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
            for document in documents
        ]
        if len(rows) < MANY:
            _write(rows)
        else:
            with _many_at_once():
                _write(rows)

    def remove(self, *, market: str, product_ids: Collection[ProductId]) -> None:
        if product_ids:
            execute(_REMOVE, {"market": market, "product_ids": list(product_ids)})

    def find(self, query: Query) -> Hits:
        """At most two statements: the second one, for near spellings, only when nothing matches as typed."""
        asked = {
            "market": query.market,
            "language": query.language,
            "text": query.text,
            "dictionary": _dictionary(query.language),
            "skip": query.skip,
            "size": max(0, min(query.size, LOOKED_AT - query.skip)),
        }
        ((number, page),) = fetch(_MATCHES, asked, prepared=True)
        corrected = not number
        if corrected:
            ((number, page),) = fetch(_NEAR, asked)
        count = Count(number=min(number, LOOKED_AT), exact=number <= LOOKED_AT)
        return Hits(product_ids=tuple(map(ProductId, page)), count=count, corrected=corrected and number > 0)


def _write(rows: Sequence[dict[str, Any]]) -> None:
    if rows:
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
