"""What stands upstairs: one write a request, and every page with its budget of queries."""

import ast
import importlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from tests.house.calls import Calls, calls_of
from tests.house.program import has_module, storefront_addresses
from tests.house.rule import Break, rule
from tests.house.syntax import is_action, is_flow
from tests.house.tree import Source, Tree

_WRITES_IN = ("storefront", "backoffice", "api", "connectors")
MANY = 2
_REPEATING = (ast.ListComp, ast.SetComp, ast.DictComp, ast.GeneratorExp)
_COUNTERS = ("CaptureQueriesContext", "assert_num_queries", "assert_max_num_queries", "execute_wrapper")


@rule(
    because="two writes of one request are two transactions, and the buyer is left between them when the second"
    " fails: tell the story in a flow"
)
def one_write_a_request(tree: Tree) -> Iterator[Break]:
    counts = _Writes(calls_of(tree))
    for name, (source, function) in counts.calls.functions.items():
        if source.storey in _WRITES_IN and counts.of(name) >= MANY:
            deeper = any(counts.of(target) >= MANY for _, target in counts.calls.edges[name] if target != name)
            if not deeper:  # told once, where the writes meet, not for every caller above
                yield Break(
                    source.path, function.lineno, f"{function.name} may call two actions or flows in one request"
                )


class _Writes:
    """How many writes a function makes at most on one way through it; ``MANY`` stands for any number above one."""

    def __init__(self, calls: Calls) -> None:
        self.calls = calls
        self._known: dict[str, int] = {}

    def of(self, name: str) -> int:
        if is_write(name):
            return 1
        if name not in self.calls.functions or self.calls.functions[name][0].storey not in _WRITES_IN:
            return 0
        if name not in self._known:
            self._known[name] = 0  # a function that calls itself counts once
            source, function = self.calls.functions[name]
            self._known[name] = self._most(function.body, source, name)
        return self._known[name]

    def _most(self, statements: Sequence[ast.stmt], source: Source, name: str) -> int:
        left, going = self._ways(statements, source, name)
        return min(MANY, max(left, going or 0))

    def _ways(self, statements: Sequence[ast.stmt], source: Source, name: str) -> tuple[int, int | None]:
        """The most writes on a way that leaves the function here, and on one that goes on (None: none does)."""
        left, going = 0, 0
        for statement in statements:
            out, on = self._way(statement, source, name)
            left = max(left, going + out)
            if on is None:
                return left, None
            going += on
        return left, going

    def _way(self, statement: ast.stmt, source: Source, name: str) -> tuple[int, int | None]:
        match statement:
            case ast.If(test=test, body=body, orelse=orelse):
                return self._either(self._in(test, source, name), [body, orelse], source, name)
            case ast.Match(subject=subject, cases=cases):
                branches = [case.body for case in cases]
                return self._either(self._in(subject, source, name), [*branches, []], source, name)
            case ast.Try(body=body, handlers=handlers, orelse=orelse, finalbody=final):
                # A write that raised was none: its handler may try another.
                out, on = self._either(0, [[*body, *orelse], *(handler.body for handler in handlers)], source, name)
                last = self._most(final, source, name)
                return out + last, None if on is None else on + last
            case ast.For(body=body) | ast.While(body=body):
                inside = self._most(body, source, name)
                return (MANY if inside else 0), (MANY if inside else 0)
            case ast.With(items=items, body=body):
                before = sum(self._in(item.context_expr, source, name) for item in items)
                out, on = self._ways(body, source, name)
                return before + out, None if on is None else before + on
            case ast.Return() | ast.Raise():
                return self._in(statement, source, name), None
            case ast.FunctionDef() | ast.AsyncFunctionDef() | ast.ClassDef():
                return 0, 0
        count = self._in(statement, source, name)
        return count, count

    def _either(
        self, before: int, branches: Sequence[Sequence[ast.stmt]], source: Source, name: str
    ) -> tuple[int, int | None]:
        ways = [self._ways(branch, source, name) for branch in branches]
        going = [on for _, on in ways if on is not None]
        return before + max(out for out, _ in ways), before + max(going) if going else None

    def _in(self, node: ast.AST, source: Source, name: str) -> int:
        """The writes of one expression or simple statement."""
        inside = name.removeprefix(f"{source.module}.").rpartition(".")[0]
        found = 0
        for part in ast.walk(node):
            if isinstance(part, ast.Call):
                found += self.of(self.calls.target(part, source, inside))
            elif isinstance(part, _REPEATING) and any(
                self._in(child, source, name) for child in ast.iter_child_nodes(part)
            ):
                found += MANY
        return found


def is_write(name: str) -> bool:
    """Whether calling this name writes: an action, a flow, or a step that only flows should take."""
    return is_action(name) or is_flow(name) or name.startswith("comptoir.flows.steps.")


@dataclass(frozen=True)
class Budgets:
    """The names of the storefront's addresses, and the most queries each may make."""

    addresses: Sequence[str]
    most_queries: Mapping[str, int]


BUDGETS_MODULE = "comptoir.storefront.tests.budgets"


def budgets() -> Budgets:
    known: Mapping[str, int] = {}
    if has_module(BUDGETS_MODULE):
        known = importlib.import_module(BUDGETS_MODULE).BUDGETS
    return Budgets(storefront_addresses(), known)


@rule(
    because="queries creep in one by one and nobody sees them; a page without a number in storefront/tests/budgets.py"
    " has no limit",
    reads=budgets,
)
def pages_have_budgets(pages: Budgets) -> Iterator[Break]:
    for name in pages.addresses:
        if name not in pages.most_queries:
            yield Break(name, 0, "has no query budget")
    for name in pages.most_queries:
        if name not in pages.addresses:
            yield Break(name, 0, "has a query budget and no page")


@rule(because="a budget that no test spends is a wish: compare it with the queries that were counted")
def budgets_are_measured(tree: Tree) -> Iterator[Break]:
    path = "src/" + BUDGETS_MODULE.replace(".", "/") + ".py"
    if path in tree.files and not any(
        source.is_test
        and f"{BUDGETS_MODULE}.BUDGETS" in source.names.values()
        and any(counter in source.text for counter in _COUNTERS)
        for source in tree.python()
    ):
        yield Break(path, 0, f"no test imports BUDGETS and counts queries ({', '.join(_COUNTERS)})")
