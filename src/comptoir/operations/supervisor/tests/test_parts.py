"""The parts of the supervisor that can be looked at alone."""

import shutil
from pathlib import Path
from typing import NamedTuple

import pytest

from comptoir.operations.supervisor import logs
from comptoir.operations.supervisor.children import children_of, counted, reachable
from comptoir.operations.supervisor.plan import Plan
from comptoir.operations.supervisor.preparation import Preparation, forget_preparation
from comptoir.operations.supervisor.refusals import Refused, check_disk, check_ports


def plan(home: Path, **more: object) -> Plan:
    base = {
        "home": home, "mode": "demo", "host": "127.0.0.1", "port": 8000, "simulator_port": 8001,
        "base_url": "http://localhost:8000", "comptoir": ("comptoir",),
    }  # fmt: skip
    return Plan(**{**base, **more})  # type: ignore[arg-type]  # a plan's own fields


class Usage(NamedTuple):
    total: int
    used: int
    free: int


@pytest.mark.parametrize(("megabytes", "made"), [(399, False), (99, True)])
def test_a_full_disk_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, megabytes: int, made: bool) -> None:
    if made:
        (tmp_path / "postgres" / "data").mkdir(parents=True)
    monkeypatch.setattr(shutil, "disk_usage", lambda _path: Usage(2**40, 0, megabytes * 2**20))
    with pytest.raises(Refused, match=f"is full: {megabytes} MB free, {megabytes + 1} MB needed"):
        check_disk(tmp_path)


def test_a_nearly_full_disk_is_told_and_a_roomy_one_is_not(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(shutil, "disk_usage", lambda _path: Usage(2**40, 0, 700 * 2**20))
    assert check_disk(tmp_path / "not" / "yet") == f"only 700 MB left on the disk of {tmp_path / 'not' / 'yet'}"
    monkeypatch.setattr(shutil, "disk_usage", lambda _path: Usage(2**40, 0, 2**40))
    assert check_disk(tmp_path) is None


def test_an_address_of_another_machine_is_refused(tmp_path: Path) -> None:
    with pytest.raises(Refused, match=r"COMPTOIR_HOST=203\.0\.113\.7 is no address of this machine"):
        check_ports(plan(tmp_path, host="203.0.113.7"))


def test_the_table_of_children(tmp_path: Path) -> None:
    assert [child.name for child in children_of(plan(tmp_path))] == ["web", "worker", "simulator"]
    web, worker = children_of(plan(tmp_path, simulator_port=None, host="0.0.0.0", web_processes=1))
    assert web.answers_at == "http://127.0.0.1:8000/healthz"
    assert web.told == "1 process of 4 threads"
    assert worker.command == ("comptoir", "worker")
    assert (web.niceness, worker.niceness) == (0, 5)


def test_only_web_processes_count_together(tmp_path: Path) -> None:
    told = {process: plan(tmp_path).environ_of(process) for process in ("web", "worker")}
    assert told["web"]["PROMETHEUS_MULTIPROC_DIR"] == str(tmp_path / "run" / "measures")
    assert "PROMETHEUS_MULTIPROC_DIR" not in told["worker"]


def test_words() -> None:
    assert [counted(1, "process"), counted(2, "process"), counted(3, "thread")] == [
        "1 process",
        "2 processes",
        "3 threads",
    ]
    assert [reachable(host) for host in ("::", "::1", "127.0.0.1", "")] == ["[::1]", "[::1]", "127.0.0.1", "127.0.0.1"]


def test_children_get_no_more_than_they_need_to_know(tmp_path: Path) -> None:
    environ = plan(tmp_path, environ={"PATH": "/bin", "COMPTOIR_ENV": "production"}).environ_of("worker")
    assert environ["COMPTOIR_PROCESS"] == "worker"
    assert environ["COMPTOIR_ENV"] == "demo"
    assert environ["COMPTOIR_HOME"] == str(tmp_path)
    assert environ["PATH"] == "/bin"


def test_logs_are_turned_over_in_place(tmp_path: Path) -> None:
    log = logs.opened(tmp_path, "web")
    for number in range(7):
        log.write(f"{number}".encode() * 100)
        assert logs.rotate(tmp_path, largest=50) == ["web.log"]
    log.write(b"next")
    log.close()
    assert (tmp_path / "web.log").read_bytes() == b"next"
    assert [(tmp_path / f"web.log.{number}").read_bytes()[:1] for number in range(1, 6)] == [
        b"6",
        b"5",
        b"4",
        b"3",
        b"2",
    ]
    assert not (tmp_path / "web.log.6").exists()
    assert logs.rotate(tmp_path, largest=50) == []
    assert {path.stat().st_mode & 0o777 for path in tmp_path.iterdir()} == {0o600}


def test_the_last_words_of_a_log(tmp_path: Path) -> None:
    with logs.opened(tmp_path, "web") as log:
        log.write(b"before\n")
        since = log.tell()
        log.write(b"\n".join(b"line %d" % number for number in range(20)))
    assert logs.last_lines(tmp_path, "web", since=since, count=2) == ["line 18", "line 19"]
    assert logs.last_lines(tmp_path, "web", since=since, count=50)[0] == "line 0"


def test_what_is_prepared_is_remembered_until_something_changes(tmp_path: Path) -> None:
    (tmp_path / "postgres").mkdir()
    (tmp_path / "run").mkdir()
    (tmp_path / "run" / "welcome.json").write_text('{"rows": [["Storefront", "http://x/"]], "again": false}')
    preparation = Preparation(plan(tmp_path))
    assert preparation.is_done() is False
    preparation.remember()
    assert Preparation(plan(tmp_path)).is_done() is True
    assert Preparation(plan(tmp_path)).welcome() == [("Storefront", "http://x/")]
    assert Preparation(plan(tmp_path, demo=True)).is_done() is False
    assert Preparation(plan(tmp_path, mode="production")).is_done() is False
    assert Preparation(plan(tmp_path, base_url="http://other/")).is_done() is False
    assert Preparation(plan(tmp_path, database_url="postgresql://x/y")).is_done() is False
    welcome = tmp_path / "run" / "welcome.json"
    welcome.write_text('{"rows": [], "again": true}')
    assert Preparation(plan(tmp_path)).is_done() is False
    welcome.write_text('{"rows": [], "again": false}')
    assert Preparation(plan(tmp_path)).is_done() is True
    forget_preparation(tmp_path)
    assert Preparation(plan(tmp_path)).is_done() is False
