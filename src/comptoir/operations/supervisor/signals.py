"""Being asked to stop, and waking up when a child ends: signals turned into something to wait for."""

import select
import signal
import socket
from types import FrameType

STOP = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)


class Signals:
    """From entry to exit, signals to stop are noted instead of obeyed at once. Main thread only."""

    def __init__(self) -> None:
        self.asked = 0
        """How often we were asked to stop: twice means now."""
        self._before: dict[signal.Signals, object] = {}

    def __enter__(self) -> "Signals":
        self._heard, self._told = socket.socketpair()
        for end in (self._heard, self._told):
            end.setblocking(False)
        self._fd_before = signal.set_wakeup_fd(self._told.fileno(), warn_on_full_buffer=False)
        for number in STOP:
            self._before[number] = signal.signal(number, self._note)
        # A handler, however idle, is what makes the end of a child wake us.
        self._before[signal.SIGCHLD] = signal.signal(signal.SIGCHLD, lambda _number, _frame: None)
        return self

    def __exit__(self, *_: object) -> None:
        for number, handler in self._before.items():
            signal.signal(number, handler)  # type: ignore[arg-type]  # what signal.signal itself gave us
        signal.set_wakeup_fd(self._fd_before)
        self._heard.close()
        self._told.close()

    def _note(self, _number: int, _frame: FrameType | None) -> None:
        self.asked += 1

    def wait(self, seconds: float) -> None:
        """Until a signal comes or the time is over."""
        ready, _, _ = select.select([self._heard], [], [], seconds)
        if ready:
            self._heard.recv(4096)
