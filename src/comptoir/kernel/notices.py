"""Word passed between processes through PostgreSQL's NOTIFY: what was cached is stale now.

A process that listens may cache; one that does not (a command) remembers for the length of a transaction at most.
When the listener's connection is lost, everything may have been missed, so everything is forgotten.
"""

import logging
import threading
from collections import defaultdict
from collections.abc import Callable, Collection, Iterable

import psycopg
from django.db import connection, transaction

from comptoir.kernel.sql import fetch

CHANNEL = "comptoir_notices"
_KEYS_PER_NOTICE = 100  # a NOTIFY payload holds less than 8,000 bytes
_RECONNECT_SECONDS = 0.5

type Callback = Callable[[Collection[str] | None], None]
"""Called with the stale keys, or None for "everything"."""

log = logging.getLogger(__name__)
_callbacks: defaultdict[str, list[Callback]] = defaultdict(list)
_listener: "Listener | None" = None


def on_notice(topic: str, callback: Callback) -> None:
    """Call back when keys of a topic become stale. Topics and keys are short words without spaces."""
    _callbacks[topic].append(callback)


def announce(topic: str, keys: Iterable[str] = ()) -> None:
    """Tell every process, when the current transaction commits, that keys of a topic are stale (none: all of them)."""
    words = list(keys)
    chunks = [words[i : i + _KEYS_PER_NOTICE] for i in range(0, len(words), _KEYS_PER_NOTICE)] or [[]]
    for chunk in chunks:
        fetch("SELECT pg_notify(%s, %s)", [CHANNEL, " ".join([topic, *chunk])])
    # This process must not answer from its own cache between the commit and the notice.
    transaction.on_commit(lambda: _call_back(topic, words or None))


def listening() -> bool:
    """Whether this process hears notices, and so may cache."""
    return _listener is not None and _listener.connected.is_set()


def start_listening() -> None:
    """Start the listener thread of this process, once."""
    global _listener
    if _listener is None:
        _listener = Listener()
        _listener.start()


def wait_until_listening(*, patience_seconds: float = 10) -> bool:
    """Wait for the listener's connection; False when it does not come."""
    return _listener is not None and _listener.connected.wait(patience_seconds)


def stop_listening() -> None:
    """Stop the listener and forget everything that was cached under its watch."""
    global _listener
    if _listener is not None:
        _listener.stop()
        _listener = None


class Listener(threading.Thread):
    """Hears notices on a connection of its own and calls back."""

    def __init__(self) -> None:
        super().__init__(name="notices", daemon=True)
        self.connected = threading.Event()
        self._stopping = threading.Event()

    def run(self) -> None:
        while not self._stopping.is_set():
            try:
                self._listen()
            except psycopg.OperationalError as error:
                log.warning("notices: connection lost, forgetting everything", extra={"error": str(error)})
            finally:
                self.connected.clear()
                _forget_everything()
            self._stopping.wait(_RECONNECT_SECONDS)

    def stop(self) -> None:
        self._stopping.set()
        self.join(timeout=5)

    def _listen(self) -> None:
        parameters = connection.get_connection_params()
        for name in ("pool", "cursor_factory", "context", "server_side_binding"):
            parameters.pop(name, None)
        with psycopg.connect(**parameters, autocommit=True) as own:
            own.execute(f"LISTEN {CHANNEL}")
            # Whatever changed before LISTEN took effect was not heard.
            _forget_everything()
            self.connected.set()
            while not self._stopping.is_set():
                for notice in own.notifies(timeout=0.5):
                    topic, *keys = notice.payload.split(" ")
                    _call_back(topic, keys or None)


def _call_back(topic: str, keys: Collection[str] | None) -> None:
    for callback in _callbacks[topic]:
        callback(keys)


def _forget_everything() -> None:
    for topic in list(_callbacks):
        _call_back(topic, None)
