"""A process that dies, or loses its database, in the middle of what it does: at any statement, at any call."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from enum import StrEnum
from typing import Any

from django.db import OperationalError, connection


class How(StrEnum):
    DIES = "dies"  # kill -9: nothing that follows is done, nobody answers
    FAILS = "fails"  # the database is away from then on: the code may catch it and say so


class Died(BaseException):
    """Not an Exception: whoever is killed does not tidy up."""


class Cutter:
    """Lets so many statements and calls pass, and none after that."""

    def __init__(self) -> None:
        self._at: int | None = None
        self._passed = 0
        self._how = How.DIES
        self._watching = self.was_cut = False

    def set(self, at: int, how: How) -> None:
        """The next thing that is long enough ends there."""
        self._at, self._how = at, how

    def rest(self) -> None:
        """Nothing is cut off any more."""
        self._at = None

    def point(self) -> None:
        """One statement or call more."""
        if self._at is None or not self._watching:
            return
        self._passed += 1
        if self._passed <= self._at:
            return
        self.was_cut = True
        raise Died if self._how is How.DIES else OperationalError("cut off")

    @contextmanager
    def watching(self) -> Iterator[None]:
        """What is done in it may be cut off."""
        self.was_cut, self._watching, self._passed = False, True, 0
        try:
            with connection.execute_wrapper(self._execute):
                yield
        finally:
            self._watching = False
            if self.was_cut:
                self.rest()

    def _execute(self, execute: Callable[..., Any], sql: str, params: Any, many: bool, context: Any) -> Any:
        self.point()
        return execute(sql, params, many, context)
