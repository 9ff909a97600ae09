"""Which rows a transaction locks, in which order, and whether transactions could ever wait for each other in a ring.

Taken from PostgreSQL itself (pg_locks tells the tables) and from the statement (which tells how the rows are locked).
Checks of foreign keys are brought forward to just before the commit, so that their locks are seen too.

What is left out, and why that is sound: rows of one table locked by one statement are sorted by every statement of ours
(the inventory's races show it); a table that is locked a second time in the same way is taken for the same rows.
"""

import re
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from enum import IntEnum
from itertools import product
from typing import Any

from django.db import connection


class Strength(IntEnum):
    """How a row is locked, weakest first (https://www.postgresql.org/docs/current/explicit-locking.html)."""

    REFERENCED = 1  # FOR KEY SHARE: a row elsewhere points at it
    INSERTED = 2  # nobody sees it yet; only the same unique key waits for it
    CHANGED = 3  # UPDATE of no key, FOR NO KEY UPDATE
    TAKEN = 4  # DELETE, FOR UPDATE


GATE = "gate"
"""Where a table's name would stand: a lock of PostgreSQL's that is no row (advisory), so whoever holds it is alone."""


@dataclass(frozen=True)
class Lock:
    """Rows of a table, locked in that strength."""

    table: str
    strength: Strength

    def __str__(self) -> str:
        return f"{self.table} ({self.strength.name.lower()})"


@dataclass
class Transaction:
    """What one transaction locked, in that order."""

    name: str
    locks: list[Lock] = field(default_factory=list)

    def add(self, lock: Lock) -> None:
        """Note a lock, unless one that is as strong is held on the table."""
        held = [known.strength for known in self.locks if known.table == lock.table]
        inserted = held == [Strength.INSERTED] and lock.strength is not Strength.INSERTED
        if not held or inserted or lock.strength > max(held):
            self.locks.append(lock)


# A part of a table counts as the table that statements name.
_TABLES = """
SELECT DISTINCT coalesce(pg_partition_root(relation), relation)::regclass::text, pg_locks.mode
  FROM pg_locks JOIN pg_class ON pg_class.oid = relation
 WHERE pid = pg_backend_pid() AND locktype = 'relation' AND relkind IN ('r', 'p')
   AND pg_locks.mode IN ('RowShareLock', 'RowExclusiveLock')
"""
_OURS = """
SELECT count(*) FILTER (WHERE xmin::text = ours), count(*) FILTER (WHERE xmin::text <> ours AND xmax::text = ours)
  FROM {table}, LATERAL (SELECT (pg_current_xact_id()::text::numeric % 4294967296)::text AS ours)
"""
_ADVISORY = re.compile(r"pg_advisory_xact_lock\(hashtext(?:extended)?\('([\w.]+)'(\)\))?")
_UPDATED = re.compile(r'(?<!FOR )(?<!KEY )(?<!DO )\bUPDATE "?(\w+)"?', re.IGNORECASE)
_DELETED = re.compile(r'\bDELETE FROM "?(\w+)"?', re.IGNORECASE)
_INSERTED = re.compile(r'\bINSERT INTO "?(\w+)"?(.*?)(?=\bINSERT INTO|\Z)', re.IGNORECASE | re.DOTALL)


class Watch:
    """Notes the locks of every transaction of this thread's connection."""

    def __init__(self) -> None:
        self.transactions: list[Transaction] = []
        self.flow = ""
        self._present: Transaction | None = None
        self._known: set[tuple[str, str]] = set()
        self._inserted: dict[str, tuple[int, int]] = {}

    def seen(self, execute: Callable[..., Any], sql: str, params: Any, many: bool, context: dict[str, Any]) -> Any:
        """Around every statement; as Django wants it (``execute_wrapper``)."""
        answer = execute(sql, params, many, context)
        if connection.in_atomic_block:
            self._note(sql)
        return answer

    def _add(self, lock: Lock, present: Transaction) -> None:
        """Nobody sees the rows that this transaction inserted, so nobody waits for it when it writes over those alone:
        when it has written to no more rows of the table than it has inserted, and locked none of others'."""
        if lock.strength is Strength.INSERTED:
            self._inserted[lock.table] = _ours(lock.table)
        elif lock.table in self._inserted and self._inserted[lock.table] == _ours(lock.table):
            return
        present.add(lock)

    def before_commit(self) -> None:
        if self._present is not None:
            connection.connection.execute("SET CONSTRAINTS ALL IMMEDIATE")
            self._note("")
        self.after_end()

    def after_end(self) -> None:
        self._present, self._known, self._inserted = None, set(), {}

    def _note(self, sql: str) -> None:
        tables = set(connection.connection.execute(_TABLES).fetchall())
        fresh = tables - self._known
        self._known = tables
        present = self._present
        if present is None:
            number = sum(known.name.startswith(f"{self.flow}/") for known in self.transactions)
            present = self._present = Transaction(f"{self.flow}/{number + 1}")
            self.transactions.append(present)
        for table in _as_named({table for table, mode in fresh if mode == "RowShareLock"}, sql):
            self._add(Lock(table, _asked_strength(sql)), present)
        for lock in _written(sql):
            self._add(lock, present)
        unexplained = {table for table, mode in fresh if mode == "RowExclusiveLock"} - {
            lock.table for lock in present.locks
        }
        assert not unexplained, f"who writes {unexplained}? {sql}"


def _ours(table: str) -> tuple[int, int]:
    """How many rows of a table this transaction has inserted or written over, and how many of others' it has locked."""
    written, locked = connection.connection.execute(_OURS.format(table=table)).fetchone()
    return int(written), int(locked)


