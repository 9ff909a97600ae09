"""karrio, in an environment of its own, as an installation may have it too (``COMPTOIR_KARRIO_PYTHON``)."""

import fcntl
import subprocess
import sys
from pathlib import Path

from tools.set_up import find_or_fetch_uv

ROOT = Path(__file__).resolve().parents[6]
LOCK = ROOT / "requirements" / "karrio.lock"
PLACE = ROOT / ".cache" / "karrio"


def karrio_python() -> Path:
    """A Python that has karrio, installed from its lock file if that has not been done; test processes take turns."""
    PLACE.parent.mkdir(parents=True, exist_ok=True)
    python = PLACE / "bin" / "python"
    with PLACE.with_suffix(".lock").open("w") as turn:
        fcntl.flock(turn, fcntl.LOCK_EX)
        stamp = PLACE / "installed.lock"
        if not stamp.exists() or stamp.read_bytes() != LOCK.read_bytes():
            uv, _ = find_or_fetch_uv(sys.executable)
            _run(uv, "venv", "--quiet", "--clear", "--python", sys.executable, str(PLACE))
            _run(uv, "pip", "sync", "--quiet", "--python", str(python), "--require-hashes", str(LOCK))
            stamp.write_bytes(LOCK.read_bytes())
    return python


def _run(*command: str) -> None:
    answer = subprocess.run(command, capture_output=True, text=True, check=False)
    assert answer.returncode == 0, answer.stderr
