"""Time enters once, at the edge."""

import ast
import re
from collections.abc import Iterator

from tests.house.calls import calls_of
from tests.house.rule import Break, rule
from tests.house.rules.network import talkers
from tests.house.syntax import strings
from tests.house.tree import Source, Tree

CLOCK = "comptoir.kernel.clock"
# The clock itself, and the maker of ids whose first half is the time.
_MAY_READ_THE_CLOCK = frozenset({CLOCK, "comptoir.kernel.ids"})
_CLOCK_READERS = frozenset({f"{CLOCK}.now", f"{CLOCK}.real_now"})
_WALL_CLOCKS = frozenset(
    {
        "datetime.datetime.now",
        "datetime.datetime.utcnow",
        "datetime.datetime.today",
        "datetime.date.today",
        "time.time",
        "time.time_ns",
        "django.utils.timezone.now",
        "django.utils.timezone.localdate",
        "django.db.models.functions.Now",
        "django.db.models.functions.datetime.Now",
    }
)
_SQL_CLOCK = re.compile(
    r"\b(?:now|clock_timestamp|statement_timestamp)\(\)|\bcurrent_(?:timestamp|date)\b", re.IGNORECASE
)
_SQL = re.compile(r"\b(?:SELECT|INSERT INTO|UPDATE|DELETE FROM|VALUES)\b")


@rule(
    because="the hour comes from kernel.clock alone, so that a test, a replay and an audit see one time; durations"
    " are measured with time.monotonic or time.perf_counter, which are no clocks"
)
def wall_clock(tree: Tree) -> Iterator[Break]:
    for source in tree.program():
        if source.module in _MAY_READ_THE_CLOCK:
            continue
        for node in source.all(ast.Attribute, ast.Name):
            if isinstance(node.ctx, ast.Load) and source.resolve(node) in _WALL_CLOCKS:
                yield Break(source.path, node.lineno, f"{source.resolve(node)} reads the clock")
        for keyword in source.all(ast.keyword):
            if keyword.arg in {"auto_now", "auto_now_add"}:
                yield Break(source.path, keyword.value.lineno, f"{keyword.arg} reads the clock")
        yield from _clocks_in_sql(source)


def _clocks_in_sql(source: Source) -> Iterator[Break]:
    if source.storey == "operations":
        return  # it times the database server itself
    for line, text in strings(source):
        found = _SQL_CLOCK.search(text) if _SQL.search(text) else None
        if found:
            yield Break(source.path, line, f"{found.group(0)} lets the database read the clock")


@rule(
    because="business functions are told the time, so that what they do can be done again for any moment; only a job"
    " starts by itself, and only a flow that waited for the network finds that time has passed"
)
def clock_at_the_edge(tree: Tree) -> Iterator[Break]:
    calls = calls_of(tree)
    waiting = talkers(calls, frozenset())
    for name, (source, _) in calls.functions.items():
        edge = source.room == "jobs" or (source.storey == "flows" and name in waiting)
        if source.storey in {"domains", "flows"} and not edge:
            for call, target in calls.edges[name]:
                if target in _CLOCK_READERS:
                    function = name.rpartition(".")[2]
                    yield Break(source.path, call.lineno, f"{function} reads the clock instead of being told")


@rule(because="ids sort by their making and are made in one place, kernel.ids")
def one_maker_of_ids(tree: Tree) -> Iterator[Break]:
    makers = {"uuid.uuid1", "uuid.uuid4", "uuid.uuid6", "uuid.uuid7"}
    for source in tree.program():
        if source.module != "comptoir.kernel.ids":
            for node in source.all(ast.Attribute, ast.Name):
                if source.resolve(node) in makers:
                    yield Break(source.path, node.lineno, f"makes an id with {source.resolve(node)}")
