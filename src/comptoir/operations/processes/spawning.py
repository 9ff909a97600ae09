"""Starting a program as a direct child, under conditions that `confine` sets between the fork and the program."""

import json
import os
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from signal import Signals
from typing import IO

CONFINE = Path(__file__).with_name("confine.py")


@dataclass(frozen=True, kw_only=True)
class Conditions:
    """What holds for the program and its descendants; nothing by default."""

    account: tuple[int, int] | None = None
    """User and group number to become."""
    shown: tuple[str, str] | None = None
    """A folder, and the other path under which the program sees it (Linux, root)."""
    at_our_end: Signals | None = None
    """The signal it gets when the thread that starts it ends, however that ends (Linux)."""
    niceness: int = 0

    def as_json(self) -> str:
        told: dict[str, object] = {"niceness": self.niceness}
        if self.shown is not None:
            told["bind"] = self.shown
        if self.account is not None:
            told["uid"], told["gid"] = self.account
        if self.at_our_end is not None:
            told["parent"], told["signal"] = os.getpid(), int(self.at_our_end)
        return json.dumps(told)


def spawn(
    command: list[str],
    *,
    conditions: Conditions,
    environ: Mapping[str, str],
    output: IO[bytes] | None,
    folder: str = "/",
) -> subprocess.Popen[bytes]:
    """Start a program in a session of its own, so that Ctrl-C reaches us and not it. Without `output` it has ours."""
    return subprocess.Popen(  # noqa: S603 - our own script; callers give programs that they found themselves
        [sys.executable, "-I", "-S", str(CONFINE), conditions.as_json(), folder, *command],
        cwd="/",
        env=dict(environ),
        stdin=subprocess.DEVNULL,
        stdout=output,
        stderr=subprocess.STDOUT if output is not None else None,
        start_new_session=True,
    )
