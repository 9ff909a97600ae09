"""Identifiers that anyone outside may hold: UUID version 7 (RFC 9562), made here and nowhere else."""

import os
import threading
import time
from uuid import UUID

_lock = threading.Lock()
_last = 0


def new_id() -> UUID:
    """A new UUIDv7: 48 bits of Unix milliseconds, a sub-millisecond counter, 62 random bits.

    Ids made by one process are strictly increasing, so rows of one transaction keep their order.
    """
    global _last
    # Twelve bits below the millisecond, from the clock's own nanoseconds (RFC 9562, method 3).
    milliseconds, nanoseconds = divmod(time.time_ns(), 1_000_000)
    stamp = (milliseconds << 12) | (nanoseconds << 12) // 1_000_000
    with _lock:
        _last = stamp = max(stamp, _last + 1)
    milliseconds, fraction = stamp >> 12, stamp & 0xFFF
    random = int.from_bytes(os.urandom(8)) & (1 << 62) - 1
    return UUID(int=(milliseconds << 80) | (0x7 << 76) | (fraction << 64) | (0b10 << 62) | random)
