"""A backup taken while orders come in, and installations made from it."""

import shutil
import sqlite3
import subprocess
import tarfile
import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

import psycopg
import pytest

from comptoir.operations.backup.archive import BadArchive, read_manifest
from comptoir.operations.backup.backup import back_up
from comptoir.operations.backup.restore import NotEmpty, restore
from comptoir.operations.installation import Installation
from comptoir.operations.postgres import addresses
from comptoir.operations.postgres.clients import ClientFailed
from comptoir.operations.postgres.running import running_server
from comptoir.operations.postgres.server import stop

NOW = datetime(2026, 11, 22, 9, 30, tzinfo=UTC)


def installation(home: Path) -> Installation:
    return Installation(
        mode="demo", home=home, host="127.0.0.1", port=8000, simulator_port=8001, base_url="http://localhost:8000",
        database=addresses.url(home), reader_database=addresses.url(home), brings_own_database=False,
    )  # fmt: skip


def silent(_words: str) -> None:
    return None


@contextmanager
def reachable_folder() -> Iterator[Path]:
    """A folder that the server's account can reach, for several homes; whatever runs there is stopped afterwards."""
    folder = Path(tempfile.mkdtemp(prefix="comptoir-"))
    folder.chmod(0o711)
    yield folder
    for home in folder.iterdir():
        if home.is_dir():
            stop(home, mode="immediate")
    shutil.rmtree(folder)


@pytest.fixture
def place() -> Iterator[Path]:
    with reachable_folder() as folder:
        yield folder


def furnish(home: Path) -> None:
    """Files of every kind that a home has."""
    for name, text in {
        "media/products/a.webp": "picture", "mail/1.eml": "letter", "secret.key": "key", "logs/web.log": "noise",
        "static/x.css": "made anew", "backups/old.tar": "another", "media/empty": "",
    }.items():  # fmt: skip
        path = home / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)
    (home / "secret.key").chmod(0o600)
    (home / "simulator").mkdir()
    with sqlite3.connect(home / "simulator" / "bank.sqlite3") as bank:
        bank.execute("CREATE TABLE charges (minor int)")
        bank.execute("INSERT INTO charges VALUES (1250)")
    bank.close()


class Buyers(threading.Thread):
    """Order without pause; `acknowledged` holds what was committed."""

    def __init__(self, address: str) -> None:
        super().__init__()
        self._address = address
        self.acknowledged: list[int] = []
        self.enough = threading.Event()

    def run(self) -> None:
        with psycopg.connect(self._address, autocommit=True) as connection:
            number = 0
            while not self.enough.is_set():
                number += 1
                connection.execute("INSERT INTO orders VALUES (%s, 'Zoé')", [number])
                connection.execute("INSERT INTO lines VALUES (%s)", [number])
                self.acknowledged.append(number)


@pytest.fixture(scope="module")
def source() -> Iterator[tuple[Path, int]]:
    """A home, a backup taken under load beside it, and the number of the last order acknowledged before it."""
    with reachable_folder() as folder:
        home = folder / "shop"
        with running_server(home, durable=False) as server:
            furnish(home)
            with psycopg.connect(server.conninfo(), autocommit=True) as connection:
                connection.execute("CREATE TABLE orders (number int PRIMARY KEY, name text)")
                connection.execute("CREATE TABLE lines (order_number int REFERENCES orders)")
            buyers = Buyers(server.conninfo())
            buyers.start()
            while len(buyers.acknowledged) < 50:
                time.sleep(0.01)
            before = buyers.acknowledged[-1]
            back_up(installation(home), folder / "shop.tar", now=NOW, said=silent)
            buyers.enough.set()
            buyers.join()
            assert buyers.acknowledged[-1] > before
        yield folder, before


@pytest.fixture
def backed_up(source: tuple[Path, int], place: Path) -> tuple[Path, int]:
    """The same in a place of this test's own."""
    folder, before = source
    subprocess.run(["cp", "-a", f"{folder}/.", str(place)], check=True)
    place.chmod(0o711)
    return place / "shop.tar", before


def orders_in(home: Path) -> tuple[int, int, int]:
    """Orders, the highest number, and orders without a line."""
    question = """SELECT count(*), max(number), count(*) FILTER (WHERE order_number IS NULL)
                    FROM orders LEFT JOIN lines ON order_number = number"""
    with running_server(home, durable=False) as server, psycopg.connect(server.conninfo()) as connection:
        count, highest, halves = connection.execute(question).fetchone() or (0, 0, 0)
        return count, highest, halves


