"""Both engines, each ready to be asked right after a change."""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from comptoir.connectors.search.postgres.engine import PostgresSearch
from comptoir.connectors.search.tests.engines import Engine, NodeEngine


@pytest.fixture(params=["postgres", "tantivy"])
def engine(request: Any, db: None, tmp_path: Path, settings: Any) -> Iterator[Engine]:
    """An engine of each kind, with nothing in it."""
    settings.SEARCH_FOLDER = tmp_path
    if request.param == "postgres":
        yield PostgresSearch()
    else:
        with NodeEngine.opened() as made:
            yield made


type Ask = Callable[..., Any]
