"""Starting, watching and stopping a whole installation, with real processes that are really killed."""

import signal
import socket
import subprocess
import time
from functools import partial
from pathlib import Path

from comptoir.operations.supervisor.holding import holder_of
from comptoir.operations.supervisor.tests.theatre import Theatre, children_of, gone, until


def test_it_starts_says_so_refuses_a_second_one_and_stops_in_order(theatre: Theatre) -> None:
    assert holder_of(theatre.home) is None
    said = theatre.start_and_wait()
    assert [line.split()[0] for line in said.splitlines() if line.strip()] == [
        "database", "web", "worker", "simulator", "Storefront", "Sign", "Ready",
    ]  # fmt: skip
    assert theatre.ask("/write") == "written"
    worker = until(partial(theatre.child, "stage worker"), "a worker")
    until(lambda: niceness(worker) == 5, "its lower priority")
    assert niceness(theatre.child("granian")) == 0

    second = subprocess.run(theatre.command(), capture_output=True, text=True, check=False)
    assert second.returncode == 1
    assert f"Comptoir already runs in {theatre.home} (process {theatre.running().pid}, " in second.stderr
    assert holder_of(theatre.home) == {"pid": theatre.running().pid, "url": f"http://localhost:{theatre.port}"}

    # One that is just starting ends as well when asked, but leaves no trace of it.
    for name in ("worker", "simulator"):
        until(partial(hears, theatre, f"stage {name}"), f"a {name} that hears")
    server = theatre.server_pid()
    web = theatre.child("granian")
    status, said = theatre.end(signal.SIGINT)
    assert (status, said.split()) == (0, ["Stopping.", "Stopped."])
    assert gone(web)
    assert gone(server)
    stopped = (theatre.home / "run" / "stopped").read_text().split()
    assert stopped[::2] == ["worker", "simulator"]
    assert holder_of(theatre.home) is None


def test_a_warm_start_is_quick_and_prepares_nothing_again(theatre: Theatre) -> None:
    theatre.start_and_wait()
    theatre.ask("/write")
    theatre.end()
    began = time.monotonic()
    theatre.start_and_wait()
    # Two seconds or so on a calm machine; a test must bear a busy one.
    assert time.monotonic() - began < 20
    assert theatre.ask("/count") == "1"
    assert (theatre.home / "run" / "prepared-times").read_text() == "once\n"


def niceness(pid: int) -> int:
    return int(Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[16])


def signal_mask(pid: int, name: str) -> int:
    if pid == 0:
        return 0
    lines = Path(f"/proc/{pid}/status").read_text().splitlines()
    return next(int(line.split()[1], 16) for line in lines if line.startswith(name))


def handles(pid: int, number: signal.Signals) -> bool:
    return bool(signal_mask(pid, "SigCgt") >> (number - 1) & 1)


def hears(theatre: Theatre, word: str) -> bool:
    return handles(theatre.child(word), signal.SIGTERM)


def ignores(pid: int, number: signal.Signals) -> bool:
    return bool(signal_mask(pid, "SigIgn") >> (number - 1) & 1)


def replaced(theatre: Theatre, word: str, former: int) -> bool:
    return theatre.child(word) not in (0, former)


def test_whoever_is_killed_comes_back(theatre: Theatre) -> None:
    theatre.start_and_wait()
    theatre.ask("/write")
    for word in ("stage worker", "stage simulator", "granian", "postgres"):
        former = theatre.child(word)
        assert former
        theatre.kill(former)
        until(partial(replaced, theatre, word, former), f"another {word}")
        assert theatre.ask_patiently("/count") == "1"
    # Below the web server's head are its own processes; one of them comes back as well.
    head = theatre.child("granian")
    below = children_of(head)
    theatre.kill(below[0])
    until(lambda: len(children_of(head)) == len(below) and below[0] not in children_of(head), "another web process")
    status, said = theatre.end()
    assert status == 0
    assert "worker      ended by signal 9; back in" in said
    assert "database    ended; starting it again" in said


def test_after_kill_9_of_everything_the_next_one_recovers(theatre: Theatre) -> None:
    theatre.start_and_wait()
    theatre.ask("/write")
    head = theatre.child("granian")
    survivors = children_of(head)
    assert survivors
    # Everything but the web server's own processes, which nobody tells: they go on serving on the port.
    server = theatre.server_pid()
    theatre.kill_together(theatre.running().pid, head, *children_of(server), server)
    theatre.running().communicate()
    said = theatre.start_and_wait()
    assert "recovery    ended" in said
    assert all(gone(pid) for pid in survivors)
    assert theatre.ask("/count") == "1"

    # Of a supervisor that is killed alone, nothing is left, without anybody doing anything.
    family = children_of(theatre.running().pid)
    assert len(family) == 4
    theatre.kill(theatre.running().pid)
    for pid in family:
        until(partial(gone, pid), "the end of all children")


def test_a_taken_port_is_said_plainly(theatre: Theatre) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", theatre.port + 1))
        taken.listen()
        theatre.start()
        said, _ = theatre.running().communicate(timeout=20)
    assert theatre.running().returncode == 1
    assert f"comptoir: Port {theatre.port + 1} is taken by another program" in said
    assert f"COMPTOIR_SIMULATOR_PORT={theatre.port + 11} comptoir up" in said


def test_when_it_cannot_be_prepared_nothing_is_left_running(theatre: Theatre) -> None:
    theatre.start(STAGE_PREPARE="3")
    said, _ = theatre.running().communicate(timeout=20)
    assert theatre.running().returncode == 1
    assert "the installation could not be prepared" in said
    assert theatre.server_pid() == 0


def test_a_second_signal_does_not_wait_for_the_stubborn(theatre: Theatre) -> None:
    theatre.start_and_wait(STAGE_STUBBORN="worker")
    until(lambda: ignores(theatre.child("stage worker"), signal.SIGTERM), "a worker that does not hear")
    process = theatre.running()
    began = time.monotonic()
    process.send_signal(signal.SIGINT)
    time.sleep(1.0)
    process.send_signal(signal.SIGINT)
    process.communicate(timeout=20)
    assert process.returncode == 0
    assert time.monotonic() - began < 8


def test_being_asked_to_stop_while_preparing(theatre: Theatre) -> None:
    theatre.start(STAGE_PREPARE_SECONDS="60")
    until((theatre.home / "run" / "prepared-times").exists, "the preparation")
    status, said = theatre.end(signal.SIGTERM)
    assert status == 0
    assert said.split()[-1] == "Stopped."
    assert theatre.server_pid() == 0