def test_a_backup_under_load_restored_into_an_empty_home(backed_up: tuple[Path, int], place: Path) -> None:
    archive, before = backed_up
    assert archive.stat().st_mode & 0o777 == 0o600
    assert [path.name for path in place.iterdir() if path.name.startswith(".")] == []
    home = place / "again"
    (home / "run").mkdir(parents=True)
    (home / "secret.key").write_text("made by looking")
    manifest = restore(installation(home), archive, replace=False, said=silent)
    assert manifest.made_at == "2026-11-22T09:30:00+00:00"
    count, highest, halves = orders_in(home)
    # Everything acknowledged before is there, as one moment: no order above the last, at most the one under way half.
    assert highest >= before
    assert count == highest
    assert halves <= 1
    assert (home / "media" / "products" / "a.webp").read_text() == "picture"
    assert (home / "media" / "empty").read_text() == ""
    assert (home / "mail" / "1.eml").read_text() == "letter"
    assert (home / "secret.key").read_text() == "key"
    assert (home / "secret.key").stat().st_mode & 0o777 == 0o600
    assert not (home / "static").exists()
    assert not (home / "backups").exists()
    with sqlite3.connect(home / "simulator" / "bank.sqlite3") as bank:
        assert bank.execute("SELECT minor FROM charges").fetchall() == [(1250,)]
    bank.close()


def test_an_installation_is_not_overwritten_unless_asked(backed_up: tuple[Path, int], place: Path) -> None:
    archive, _ = backed_up
    home = place / "shop"
    with pytest.raises(NotEmpty, match="holds an installation"):
        restore(installation(home), archive, replace=False, said=silent)
    (home / "media" / "later").write_text("made after the backup")
    restore(installation(home), archive, replace=True, said=silent)
    assert orders_in(home)[0] >= 50
    assert not (home / "media" / "later").exists()
    assert (home / "backups" / "old.tar").read_text() == "another"
    assert list(home.glob("replaced-*")) == []


def test_a_restore_that_fails_leaves_the_home_as_it_was(
    backed_up: tuple[Path, int], place: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    archive, _ = backed_up
    home = place / "shop"
    count = orders_in(home)

    def fail(_address: str) -> None:
        raise ClientFailed("pg_restore failed: the disk is full")

    monkeypatch.setattr("comptoir.operations.backup.restore._analyse", fail)
    with pytest.raises(ClientFailed):
        restore(installation(home), archive, replace=True, said=silent)
    assert orders_in(home) == count
    assert (home / "media" / "products" / "a.webp").read_text() == "picture"
    assert list(home.glob("replaced-*")) == []


def test_a_file_that_was_cut_short_or_changed_is_refused(backed_up: tuple[Path, int], place: Path) -> None:
    archive, _ = backed_up
    whole = archive.read_bytes()
    (place / "short.tar").write_bytes(whole[: len(whole) // 2])
    (place / "changed.tar").write_bytes(whole.replace(b"picture", b"pictUre"))
    (place / "other.tar").write_text("not a tar")
    for name in ("short.tar", "changed.tar", "other.tar"):
        with pytest.raises(BadArchive):
            restore(installation(place / "never"), place / name, replace=False, said=silent)
    with pytest.raises(BadArchive, match=r"media/products/a\.webp is not as it was"):
        read_manifest(place / "changed.tar")
    assert not (place / "never").exists()


def test_a_file_that_would_write_outside_the_home_is_refused(place: Path) -> None:
    evil = place / "evil.tar"
    with tarfile.open(evil, "w") as archive:
        for name in ("manifest.json", "files/../../evil"):
            source = place / "text"
            source.write_text(
                '{"format": 1, "made_at": "", "comptoir": "", "postgresql": "", "mode": "", "members": {}}'
            )
            archive.add(source, arcname=name)
    with pytest.raises(BadArchive, match="which no backup of ours does"):
        read_manifest(evil)


def test_what_is_no_part_of_a_backup(place: Path) -> None:
    home = place / "shop"
    with running_server(home, durable=False):
        furnish(home)
        manifest = back_up(installation(home), place / "out" / "b.tar", now=NOW, said=silent)
    assert set(manifest.members) == {
        "database.dump", "files/media/empty", "files/media/products/a.webp", "files/mail/1.eml", "files/secret.key",
        "files/simulator/bank.sqlite3",
    }  # fmt: skip
