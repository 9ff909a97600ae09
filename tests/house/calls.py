"""Who calls whom, as far as names tell: enough to follow a write from a view, and an event from a reaction."""

import ast
from collections import defaultdict
from collections.abc import Iterator, Mapping
from functools import cached_property, lru_cache

from tests.house.syntax import Function
from tests.house.tree import Source, Tree


@lru_cache(maxsize=1)
def calls_of(tree: Tree) -> "Calls":
    """The calls of a tree, worked out once however many rules ask."""
    return Calls(tree)


class Calls:
    """The program's functions by their full dotted name, and what each one calls."""

    def __init__(self, tree: Tree) -> None:
        self._tree = tree

    @cached_property
    def functions(self) -> Mapping[str, tuple[Source, Function]]:
        """Top-level functions and methods: ``module.function``, ``module.Class.method``."""
        found: dict[str, tuple[Source, Function]] = {}
        for source in self._tree.program():
            for node in source.syntax.body:
                for name, function in _functions_in(node):
                    found[f"{source.module}.{name}"] = (source, function)
        return found

    @cached_property
    def _exports(self) -> Mapping[str, str]:
        """``package.name`` for what an ``__init__`` hands on from inside its package."""
        return {
            f"{source.module}.{name}": full
            for source in self._tree.program()
            if source.parts[-1] == "__init__"
            for name, full in source.names.items()
            if full.startswith(f"{source.module}.")
        }

    @cached_property
    def edges(self) -> Mapping[str, list[tuple[ast.Call, str]]]:
        """For each function the calls in its body, with the full name of what each one calls."""
        found: dict[str, list[tuple[ast.Call, str]]] = {}
        for name, (source, function) in self.functions.items():
            owner = name.removeprefix(f"{source.module}.").rpartition(".")[0]
            found[name] = [
                (call, self.target(call, source, owner)) for call in walk_now(function) if isinstance(call, ast.Call)
            ]
        return found

    def target(self, call: ast.Call, source: Source, inside: str = "") -> str:
        """The full name of what is called. ``inside`` is the class whose ``self`` is meant."""
        match call.func:
            case ast.Attribute(value=ast.Name(id="self" | "cls"), attr=method) if inside:
                return f"{source.module}.{inside}.{method}"
        return self.resolve(call.func, source)

    def resolve(self, node: ast.AST, source: Source) -> str:
        """The full name of a function or class, in the file that holds it."""
        full = source.resolve(node)
        if full and "." not in full:
            full = f"{source.module}.{full}"
        return self._exports.get(full, full)

    def closure(self, name: str) -> set[str]:
        """The names of all that a function calls, and what that calls, and so on; enqueued jobs count as called."""
        seen: set[str] = set()
        waiting = [name]
        while waiting:
            current = waiting.pop()
            if current not in seen:
                seen.add(current)
                waiting += [target.removesuffix(".enqueue") for _, target in self.edges.get(current, ())]
        return seen

    def reaching(self, start: Mapping[str, str]) -> dict[str, str]:
        """The functions that lead to one of ``start``, directly or not, each with what it leads to."""
        found = dict(start)
        callers: defaultdict[str, list[str]] = defaultdict(list)
        for name, calls in self.edges.items():
            for _, target in calls:
                callers[target].append(name)
        waiting = list(found)
        while waiting:
            current = waiting.pop()
            for caller in callers[current]:
                if caller not in found:
                    found[caller] = found[current]
                    waiting.append(caller)
        return found


def walk_now(node: ast.AST) -> Iterator[ast.AST]:
    """The nodes that run when this one runs: what a lambda or an inner function holds runs later, if ever."""
    yield node
    for child in ast.iter_child_nodes(node):
        if not isinstance(child, ast.Lambda | ast.FunctionDef | ast.AsyncFunctionDef):
            yield from walk_now(child)


def _functions_in(node: ast.stmt) -> Iterator[tuple[str, Function]]:
    if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
        yield node.name, node
    if isinstance(node, ast.ClassDef):
        for method in node.body:
            if isinstance(method, ast.FunctionDef | ast.AsyncFunctionDef):
                yield f"{node.name}.{method.name}", method
