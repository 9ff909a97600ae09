"""A server of the merchant's own, named by DATABASE_URL: what must be true of it before Comptoir uses it."""

import psycopg

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
        with psycopg.connect(url, connect_timeout=patience) as connection:
            number = connection.info.server_version
            encoding = connection.info.parameter_status("server_encoding")
    except psycopg.Error as error:
        # psycopg tells every address that it tried, one a line; the last is as good as any.
        said = (str(error).strip().splitlines() or [repr(error)])[-1].strip(" '\"-")
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
