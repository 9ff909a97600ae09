"""What the server knows of its tables: columns, keys, and who refers to whom."""

from collections.abc import Collection
from dataclasses import dataclass
from functools import cached_property

import psycopg
from psycopg.rows import class_row

SHOP = "public"


@dataclass(frozen=True, slots=True)
class Column:
    """``counted``: the server numbers it by a sequence. ``computed``: from other columns."""

    name: str
    type: str
    counted: bool
    computed: bool


@dataclass(frozen=True)
class Table:
    """``unique``: the columns of each unique index, those inside expressions included. ``refers``: for each column
    that is a foreign key by itself, the table and column it names. ``constraints``: all foreign keys as the server
    writes them."""

    name: str
    columns: tuple[Column, ...]
    key: tuple[str, ...]
    unique: tuple[frozenset[str], ...]
    refers: dict[str, tuple[str, str]]
    constraints: tuple[str, ...]

    @cached_property
    def written(self) -> tuple[Column, ...]:
        """The columns that a statement may write."""
        return tuple(column for column in self.columns if not column.computed)


def table_names(connection: psycopg.Connection) -> list[str]:
    """Every table of the shop."""
    found = connection.execute(
        """SELECT relname FROM pg_class WHERE relkind = 'r' AND relnamespace = %s::regnamespace ORDER BY relname""",
        [SHOP],
    )
    return [name for (name,) in found]


def tables(connection: psycopg.Connection, names: Collection[str]) -> dict[str, Table]:
    """These tables as the server describes them."""
    return {name: _table(connection, name) for name in names}


def _table(connection: psycopg.Connection, name: str) -> Table:
    full = f"{SHOP}.{name}"
    unique = _unique(connection, full)
    return Table(
        name=name,
        columns=_columns(connection, full),
        key=tuple(unique.get("primary", ())),
        unique=tuple(frozenset(columns) for columns in unique.values()),
        refers=_refers(connection, full),
        constraints=_constraints(connection, full),
    )


def _columns(connection: psycopg.Connection, full: str) -> tuple[Column, ...]:
    with connection.cursor(row_factory=class_row(Column)) as cursor:
        cursor.execute(
            """SELECT attname AS name, format_type(atttypid, atttypmod) AS type,
                      attidentity <> '' OR coalesce(pg_get_expr(adbin, adrelid) LIKE 'nextval(%%', false) AS counted,
                      attgenerated <> '' AS computed
                 FROM pg_attribute LEFT JOIN pg_attrdef ON adrelid = attrelid AND adnum = attnum
                WHERE attrelid = %s::regclass AND attnum > 0 AND NOT attisdropped ORDER BY attnum""",
            [full],
        )
        return tuple(cursor.fetchall())


def _unique(connection: psycopg.Connection, full: str) -> dict[str, list[str]]:
    """By index; the primary key goes by the name of "primary"."""
    found = connection.execute(
        """SELECT DISTINCT CASE WHEN indisprimary THEN 'primary' ELSE indexrelid::text END, attname, attnum
             FROM pg_index
             JOIN pg_attribute ON attrelid = indrelid AND attnum > 0
             LEFT JOIN pg_depend ON objid = indexrelid AND refobjid = indrelid AND refobjsubid = attnum
            WHERE indrelid = %s::regclass AND indisunique AND (attnum = ANY(indkey) OR refobjsubid IS NOT NULL)
            ORDER BY attnum""",
        [full],
    )
    columns: dict[str, list[str]] = {}
    for index, column, _ in found:
        columns.setdefault(index, []).append(column)
    return columns


def _refers(connection: psycopg.Connection, full: str) -> dict[str, tuple[str, str]]:
    found = connection.execute(
        """SELECT own.attname, target.relname, other.attname FROM pg_constraint AS bond
             JOIN pg_attribute AS own ON own.attrelid = bond.conrelid AND own.attnum = bond.conkey[1]
             JOIN pg_class AS target ON target.oid = bond.confrelid
             JOIN pg_attribute AS other ON other.attrelid = bond.confrelid AND other.attnum = bond.confkey[1]
            WHERE bond.conrelid = %s::regclass AND bond.contype = 'f' AND cardinality(bond.conkey) = 1""",
        [full],
    )
    return {column: (table, other) for column, table, other in found}


def _constraints(connection: psycopg.Connection, full: str) -> tuple[str, ...]:
    found = connection.execute(
        "SELECT pg_get_constraintdef(oid) FROM pg_constraint WHERE conrelid = %s::regclass AND contype = 'f'", [full]
    )
    return tuple(definition for (definition,) in found)
