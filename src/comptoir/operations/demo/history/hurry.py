"""Thousands of small transactions one after the other, as fast as they can go."""

from collections.abc import Iterator
from contextlib import contextmanager

from comptoir.kernel import notices
from comptoir.kernel.sql import execute


@contextmanager
def in_a_hurry() -> Iterator[None]:
    """Settings are remembered, and commits do not wait for the disk.

    A crash meanwhile may lose the last of these transactions, never half of one: they are done again.
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


@contextmanager
def on_record() -> Iterator[None]:
    """Within a hurry, commits that wait: what the bank is asked for must not be forgotten by us, it never forgets."""
    execute("SET synchronous_commit TO on")
    try:
        yield
    finally:
        execute("SET synchronous_commit TO off")
