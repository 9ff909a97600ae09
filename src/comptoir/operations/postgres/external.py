"""A server of the merchant's own, named by DATABASE_URL: what must be true of it before Comptoir uses it."""

import psycopg
from psycopg.conninfo import conninfo_to_dict

from comptoir.operations.postgres.binaries import FLOOR
from comptoir.operations.postgres.errors import PostgresError, ServerTooOld


class ServerUnreachable(PostgresError):
    """The server named by DATABASE_URL does not answer, or refuses us."""


class UnfitDatabase(PostgresError):
    """The database named by DATABASE_URL cannot hold Comptoir's data."""


def check_external(url: str, *, patience: int = 10) -> str:
    """Connect once and return the server's version.

    :raises ServerUnreachable: with the server's own words, never with the URL, which holds a password.
    :raises ServerTooOld: below the floor version.
    :raises UnfitDatabase: when its text is not UTF-8.
    """
    try:
        conninfo_to_dict(url)
    except psycopg.ProgrammingError:
        # The words about what cannot be read quote it, with its password.
        raise ServerUnreachable(
            "DATABASE_URL is not of the form postgresql://user:password@host:5432/database"
        ) from None
    try:
        with psycopg.connect(url, connect_timeout=patience) as connection:
            number = connection.info.server_version
            encoding = connection.info.parameter_status("server_encoding")
    except psycopg.Error as error:
        # psycopg tells every address that it tried, one a line, and asks back on a line of its own; the last one tried
        # is as good as any.
        lines = [line for line in str(error).splitlines() if line.strip() and not line.startswith("\t")]
        said = (lines or [repr(error)])[-1].strip(" '\"-")
        said = said.removeprefix("connection failed: ")
        raise ServerUnreachable(f"The server named by DATABASE_URL cannot be used: {said}") from None
    refuse_old(number)
    if encoding != "UTF8":
        raise UnfitDatabase(f"The database named by DATABASE_URL holds text as {encoding}; Comptoir needs UTF8.")
    return readable_version(number)


def refuse_old(number: int) -> None:
    """:raises ServerTooOld: when PostgreSQL's version number (170006 is 17.6) is below the floor."""
    if number < FLOOR * 10_000:
        raise ServerTooOld(
            f"The server named by DATABASE_URL is PostgreSQL {readable_version(number)}; "
            f"Comptoir needs {FLOOR} or newer."
        )


def readable_version(number: int) -> str:
    """170006 as 17.6."""
    return f"{number // 10_000}.{number % 10_000}"
