"""PostgreSQL's client programs: psql, pg_dump, pg_restore. Run as ourselves, whoever runs the server."""

import os
import subprocess
from collections.abc import Sequence
from dataclasses import dataclass
from typing import IO

from psycopg.conninfo import conninfo_to_dict, make_conninfo

from comptoir.operations.postgres.binaries import Binaries, find_binaries
from comptoir.operations.postgres.errors import PostgresError
from comptoir.operations.postgres.spawn import clean_environment


class ClientFailed(PostgresError):
    """A client program ended with a failure; the message is its own."""


@dataclass(frozen=True)
class Clients:
    """The programs, and the database that they talk to."""

    binaries: Binaries
    address: str
    password: str

    def command(self, name: str, arguments: Sequence[str]) -> list[str]:
        return [self.binaries.program(name), "--dbname", self.address, *arguments]

    def environ(self) -> dict[str, str]:
        # Not among the arguments, which everybody on the machine can read.
        return clean_environment() | ({"PGPASSWORD": self.password} if self.password else {})

    def run(self, name: str, arguments: Sequence[str], *, into: IO[bytes] | None = None) -> None:
        """Run one to its end.

        :raises ClientFailed: with what it said last.
        """
        answer = subprocess.run(  # noqa: S603 - a program of the folder that was found
            self.command(name, arguments), env=self.environ(), stdout=into, stderr=subprocess.PIPE, check=False
        )
        if answer.returncode != 0:
            said = answer.stderr.decode(errors="replace").strip().splitlines()
            raise ClientFailed(f"{name} failed: {said[-1] if said else f'status {answer.returncode}'}")

    def call(self, name: str, arguments: Sequence[str]) -> int:
        """Run one in our terminal; its exit status."""
        return subprocess.call(self.command(name, arguments), env=self.environ())  # noqa: S603 - as above


def clients_of(address: str) -> Clients:
    """The client programs for a database given as URL or as `key=value`."""
    parts = conninfo_to_dict(address)
    password = str(parts.pop("password", "") or "")
    return Clients(find_binaries(environ=os.environ), make_conninfo("", **parts), password)
