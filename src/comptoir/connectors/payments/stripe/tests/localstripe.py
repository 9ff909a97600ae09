"""localstripe, in an environment of its own and only ever as another process: it is GPL and pins old libraries."""

import fcntl
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from comptoir.connectors.payments.tests.processes import free_port, running
from tools.set_up import find_or_fetch_uv

ROOT = Path(__file__).resolve().parents[6]
LOCK = ROOT / "requirements" / "localstripe.lock"
PLACE = ROOT / ".cache" / "localstripe"


def install() -> Path:
    """The program, installed from its lock file if that has not been done; test processes take turns."""
    PLACE.parent.mkdir(parents=True, exist_ok=True)
    with PLACE.with_suffix(".lock").open("w") as turn:
        fcntl.flock(turn, fcntl.LOCK_EX)
        stamp = PLACE / "installed.lock"
        if not stamp.exists() or stamp.read_bytes() != LOCK.read_bytes():
            uv, _ = find_or_fetch_uv(sys.executable)
            python = str(PLACE / "bin" / "python")
            _run(uv, "venv", "--quiet", "--clear", "--python", sys.executable, str(PLACE))
            _run(uv, "pip", "sync", "--quiet", "--python", python, "--require-hashes", str(LOCK))
            stamp.write_bytes(LOCK.read_bytes())
    return PLACE / "bin" / "localstripe"


def _run(*command: str) -> None:
    answer = subprocess.run(command, capture_output=True, text=True, check=False)
    assert answer.returncode == 0, answer.stderr


@contextmanager
def running_localstripe(folder: Path) -> Iterator[str]:
    """Its address, while it runs with an empty store."""
    port = free_port()
    command = [str(install()), "--port", str(port), "--from-scratch"]
    with running(command, port=port, log=folder / "localstripe.log", cwd=folder):
        yield f"http://127.0.0.1:{port}"
