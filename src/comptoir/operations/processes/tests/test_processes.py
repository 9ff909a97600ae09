"""Marks, locks and conditions, with real processes."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from comptoir.operations.processes.facts import exists, is_zombie, marked_with, send
from comptoir.operations.processes.locks import Presence, locked
from comptoir.operations.processes.spawning import Conditions, spawn


def wait_for(path: Path) -> str:
    deadline = time.monotonic() + 20
    while not path.exists() or not path.read_text().endswith("\n"):
        assert time.monotonic() < deadline
        time.sleep(0.01)
    return path.read_text().strip()


def wait_until_gone(pid: int) -> None:
    deadline = time.monotonic() + 20
    while exists(pid) and not is_zombie(pid):
        assert time.monotonic() < deadline
        time.sleep(0.01)


def test_conditions_hold_for_the_program(tmp_path: Path) -> None:
    code = "import os; print(os.nice(0), os.getcwd(), oct(os.umask(0)), os.getpid() == os.getsid(0))"
    with (tmp_path / "said").open("wb") as output:
        environ = {"PATH": os.environ["PATH"]}
        child = spawn(
            [sys.executable, "-c", code],
            conditions=Conditions(niceness=3), environ=environ, output=output, folder=str(tmp_path),
        )  # fmt: skip
        assert child.wait() == 0
    assert (tmp_path / "said").read_text() == f"3 {tmp_path} 0o77 True\n"


def test_a_child_is_asked_to_end_when_its_parent_is_killed(tmp_path: Path) -> None:
    parent_code = f"""
import time, sys
from signal import SIGTERM
from comptoir.operations.processes.spawning import Conditions, spawn
code = "import os, time; print(os.getpid(), flush=True); time.sleep(60)"
out = open({str(tmp_path / "pid")!r}, "wb")
spawn([sys.executable, "-c", code], conditions=Conditions(at_our_end=SIGTERM), environ={{}}, output=out)
time.sleep(60)
"""
    parent = subprocess.Popen([sys.executable, "-c", parent_code])
    child = int(wait_for(tmp_path / "pid"))
    parent.kill()
    parent.wait()
    wait_until_gone(child)


def test_a_forked_child_can_tie_itself_to_its_parent(tmp_path: Path) -> None:
    code = f"""
import os, time
from comptoir.operations.processes.ending import end_with_parent
if os.fork() == 0:
    end_with_parent()
    open({str(tmp_path / "pid")!r}, "w").write(f"{{os.getpid()}}\\n")
time.sleep(60)
"""
    parent = subprocess.Popen([sys.executable, "-c", code])
    child = int(wait_for(tmp_path / "pid"))
    parent.kill()
    parent.wait()
    wait_until_gone(child)


def test_processes_are_known_by_their_mark_and_so_are_their_children() -> None:
    value = f"test-{os.getpid()}"
    code = "import subprocess; subprocess.call(['sleep', '60'])"
    marked = subprocess.Popen(
        [sys.executable, "-c", code], env={**os.environ, "SOME_MARK": value}, start_new_session=True
    )
    try:
        deadline = time.monotonic() + 20
        while len(marked_with("SOME_MARK", value)) < 2:
            assert time.monotonic() < deadline
            time.sleep(0.01)
        assert marked_with("SOME_MARK", value[:-1]) == []
    finally:
        os.killpg(marked.pid, signal.SIGKILL)
        marked.wait()
    assert send(marked.pid, signal.SIGTERM) is False


def test_the_last_one_knows_that_it_is_the_last(tmp_path: Path) -> None:
    first, second = Presence(tmp_path / "users"), Presence(tmp_path / "users")
    assert first.leave() is False
    assert second.leave() is True


def test_a_lock_keeps_others_out_and_opens_when_its_holder_is_killed(tmp_path: Path) -> None:
    code = f"""
import time
from pathlib import Path
from comptoir.operations.processes.locks import locked
with locked(Path({str(tmp_path / "lock")!r})):
    Path({str(tmp_path / "held")!r}).write_text("yes\\n")
    time.sleep(60)
"""
    holder = subprocess.Popen([sys.executable, "-c", code])
    wait_for(tmp_path / "held")
    waiter = subprocess.Popen([sys.executable, "-c", code.replace("time.sleep(60)", "")])
    with pytest.raises(subprocess.TimeoutExpired):
        waiter.wait(1.0)
    holder.kill()
    holder.wait()
    assert waiter.wait(20) == 0
    with locked(tmp_path / "lock"):
        assert (tmp_path / "lock").stat().st_mode & 0o777 == 0o600
