"""Tests in a process that remembers, as a shop's processes do: what seldom changes is not read at every request."""

from collections.abc import Iterator
from contextlib import contextmanager

import pytest

from comptoir.kernel import remember


@contextmanager
def remembering() -> Iterator[None]:
    """Within one test: nothing that it has changed, and nothing of the one before.

    No notices are heard for it. A transaction sees what it has changed itself, and a commit tells its own process.
    """
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(remember, "listening", lambda: True)
        forget_everything()
        yield
    forget_everything()


def forget_everything() -> None:
    """As a process does that has lost its ear."""
    remember._on_notice(None)
