"""The log files of the home: appended to by the children, turned over by us when they grow."""

import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import IO

LARGEST = 10 * 2**20
KEPT = 5


def opened(folder: Path, name: str) -> IO[bytes]:
    """A log opened for adding to it, closed to other accounts."""
    path = folder / f"{name}.log"
    path.touch(mode=0o600)
    return path.open("ab", buffering=0)


def rotate(folder: Path, *, largest: int = LARGEST) -> list[str]:
    """Turn over every log that is larger: web.log.1 is the last one, web.log.5 the oldest. Returns their names.

    The file is copied and then emptied in place, because the children keep it open; they append, so the next line lands
    at its beginning. What is written between the two is lost: a few lines at worst, once in ten megabytes.
    """
    return [_turn_over(path) for path in _logs(folder) if path.stat().st_size > largest]


def _logs(folder: Path) -> Iterator[Path]:
    return iter(sorted(folder.glob("*.log")))


def _turn_over(path: Path) -> str:
    for number in range(KEPT - 1, 0, -1):
        older = path.with_name(f"{path.name}.{number}")
        if older.exists():
            older.rename(path.with_name(f"{path.name}.{number + 1}"))
    first = path.with_name(f"{path.name}.1")
    first.touch(mode=0o600)
    shutil.copyfile(path, first)
    with path.open("rb+") as file:
        file.truncate(0)
    return path.name


def last_lines(folder: Path, name: str, *, since: int = 0, count: int = 12) -> list[str]:
    """The end of a log, of what was written after a position."""
    with (folder / f"{name}.log").open("rb") as file:
        file.seek(0, 2)
        end = file.tell()
        file.seek(max(since if since <= end else 0, end - 16_384))
        text = file.read().decode(errors="replace")
    return [line for line in text.splitlines() if line.strip()][-count:]
