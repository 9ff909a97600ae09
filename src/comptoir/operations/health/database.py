"""What the database server says of itself and of its clock."""

from collections.abc import Iterator
from datetime import datetime

import psycopg

from comptoir.operations.health.findings import Finding, good, notice, wrong
from comptoir.operations.postgres.binaries import FLOOR
from comptoir.operations.postgres.cluster import EXTENSIONS
from comptoir.operations.postgres.external import readable_version

CLOCKS_APART_SECONDS = 5.0


def look_at_database(address: str, *, now: datetime) -> Iterator[Finding]:
    """`now` is this machine's clock, to be compared with the server's."""
    with psycopg.connect(address, connect_timeout=10, autocommit=True) as connection:
        yield _version(connection)
        yield _encoding(connection)
        yield from _safety(connection)
        yield _extensions(connection)
        yield _clock(connection, now)


def _ask(connection: psycopg.Connection, question: str) -> tuple[object, ...]:
    return connection.execute(question).fetchone() or ()


def _version(connection: psycopg.Connection) -> Finding:
    number = connection.info.server_version
    words = f"PostgreSQL {readable_version(number)}"
    if number < FLOOR * 10_000:
        return wrong("server", words, f"use PostgreSQL {FLOOR} or newer")
    return good("server", words)


def _encoding(connection: psycopg.Connection) -> Finding:
    question = (
        "SELECT pg_encoding_to_char(encoding), datlocprovider::text, coalesce(datlocale, datcollate) "
        "FROM pg_database WHERE datname = current_database()"
    )
    encoding, provider, locale = _ask(connection, question)
    words = f"{encoding}, {'builtin' if provider == 'b' else 'provider ' + str(provider)} {locale}"
    if encoding != "UTF8":
        return wrong("text", words, "make the database with ENCODING 'UTF8'")
    if provider != "b" and locale not in ("C", "POSIX"):
        remedy = "make the database with LOCALE_PROVIDER builtin BUILTIN_LOCALE 'C.UTF-8': sorting then never changes"
        return notice("text", words, remedy)
    return good("text", words)


def _safety(connection: psycopg.Connection) -> Iterator[Finding]:
    checksums, fsync, commit = _ask(
        connection,
        "SELECT current_setting('data_checksums'), current_setting('fsync'), current_setting('synchronous_commit')",
    )
    if fsync == "off" or commit == "off":
        yield wrong(
            "durability", f"fsync {fsync}, synchronous_commit {commit}", "turn both on: paid orders could be lost"
        )
    if checksums == "off":
        yield notice("durability", "data checksums are off", "stop the server and run pg_checksums --enable")
    else:
        yield good("durability", "commits are written through, data have checksums")


def _extensions(connection: psycopg.Connection) -> Finding:
    (present,) = _ask(connection, "SELECT array_agg(extname::text) FROM pg_extension")
    names = present if isinstance(present, list) else []
    missing = [name for name in EXTENSIONS if name not in names]
    if missing:
        return notice("extensions", f"missing: {', '.join(missing)}", "`comptoir upgrade` makes them if the role may")
    return good("extensions", ", ".join(EXTENSIONS))


def _clock(connection: psycopg.Connection, now: datetime) -> Finding:
    (there,) = _ask(connection, "SELECT clock_timestamp()")
    apart = abs((there - now).total_seconds()) if isinstance(there, datetime) else 0.0
    if apart > CLOCKS_APART_SECONDS:
        return wrong("clock", f"this machine and the database are {apart:.0f} s apart", "set both by NTP")
    return good("clock", f"{now:%Y-%m-%d %H:%M} UTC, as the database has it")
