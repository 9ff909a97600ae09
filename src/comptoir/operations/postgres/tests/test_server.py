"""Making, starting, sharing and stopping the embedded server."""

import multiprocessing
import time
from pathlib import Path

import psycopg
import pytest

from comptoir.operations.postgres import addresses
from comptoir.operations.postgres.running import running_server
from comptoir.operations.postgres.server import find, start, stop
from comptoir.operations.postgres.tests.scenes import rows_kept, state_of, write_rows


def ask(conninfo: str, question: str) -> object:
    with psycopg.connect(conninfo) as connection:
        row = connection.execute(question).fetchone()
        return row[0] if row else None


def test_a_new_home_gets_a_database_with_roles_and_extensions(home: Path) -> None:
    said: list[str] = []
    with running_server(home, durable=True, progress=said.append) as server:
        owner, reader = server.conninfo(), server.conninfo(role=addresses.READER)
        assert ask(owner, "SELECT current_user || ' ' || current_database()") == "comptoir comptoir"
        assert ask(owner, "SELECT rolsuper FROM pg_roles WHERE rolname = current_user") is False
        assert ask(owner, "SHOW data_checksums") == "on"
        assert ask(owner, "SHOW server_encoding") == "UTF8"
        assert ask(owner, "SHOW synchronous_commit") == "on"
        assert ask(owner, "SHOW listen_addresses") == ""
        assert ask(owner, "SHOW jit") == "off"
        assert (
            ask(owner, "SELECT datlocprovider::text || datlocale FROM pg_database WHERE datname = 'comptoir'")
            == "bC.UTF-8"
        )
        assert ask(owner, "SELECT upper('été')") == "ÉTÉ"
        for database in ("comptoir", "template1"):
            extensions = "SELECT string_agg(extname, ' ' ORDER BY extname) FROM pg_extension"
            assert (
                ask(server.conninfo(database=database), extensions) == "btree_gin btree_gist pg_trgm plpgsql unaccent"
            )
        assert ask(reader, "SELECT current_user::text") == "comptoir_reader"
    assert said == ["Making the database"]


def test_the_reader_reads_everything_and_writes_nothing(made_home: Path) -> None:
    with running_server(made_home, durable=False) as server:
        write_rows(server.conninfo(), range(3))
        reader = server.conninfo(role=addresses.READER)
        assert rows_kept(reader) == [0, 1, 2]
        with psycopg.connect(reader) as connection, pytest.raises(psycopg.errors.ReadOnlySqlTransaction):
            connection.execute("INSERT INTO kept VALUES (3)")
        with psycopg.connect(reader) as connection:
            connection.execute("SET default_transaction_read_only = off")
            connection.commit()
            with pytest.raises(psycopg.errors.InsufficientPrivilege):
                connection.execute("INSERT INTO kept VALUES (3)")


def test_only_mapped_accounts_and_our_roles_are_let_in(made_home: Path) -> None:
    with running_server(made_home, durable=False) as server:
        with psycopg.connect(
            server.conninfo(role=addresses.SUPERUSER, database="postgres"), autocommit=True
        ) as connection:
            connection.execute("CREATE ROLE stranger LOGIN")
        with pytest.raises(psycopg.OperationalError, match=r"[Pp]eer authentication failed"):
            psycopg.connect(server.conninfo(role="stranger"))
        assert server.places.base.stat().st_mode & 0o077 == 0
        assert server.places.log.stat().st_mode & 0o077 == 0


def test_the_address_is_known_before_the_server_runs_and_works_in_both_forms(made_home: Path) -> None:
    conninfo, url = addresses.conninfo(made_home), addresses.url(made_home)
    with running_server(made_home, durable=False):
        assert ask(conninfo, "SELECT 1") == ask(url, "SELECT 1") == 1


def test_a_server_that_runs_already_is_used(made_home: Path) -> None:
    with running_server(made_home, durable=False) as first, running_server(made_home, durable=False) as second:
        assert second.pid == first.pid
        assert first.process is not None
        assert second.process is None


def test_the_last_one_out_stops_it_whoever_started_it(made_home: Path) -> None:
    starter = running_server(made_home, durable=False)
    server = starter.__enter__()
    with running_server(made_home, durable=False):
        starter.__exit__(None, None, None)
        assert server.alive()
        assert ask(server.conninfo(), "SELECT 1") == 1
    assert not server.alive()
    assert find(made_home) is None


def test_whoever_must_stop_it_stops_it_while_others_use_it(made_home: Path) -> None:
    owner = running_server(made_home, durable=False, always_stop=True)
    server = owner.__enter__()
    with running_server(made_home, durable=False):
        owner.__exit__(None, None, None)
        assert state_of(server.pid) in ("gone", "Z")


def _start_and_tell(home: str, answers: "multiprocessing.Queue[int]") -> None:
    with running_server(Path(home), durable=False) as server:
        answers.put(server.pid)
        # Nobody leaves before everybody came.
        while answers.qsize() < 4:
            time.sleep(0.01)


def test_starters_at_the_same_moment_get_one_server(made_home: Path) -> None:
    context = multiprocessing.get_context("spawn")
    answers: multiprocessing.Queue[int] = context.Queue()
    starters = [context.Process(target=_start_and_tell, args=(str(made_home), answers)) for _ in range(4)]
    for starter in starters:
        starter.start()
    for starter in starters:
        starter.join(timeout=30)
    assert [starter.exitcode for starter in starters] == [0, 0, 0, 0]
    assert len({answers.get(timeout=5) for _ in starters}) == 1
    assert find(made_home) is None


@pytest.mark.parametrize("mode", ["fast", "immediate"])
def test_stopping_keeps_what_was_committed(made_home: Path, mode: str) -> None:
    server = start(made_home)
    write_rows(server.conninfo(), range(20))
    assert stop(made_home, mode=mode) is True  # type: ignore[arg-type]  # the two modes above
    assert stop(made_home) is False
    with running_server(made_home, durable=False) as again:
        assert rows_kept(again.conninfo()) == list(range(20))


def test_stopping_does_not_wait_for_an_idle_client(made_home: Path) -> None:
    server = start(made_home, durable=False)
    with psycopg.connect(server.conninfo()) as idle:
        idle.execute("SELECT 1")
        assert stop(made_home, patience=5.0) is True
        with pytest.raises(psycopg.OperationalError):
            idle.execute("SELECT 1")
