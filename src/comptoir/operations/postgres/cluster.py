"""Making a database cluster, its configuration, roles, database and extensions."""

import os
import shutil
import stat
import tempfile
from pathlib import Path

import psycopg
from psycopg import sql

from comptoir.operations.postgres import addresses, configuration
from comptoir.operations.postgres.account import Account, own_name
from comptoir.operations.postgres.binaries import Binaries
from comptoir.operations.postgres.errors import HomeUnusable, StartFailed
from comptoir.operations.postgres.explain import explanation
from comptoir.operations.postgres.places import Places
from comptoir.operations.postgres.spawn import Surroundings

EXTENSIONS = ("pg_trgm", "unaccent", "btree_gin", "btree_gist")
PREPARED = "1"


def make_folders(places: Places) -> None:
    """The home's own folders, as the account of this process.

    :raises HomeUnusable: when they cannot be made.
    """
    try:
        # 0711 for root: the server's account must be able to pass through; secrets have closed folders of their own.
        places.home.mkdir(mode=0o711 if os.geteuid() == 0 else 0o700, parents=True, exist_ok=True)
        for folder in (places.run, places.logs):
            folder.mkdir(mode=0o700, exist_ok=True)
    except OSError as error:
        raise HomeUnusable(f"{places.home} cannot be made or written: {error.strerror}. Set COMPTOIR_HOME.") from error


def make_base(places: Places, account: Account) -> None:
    """The folder that belongs to the server's account, and the folder of its socket.

    :raises HomeUnusable: when a folder under /tmp that should be ours belongs to somebody else.
    """
    try:
        for folder in (places.base, places.sockets):
            folder.mkdir(mode=0o700, exist_ok=True)
            _own(folder, account)
    except OSError as error:
        raise HomeUnusable(f"{error.filename} cannot be made or given to {account.name}: {error.strerror}.") from error


def _own(folder: Path, account: Account) -> None:
    state = folder.lstat()
    if not stat.S_ISDIR(state.st_mode) or state.st_uid not in (account.uid, os.geteuid()):
        raise HomeUnusable(f"{folder} should be a folder of {account.name} and is not; remove it and start again.")
    if state.st_uid != account.uid:
        os.chown(folder, account.uid, account.gid)
    if stat.S_IMODE(state.st_mode) != 0o700:
        folder.chmod(0o700)


def major_of(data: Path) -> int | None:
    """The major version that made the data, or None when there are no data yet."""
    try:
        return int((data / "PG_VERSION").read_text())
    except FileNotFoundError:
        return None


def initialise(around: Surroundings, binaries: Binaries) -> None:
    """Make an empty cluster: checksums, byte order of C.UTF-8, UTF-8, peer authentication only.

    Made under another name and renamed when complete, so that being killed half-way leaves nothing to trip over.
    :raises StartFailed: with the cause in plain words.
    """
    places = around.places
    # A name of our own: an initdb whose starter was killed may still be writing into its folder for a moment.
    fresh = places.base / f"new-data-{os.getpid()}"
    for unfinished in places.base.glob("new-data-*"):
        shutil.rmtree(unfinished, ignore_errors=True)
    command = [binaries.program("initdb"), "--pgdata", around.seen(fresh), "--username", addresses.SUPERUSER]
    command += ["--auth", "peer", "--encoding", "UTF8", "--locale-provider", "builtin", "--builtin-locale", "C.UTF-8"]
    command += ["--locale", "C", "--data-checksums", "--no-instructions"]
    with tempfile.TemporaryFile() as output:
        status = around.spawn(command, output=output, tied=True).wait()
        output.seek(0)
        said = output.read().decode(errors="replace")
    if status != 0:
        shutil.rmtree(fresh, ignore_errors=True)
        cause = explanation(said, home=places.home, log=places.log)
        raise StartFailed(f"The database could not be made: {cause}.")
    with (fresh / "postgresql.conf").open("a") as settings:
        settings.write(configuration.INCLUDE_LINE)
    fresh.rename(places.data)


def write_configuration(around: Surroundings, *, durable: bool) -> None:
    """Write the three configuration files; whoever may start the server may also connect to it."""
    places, account = around.places, around.account
    texts = {
        configuration.FILE: configuration.settings_text(
            sockets=Path(around.seen(places.sockets)), durable=durable, memory_bytes=configuration.memory_bytes()
        ),
        "pg_hba.conf": configuration.access_text(),
        "pg_ident.conf": configuration.map_text(account.name, own_name()),
    }
    for name, text in texts.items():
        path = places.data / name
        if not path.exists() or path.read_text() != text:
            _replace(path, text, account)


def _replace(path: Path, text: str, account: Account) -> None:
    draft = path.with_name(path.name + ".new")
    try:
        draft.write_text(text)
        draft.chmod(0o600)
        if account.borrowed:
            os.chown(draft, account.uid, account.gid)
        draft.rename(path)
    except OSError as error:
        draft.unlink(missing_ok=True)
        raise HomeUnusable(f"{path} cannot be written: {error.strerror}.") from error


def prepare_contents(places: Places) -> None:
    """Roles, database and extensions, once; each step can be repeated after having been cut short.

    The application's role owns its database and is no superuser: a hole in the application must not reach the machine.
    """
    if places.prepared_mark.exists() and places.prepared_mark.read_text() == PREPARED:
        return
    with _connect(places, "postgres") as server:
        _make_role(server, addresses.OWNER, sql.SQL("LOGIN CREATEDB"))
        _make_role(server, addresses.READER, sql.SQL("LOGIN"))
        server.execute(sql.SQL("GRANT pg_read_all_data TO {}").format(sql.Identifier(addresses.READER)))
        server.execute(
            sql.SQL("ALTER ROLE {} SET default_transaction_read_only = on").format(sql.Identifier(addresses.READER))
        )
        if not server.execute("SELECT 1 FROM pg_database WHERE datname = %s", [addresses.DATABASE]).fetchone():
            names = sql.Identifier(addresses.DATABASE), sql.Identifier(addresses.OWNER)
            server.execute(sql.SQL("CREATE DATABASE {} OWNER {} TEMPLATE template0").format(*names))
    # In template1 too: databases made for tests get them from there.
    for database in ("template1", addresses.DATABASE):
        with _connect(places, database) as server:
            for name in EXTENSIONS:
                server.execute(sql.SQL("CREATE EXTENSION IF NOT EXISTS {}").format(sql.Identifier(name)))
    places.prepared_mark.write_text(PREPARED)


def _connect(places: Places, database: str) -> psycopg.Connection:
    return psycopg.connect(
        addresses.conninfo(places.home, role=addresses.SUPERUSER, database=database), autocommit=True
    )


def _make_role(server: psycopg.Connection, name: str, rights: sql.SQL) -> None:
    if not server.execute("SELECT 1 FROM pg_roles WHERE rolname = %s", [name]).fetchone():
        server.execute(sql.SQL("CREATE ROLE {} {}").format(sql.Identifier(name), rights))
