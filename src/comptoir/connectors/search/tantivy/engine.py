import logging
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from threading import Lock
from time import monotonic
from typing import Any
from uuid import UUID

import tantivy

from comptoir.connectors.search.tantivy.asking import after_of, base_of, both, filters_of, joined, products, without
from comptoir.connectors.search.tantivy.index import Place, open_index, place_field
from comptoir.connectors.search.tantivy.keeper import keep
from comptoir.domains.catalogue.values import ProductId
from comptoir.domains.search.queries import newest_version
from comptoir.domains.search.values import Change, Facet, Hits, Query, SearchEngine
from comptoir.kernel import ports

log = logging.getLogger(__name__)

PATIENCE_SECONDS = 1.0
"""How long a change may be missing from this node's index before the database is asked instead."""
_ALL_FACTS = {"facts": {"terms": {"field": "facts", "size": 65_000}}}


@dataclass(frozen=True, slots=True)
class Reader:
    """An index as it was at some moment. ``version`` is that of the latest change that is surely in it."""

    made: str
    version: int
    index: tantivy.Index
    searcher: tantivy.Searcher


class TantivySearch:
    """An index on the node's own disk, in the process's own memory.

    It is kept up to date by one process of the node (see ``keeper``), a moment after the change. Where there is none
    yet, or it lacks what was changed more than a second ago, the database's own engine answers: it is told of
    everything too. What was found before the index had the latest changes is marked as not settled.
    """

    def __init__(self) -> None:
        self._reader: Reader | None = None
        self._mark: tuple[int, int] | None = None
        self._opening = Lock()
        self._missing: tuple[int, float] | None = None  # the first version found missing, and since when

    def take(self, changes: Sequence[Change]) -> None:
        _database().take(changes)

    def tend(self) -> None:
        keep(Place.of_this_node())

    def find(self, query: Query) -> Hits:
        reader = self._current()
        late = self._late(reader)
        if reader is None or late is None:
            return _database().find(query)
        return _Finding(reader.searcher, query).hits(settled=late == 0)

    def _late(self, reader: Reader | None) -> float | None:
        """For how many seconds a change has been missing, 0 for none; None when it is too long."""
        if reader is None:
            return None
        newest = newest_version()
        if reader.version >= newest:
            self._missing = None
            return 0
        now = monotonic()
        missing = self._missing
        if missing is None or missing[0] <= reader.version:
            missing = self._missing = (newest, now)
        late = now - missing[1]
        return None if late > PATIENCE_SECONDS else max(late, 1e-9)

    def _current(self) -> Reader | None:
        """The index as it is now. Nothing is read anew while it has not changed."""
        place = Place.of_this_node()
        mark = place.mark()
        if mark is None:
            self._reader = None
        elif mark != self._mark or self._reader is None:
            with self._opening:
                self._reader, self._mark = self._opened(place), mark
        return self._reader

    def _opened(self, place: Place) -> Reader | None:
        # First what it has at least, then the index: it may have more by then, never less.
        state, known = place.state(), self._reader
        if state is None:
            return None
        try:
            index = known.index if known is not None and known.made == state.made else open_index(place.index)
            index.reload()
        except ValueError:
            # It was taken away at this moment; whoever keeps it makes another.
            log.warning("search: the index cannot be read, the database answers", exc_info=True)
            return None
        return Reader(made=state.made, version=state.version, index=index, searcher=index.searcher())


@dataclass(frozen=True, slots=True)
class _Finding:
    searcher: tantivy.Searcher
    query: Query

    def hits(self, *, settled: bool) -> Hits:
        query, filters, base = self.query, filters_of(self.query), base_of(self.query)
        found = joined([*base, *filters.values()], query)
        lead = self._lead(found)
        rows, more = self._page(without(found, query.lead))
        return Hits(
            product_ids=(*lead, *(self._product(address) for _, address in rows)),
            count=self._count(found),
            more=more,
            last=int(rows[-1][0]) if rows and query.sort is not None else None,
            facts=self._facts(base, filters, found) if query.counted else {},
            settled=settled,
        )

    def _count(self, found: tantivy.Query) -> int:
        result = self.searcher.search(found, limit=1, count=True)
        return result.count or 0  # type: ignore[attr-defined]  # the library's own types lack it

    def _lead(self, found: tantivy.Query) -> list[ProductId]:
        query = self.query
        if not query.lead or query.after is not None or query.skip:
            return []
        led = self.searcher.search(both(found, products(query.lead)), limit=len(query.lead), count=False)
        there = {self._product(address) for _, address in led.hits}
        return [id for id in query.lead if id in there]

    def _page(self, found: tantivy.Query) -> tuple[Sequence[tuple[Any, tantivy.DocAddress]], bool]:
        query = self.query
        if query.sort is None:
            hits = self.searcher.search(found, limit=query.size + 1, count=False, offset=query.skip).hits
        else:
            field, descending = place_field(query.sort)
            after = after_of(query)
            hits = self.searcher.search(
                both(found, after) if after is not None else found,
                limit=query.size + 1,
                count=False,
                order_by_field=field,
                order=tantivy.Order.Desc if descending else tantivy.Order.Asc,
            ).hits
        return hits[: query.size], len(hits) > query.size

    def _facts(
        self, base: Sequence[tantivy.Query], filters: Mapping[str, tantivy.Query], found: tantivy.Query
    ) -> dict[str, int]:
        """Of a facet with chosen values, what would be found without that choice."""
        unasked = f"{Facet.CATEGORY}:" if self.query.within else None
        counted = {
            fact: number
            for fact, number in self._counted(found).items()
            if fact.partition(":")[0] not in filters and not (unasked and fact.startswith(unasked))
        }
        for facet in filters:
            others = joined([*base, *(filter for name, filter in filters.items() if name != facet)], self.query)
            numbers = self._counted(others).items()
            counted |= {fact: number for fact, number in numbers if fact.partition(":")[0] == facet}
        return counted

    def _counted(self, found: tantivy.Query) -> dict[str, int]:
        buckets = self.searcher.aggregate(found, _ALL_FACTS)["facts"]["buckets"]
        return {bucket["key"]: bucket["doc_count"] for bucket in buckets}

    def _product(self, address: tantivy.DocAddress) -> ProductId:
        return ProductId(UUID(self.searcher.doc(address).get_first("product")))


def _database() -> SearchEngine:
    engine: SearchEngine = ports.load("search", "postgres")
    return engine
