"""Where a measurement lives: a home of its own beside the merchant's, never the merchant's."""

import json
import os
import shutil
import signal
import socket
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from comptoir.operations.processes.spawning import Conditions, spawn
from comptoir.operations.supervisor.plan import Plan

HOST = "127.0.0.1"
COMPTOIR = (sys.executable, "-m", "comptoir.config.cli")
MARK = "bench.json"
# What a program needs of its surroundings. Nothing else gets through: no address, key or setting of the merchant's.
_PASSED_ON = ("PATH", "HOME", "USER", "LOGNAME", "LANG", "LC_ALL", "LC_CTYPE", "TMPDIR", "TERM", "PYTHONPATH")
_PASSED_ON_OF_OURS = ("COMPTOIR_PG_BIN", "COMPTOIR_POOL_MIN", "COMPTOIR_POOL_MAX")


class NotMade(Exception):
    """The home of a measurement cannot be made or used; the message is for the person at the terminal."""


@dataclass(frozen=True, kw_only=True)
class Place:
    """A home that holds so many generated products, or with none the demo shop, and how its shop is to be run."""

    home: Path
    products: int
    seed: int
    web_processes: int
    web_threads: int

    @property
    def is_made(self) -> bool:
        """Whether a former measurement has left it complete."""
        return _told(self.home) == {**self._goods(), "complete": True}

    def _goods(self) -> dict[str, object]:
        return {"products": self.products, "seed": self.seed}

    def environ(self, *, port: int, page_cache_mb: int | None) -> dict[str, str]:
        """The environment of every program of this home."""
        passed = {name: os.environ[name] for name in (*_PASSED_ON, *_PASSED_ON_OF_OURS) if name in os.environ}
        ours = {
            "COMPTOIR_HOME": str(self.home),
            "COMPTOIR_ENV": "test",
            "COMPTOIR_HOST": HOST,
            "COMPTOIR_WEB_PROCESSES": str(self.web_processes),
            "COMPTOIR_WEB_THREADS": str(self.web_threads),
            "COMPTOIR_SIMULATOR_PORT": str(port + 1),
            "PORT": str(port),
        }
        cache = {} if page_cache_mb is None else {"COMPTOIR_PAGE_CACHE_MB": str(page_cache_mb)}
        return passed | ours | cache

    def plan(self, *, port: int, page_cache_mb: int | None = None) -> Plan:
        """As the supervisor sees it; the bare server is started by the same plan."""
        return Plan(
            home=self.home,
            mode="test",
            host=HOST,
            port=port,
            simulator_port=port + 1,
            base_url=f"http://localhost:{port}",
            comptoir=COMPTOIR,
            web_processes=self.web_processes,
            web_threads=self.web_threads,
            environ=self.environ(port=port, page_cache_mb=page_cache_mb),
        )

    def make(self) -> None:
        """Fill it with goods, by the same command as everybody else.

        :raises NotMade: with the last words of what failed; and for a folder that is not a measurement's.
        """
        self.remove()
        self.home.mkdir(parents=True, mode=0o711 if os.geteuid() == 0 else 0o700)
        self._tell(complete=False)
        run_to_its_end([*COMPTOIR, *self._arguments], self.environ(port=free_port(), page_cache_mb=None), self.home)
        self._tell(complete=True)

    @property
    def _arguments(self) -> list[str]:
        """Without a number of products: the demo shop itself, with its own goods and pictures."""
        if not self.products:
            return ["demo"]
        return ["demo", "--products", str(self.products), "--orders", "0", "--seed", str(self.seed)]

    def _tell(self, *, complete: bool) -> None:
        (self.home / MARK).write_text(json.dumps({**self._goods(), "complete": complete}))

    def remove(self) -> None:
        """Delete it, if it is there.

        :raises NotMade: for a folder that is not a measurement's: it could be anybody's.
        """
        if not self.home.exists():
            return
        if not (self.home / MARK).exists():
            raise NotMade(f"{self.home} exists and is not of a measurement. Nothing was touched; move it away.")
        shutil.rmtree(self.home)


def _told(home: Path) -> Mapping[str, object]:
    try:
        told: dict[str, object] = json.loads((home / MARK).read_text())
    except (OSError, ValueError):
        return {}
    return told


def run_to_its_end(command: list[str], environ: Mapping[str, str], home: Path) -> None:
    """
    :raises NotMade: when it fails, with what it said last.
    """
    path = home / "bench.log"
    with path.open("ab") as log:
        process = spawn(
            command,
            conditions=Conditions(at_our_end=signal.SIGTERM),
            environ=environ,
            output=log,
            folder=str(Path.cwd()),
        )
        try:
            status = process.wait()
        except BaseException:
            _end(process)
            raise
    if status != 0:
        words = "\n    ".join(path.read_text(errors="replace").strip().splitlines()[-8:])
        raise NotMade(f"The goods could not be made. Its last words:\n    {words}")


def _end(process: subprocess.Popen[bytes]) -> None:
    process.send_signal(signal.SIGTERM)
    try:
        process.wait(30)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()


def free_port() -> int:
    """A port of which the next two are free as well: the shop's, its simulator's and the bare server's."""
    while True:
        with socket.socket() as one, socket.socket() as two, socket.socket() as three:
            one.bind((HOST, 0))
            port = int(one.getsockname()[1])
            try:
                two.bind((HOST, port + 1))
                three.bind((HOST, port + 2))
            except (OSError, OverflowError):
                continue
            return port
