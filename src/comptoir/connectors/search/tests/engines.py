"""The engine that keeps an index on the node, with a keeper that does its work whenever something is asked."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager

from comptoir.connectors.search.tantivy.engine import TantivySearch
from comptoir.connectors.search.tantivy.index import Place
from comptoir.connectors.search.tantivy.keeper import Written, held, writing
from comptoir.domains.search.values import Change, Hits, Query, SearchEngine

type Engine = SearchEngine


class NodeEngine:
    """A node where the keeper is never late: it has looked before every question, and never lets another answer."""

    def __init__(self, index: Written) -> None:
        self._index = index
        self._engine = TantivySearch()

    @classmethod
    @contextmanager
    def opened(cls) -> Iterator["NodeEngine"]:
        place = Place.of_this_node()
        with held(place) as mine, writing(place) as index:
            assert mine
            yield cls(index)

    def take(self, changes: Sequence[Change]) -> None:
        """It reads on by itself."""

    def find(self, query: Query) -> Hits:
        self._index.catch_up()
        hits = self._engine.find(query)
        assert hits.settled
        return hits

    def tend(self) -> None:
        """It is tended already."""
