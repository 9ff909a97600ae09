"""Transactions are short, know their owner, and lock in one order."""

import ast
import re
from collections.abc import Iterator

from tests.house.calls import walk_now
from tests.house.rule import Break, rule
from tests.house.syntax import atomic_blocks, is_flow, name_of_call, strings
from tests.house.tree import Source, Tree


@rule(
    because="the flow owns the transaction and must know that it commits; an action inside it needs no savepoint of"
    " its own, which would be two statements more: where it must let go of locks, it says so"
)
def transactions_have_an_owner(tree: Tree) -> Iterator[Break]:
    wanted = {"flows": ("durable", (True,)), "actions": ("savepoint", (False, True))}
    for source in tree.program():
        keyword, values = wanted.get(source.storey) or (source.domain and wanted.get(source.room)) or ("", ())
        if not keyword or source.room == "reactions":
            continue
        for expression, _ in atomic_blocks(source):
            said = expression.keywords if isinstance(expression, ast.Call) else []
            if not any(
                given.arg == keyword and isinstance(given.value, ast.Constant) and given.value.value in values
                for given in said
            ):
                yield Break(source.path, expression.lineno, f"a transaction here says {keyword}={values[0]}")


@rule(because="a flow commits by itself: inside another transaction it would promise what may be rolled back")
def flows_between_transactions(tree: Tree) -> Iterator[Break]:
    for source in tree.program():
        for _, statements in atomic_blocks(source):
            for call in (node for statement in statements for node in walk_now(statement)):
                if isinstance(call, ast.Call) and is_flow(source.resolve(call.func)):
                    yield Break(source.path, call.lineno, f"the flow {name_of_call(call)} inside a transaction")


_TAKES_ONE = frozenset(
    {"get", "get_or_create", "update_or_create", "first", "last", "earliest", "latest", "aget", "afirst", "alast"}
)
_TAKES_MANY = frozenset({"list", "tuple", "set", "frozenset", "dict", "sorted", "len", "in_bulk", "count", "exists"})


@rule(because="select_for_update() locks nothing until its rows are read: read them in the same statement")
def locks_are_taken(tree: Tree) -> Iterator[Break]:
    for source in tree.program():
        for call in source.all(ast.Call):
            if name_of_call(call) == "select_for_update" and not _consumed(call, source):
                yield Break(source.path, call.lineno, "a lock that nothing takes here")


@rule(because="two transactions that lock the same rows in another order wait for each other until one is killed")
def locks_are_ordered(tree: Tree) -> Iterator[Break]:
    for source in tree.program():
        for call in source.all(ast.Call):
            if name_of_call(call) == "select_for_update":
                methods = _chain(call, source)
                if _TAKES_ONE.isdisjoint(methods) and "order_by" not in methods:
                    yield Break(source.path, call.lineno, "locks several rows in no order")
        for line, text in strings(source):
            for locking in _locking_selects(text):
                many = re.search(r"\bANY\s*\(|\bIN\s*\(|\bunnest\s*\(", locking)
                if many and "ORDER BY" not in locking and "SKIP LOCKED" not in text:
                    yield Break(source.path, line, "locks several rows in no order")


def _locking_selects(sql: str) -> Iterator[str]:
    """The SELECT that each FOR UPDATE belongs to, what stands in inner parentheses left out."""
    for found in re.finditer(r"\bFOR (?:NO KEY )?UPDATE\b", sql):
        own, depth = "", 0
        for character in reversed(sql[: found.start()]):
            depth += {")": 1, "(": -1}.get(character, 0)
            if depth < 0:
                break
            own = character + own if depth == 0 or (depth == 1 and character == ")") else own
            if depth == 0 and own.startswith("SELECT"):
                break
        yield own


def _top(call: ast.Call, source: Source) -> ast.AST:
    """The end of the chain of methods that the call belongs to."""
    node: ast.AST = call
    while True:
        parent = source.parents.get(node)
        in_chain = isinstance(parent, ast.Attribute) or (isinstance(parent, ast.Call) and parent.func is node)
        if parent is None or not in_chain:
            return node
        node = parent


def _chain(call: ast.Call, source: Source) -> set[str]:
    """The names of all methods in the chain."""
    names: set[str] = set()
    node = _top(call, source)
    while isinstance(node, ast.Call | ast.Attribute):
        if isinstance(node, ast.Attribute):
            names.add(node.attr)
            node = node.value
        else:
            node = node.func
    return names


def _consumed(call: ast.Call, source: Source) -> bool:
    top = _top(call, source)
    if isinstance(top, ast.Call) and name_of_call(top) in _TAKES_ONE | _TAKES_MANY:
        return True
    parent = source.parents.get(top)
    match parent:
        case ast.Call():
            return name_of_call(parent) in _TAKES_MANY
        case ast.For(iter=read) | ast.comprehension(iter=read):
            return read is top
        case ast.Subscript(slice=ast.Slice()):
            return False
        case ast.Subscript() | ast.Starred():
            return True
    return False
