"""Whether tables, static files and demo data are as this code wants them, without loading any of the code."""

import hashlib
import json
import os
import sysconfig
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from comptoir.operations.postgres.places import places_of
from comptoir.operations.supervisor.plan import Plan


class Preparation:
    """The step between the database and the web server: `comptoir prepare`, skipped when nothing changed since."""

    def __init__(self, plan: Plan) -> None:
        self._plan = plan
        self.command = [*plan.comptoir, "prepare", *(["--demo"] if plan.demo else [])]
        # Inside the database's own folder: who deletes the database deletes this memory too.
        self._mark = places_of(plan.home).base / "prepared-for"
        self._welcome = plan.home / "run" / "welcome.json"

    def is_done(self) -> bool:
        """Whether the same code has prepared this database for the same purpose.

        Never in production, where it also asks what must not be there, and never for a database of somebody else's.
        """
        if self._plan.mode == "production" or self._plan.database_url is not None or self._told().get("again", True):
            return False
        return self._mark.exists() and self._mark.read_text() == self._wanted()

    def remember(self) -> None:
        if self._plan.database_url is None:
            self._mark.write_text(self._wanted())

    def welcome(self) -> list[tuple[str, str]]:
        """What is said once everything runs: addresses and demo logins, as `prepare` left them."""
        rows = self._told().get("rows", [("Storefront", self._plan.base_url)])
        return [(str(label), str(words)) for label, words in rows]

    def _told(self) -> dict[str, Any]:
        """What `prepare` left: `rows` to show, and `again` when they may be others at the next start."""
        try:
            told: dict[str, Any] = json.loads(self._welcome.read_text())
        except (OSError, ValueError):
            return {}
        return told

    def _wanted(self) -> str:
        settings = [
            f"{key}={value}" for key, value in sorted(self._plan.environ.items()) if key.startswith("COMPTOIR_")
        ]
        words = [
            code_fingerprint(self._plan.code),
            self._plan.mode,
            str(self._plan.demo),
            self._plan.base_url,
            *settings,
        ]
        return hashlib.sha256("\n".join(words).encode()).hexdigest()


def forget_preparation(home: Path) -> None:
    """Have the next `up` prepare again, as after a restore."""
    (places_of(home).base / "prepared-for").unlink(missing_ok=True)


def code_fingerprint(folder: Path) -> str:
    """Changes whenever a file of ours or the set of installed packages changes."""
    digest = hashlib.sha256()
    for path, size, changed in sorted(_files(folder)):
        digest.update(f"{path} {size} {changed}\n".encode())
    digest.update(str(Path(sysconfig.get_path("purelib")).stat().st_mtime_ns).encode())
    return digest.hexdigest()


def _files(folder: Path) -> Iterator[tuple[str, int, int]]:
    for entry in os.scandir(folder):
        if entry.is_dir():
            if entry.name not in ("__pycache__", "tests"):
                yield from _files(Path(entry.path))
        elif not entry.name.endswith((".mo", ".pyc")):
            state = entry.stat()
            yield entry.path, state.st_size, state.st_mtime_ns
