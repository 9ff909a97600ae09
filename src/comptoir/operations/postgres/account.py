"""Which operating system account runs the server, and what that account can reach."""

import os
import pwd
import subprocess
from dataclasses import dataclass
from pathlib import Path

from comptoir.operations.postgres.errors import HomeUnusable

UNPRIVILEGED = ("postgres", "nobody")


@dataclass(frozen=True)
class Account:
    """The account of the server. `borrowed` when it is not our own: we are root and step down."""

    name: str
    uid: int
    gid: int
    borrowed: bool


def server_account(data: Path) -> Account:
    """Our own account, or for root the owner of the existing data, else `postgres`, else `nobody`.

    :raises HomeUnusable: when the account is unknown to the system, which initdb and peer authentication both need.
    """
    if os.geteuid() != 0:
        return _known(os.geteuid(), borrowed=False)
    owner = data.stat().st_uid if data.exists() else 0
    if owner != 0:
        return _known(owner, borrowed=True)
    for name in UNPRIVILEGED:
        try:
            entry = pwd.getpwnam(name)
        except KeyError:
            continue
        return Account(entry.pw_name, entry.pw_uid, entry.pw_gid, borrowed=True)
    raise HomeUnusable(
        "PostgreSQL refuses to run as root and this machine has neither an account 'postgres' nor 'nobody'. "
        "Run Comptoir as an ordinary user."
    )


def own_name() -> str:
    """The name under which this process appears to PostgreSQL's peer authentication."""
    return _known(os.geteuid(), borrowed=False).name


def can_enter(account: Account, folder: Path) -> bool:
    """Whether the account can reach and write in this folder, every parent included."""
    return _try(account, ["/bin/sh", "-c", 'cd -- "$0" && test -w .', str(folder)])


def can_run(account: Account, program: Path) -> bool:
    """Whether the account can execute this program where it lies."""
    return _try(account, [str(program), "--version"])


def _try(account: Account, command: list[str]) -> bool:
    # The system is asked instead of the mode bits read: access lists and mounts have a say too.
    borrowed = account.borrowed
    try:
        status = subprocess.call(  # noqa: S603 - a fixed shell line, or a program of the folder that was found
            command,
            cwd="/",
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            user=account.uid if borrowed else None,
            group=account.gid if borrowed else None,
            extra_groups=[account.gid] if borrowed else None,
        )
    except OSError:
        return False
    return status == 0


def _known(uid: int, *, borrowed: bool) -> Account:
    try:
        entry = pwd.getpwuid(uid)
    except KeyError:
        raise HomeUnusable(
            f"The account number {uid} has no name on this machine (no passwd entry), and PostgreSQL needs one. "
            "Add the entry, or use an account that has one."
        ) from None
    return Account(entry.pw_name, entry.pw_uid, entry.pw_gid, borrowed=borrowed)
