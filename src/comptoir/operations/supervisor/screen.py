"""What is said while starting and running: calm, aligned lines, one for each thing that happened."""

import sys
import time
from collections.abc import Sequence
from typing import TextIO

LABEL = 12
WORDS = 56


class Screen:
    """Lines to the terminal, and the same to `up.log` once it is known."""

    def __init__(self, out: TextIO | None = None) -> None:
        self._out = out or sys.stdout
        self.began = time.monotonic()

    def title(self, line: str) -> None:
        self._write(f"\n  {line}\n")

    def step(self, label: str, words: str, *, seconds: float | None = None) -> None:
        """Something is done: what, how, and how long it took when that is worth saying."""
        line = f"  {label:<{LABEL}}{words:<{WORDS}}"
        if seconds is not None:
            line += f"{seconds:7.1f} s"
        self._write(line.rstrip())

    def table(self, rows: Sequence[tuple[str, str]]) -> None:
        self._write("")
        for label, words in rows:
            self._write(f"  {label:<{LABEL}}{words}".rstrip())
        self._write("")

    def note(self, words: str) -> None:
        self._write(f"  {words}")

    def ready(self, words: str) -> None:
        self._write(f"  Ready after {time.monotonic() - self.began:.1f} s. {words}")

    def error(self, words: str) -> None:
        """Why it cannot go on, to the standard error output."""
        print(f"comptoir: {words}", file=sys.stderr, flush=True)  # noqa: T201 - this is the terminal's own module

    def _write(self, line: str) -> None:
        try:
            print(line, file=self._out, flush=True)
        except BrokenPipeError:
            # Whoever read along has gone (`comptoir up | head`); the shop stays open.
            self._out = open("/dev/null", "w")  # noqa: SIM115, PTH123 - for the rest of the process's life
