"""Which rows one order leaves behind, read from the rows themselves: whatever the shop writes today."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

import psycopg
from psycopg import sql

from comptoir.operations.bench.limits.tables import SHOP, Table, table_names, tables


@dataclass(frozen=True, kw_only=True)
class Sample:
    """The rows by table, each by column and as text. ``changed`` were there before, with the columns that are others
    now."""

    tables: Mapping[str, Table]
    added: Mapping[str, list[dict[str, str | None]]]
    changed: Mapping[str, list[frozenset[str]]]

    @property
    def rows(self) -> int:
        return sum(map(len, self.added.values())) + sum(map(len, self.changed.values()))


def sample_of(conninfo: str, write: Callable[[], object]) -> Sample:
    """Call ``write`` and tell what it left, in its last version. Nobody else must write meanwhile."""
    with psycopg.connect(conninfo, autocommit=True) as now, psycopg.connect(conninfo) as before:
        # This connection goes on seeing what was there: so we know which rows are new.
        before.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ")
        before.execute("SELECT 1")
        first = _transaction(now)
        write()
        last = _transaction(now)
        written = {name: _written(now, name, first, last) for name in table_names(now)}
        touched = {name: rows for name, rows in written.items() if rows}
        known = tables(now, touched)
        added: dict[str, list[dict[str, str | None]]] = {}
        changed: dict[str, list[frozenset[str]]] = {}
        for name, rows in touched.items():
            for row in rows:
                former = _former(before, known[name], row)
                if former is None:
                    added.setdefault(name, []).append(row)
                else:
                    differing = frozenset(column for column in row if row[column] != former[column])
                    changed.setdefault(name, []).append(differing)
        return Sample(tables=known, added=added, changed=changed)


def _transaction(connection: psycopg.Connection) -> int:
    found = connection.execute("SELECT pg_current_xact_id()::text::bigint").fetchone()
    return int(found[0]) if found else 0


def _written(connection: psycopg.Connection, name: str, first: int, last: int) -> list[dict[str, str | None]]:
    # A fresh database is far from the number at which transactions are counted from the beginning again.
    query = sql.SQL(
        "SELECT row_text.* FROM {table} AS row_text WHERE xmin::text::bigint > {first} AND xmin::text::bigint < {last}"
    ).format(table=sql.Identifier(SHOP, name), first=sql.Literal(first), last=sql.Literal(last))
    return _as_text(connection, query)


def _former(
    connection: psycopg.Connection, table: Table, row: Mapping[str, str | None]
) -> dict[str, str | None] | None:
    conditions = [
        sql.SQL("{}::text = {}").format(sql.Identifier(column), sql.Literal(row[column])) for column in table.key
    ]
    query = sql.SQL("SELECT * FROM {} WHERE {}").format(
        sql.Identifier(SHOP, table.name), sql.SQL(" AND ").join(conditions)
    )
    found = _as_text(connection, query)
    return found[0] if found else None


def _as_text(connection: psycopg.Connection, query: sql.Composed) -> list[dict[str, str | None]]:
    """Every value as the server writes it, so that it can be given back unchanged whatever its type."""
    result = connection.pgconn.exec_(query.as_bytes(connection))
    if result.error_message:
        raise psycopg.OperationalError(result.error_message.decode(errors="replace"))
    names = [(result.fname(place) or b"").decode() for place in range(result.nfields)]
    return [
        {name: _decoded(result.get_value(line, place)) for place, name in enumerate(names)}
        for line in range(result.ntuples)
    ]


def _decoded(value: bytes | None) -> str | None:
    return None if value is None else bytes(value).decode()
