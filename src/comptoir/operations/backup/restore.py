"""Making an installation from a backup."""

import shutil
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import psycopg

from comptoir.operations.backup.archive import DATABASE, BadArchive, Manifest, extract, extract_files, read_manifest
from comptoir.operations.installation import Installation
from comptoir.operations.postgres.clients import clients_of
from comptoir.operations.postgres.running import running_server
from comptoir.operations.postgres.server import stop
from comptoir.operations.supervisor.preparation import forget_preparation

# What may lie in a home that counts as empty, and what stays where it is when a home is replaced.
KEPT = frozenset({"backups", "run", "logs"})
# Made by merely looking at a new home.
NOTHING_YET = KEPT | {"secret.key", "card.key"}


class NotEmpty(Exception):
    """There is an installation already."""


def restore(installation: Installation, source: Path, *, replace: bool, said: Callable[[str], None]) -> Manifest:
    """Check the whole file, then make the installation; on failure the home is as it was before.

    The caller holds the home (`holding.held`), so nothing runs in it.
    :raises BadArchive: before anything is touched.
    :raises NotEmpty: when there is an installation and `replace` was not asked for.
    """
    said("checking the file")
    manifest = read_manifest(source)
    if DATABASE not in manifest.members:
        raise BadArchive(f"{source} holds no database.")
    if installation.brings_own_database:
        _refuse_full_database(installation.database)
    with _emptied(installation, replace=replace):
        said("files")
        extract_files(source, installation.home)
        said("database")
        with _server(installation), tempfile.TemporaryDirectory(dir=installation.home / "run") as folder:
            dump = Path(folder) / DATABASE
            extract(source, DATABASE, dump)
            clients_of(installation.database).run(
                "pg_restore",
                [
                    "--single-transaction",
                    "--exit-on-error",
                    "--no-owner",
                    "--no-privileges",
                    "--no-comments",
                    str(dump),
                ],
            )
            _analyse(installation.database)
        forget_preparation(installation.home)
    return manifest


@contextmanager
def _server(installation: Installation) -> Iterator[None]:
    if installation.brings_own_database:
        yield
    else:
        with running_server(installation.home):
            yield


@contextmanager
def _emptied(installation: Installation, *, replace: bool) -> Iterator[None]:
    """The home without its former contents, which are deleted at the end, or brought back when something fails."""
    home = installation.home
    present = [
        path for path in home.iterdir() if path.name not in NOTHING_YET and not path.name.startswith("replaced-")
    ]
    if present and not replace:
        raise NotEmpty(
            f"{home} holds an installation ({', '.join(sorted(path.name for path in present))}). "
            "Use another COMPTOIR_HOME, or --replace to give this one up."
        )
    stop(home)
    former = Path(tempfile.mkdtemp(prefix="replaced-", dir=home))
    former.chmod(0o711)
    for path in _contents(home):
        path.rename(former / path.name)
    try:
        yield
    except BaseException:
        stop(home)
        for path in _contents(home):
            shutil.rmtree(path) if path.is_dir() else path.unlink()
        for path in former.iterdir():
            path.rename(home / path.name)
        former.rmdir()
        raise
    shutil.rmtree(former)


def _contents(home: Path) -> list[Path]:
    return [path for path in home.iterdir() if path.name not in KEPT and not path.name.startswith("replaced-")]


def _refuse_full_database(address: str) -> None:
    question = "SELECT count(*) FROM pg_class WHERE relkind = 'r' AND relnamespace = 'public'::regnamespace"
    with psycopg.connect(address) as connection:
        row = connection.execute(question).fetchone()
    if row and row[0]:
        raise NotEmpty(
            f"The database of DATABASE_URL has {row[0]} tables. Make an empty one and point DATABASE_URL at it."
        )


def _analyse(address: str) -> None:
    # A restored database knows nothing of its own sizes, and plans badly until it does.
    with psycopg.connect(address, autocommit=True) as connection:
        connection.execute("ANALYZE")
