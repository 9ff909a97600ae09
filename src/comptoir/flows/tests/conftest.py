"""An empty shop that goods can be imported into, and files to import."""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from comptoir.domains.imports.testing import Row, write_export
from comptoir.domains.markets.testing import make_market
from comptoir.domains.network.testing import make_place
from tests.remembering import remembering


@pytest.fixture(autouse=True)
def _remembering() -> Iterator[None]:
    with remembering():
        yield


@pytest.fixture
def empty_shop(settings, tmp_path: Path) -> str:
    """France, one warehouse, nothing to sell; pictures go into a folder of the test."""
    settings.MEDIA_ROOT = tmp_path / "media"
    make_place()
    return make_market().code


@pytest.fixture
def export(tmp_path: Path) -> Callable[..., Path]:
    """Writes rows into a file as an export does."""

    def write(*rows: Row, **how: Any) -> Path:
        return write_export(tmp_path / "export.csv", rows, **how)

    return write
