"""Plain SQL where the ORM would need several round trips: hot paths and set-based writes."""

from collections.abc import Mapping, Sequence
from typing import Any

import orjson
import psycopg
from django.db import connection
from django.db.backends.utils import CursorWrapper
from psycopg.types.json import Jsonb

from comptoir.kernel.money import Money

_JSONB = 3802  # the type's OID in PostgreSQL's catalogue

type Parameters = Sequence[Any] | Mapping[str, Any]


def execute(sql: str, parameters: Parameters = ()) -> int:
    """Run one statement on the current connection and return how many rows it touched."""
    with connection.cursor() as cursor:
        cursor.execute(sql, parameters)
        touched: int = cursor.rowcount
        return touched


def fetch(sql: str, parameters: Parameters = (), *, prepared: bool = False) -> list[tuple[Any, ...]]:
    """Run one statement that returns rows; JSON columns come back as Python values.

    ``prepared`` has the server keep it from the first time on, and not from the third: for what is asked at every
    request, in a text that is always the same. A limit belongs into the text: the plan depends on it.
    """
    with _preparing_cursor() if prepared else connection.cursor() as cursor:
        cursor.execute(sql, parameters)
        rows: list[tuple[Any, ...]] = cursor.fetchall()
        # Django leaves jsonb as text so that its own fields can decode it.
        documents = [i for i, column in enumerate(cursor.description) if column.type_code == _JSONB]
    return [_decoded(row, documents) for row in rows] if documents else rows


class _PreparingCursor(psycopg.Cursor[Any]):
    def execute(self, query: Any, params: Any = None, **options: Any) -> Any:
        return super().execute(query, params, prepare=True, **options)


def _preparing_cursor() -> CursorWrapper:
    """One whose statements the server keeps; an ordinary one behind a pooler, where connections change hands."""
    if connection.settings_dict["OPTIONS"]["prepare_threshold"] is None:
        return connection.cursor()
    connection.ensure_connection()
    cursor: Any = _PreparingCursor(connection.connection)
    return connection.make_debug_cursor(cursor) if connection.queries_logged else connection.make_cursor(cursor)


def _decoded(row: tuple[Any, ...], documents: Sequence[int]) -> tuple[Any, ...]:
    values = list(row)
    for i in documents:
        values[i] = None if values[i] is None else orjson.loads(values[i])
    return tuple(values)


def jsonb(value: Any) -> Jsonb:
    """A JSON parameter; ids, dates and Money are written in their one canonical form."""
    return Jsonb(value, dumps=to_json)


def to_json(value: Any) -> bytes:
    """JSON text in a stable order of keys, so that equal values give equal bytes."""
    return orjson.dumps(
        value, default=_plain, option=orjson.OPT_SORT_KEYS | orjson.OPT_NON_STR_KEYS | orjson.OPT_PASSTHROUGH_DATACLASS
    )


def _plain(value: Any) -> Any:
    if isinstance(value, Money):
        return {"minor": value.minor, "currency": value.currency}
    if isinstance(value, frozenset | set):
        return sorted(value)
    return str(value)  # Decimal, lazy text: exact, and read back by whoever knows the field
