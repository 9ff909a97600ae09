"""The one who writes the ledger: a thread with the only connection, committing whatever waits in one go."""

import logging
import queue
import sqlite3
import threading
from collections.abc import Callable
from concurrent.futures import Future
from pathlib import Path
from typing import Any

SCHEMA = Path(__file__).with_name("schema.sql").read_text(encoding="utf-8")
_AT_ONCE = 64

log = logging.getLogger(__name__)

type Work[T] = Callable[[sqlite3.Connection], T]


class Clerk(threading.Thread):
    """Does pieces of work on the ledger, each wholly or not at all; durable before anybody hears of it."""

    def __init__(self, path: Path) -> None:
        super().__init__(name="clerk", daemon=True)
        self._path = path
        self._waiting: queue.SimpleQueue[tuple[Work[Any], Future[Any]] | None] = queue.SimpleQueue()
        self._ready: Future[None] = Future()

    def open(self) -> None:
        """Start, and return when the ledger is open.

        :raises sqlite3.Error: when it cannot be.
        """
        self.start()
        self._ready.result()

    def do[T](self, work: Work[T]) -> T:
        """Have a piece of work done and return its result, once it is on the disk."""
        answer: Future[T] = Future()
        self._waiting.put((work, answer))
        return answer.result()

    def close(self) -> None:
        """Finish what waits, close the ledger and end."""
        self._waiting.put(None)
        self.join()

    def run(self) -> None:
        try:
            ledger = self._open()
        except sqlite3.Error as error:
            self._ready.set_exception(error)
            return
        self._ready.set_result(None)
        going = True
        while going:
            batch = [self._waiting.get()]
            while len(batch) < _AT_ONCE and not self._waiting.empty():
                batch.append(self._waiting.get())
            going = None not in batch
            self._write(ledger, [item for item in batch if item is not None])
        ledger.close()

    def _open(self) -> sqlite3.Connection:
        self._path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        ledger = sqlite3.connect(self._path, isolation_level=None)
        ledger.row_factory = sqlite3.Row
        ledger.execute("PRAGMA journal_mode = WAL")
        # What was answered must have happened, also after a power cut: the witness may not forget.
        ledger.execute("PRAGMA synchronous = FULL")
        ledger.execute("PRAGMA foreign_keys = ON")
        ledger.executescript(SCHEMA)
        return ledger

    def _write(self, ledger: sqlite3.Connection, batch: list[tuple[Work[Any], Future[Any]]]) -> None:
        if not batch:
            return
        done: list[tuple[Future[Any], Any, Exception | None]] = []
        try:
            ledger.execute("BEGIN IMMEDIATE")
            for work, answer in batch:
                done.append((answer, *_alone(ledger, work)))
            ledger.execute("COMMIT")
        except sqlite3.Error as error:  # the disk is full, the file is gone: nobody in this batch is told a success
            log.exception("the ledger could not be written")
            if ledger.in_transaction:
                ledger.execute("ROLLBACK")
            for _, answer in batch:
                answer.set_exception(error)
            return
        for answer, result, refusal in done:
            if refusal is not None:
                answer.set_exception(refusal)
            else:
                answer.set_result(result)


def _alone[T](ledger: sqlite3.Connection, work: Work[T]) -> tuple[T | None, Exception | None]:
    """One piece of work; when it fails, it alone is undone."""
    ledger.execute("SAVEPOINT work")
    try:
        result = work(ledger)
    except Exception as error:  # noqa: BLE001 - handed on to whoever asked for the work
        ledger.execute("ROLLBACK TO work")
        ledger.execute("RELEASE work")
        return None, error
    ledger.execute("RELEASE work")
    return result, None
