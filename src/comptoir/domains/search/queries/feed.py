"""What engines are told: every product's documents, in the order of their changes."""

from collections.abc import Collection, Iterator, Sequence
from typing import Any

from comptoir.domains.catalogue.values import ProductId
from comptoir.domains.search.values import Change, Document, Sort
from comptoir.kernel.sql import fetch

_CHANGE = "market, product_id, version, gone, texts, facts, by_position, by_cheapness, by_age"


def changes_of(market: str, product_ids: Collection[ProductId]) -> list[Change]:
    """What is known of these products in a market."""
    rows = fetch(
        f"SELECT {_CHANGE} FROM search_document WHERE market = %s AND product_id = ANY(%s) ORDER BY product_id",
        [market, list(product_ids)],
    )
    return [_change(row) for row in rows]


def changes_since(version: int, *, at_a_time: int) -> Iterator[list[Change]]:
    """Everything that has changed after that version, oldest first, in portions that do not part a version.

    Nothing is skipped: versions are given in the order in which they are committed.
    """
    while True:
        rows = fetch(
            f"""SELECT {_CHANGE} FROM search_document
                 WHERE version > %s AND version <= (
                       SELECT max(version) FROM (
                           SELECT version FROM search_document WHERE version > %s ORDER BY version LIMIT %s) AS next)
                 ORDER BY version, product_id""",
            [version, version, at_a_time],
        )
        if not rows:
            return
        yield [_change(row) for row in rows]
        version = rows[-1][2]


def newest_version() -> int:
    """The version of the latest change; 0 before the first."""
    return int(fetch("SELECT coalesce(max(version), 0) FROM search_document", prepared=True)[0][0])


def feed_digest() -> tuple[int, int, int]:
    """How many products are offered, over all markets, the sum of their versions, and the newest version of all: an
    index that has come as far has the same."""
    rows = fetch(
        """SELECT count(*) FILTER (WHERE NOT gone), coalesce(sum(version) FILTER (WHERE NOT gone), 0)::bigint,
                  coalesce(max(version), 0) FROM search_document"""
    )
    count, versions, newest = rows[0]
    return int(count), int(versions), int(newest)


def _change(row: Sequence[Any]) -> Change:
    market, product_id, version, gone, texts, facts, by_position, by_cheapness, by_age = row
    places = {Sort.FEATURED: by_position, Sort.PRICE: by_cheapness, Sort.NEWEST: by_age}
    documents = tuple(
        Document(
            product_id=ProductId(product_id),
            market=market,
            language=language,
            title=said["title"],
            keywords=said["keywords"],
            text=said["text"],
            facts=tuple(facts),
            places=places,
        )
        for language, said in texts.items()
    )
    return Change(product_id=ProductId(product_id), market=market, version=version, documents=() if gone else documents)
