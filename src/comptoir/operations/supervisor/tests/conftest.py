"""A theatre for each test, cleared afterwards whatever happened."""

import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from comptoir.operations.postgres.server import start, stop
from comptoir.operations.supervisor.tests.theatre import Theatre


@pytest.fixture(scope="session")
def _made() -> Iterator[Path]:
    folder = Path(tempfile.mkdtemp(prefix="comptoir-"))
    folder.chmod(0o711)
    start(folder / "home", durable=False)
    stop(folder / "home")
    yield folder / "home"
    shutil.rmtree(folder)


@pytest.fixture
def theatre(_made: Path) -> Iterator[Theatre]:
    """A home whose database has been made already, to save a second a test."""
    folder = Path(tempfile.mkdtemp(prefix="comptoir-"))
    folder.chmod(0o711)
    # With owners, which Python's own copying does not keep.
    subprocess.run(["cp", "-a", str(_made), str(folder / "home")], check=True)
    stage = Theatre(folder / "home")
    yield stage
    stage.clear()
    stop(stage.home, mode="immediate")
    shutil.rmtree(folder)
