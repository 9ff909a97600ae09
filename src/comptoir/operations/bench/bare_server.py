"""Starting and stopping the bare server."""

import os
import signal
import subprocess
import tempfile
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

from comptoir.operations.bench.bare import SETTING, write_answers
from comptoir.operations.bench.generator.line import Answer
from comptoir.operations.bench.generator.wire import Unmeasurable
from comptoir.operations.bench.processor import Groups, family
from comptoir.operations.processes.spawning import Conditions, spawn
from comptoir.operations.supervisor.children import web_command
from comptoir.operations.supervisor.crew import answers as answers_at
from comptoir.operations.supervisor.plan import Plan

APPLICATION = "comptoir.operations.bench.bare:application"
READY_SECONDS = 60.0


@contextmanager
def bare_server(plan: Plan, *, port: int, answers: Mapping[str, Answer]) -> Iterator[Groups]:
    """The web server of the plan, with its processes and threads, answering nothing but these."""
    bare = replace(plan, application=APPLICATION, port=port)
    with tempfile.TemporaryDirectory(prefix="comptoir-bare-") as folder:
        kept = Path(folder) / "answers.json"
        write_answers(kept, dict(answers))
        with (Path(folder) / "bare.log").open("wb") as log:
            process = spawn(
                list(web_command(bare)),
                conditions=Conditions(at_our_end=signal.SIGTERM),
                environ={"PATH": os.environ.get("PATH", ""), "PYTHONUNBUFFERED": "1", SETTING: str(kept)},
                output=log,
                folder=str(Path.cwd()),
            )
        try:
            _wait(process, port, Path(folder) / "bare.log")
            yield lambda: {"bare server": list(family(process.pid))}
        finally:
            end_session(process)


def _wait(process: subprocess.Popen[bytes], port: int, log: Path) -> None:
    deadline = time.monotonic() + READY_SECONDS
    while not answers_at(f"http://127.0.0.1:{port}/"):
        if process.poll() is not None or time.monotonic() > deadline:
            raise Unmeasurable(f"The bare server does not start: {log.read_text(errors='replace')[-500:]}")
        time.sleep(0.05)


def end_session(process: subprocess.Popen[bytes], *, patience: float = 10.0) -> None:
    """Ask a program that we spawned to end, then end all that is left of its session."""
    process.send_signal(signal.SIGTERM)
    try:
        process.wait(patience)
    except subprocess.TimeoutExpired:
        process.kill()
    try:
        os.killpg(process.pid, signal.SIGKILL)
    except ProcessLookupError:
        return
    finally:
        process.wait()
