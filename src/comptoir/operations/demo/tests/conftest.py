"""A home of its own for each test, with a free port for its bank and small pictures."""

import socket
from pathlib import Path
from typing import Any

import pytest

from comptoir.operations.demo import opening


def free_port() -> int:
    """A port nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@pytest.fixture
def home(settings: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    settings.COMPTOIR_HOME, settings.MEDIA_ROOT = tmp_path, tmp_path / "media"
    settings.PRIVATE_ROOT = tmp_path / "documents"
    settings.SIMULATOR_URL = f"http://127.0.0.1:{free_port()}"
    for size in ("LARGE", "MEDIUM"):
        monkeypatch.setattr(opening, size, 40)
    return tmp_path
