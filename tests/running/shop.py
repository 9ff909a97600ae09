"""One home, one pair of ports, and a `comptoir up` that can be started, killed and started again."""

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from types import TracebackType
from typing import Any, Self

import httpx

from comptoir.operations.postgres.places import places_of
from comptoir.operations.postgres.processes import read_pid_file
from comptoir.operations.postgres.server import stop as stop_database
from comptoir.operations.processes.facts import marked_with, send
from comptoir.operations.supervisor.plan import MARK
from comptoir.operations.supervisor.tests.theatre import children_of, command_line, free_port, gone

ROOT = Path(__file__).parents[2]
COMPTOIR = (sys.executable, "-m", "comptoir.config.cli")
TOLD = "told.json"
READY_SECONDS = 120.0
STOP_SECONDS = 40.0
SETTINGS = {
    # A lost answer is asked for at once, and sweeps are frequent: tests do not wait half a minute to see a shop heal.
    "COMPTOIR_PAYMENTS_LOOK_AFTER": "2",
    "COMPTOIR_SWEEP_EVERY": "2",
    "COMPTOIR_WEB_PROCESSES": "2",
}


def until[T](found: Callable[[], T], what: str, *, seconds: float, every: float = 0.1) -> T:
    """The first true answer."""
    deadline = time.monotonic() + seconds
    while not (answer := found()):
        assert time.monotonic() < deadline, f"not within {seconds:.0f} s: {what}"
        time.sleep(every)
    return answer


class RunningShop:
    """The shop of a home. What is in it, is for the home to say."""

    def __init__(self, home: Path, **settings: str) -> None:
        self.home = home
        self.port = free_port()
        self._settings = SETTINGS | settings
        self._process: subprocess.Popen[bytes] | None = None
        told = home / TOLD
        self.told: dict[str, str] = json.loads(told.read_text()) if told.exists() else {}
        """What a program of ``homes.filled_home`` said of what it has made."""

    @property
    def base_url(self) -> str:
        return f"http://localhost:{self.port}"

    @property
    def environ(self) -> dict[str, str]:
        """The environment of this installation, and nothing of the one that the tests live in."""
        kept = {name: value for name, value in os.environ.items() if not name.startswith("COMPTOIR_")}
        kept.pop("DATABASE_URL", None)
        ours = {"COMPTOIR_ENV": "test", "COMPTOIR_HOME": str(self.home), "PORT": str(self.port)}
        return kept | ours | self._settings

    # --- the run ---

    def start(self, *options: str) -> None:
        """Start it, and return once it is ready to sell. ``options`` are those of `up`, such as --demo."""
        with (self.home / "logs" / "up.log").open("ab") as log:
            self._process = subprocess.Popen(
                [*COMPTOIR, "up", *options], env=self.environ, cwd=ROOT, stdout=log, stderr=log, start_new_session=True
            )
        self.wait_until_ready()

    def wait_until_ready(self, *, seconds: float = READY_SECONDS) -> None:
        """Web server and database answer, the bank listens."""
        process = self._process
        assert process is not None

        def ready() -> bool:
            assert process.poll() is None, f"`up` ended:\n{self.last_words()}"
            return self._status(f"{self.base_url}/readyz") == 200 and self._status(self.bank_url) > 0

        until(ready, f"the shop is ready\n{self.last_words()}", seconds=seconds)

    @property
    def bank_url(self) -> str:
        return f"http://localhost:{self.port + 1}/"

    def _status(self, url: str) -> int:
        with suppress(httpx.TransportError):
            return httpx.get(url, timeout=5, trust_env=False).status_code
        return 0

    def last_words(self) -> str:
        return (self.home / "logs" / "up.log").read_text()[-2_000:]

    def log(self, name: str) -> str:
        """A log of the shop: web, worker, simulator, postgres, up."""
        path = self.home / "logs" / f"{name}.log"
        return path.read_text(errors="replace") if path.exists() else ""

    def stop(self) -> None:
        """Ask it to end, and see that nothing of it is left."""
        process, self._process = self._process, None
        if process is not None and process.poll() is None:
            process.terminate()
            try:
                process.wait(STOP_SECONDS)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()
        for pid in self.supervised():
            send(pid, signal.SIGKILL)
        stop_database(self.home, mode="immediate")

    # --- its processes ---

    def supervised(self) -> list[int]:
        """Everything `up` has started but the database."""
        return marked_with(MARK, places_of(self.home).fingerprint)

    def child(self, word: str) -> int:
        """The child of `up` whose command line holds a word; 0 when there is none at this moment."""
        process = self._process
        assert process is not None
        with suppress(FileNotFoundError):
            for pid in children_of(process.pid):
                if word in command_line(pid) and not gone(pid):
                    return pid
        return 0

    def web(self) -> int:
        return self.child("granian")

    def web_process(self) -> int:
        """One of the processes that answer buyers; the web server itself brings it back."""
        with suppress(FileNotFoundError):
            return max(children_of(self.web()), default=0)
        return 0

    def worker(self) -> int:
        return self.child("comptoir.config.cli worker")

    def simulator(self) -> int:
        return self.child("comptoir.config.cli simulator")

    def database(self) -> int:
        note = read_pid_file(places_of(self.home).pid_file)
        return note.pid if note is not None else 0

    def kill(self, find: Callable[[], int], what: str) -> int:
        """kill -9, as soon as there is such a process."""
        pid = until(find, f"there is a {what} to kill", seconds=READY_SECONDS, every=0.02)
        send(pid, signal.SIGKILL)
        return pid

    def kill_everything(self) -> None:
        """kill -9 of every process, the supervisor first so that it cannot bring anybody back."""
        process, self._process = self._process, None
        assert process is not None
        process.kill()
        for pid in (*self.supervised(), self.database()):
            if pid:
                send(pid, signal.SIGKILL)
        process.wait()

    # --- its commands ---

    def comptoir(self, *arguments: str) -> subprocess.CompletedProcess[str]:
        """A command of the command line on this installation."""
        return subprocess.run(
            [*COMPTOIR, *arguments], env=self.environ, cwd=ROOT, capture_output=True, text=True, check=False
        )

    def api(self) -> "Api":
        return Api(self)


class Api:
    """Speaks JSON to `/api/v1`. One client for a thread; a broken connection is the caller's business."""

    def __init__(self, shop: RunningShop) -> None:
        self._key = shop.told["key"]
        self.client = httpx.Client(base_url=f"{shop.base_url}/api/v1", timeout=30, trust_env=False)

    def ask(self, method: str, path: str, body: Any = None, *, token: str = "", key: str = "") -> httpx.Response:
        """``token`` opens a cart or order (without it, the machine's key is sent); ``key`` is the idempotency key."""
        headers = {"Authorization": f"Bearer {token or self._key}"}
        if key:
            headers["Idempotency-Key"] = key
        return self.client.request(method, path, json=body, headers=headers)

    def count(self, sku: str, quantity: int) -> None:
        """So many pieces stand on the warehouse's shelf."""
        line = {"sku": sku, "quantity": quantity, "place": "entrepot"}
        self.ask("POST", "/inventory/counts", {"counts": [line]}).raise_for_status()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self.client.close()
