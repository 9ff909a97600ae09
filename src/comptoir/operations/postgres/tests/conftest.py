"""Homes for tests, each with a server that is stopped afterwards whatever happened."""

import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from comptoir.operations.postgres.server import start, stop


@pytest.fixture
def home() -> Iterator[Path]:
    """A home of its own that the server's account can reach. Not pytest's tmp_path, which is closed to it."""
    folder = Path(tempfile.mkdtemp(prefix="comptoir-"))
    folder.chmod(0o711)
    yield folder / "home"
    stop(folder / "home", mode="immediate")
    shutil.rmtree(folder)


@pytest.fixture(scope="session")
def _made(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    folder = Path(tempfile.mkdtemp(prefix="comptoir-"))
    folder.chmod(0o711)
    start(folder / "home", durable=False)
    stop(folder / "home")
    yield folder / "home"
    shutil.rmtree(folder)


@pytest.fixture
def made_home(home: Path, _made: Path) -> Path:
    """A home whose database has been made already, to save a second a test."""
    _copy_with_owners(_made, home)
    return home


def _copy_with_owners(source: Path, target: Path) -> None:
    import subprocess

    subprocess.run(["cp", "-a", str(source), str(target)], check=True)