def _as_named(tables: set[str], sql: str) -> list[str]:
    """In the order of FOR UPDATE OF, which is the order in which PostgreSQL locks the rows of a join."""
    named = re.search(r"UPDATE OF ([\w, ]+)", sql)
    aliases = re.split(r",\s*", named[1].strip()) if named else []
    place = {_table_of(alias, sql): number for number, alias in enumerate(aliases)}
    return sorted(tables, key=lambda table: (place.get(table, len(place)), table))


def _table_of(alias: str, sql: str) -> str:
    found = re.search(rf"(?:FROM|JOIN)\s+(\w+) AS {alias}\b", sql)
    return found[1] if found else alias


def _asked_strength(sql: str) -> Strength:
    if re.search(r"\bFOR UPDATE\b", sql):
        return Strength.TAKEN
    return Strength.CHANGED if "FOR NO KEY UPDATE" in sql else Strength.REFERENCED


def _written(sql: str) -> Iterator[Lock]:
    for name, alone in _ADVISORY.findall(sql):  # one for everybody, or one for each of something
        yield Lock(f"{GATE if alone else 'turn'} {name}", Strength.TAKEN)
    if "procrastinate_defer_jobs" in sql:  # a function and a trigger of theirs; nobody else sees the new rows
        yield from (Lock(table, Strength.INSERTED) for table in ("procrastinate_jobs", "procrastinate_events"))
    if "UPDATE procrastinate_jobs" in sql:  # a trigger of theirs tells of every step of a job
        yield Lock("procrastinate_events", Strength.INSERTED)
    found = [(match.start(), Lock(match[1], Strength.CHANGED)) for match in _UPDATED.finditer(sql)]
    found += [(match.start(), Lock(match[1], Strength.TAKEN)) for match in _DELETED.finditer(sql)]
    for match in _INSERTED.finditer(sql):
        merges = "DO UPDATE" in match[2].upper()
        found.append((match.start(), Lock(match[1], Strength.CHANGED if merges else Strength.INSERTED)))
    yield from (lock for _, lock in sorted(found, key=lambda pair: pair[0]) if "_" in lock.table)


@contextmanager
def watched() -> Iterator[Watch]:
    """Notes from here on what this connection locks. Set ``flow`` to the name of what comes next."""
    watch = Watch()
    commit, rollback = connection.commit, connection.rollback

    def commit_watched() -> Any:
        watch.before_commit()
        return commit()

    def rollback_watched() -> Any:
        watch.after_end()
        return rollback()

    connection.commit, connection.rollback = commit_watched, rollback_watched  # type: ignore[method-assign]  # put back below
    try:
        with connection.execute_wrapper(watch.seen):
            yield watch
    finally:
        connection.commit, connection.rollback = commit, rollback  # type: ignore[method-assign]  # as they were


def naturally_unique() -> frozenset[str]:
    """Tables in which two inserts can meet: those with a unique key that is no number or id of ours. A key that names
    the order as well is of one order, and whoever inserts for it has come through its door."""
    with connection.cursor() as cursor:
        cursor.execute("""SELECT DISTINCT coalesce(pg_partition_root(indrelid), indrelid)::regclass::text FROM pg_index
                           WHERE indisunique AND (NOT indisprimary OR indnkeyatts > 1)
                             AND NOT EXISTS (SELECT FROM pg_attribute
                                              WHERE attrelid = indrelid AND attnum = ANY(indkey)
                                                AND attname = 'order_id')""")
        return frozenset(name for (name,) in cursor.fetchall())


def waits_for(wanted: Lock, held: Lock, unique: frozenset[str]) -> bool:
    """Whether the one who wants may have to wait for the one who holds."""
    if wanted.table != held.table:
        return False
    weaker, stronger = sorted((wanted.strength, held.strength))
    if Strength.INSERTED in (weaker, stronger):
        return weaker == stronger and wanted.table in unique
    return weaker >= Strength.CHANGED or stronger == Strength.TAKEN


def ring(transactions: Sequence[Transaction], unique: frozenset[str]) -> list[str]:
    """A ring in which each holds what the next one wants, in words; empty when there can be none."""
    places = [(each, index) for each in transactions for index in range(len(each.locks))]
    follows: dict[int, list[tuple[int, str]]] = {number: [] for number in range(len(places))}
    for (a, (holder, i)), (b, (other, k)) in product(enumerate(places), repeat=2):
        later = range(i + 1, len(holder.locks))
        wanted = next((w for w in later if waits_for(holder.locks[w], other.locks[k], unique)), None)
        if wanted is not None and not _gates(holder.locks[:wanted]) & _gates(other.locks[:k]):
            follows[a].append((b, f"{holder.name} holds {holder.locks[i]} and wants {holder.locks[wanted]}"))
    return _cycle(follows)


def _gates(held: Sequence[Lock]) -> set[str]:
    """What two transactions cannot both have come through."""
    return {lock.table for lock in held if lock.table.startswith(GATE)}


def _cycle(follows: dict[int, list[tuple[int, str]]]) -> list[str]:
    done: set[int] = set()
    for start, first in follows.items():
        path: list[tuple[int, str]] = []
        stack: list[tuple[int, Iterator[tuple[int, str]]]] = [(start, iter(first))]
        while stack:
            node, rest = stack[-1]
            step = next(((to, why) for to, why in rest if to not in done), None)
            if step is None:
                done.add(node)
                stack.pop()
                path = path[:-1]
                continue
            to, why = step
            nodes = [each for each, _ in stack]
            if to in nodes:
                return [*(words for _, words in path[nodes.index(to) :]), why]
            path.append(step)
            stack.append((to, iter(follows[to])))
    return []
