"""Plain SQL where the ORM would need several round trips: hot paths and set-based writes."""

from collections.abc import Mapping, Sequence
from typing import Any

import orjson
from django.db import connection
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


def fetch(sql: str, parameters: Parameters = ()) -> list[tuple[Any, ...]]:
    """Run one statement that returns rows; JSON columns come back as Python values."""
    with connection.cursor() as cursor:
        cursor.execute(sql, parameters)
        rows: list[tuple[Any, ...]] = cursor.fetchall()
        # Django leaves jsonb as text so that its own fields can decode it.
        documents = [i for i, column in enumerate(cursor.description) if column.type_code == _JSONB]
    return [_decoded(row, documents) for row in rows] if documents else rows


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
