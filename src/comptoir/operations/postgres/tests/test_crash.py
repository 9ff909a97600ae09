"""What is left after kill -9, and how the next start deals with it."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import psycopg

from comptoir.operations.postgres.account import server_account
from comptoir.operations.postgres.running import running_server
from comptoir.operations.postgres.server import find, start
from comptoir.operations.postgres.tests.scenes import (
    kill_everything,
    rows_kept,
    state_of,
    wait_until_ended,
    write_rows,
)

# A parent that starts the server and never looks after it again: it does not reap it.
NEGLECTFUL_PARENT = """
import sys, time
from pathlib import Path
from comptoir.operations.postgres.server import start
server = start(Path(sys.argv[1]), tied=sys.argv[2] == "tied", durable=False)
print(server.pid, flush=True)
time.sleep(60)
"""


def neglectful_parent(home: Path, how: str) -> tuple[subprocess.Popen[str], int]:
    parent = subprocess.Popen(
        [sys.executable, "-c", NEGLECTFUL_PARENT, str(home), how], stdout=subprocess.PIPE, text=True
    )
    assert parent.stdout is not None
    return parent, int(parent.stdout.readline())


def end(parent: subprocess.Popen[str]) -> None:
    parent.kill()
    parent.wait()
    assert parent.stdout is not None
    parent.stdout.close()


def test_nothing_committed_is_lost_when_everything_is_killed(made_home: Path) -> None:
    for round_number in range(3):
        server = start(made_home)
        write_rows(server.conninfo(), range(round_number * 50, round_number * 50 + 50))
        kill_everything(server.pid)
    with running_server(made_home) as again:
        assert rows_kept(again.conninfo()) == list(range(150))


def test_a_killed_server_that_nobody_reaped_does_not_block_the_next_start(made_home: Path) -> None:
    parent, pid = neglectful_parent(made_home, "loose")
    try:
        kill_everything(pid)
        wait_until_ended(pid)
        assert state_of(pid) == "Z"
        assert find(made_home) is None
        with running_server(made_home, durable=False) as again:
            assert again.pid != pid
            assert again.process is not None
            write_rows(again.conninfo(), range(1))
    finally:
        end(parent)


def test_a_stranger_with_the_old_process_number_does_not_block_the_start(made_home: Path) -> None:
    server = start(made_home, durable=False)
    notes = server.places.pid_file, server.places.sockets / ".s.PGSQL.5432.lock"
    texts = [note.read_text() for note in notes]
    kill_everything(server.pid)
    assert server.process is not None
    server.process.wait()
    # Same account as the server's, or PostgreSQL itself would see that it is a stranger.
    account = server_account(server.places.data)
    stranger = subprocess.Popen(["sleep", "60"], user=account.uid if account.borrowed else None)
    try:
        for note, text in zip(notes, texts, strict=True):
            note.write_text(text.replace(str(server.pid), str(stranger.pid), 1))
        assert find(made_home) is None
        with running_server(made_home, durable=False) as again:
            assert again.pid != stranger.pid
        assert stranger.poll() is None
    finally:
        stranger.kill()
        stranger.wait()


def test_clients_at_work_when_only_the_server_process_is_killed(made_home: Path) -> None:
    server = start(made_home, durable=False)
    write_rows(server.conninfo(), range(5))
    with psycopg.connect(server.conninfo()) as busy:
        # A busy process does not notice that its server is gone; it must not go on writing beside the next server.
        worker = busy.info.backend_pid
        os.kill(worker, signal.SIGSTOP)
        os.kill(server.pid, signal.SIGKILL)
        began = time.monotonic()
        with running_server(made_home, durable=False) as again:
            assert time.monotonic() - began < 15
            wait_until_ended(worker, seconds=1.0)
            assert rows_kept(again.conninfo()) == list(range(5))


def test_a_tied_server_ends_with_the_process_that_started_it(made_home: Path) -> None:
    parent, pid = neglectful_parent(made_home, "tied")
    write_rows(find(made_home).conninfo(), range(5))  # type: ignore[union-attr]  # it runs: its number was just told
    end(parent)
    wait_until_ended(pid)
    with running_server(made_home, durable=False) as again:
        assert rows_kept(again.conninfo()) == list(range(5))
    # A clean end: nothing had to be recovered.
    assert "automatic recovery in progress" not in again.places.log.read_text()


def test_being_killed_while_the_database_is_made_leaves_nothing_to_trip_over(home: Path) -> None:
    maker = subprocess.Popen([sys.executable, "-c", NEGLECTFUL_PARENT, str(home), "tied"], stdout=subprocess.DEVNULL)
    deadline = time.monotonic() + 20
    while not list(home.glob("postgres/new-data-*/base")):
        assert time.monotonic() < deadline
        time.sleep(0.002)
    maker.kill()
    maker.wait()
    with running_server(home, durable=False) as server:
        write_rows(server.conninfo(), range(2))
        assert rows_kept(server.conninfo()) == [0, 1]
    assert not list(home.glob("postgres/new-data-*/base"))


def test_being_killed_before_the_roles_are_made_makes_them_the_next_time(made_home: Path) -> None:
    with running_server(made_home, durable=False) as server:
        server.places.prepared_mark.unlink()
        with psycopg.connect(server.conninfo(role="postgres", database="postgres"), autocommit=True) as connection:
            connection.execute("DROP DATABASE comptoir")
            connection.execute("DROP OWNED BY comptoir_reader")
            connection.execute("DROP ROLE comptoir_reader")
    with running_server(made_home, durable=False) as again:
        write_rows(again.conninfo(), range(1))
        assert rows_kept(again.conninfo(role="comptoir_reader")) == [0]
