"""Thousands of small transactions one after the other, as fast as they can go."""

from collections.abc import Iterator
from contextlib import contextmanager

from comptoir.kernel import notices
from comptoir.kernel.sql import execute


@contextmanager
def in_a_hurry() -> Iterator[None]:
    """Settings are remembered, and commits do not wait for the disk.

    A crash meanwhile may lose the last of these transactions, never half of one: demo data is made again.
    """
    was_listening = notices.listening()
    notices.start_listening()
    notices.wait_until_listening()
    execute("SET synchronous_commit TO off")
    try:
        yield
    finally:
        execute("SET synchronous_commit TO DEFAULT")
        if not was_listening:
            notices.stop_listening()
