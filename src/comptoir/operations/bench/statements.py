"""How many SQL statements the shop sends, told by the server itself: its log, for as long as we count.

Savepoints count, BEGIN, COMMIT and ROLLBACK do not. Only the web processes' statements are counted, told apart by the
name that they give to their connections.
"""

import re
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

import psycopg

from comptoir.operations.postgres import addresses
from comptoir.operations.postgres.places import places_of

APPLICATION: Final = "comptoir-web"
_PREFIX = "%a|%p|"
_SETTINGS = {"log_statement": "all", "log_line_prefix": _PREFIX, "log_parameter_max_length": "0"}
_LINE = re.compile(rf"^{APPLICATION}\|\d+\|LOG:  (?:statement|execute [^:]*): (?P<sql>.*(?:\n\t.*)*)$", re.MULTILINE)
_NOT_COUNTED = re.compile(r"(?:BEGIN|COMMIT|START TRANSACTION|END|ROLLBACK(?!\s+TO))\b|\s*$", re.IGNORECASE)
# The other processes of the server hear of a new setting a moment after us.
_HEARD_SECONDS = 0.5


class StatementLog:
    """Counts what was sent since the last time it was asked."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._at = path.stat().st_size

    def taken(self) -> list[str]:
        """The statements since then. A statement is in the log before it is answered."""
        with self._path.open("rb") as log:
            log.seek(self._at)
            text = log.read()
        whole = text.rfind(b"\n") + 1
        self._at += whole
        return statements_in(text[:whole].decode(errors="replace"))


def statements_in(text: str) -> list[str]:
    """The statements of a piece of log that count."""
    # The lines that follow its first are indented by a tab; the first may be empty.
    found = (match["sql"].strip() for match in _LINE.finditer(text))
    return [sql for sql in found if not _NOT_COUNTED.match(sql)]


@contextmanager
def statement_log(home: Path) -> Iterator[StatementLog]:
    """Have the server of this home write down every statement, until the end of the with."""
    with psycopg.connect(addresses.conninfo(home, role=addresses.SUPERUSER), autocommit=True) as connection:
        for name, value in _SETTINGS.items():
            connection.execute(f"ALTER SYSTEM SET {name} = '{value}'")
        _have_it_heard(connection)
        try:
            yield StatementLog(places_of(home).log)
        finally:
            for name in _SETTINGS:
                connection.execute(f"ALTER SYSTEM RESET {name}")
            _have_it_heard(connection)


def _have_it_heard(connection: psycopg.Connection) -> None:
    connection.execute("SELECT pg_reload_conf()")
    time.sleep(_HEARD_SECONDS)


def commonest(counts: list[int]) -> int:
    """What most requests needed; of two as common, the higher."""
    found = Counter(counts)
    return max(found, key=lambda count: (found[count], count), default=0)
