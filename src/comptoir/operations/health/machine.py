"""What the machine offers: interpreter, programs, folder, disk, ports."""

import os
import platform
import socket
import sys
from collections.abc import Iterator
from pathlib import Path

from comptoir.operations.health.findings import Finding, good, notice, wrong
from comptoir.operations.installation import Installation
from comptoir.operations.postgres.account import can_enter, server_account
from comptoir.operations.postgres.binaries import find_binaries
from comptoir.operations.postgres.errors import PostgresError
from comptoir.operations.postgres.places import places_of
from comptoir.operations.supervisor.holding import holder_of
from comptoir.operations.supervisor.refusals import COMFORTABLE, MEGABYTE, NEEDED_LATER, free_bytes


def look_at_machine(installation: Installation) -> Iterator[Finding]:
    """In the order in which `comptoir up` would stumble."""
    yield _interpreter()
    if not installation.brings_own_database:
        yield _programs()
    yield _home(installation.home)
    yield _disk(installation.home)
    yield from _ports(installation)


def _interpreter() -> Finding:
    words = f"Python {platform.python_version()} at {sys.executable}"
    if (3, 12) <= sys.version_info < (3, 15):
        return good("interpreter", words)
    return wrong("interpreter", words, "use Python 3.12, 3.13 or 3.14")


def _programs() -> Finding:
    try:
        found = find_binaries(environ=os.environ)
    except PostgresError as error:
        return wrong("postgresql", "no usable programs", str(error))
    return good("postgresql", f"{found.version} from {found.source}")


def _home(home: Path) -> Finding:
    if not home.exists():
        return notice("home", f"{home} does not exist yet", "`comptoir up` makes it")
    if not os.access(home, os.W_OK | os.X_OK):
        return wrong("home", f"{home} cannot be written by this account", "run as its owner, or set COMPTOIR_HOME")
    places = places_of(home)
    if places.base.exists():
        try:
            account = server_account(places.data)
        except PostgresError as error:
            return wrong("home", str(home), str(error))
        if account.borrowed and not can_enter(account, places.base):
            words = f"{home} lies under a folder closed to '{account.name}', who runs the database"
            return notice("home", words, "it is shown to it elsewhere; a home such as /var/lib/comptoir is simpler")
    return good("home", str(home))


def _disk(home: Path) -> Finding:
    free = free_bytes(home)
    words = f"{free // MEGABYTE:,} MB free"
    if free < NEEDED_LATER:
        return wrong("disk", words, "free some space: the database stops when it cannot write")
    if free < COMFORTABLE:
        return notice("disk", words, "free some space soon")
    return good("disk", words)


def _ports(installation: Installation) -> Iterator[Finding]:
    holder = holder_of(installation.home)
    if holder is not None:
        yield good("running", f"process {holder.get('pid', '?')}, {holder.get('url', '')}")
        return
    yield good("running", "not now")
    if _is_taken(installation.host, installation.port):
        remedy = "stop that program, or set PORT"
        yield wrong("port", f"{installation.port} is taken by another program", remedy)
    else:
        yield good("port", f"{installation.port} is free")


def _is_taken(host: str, port: int) -> bool:
    with socket.socket(socket.AF_INET6 if ":" in host else socket.AF_INET) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError:
            return True
    return False
