"""An engine that is filled once and asked often."""

import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from comptoir.connectors.search.tantivy.index import Place
from comptoir.connectors.search.tantivy.keeper import held, writing
from comptoir.domains.search.queries import search_engine
from comptoir.domains.search.testing import publish

ENGINES = ("postgres", "tantivy")

type Fill = Callable[[Sequence[dict[str, Any]]], None]


def tell(words: str) -> None:
    """For whoever runs `make find`."""
    sys.stdout.write(f"{words}\n")


@contextmanager
def _nothing() -> Iterator[None]:
    yield


@pytest.fixture(params=ENGINES)
def engine_name(request: Any, db: None, settings: Any, tmp_path: Path) -> str:
    """The engine of the shop for this test, with nothing in it."""
    settings.SEARCH_ENGINE, settings.SEARCH_FOLDER = request.param, tmp_path
    return str(request.param)


@pytest.fixture
def fill(engine_name: str) -> Fill:
    """Publishes goods, and has the node's index take them in."""

    def filled(documents: Sequence[dict[str, Any]]) -> None:
        for start in range(0, len(documents), 1_000):
            publish(search_engine(), documents[start : start + 1_000])
        place = Place.of_this_node()
        with held(place) if engine_name == "tantivy" else _nothing():
            if engine_name == "tantivy":
                with writing(place) as index:
                    index.catch_up()

    return filled
