"""What takes long to make: made once in a process, and from then on its rows are laid into the emptied database."""

import time
from collections.abc import Callable
from functools import cache, partial
from typing import Any

from django.db import connection, transaction

from comptoir.flows.testing import Shop, open_shop
from tests.remembering import forget_everything

FRESH_SECONDS = 300
"""Made anew after that: what was written down by today's clock must not grow old."""
_STAYING = {"django_migrations", "django_content_type", "auth_permission", "procrastinate_workers"}
"""What is in an empty database, as far as tests go."""
_FIRST = "procrastinate_jobs"
"""What our rows refer to is asked when a transaction ends; what the queue's refer to, at once."""
_BY_TRIGGER = "procrastinate_events"


class Kept[T]:
    """What ``make`` writes into an empty database, and what it returns, which must be immutable.

    Numbers that the database gives out itself go on from where they are: no row that is made later meets one of these.
    """

    def __init__(self, make: Callable[[], T], *, still: Callable[[T], bool] = lambda made: True) -> None:
        """``still`` says whether what lies outside the database is there as it was."""
        self._make = make
        self._still = still
        self._made: tuple[T, dict[str, bytes], float] | None = None

    def laid(self) -> T:
        """As ``make`` would leave an empty database."""
        if self._made and time.monotonic() - self._made[2] < FRESH_SECONDS and self._still(self._made[0]):
            _lay(self._made[1])
        else:
            assert list(_rows()) == [], "the database is not empty: what lies in these tables would be kept as well"
            made = self._make()
            self._made = made, _rows(), time.monotonic()
        return self._made[0]


def laid_shop(*, stock: int = 100, provider: str = "transfer") -> Shop:
    """What ``open_shop`` opens, in an empty database."""
    return _shop(stock, provider).laid()


@cache
def _shop(stock: int, provider: str) -> Kept[Shop]:
    return Kept(partial(open_shop, stock=stock, provider=provider))


def _rows() -> dict[str, bytes]:
    """By table, in the order in which they can be laid."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT oid::regclass::text FROM pg_class"
            " WHERE relkind = 'r' AND relnamespace = 'public'::regnamespace ORDER BY oid"
        )
        tables = [name for (name,) in cursor.fetchall() if name not in _STAYING]
        tables.sort(key=lambda name: name != _FIRST)
        cursor.execute(" UNION ALL ".join(f"SELECT '{name}' WHERE EXISTS (SELECT FROM {name})" for name in tables))
        filled = {name for (name,) in cursor.fetchall()}
        return {name: _copied(cursor, name) for name in tables if name in filled}


def _copied(cursor: Any, table: str) -> bytes:
    with cursor.copy(f"COPY {table} TO STDOUT (FORMAT binary)") as out:
        return b"".join(out)


def _lay(rows: dict[str, bytes]) -> None:
    with transaction.atomic(), connection.cursor() as cursor:
        for table, content in rows.items():
            if table == _BY_TRIGGER:
                cursor.execute(f"DELETE FROM {table}")
            with cursor.copy(f"COPY {table} FROM STDIN (FORMAT binary)") as into:
                into.write(content)
    forget_everything()
