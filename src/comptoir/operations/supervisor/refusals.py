"""What is looked at before anything is started, each refusal in plain words with what to do about it."""

import shutil
import socket
from pathlib import Path

from comptoir.operations.supervisor.plan import Plan

MEGABYTE = 2**20
NEEDED_FIRST = 400 * MEGABYTE
NEEDED_LATER = 100 * MEGABYTE
COMFORTABLE = 1024 * MEGABYTE


class Refused(Exception):
    """`comptoir up` cannot go on; the message is for the person at the terminal."""


def check_ports(plan: Plan) -> None:
    """:raises Refused: when a port is taken, may not be used, or the address is not this machine's."""
    _check_port(plan.host, plan.port, f"PORT={plan.port + 10} comptoir up")
    if plan.simulator_port is not None:
        another = f"COMPTOIR_SIMULATOR_PORT={plan.simulator_port + 10} comptoir up"
        _check_port("127.0.0.1", plan.simulator_port, another)


def _check_port(host: str, port: int, otherwise: str) -> None:
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family, socket.SOCK_STREAM) as probe:
        # As the server itself does: a port on which connections are only dying down is free.
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
            probe.listen(1)
        except PermissionError:
            raise Refused(f"Port {port} may not be used by this account. Use another: {otherwise}") from None
        except socket.gaierror:
            raise Refused(f"COMPTOIR_HOST={host} is no address of this machine.") from None
        except OSError as error:
            if error.errno == 99:
                raise Refused(f"COMPTOIR_HOST={host} is no address of this machine.") from None
            raise Refused(
                f"Port {port} is taken by another program. Stop that one, or use another port: {otherwise}"
            ) from None


def check_disk(home: Path) -> str | None:
    """A warning when little is left.

    :raises Refused: when too little is left to begin.
    """
    free = free_bytes(home)
    needed = NEEDED_LATER if (home / "postgres" / "data").exists() else NEEDED_FIRST
    if free < needed:
        raise Refused(
            f"The disk of {home} is full: {free // MEGABYTE} MB free, {needed // MEGABYTE} MB needed. "
            "Free some space, or set COMPTOIR_HOME to a folder on another disk."
        )
    return f"only {free // MEGABYTE} MB left on the disk of {home}" if free < COMFORTABLE else None


def free_bytes(home: Path) -> int:
    """Free space where the home is or will be."""
    folder = home
    while not folder.exists():
        folder = folder.parent
    return shutil.disk_usage(folder).free
