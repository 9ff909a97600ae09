"""The rows of a sample as a pgbench script: the same rows again and again, under new keys, in one transaction.

They go to tables of the same shape in a schema of their own (columns, checks, indexes, foreign keys), so that nobody
reacts to them. Triggers are left behind: what they cost is the shop's own choice.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from graphlib import TopologicalSorter

import psycopg
from psycopg import sql

from comptoir.operations.bench.limits.sample import Sample
from comptoir.operations.bench.limits.tables import SHOP, Column, Table

SCHEMA = "bench_limits"
PLACE = "bench_place"
WITH_UUIDV7 = 180_000
_UUID = re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}")


class Unwritable(Exception):
    """A row cannot be repeated: nothing in one of its unique keys can be made another."""


@dataclass(frozen=True)
class Script:
    text: str
    statements: int
    """Those between BEGIN and COMMIT."""


def copy_tables(conninfo: str, sample: Sample) -> None:
    """Make the tables that the script writes, with what the shop's hold now."""
    # Before connecting, so that constraints are read under the shop's schema and written under both.
    with psycopg.connect(conninfo, autocommit=True) as connection:
        connection.execute(f"DROP SCHEMA IF EXISTS {SCHEMA} CASCADE")
        connection.execute(f"CREATE SCHEMA {SCHEMA}")
        connection.execute(f"CREATE SEQUENCE {SCHEMA}.orders")
        for table in sample.tables.values():
            _copy(connection, table, numbered=table.name in sample.changed)
        connection.execute(f"SET search_path = {SCHEMA}, {SHOP}")
        for table in sample.tables.values():
            for definition in table.constraints:
                connection.execute(_bond(table, definition))
        connection.execute("ANALYZE")


def _copy(connection: psycopg.Connection, table: Table, *, numbered: bool) -> None:
    own, theirs = sql.Identifier(SCHEMA, table.name), sql.Identifier(SHOP, table.name)
    names = sql.SQL(", ").join(sql.Identifier(column.name) for column in table.written)
    connection.execute(sql.SQL("CREATE TABLE {} (LIKE {} INCLUDING ALL)").format(own, theirs))
    connection.execute(sql.SQL("INSERT INTO {} ({}) SELECT {} FROM {}").format(own, names, names, theirs))
    for column in table.columns:
        if column.counted:
            connection.execute(
                sql.SQL("SELECT setval(pg_get_serial_sequence({name}, {column}), max({id}) + 1000) FROM {own}").format(
                    name=sql.Literal(f"{SCHEMA}.{table.name}"),
                    column=sql.Literal(column.name),
                    id=sql.Identifier(column.name),
                    own=own,
                )
            )
    if numbered:
        connection.execute(
            sql.SQL("ALTER TABLE {} ADD COLUMN {} bigint GENERATED ALWAYS AS IDENTITY UNIQUE").format(
                own, sql.Identifier(PLACE)
            )
        )


def _bond(table: Table, definition: str) -> sql.Composed:
    # As the server wrote it: names without a schema, so that a copied table is found before the shop's.
    return sql.SQL("ALTER TABLE {} ADD {}").format(sql.Identifier(SCHEMA, table.name), sql.SQL(definition))


def order_script(sample: Sample, *, existing: Mapping[str, int], server_version: int) -> Script:
    """The script. ``existing`` tells how many rows the tables with changed rows hold."""
    fresh = _Fresh(sample)
    statements = [
        *(_insert(sample.tables[name], sample.added[name], fresh) for name in _in_order(sample)),
        *(_update(name, sample.changed[name]) for name in sorted(sample.changed)),
    ]
    draws = [
        f"\\set place_{name} random(1, {max(1, existing[name] - len(rows) + 1)})"
        for name, rows in sorted(sample.changed.items())
    ]
    lines = [*draws, fresh.select(server_version), "BEGIN;", *statements, "COMMIT;"]
    return Script("\n".join(lines) + "\n", len(statements))


def _in_order(sample: Sample) -> tuple[str, ...]:
    """Whoever is referred to comes first."""
    names = set(sample.added)
    order: TopologicalSorter[str] = TopologicalSorter()
    for name in sorted(names):
        targets = {target for target, _ in sample.tables[name].refers.values()}
        order.add(name, *sorted((targets & names) - {name}))
    return tuple(order.static_order())


