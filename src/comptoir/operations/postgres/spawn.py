"""Starting one of the server's programs, as the server's account and with its view of the data folder."""

import os
import signal
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import IO

from comptoir.operations.postgres.account import Account, can_enter
from comptoir.operations.postgres.errors import HomeUnusable
from comptoir.operations.postgres.places import Places
from comptoir.operations.processes.spawning import Conditions, spawn


@dataclass(frozen=True)
class Surroundings:
    """Who runs the programs, and under which path they see the folder `base`."""

    places: Places
    account: Account
    shown: Path

    def seen(self, path: Path) -> str:
        """A path as the server must be told it."""
        if path.is_relative_to(self.places.base):
            return str(self.shown / path.relative_to(self.places.base))
        return str(path)

    def spawn(self, command: list[str], *, output: IO[bytes], tied: bool = False) -> subprocess.Popen[bytes]:
        """Start a program as our direct child, in a session of its own so that Ctrl-C does not reach it.

        `tied`: it also ends (fast shutdown) when the calling *thread* ends, however it ends (Linux).
        """
        account = (self.account.uid, self.account.gid) if self.account.borrowed else None
        hidden = self.shown != self.places.base
        conditions = Conditions(
            account=account,
            shown=(str(self.places.base), str(self.shown)) if hidden else None,
            # The server's word for a clean and quick end, so that nothing has to be recovered at the next start.
            at_our_end=signal.SIGINT if tied else None,
        )
        return spawn(command, conditions=conditions, environ=clean_environment(), output=output)


def surroundings(places: Places, account: Account) -> Surroundings:
    """How the server's account gets at `base`: directly, or shown elsewhere when a parent folder is closed to it.

    A clone in root's home folder is such a case. Parent folders are never opened: that is their owner's decision.
    :raises HomeUnusable: when there is no way.
    """
    if can_enter(account, places.base):
        return Surroundings(places, account, shown=places.base)
    if not account.borrowed or sys.platform != "linux":
        raise HomeUnusable(
            f"{places.base} cannot be written by {account.name}; set COMPTOIR_HOME to a folder that can."
        )
    try:
        places.view.mkdir(mode=0o755, parents=True, exist_ok=True)
    except OSError as error:
        raise _closed(places, account) from error
    return Surroundings(places, account, shown=places.view)


def _closed(places: Places, account: Account) -> HomeUnusable:
    return HomeUnusable(
        f"The database runs as '{account.name}', to whom a folder above {places.home} is closed. "
        "Set COMPTOIR_HOME to a folder it can reach, such as /var/lib/comptoir, or run Comptoir as an ordinary user."
    )


def clean_environment() -> dict[str, str]:
    """Our environment without what would redirect PostgreSQL's programs or change the language of their messages."""
    kept = {key: value for key, value in os.environ.items() if not key.startswith(("PG", "LC_", "LANG", "LD_"))}
    return kept | {"LC_ALL": "C"}
