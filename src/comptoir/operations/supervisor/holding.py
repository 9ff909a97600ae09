"""One `comptoir up` for each home: whoever runs holds a lock and says who it is."""

import fcntl
import json
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from comptoir.operations.supervisor.refusals import Refused


@contextmanager
def held(home: Path, *, told: str) -> Iterator[None]:
    """Hold the home for as long as this lasts; the system lets go of it when we end, however we end.

    :param told: what others are told of us, such as our address.
    :raises Refused: naming the process that holds it.
    """
    path = home / "run" / "up.lock"
    descriptor = os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
    try:
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise Refused(_who(path, home)) from None
        os.ftruncate(descriptor, 0)
        os.write(descriptor, json.dumps({"pid": os.getpid(), "url": told}).encode())
        yield
    finally:
        os.close(descriptor)


def _who(path: Path, home: Path) -> str:
    try:
        holder = json.loads(path.read_text())
        who = f"process {holder['pid']}, {holder['url']}"
        how = f"Stop it with Ctrl-C where it runs, or: kill {holder['pid']}"
    except (ValueError, KeyError, OSError):
        # It has the lock and is about to write its name.
        who, how = "it is just starting", "Wait a moment."
    return f"Comptoir already runs in {home} ({who}). {how}"


def holder_of(home: Path) -> dict[str, object] | None:
    """Who runs in this home: `pid` and `url`, or None when nobody does."""
    path = home / "run" / "up.lock"
    if not path.exists():
        return None
    descriptor = os.open(path, os.O_RDWR | os.O_CLOEXEC)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_SH | fcntl.LOCK_NB)
    except BlockingIOError:
        try:
            found: dict[str, object] = json.loads(path.read_text())
        except ValueError:
            return {}
        return found
    else:
        return None
    finally:
        os.close(descriptor)
