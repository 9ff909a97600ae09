"""wrk, where it is installed: C, and hardly ever the limit itself."""

import json
import math
import os
import shutil
import subprocess
import tempfile
from pathlib import Path
from typing import Any

from comptoir.operations.bench.generator.load import Load
from comptoir.operations.bench.generator.tally import Tally
from comptoir.operations.bench.generator.wire import Unmeasurable
from comptoir.operations.bench.processor import children_seconds

SCRIPT = Path(__file__).with_name("wrk.lua")
THREADS = 2
_FAULTS = ("connect", "read", "write", "timeout")


class Wrk:
    """Counts like ours, with two differences that it is known for: it tells a status only as good (below 400) or not,
    and its times contain those of requests that it should have made while it waited for a slow answer."""

    name = "wrk"

    def __init__(self, program: str) -> None:
        self._program = program

    def run(self, load: Load) -> Tally:
        """
        :raises Unmeasurable: when wrk fails, and for what it cannot do: a walk.
        """
        if load.walk:
            raise Unmeasurable("wrk cannot ask for each address once.")
        with tempfile.TemporaryDirectory(prefix="comptoir-wrk-") as folder:
            targets = Path(folder) / "targets"
            targets.write_text("\n".join(load.targets) + "\n")
            said, cpu_seconds = _ended(self._command(load, targets))
        tally = _tally(said, cpu_seconds)
        if not tally.answered and tally.faults:
            raise Unmeasurable(f"Nothing answers at {load.host}:{load.port}: {dict(tally.faults)}")
        return tally

    def _command(self, load: Load, targets: Path) -> list[str]:
        threads = min(THREADS, load.connections, os.cpu_count() or 1)
        return [
            *(self._program, "--threads", str(threads), "--connections", str(load.connections)),
            *("--duration", f"{max(1, math.ceil(load.seconds))}s", "--timeout", "60s", "--script", str(SCRIPT)),
            *(f"http://{load.host}:{load.port}/", "--", str(targets), str(load.seed)),
        ]


def find_wrk() -> Wrk | None:
    """wrk of the search path, if it is there."""
    program = shutil.which("wrk")
    return Wrk(program) if program else None


def _ended(command: list[str]) -> tuple[str, float]:
    """What it said, and its processor time."""
    before = children_seconds()
    answer = subprocess.run(command, capture_output=True, text=True, check=False)  # noqa: S603 - wrk, as it was found
    if answer.returncode != 0:
        words = (answer.stderr or answer.stdout).strip().splitlines()
        raise Unmeasurable(f"wrk failed: {words[-1] if words else f'status {answer.returncode}'}")
    return answer.stdout, children_seconds() - before


def _tally(said: str, cpu_seconds: float) -> Tally:
    line = next((line for line in said.splitlines() if line.startswith("@{")), "")
    if not line:
        raise Unmeasurable(f"wrk said nothing that can be read: {said.strip()[-200:]}")
    told: dict[str, Any] = json.loads(line[1:])
    tally = Tally(
        answered=told["answered"],
        bytes=told["bytes"],
        seconds=told["microseconds"] / 1_000_000,
        cpu_seconds=cpu_seconds,
    )
    # It keeps no statuses; 200 and 599 stand for good and bad.
    bad = told["status"]
    tally.by_status.update({status: count for status, count in ((200, told["answered"] - bad), (599, bad)) if count})
    tally.faults.update({kind: told[kind] for kind in _FAULTS if told[kind]})
    for time, count in told["times"].items():
        tally.note_many(int(time), count)
    return tally
