"""The test bank kept open while past weeks are lived again, so that its books witness them too."""

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlsplit

from django.conf import settings

from comptoir.operations.processes.spawning import Conditions, spawn

_PATIENCE_SECONDS = 20.0


class BankStaysClosed(Exception):
    """The test bank did not start."""


@contextmanager
def bank_for_history() -> Iterator[None]:
    """The bank simulator answers at its address: the one that runs, or one of our own until the end.

    Meanwhile it is told to write no messages: they would tell the shop, once it is open, what it was told weeks ago.

    :raises BankStaysClosed: when something else holds the port, or it does not start.
    """
    url = urlsplit(settings.SIMULATOR_URL)
    host, port = url.hostname or "127.0.0.1", url.port or 80
    told, settings.SIMULATOR_NOTIFY_URL = settings.SIMULATOR_NOTIFY_URL, ""
    process = None
    try:
        if not _answers(host, port):
            process = _started(port)
            _wait(process, host, port)
        yield
    finally:
        settings.SIMULATOR_NOTIFY_URL = told
        if process is not None:
            process.terminate()
            process.wait(_PATIENCE_SECONDS)


def _started(port: int) -> "subprocess.Popen[bytes]":
    """A bank of our own, which ends with us however we end: the port must be free when the shop opens."""
    command = [
        *(sys.executable, "-m", "comptoir.connectors.payments.simulator.bank"),
        *("--home", str(Path(settings.COMPTOIR_HOME).absolute()), "--port", str(port)),
    ]
    with Path(os.devnull).open("wb") as nowhere:
        return spawn(command, conditions=Conditions(at_our_end=signal.SIGTERM), environ=os.environ, output=nowhere)


def _answers(host: str, port: int) -> bool:
    try:
        socket.create_connection((host, port), timeout=1).close()
    except OSError:
        return False
    return True


def _wait(process: "subprocess.Popen[bytes]", host: str, port: int) -> None:
    deadline = time.monotonic() + _PATIENCE_SECONDS
    while time.monotonic() < deadline and process.poll() is None:
        if _answers(host, port):
            return
        time.sleep(0.05)
    process.kill()
    raise BankStaysClosed(f"the test bank does not answer on port {port}")