class _Fresh:
    """What is another each time, as variables of pgbench: UUIDs by value, numbers by table and value; texts of unique
    columns get the order's count in front, wherever the same text stands."""

    def __init__(self, sample: Sample) -> None:
        self.uuids: dict[str, str] = {}
        self.numbers: dict[tuple[str, str, str], str] = {}
        self.texts: set[str] = set()
        rows = [(sample.tables[name], row) for name, rows in sample.added.items() for row in rows]
        for table, row in rows:
            self._note(table, row)
        for table, row in rows:
            self.texts.update(self._texts_to_vary(table, row))

    def _note(self, table: Table, row: Mapping[str, str | None]) -> None:
        by_name = {column.name: column for column in table.columns}
        for name in table.key:
            value, column = row[name] or "", by_name[name]
            if column.type == "uuid" and name not in table.refers:
                self.uuids.setdefault(value, f"u{len(self.uuids) + 1}")
            elif column.counted:
                self.numbers[(table.name, name, value)] = f"s{len(self.numbers) + 1}"

    def _texts_to_vary(self, table: Table, row: Mapping[str, str | None]) -> Iterator[str]:
        by_name = {column.name: column for column in table.written}
        for columns in table.unique:
            own = [by_name[name] for name in sorted(columns) if name in by_name]
            if any(_varies(self.parts(table, column, row[column.name])) for column in own):
                continue
            texts = [row[column.name] for column in own if _is_text(column)]
            if not texts:
                raise Unwritable(f"{table.name} ({', '.join(sorted(columns))}) cannot be made another for each order.")
            yield texts[-1] or ""

    def parts(self, table: Table, column: Column, value: str | None) -> list[str] | None:
        """A value cut at what is another each time: every other part is a variable's name. None: NULL."""
        if value is None:
            return None
        number = self.numbers.get((*table.refers.get(column.name, (table.name, column.name)), value))
        if number:
            return ["", number, ""]
        if value in self.texts and _is_text(column):
            return ["", "n", f"-{value}"]
        parts, end = [], 0
        for found in _UUID.finditer(value):
            variable = self.uuids.get(found.group())
            if variable:
                parts += [value[end : found.start()], variable]
                end = found.end()
        return [*parts, value[end:]]

    def select(self, server_version: int) -> str:
        """The statement that draws them. The server's own version 7 grows with time, as the shop's keys do."""
        uuid = "uuidv7()" if server_version >= WITH_UUIDV7 else "gen_random_uuid()"
        drawn = [f"nextval('{SCHEMA}.orders') AS n", *(f"{uuid} AS {name}" for name in self.uuids.values())]
        drawn += [
            f"nextval(pg_get_serial_sequence('{SCHEMA}.{table}', '{column}')) AS {name}"
            for (table, column, _), name in self.numbers.items()
        ]
        return f"SELECT {', '.join(drawn)} \\gset"


def _insert(table: Table, rows: Sequence[Mapping[str, str | None]], fresh: _Fresh) -> str:
    names = ", ".join(f'"{column.name}"' for column in table.written)
    values = ",\n  ".join(f"({', '.join(_row(table, row, fresh))})" for row in rows)
    return f'INSERT INTO {SCHEMA}."{table.name}" ({names}) VALUES\n  {values};'


def _row(table: Table, row: Mapping[str, str | None], fresh: _Fresh) -> Iterator[str]:
    for column in table.written:
        yield _expression(column, fresh.parts(table, column, row[column.name]))


def _varies(parts: list[str] | None) -> bool:
    # NULLs never collide.
    return parts is None or len(parts) > 1


def _is_text(column: Column) -> bool:
    return column.type == "text" or column.type.startswith("character varying")


def _expression(column: Column, parts: list[str] | None) -> str:
    if parts is None:
        return "NULL"
    if len(parts) == 1:
        return f"CAST({_literal(parts[0])} AS {column.type})"
    pieces = [
        f"CAST(:{part} AS text)" if place % 2 else _literal(part)
        for place, part in enumerate(parts)
        if place % 2 or part
    ]
    joined = " || ".join(pieces)
    return f"CAST({joined} AS {column.type})"


def _literal(value: str) -> str:
    """No colon in it: pgbench would take what follows for the name of a variable."""
    escaped = value.replace("\\", "\\\\").replace("'", "''").replace("\n", "\\n").replace(":", "\\u003A")
    return f"E'{escaped}'"


def _update(name: str, rows: Sequence[frozenset[str]]) -> str:
    """As many rows anew, somewhere in the table, always in ascending order so that two of them cannot deadlock.

    They keep their values: a row is written anew all the same, and no check is broken however often it is done.
    """
    columns = sorted(frozenset().union(*rows)) or [PLACE]
    settings = ", ".join(f'"{column}" = "{column}"' for column in columns)
    last = len(rows) - 1
    return (
        f'UPDATE {SCHEMA}."{name}" SET {settings}\n'
        f"  WHERE {PLACE} BETWEEN :place_{name} AND CAST(:place_{name} AS bigint) + {last};"
    )
