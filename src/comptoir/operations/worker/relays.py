"""Threads that keep delivering the outbox, one for each lane so that bulk never delays the urgent."""

import logging
import threading

from django.db import DatabaseError, InterfaceError, connection

from comptoir.kernel.events import Lane
from comptoir.kernel.events.relay import BATCH, deliver

# A full batch is followed by the next at once. Otherwise the relay waits a moment, so that what happens meanwhile is
# delivered together: a batch of one costs nearly as much as one of ten. The longer nothing comes, the rarer it looks.
SHORTEST_PAUSE_SECONDS = 0.05
LONGEST_PAUSE_SECONDS = 0.25
PAUSE_AFTER_FAILURE_SECONDS = 1.0

log = logging.getLogger(__name__)


class Relay(threading.Thread):
    """Delivers one lane until it is told to stop; a batch under way is finished first."""

    def __init__(self, lane: Lane) -> None:
        super().__init__(name=f"relay-{lane}", daemon=True)
        self._lane = lane
        self._stopping = threading.Event()

    def run(self) -> None:
        pause = SHORTEST_PAUSE_SECONDS
        while not self._stopping.is_set():
            try:
                took = deliver(self._lane)
            except (DatabaseError, InterfaceError):
                # The database is away or restarting: what was not committed will be found again.
                log.exception("relay lost the database", extra={"lane": str(self._lane)})
                connection.close()
                self._stopping.wait(PAUSE_AFTER_FAILURE_SECONDS)
                continue
            pause = SHORTEST_PAUSE_SECONDS if took else min(pause * 1.5, LONGEST_PAUSE_SECONDS)
            if took < BATCH:
                self._stopping.wait(pause)
        connection.close()

    def stop(self, *, patience_seconds: float = 10) -> None:
        self._stopping.set()
        self.join(timeout=patience_seconds)
