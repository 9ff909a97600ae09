"""Our own generator: a process for each processor, up to two, each with its share of the connections."""

import json
import os
import subprocess
import sys
from typing import IO

from comptoir.operations.bench.generator.load import Load
from comptoir.operations.bench.generator.tally import Tally
from comptoir.operations.bench.generator.wire import Unmeasurable

MODULE = "comptoir.operations.bench.generator.process"
MOST_PROCESSES = 2


class OwnGenerator:
    """Python, and yet not much dearer than wrk: most of a request is spent in the system. Its ceiling is told."""

    name = "own"

    def run(self, load: Load) -> Tally:
        """
        :raises Unmeasurable: when the answers cannot be counted, or the server is not there.
        """
        shares = _shares(load.connections, min(MOST_PROCESSES, os.cpu_count() or 1))
        processes = [_start() for _ in shares]
        try:
            for number, (process, share) in enumerate(zip(processes, shares, strict=True)):
                _tell(process, json.dumps(_job(load, share, number)))
            for process in processes:
                _heed(_line_of(process), "ready")
            for process in processes:
                _tell(process, "go")
            tally = Tally(seconds=load.seconds)
            parts = [_heard(_line_of(process)) for process in processes]
        finally:
            for process in processes:
                _end(process)
        for part in parts:
            tally.join(part)
        if load.walk:
            tally.seconds = max(part.seconds for part in parts)
        return tally


def _shares(connections: int, processes: int) -> list[int]:
    processes = max(1, min(connections, processes))
    return [connections // processes + (number < connections % processes) for number in range(processes)]


def _job(load: Load, connections: int, number: int) -> dict[str, object]:
    return {
        "host": load.host,
        "port": load.port,
        "targets": list(load.targets),
        "headers": dict(load.headers),
        "connections": connections,
        "seconds": load.seconds,
        "seed": load.seed * 1_000 + number,
        "walk": load.walk,
    }


def _start() -> subprocess.Popen[str]:
    return subprocess.Popen(  # noqa: S603 - our own module
        [sys.executable, "-m", MODULE], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )


def _pipe(end: IO[str] | None) -> IO[str]:
    if end is None:
        raise Unmeasurable("The generator's process has no pipe to us.")
    return end


def _tell(process: subprocess.Popen[str], line: str) -> None:
    pipe = _pipe(process.stdin)
    pipe.write(f"{line}\n")
    pipe.flush()


def _line_of(process: subprocess.Popen[str]) -> str:
    # It has a time of its own after which it stops; only a bug could keep it silent, and then Ctrl-C ends both.
    return _pipe(process.stdout).readline().strip()


def _heed(line: str, wanted: str) -> None:
    if line != wanted:
        raise Unmeasurable(_refusal(line))


def _heard(line: str) -> Tally:
    told = json.loads(line) if line.startswith("{") else {}
    if "answered" not in told:
        raise Unmeasurable(_refusal(line))
    return Tally.of(told)


def _refusal(line: str) -> str:
    told = json.loads(line) if line.startswith("{") else {}
    return str(told.get("refused") or "The generator's process ended without a word.")


def _end(process: subprocess.Popen[str]) -> None:
    if process.poll() is None:
        process.kill()
    process.wait()
    for pipe in (process.stdin, process.stdout):
        if pipe is not None:
            pipe.close()
