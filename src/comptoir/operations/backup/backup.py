"""Taking a backup of an installation that is open."""

import os
import sqlite3
import tempfile
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path

import psycopg

from comptoir.operations.backup.archive import DATABASE, FILES, Manifest, Writer, read_manifest
from comptoir.operations.installation import Installation
from comptoir.operations.postgres.clients import clients_of
from comptoir.operations.postgres.external import readable_version

# The database is dumped, not copied; the rest is made anew by itself, or is no business of a backup.
LEFT_OUT = frozenset({"postgres", "run", "logs", "backups", "static"})
LEDGER = Path("simulator", "bank.sqlite3")


def back_up(installation: Installation, target: Path, *, now: datetime, said: Callable[[str], None]) -> Manifest:
    """Write database, media and secrets as they are at one moment into one file, and read it again to check it.

    The file is complete or not there at all. It holds the shop's secrets: keep it as closed as the shop.
    :raises OSError: when the disk is full, among others.
    """
    target.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    draft = target.with_name(f".{target.name}.part")
    try:
        with tempfile.TemporaryDirectory(dir=target.parent, prefix=".dump-") as folder, draft.open("wb") as file:
            draft.chmod(0o600)
            manifest = _write(installation, file, Path(folder), now, said)
            file.flush()
            os.fsync(file.fileno())
        said("checking")
        read_manifest(draft)
        draft.rename(target)
    finally:
        draft.unlink(missing_ok=True)
    return manifest


def server_time(installation: Installation) -> datetime:
    """The database server's clock: a backup is as of a moment there."""
    with psycopg.connect(installation.database) as connection:
        row = connection.execute("SELECT clock_timestamp() AT TIME ZONE 'UTC'").fetchone()
    found: datetime = row[0].replace(tzinfo=UTC) if row else datetime.min.replace(tzinfo=UTC)
    return found


def _write(
    installation: Installation, file: object, folder: Path, now: datetime, said: Callable[[str], None]
) -> Manifest:
    with psycopg.connect(installation.database) as moment:
        moment.isolation_level = psycopg.IsolationLevel.REPEATABLE_READ
        moment.read_only = True
        row = moment.execute("SELECT pg_export_snapshot()").fetchone()
        # The simulated bank as near to that moment as can be: it is outside our database on purpose.
        bank = _copy_ledger(installation.home, folder)
        manifest = Manifest(
            made_at=now.isoformat(),
            comptoir=version("comptoir"),
            postgresql=readable_version(moment.info.server_version),
            mode=installation.mode,
        )
        said("database")
        dump = folder / DATABASE
        snapshot = ["--snapshot", row[0]] if row else []
        clients_of(installation.database).run(
            "pg_dump",
            [*snapshot, "--format=custom", "--compress=1", "--no-owner", "--no-privileges", "--no-comments",
             "--lock-wait-timeout=20s", f"--file={dump}"],
        )  # fmt: skip
    writer = Writer(file, manifest)  # type: ignore[arg-type]  # a binary file
    writer.add(dump, DATABASE)
    said("files")
    # After the database: whatever it speaks of was there before it spoke of it.
    for path in files_of(installation.home):
        writer.add(path, FILES + str(path.relative_to(installation.home)))
    if bank is not None:
        writer.add(bank, FILES + str(LEDGER))
    writer.close()
    return manifest


def files_of(home: Path) -> Iterator[Path]:
    """The home's files that a backup keeps, in order."""
    for entry in sorted(home.iterdir()):
        if entry.name in LEFT_OUT or entry.is_symlink() or entry.name.startswith("replaced-"):
            continue
        if entry.is_dir():
            yield from sorted(path for path in entry.rglob("*") if path.is_file() and not _is_ledger(home, path))
        elif entry.is_file():
            yield entry


def _is_ledger(home: Path, path: Path) -> bool:
    return str(path.relative_to(home)).startswith(str(LEDGER))


def _copy_ledger(home: Path, folder: Path) -> Path | None:
    if not (home / LEDGER).exists():
        return None
    copy = folder / LEDGER.name
    source = sqlite3.connect(f"file:{home / LEDGER}?mode=ro", uri=True)
    target = sqlite3.connect(copy)
    try:
        source.backup(target)
    finally:
        target.close()
        source.close()
    return copy
