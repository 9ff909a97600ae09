"""Ending with whoever started us, for processes that are forked and not spawned by us: the web server's own workers."""

import ctypes
import signal
import sys

SIGNAL_AT_PARENTS_DEATH = 1


def end_with_parent() -> None:
    """From now on this process is asked to end when its parent does, however that ends (Linux; elsewhere nothing)."""
    if sys.platform == "linux":
        ctypes.CDLL(None, use_errno=True).prctl(SIGNAL_AT_PARENTS_DEATH, int(signal.SIGTERM), 0, 0, 0)
