"""Actions, queries and flows: what can be asked of the business, and by whom."""

import ast
from collections import defaultdict
from collections.abc import Iterator

from tests.house.rule import Break, rule
from tests.house.syntax import Function, body_without_docstring, exported_functions, functions_of, name_of_call
from tests.house.tree import Source, Tree

_REFUSALS = frozenset({"NotAllowed", "Forbidden"})


@rule(because="arguments with names and types cannot be swapped, and whoever acts, and when, is always known")
def signatures(tree: Tree) -> Iterator[Break]:
    for source, function in _written_verbs(tree):
        for what in _wrong_with(function, writes=bool(source.domain) or _writes(source)):
            yield Break(source.path, function.lineno, f"{function.name} {what}")


def _written_verbs(tree: Tree) -> Iterator[tuple[Source, Function]]:
    for domain in tree.domain_names:
        yield from exported_functions(tree, domain, "actions")
    for source in flow_files(tree):
        yield from ((source, function) for function in functions_of(source))


def flow_files(tree: Tree) -> Iterator[Source]:
    """The files that tell one use case each."""
    for source in tree.program():
        told = source.parts[-1] != "__init__" and source.room not in {"apps", "reactions", "jobs"}
        if source.storey == "flows" and told:
            yield source


def _writes(flow: Source) -> bool:
    """Whether the flow writes. A step that only talks to a provider needs no actor; its outcome is recorded by one."""
    return any(".actions" in full or full.startswith("django.db") for full in flow.names.values())


def _wrong_with(function: Function, *, writes: bool) -> Iterator[str]:
    arguments = function.args
    if arguments.args or arguments.posonlyargs or arguments.vararg or arguments.kwarg:
        yield "takes positional or undeclared arguments"
    given = {argument.arg: argument for argument in arguments.kwonlyargs}
    if function.returns is None or any(argument.annotation is None for argument in given.values()):
        yield "is not fully typed"
    for name, kind in (("actor", "Actor"), ("now", "datetime")) if writes else ():
        annotation = given[name].annotation if name in given else None
        if annotation is None or ast.unparse(annotation).rpartition(".")[2] != kind:
            yield f"does not take {name}: {kind}"


@rule(because="a permission that is checked first cannot be forgotten, nor found too late to matter")
def permission_first(tree: Tree) -> Iterator[Break]:
    for domain in tree.domain_names:
        for source, function in exported_functions(tree, domain, "actions"):
            first = body_without_docstring(function)[:1]
            if not first or not _is_permission_check(first[0]):
                yield Break(source.path, function.lineno, f"{function.name} does not begin with actor.must(…)")


def _is_permission_check(statement: ast.stmt) -> bool:
    match statement:
        case ast.Expr(value=ast.Call(func=ast.Attribute(value=ast.Name(id="actor"), attr="must"))):
            return True
    return False


@rule(because="a refusal that no test has seen is a door that may stand open: call it in pytest.raises(NotAllowed)")
def refusals_are_tested(tree: Tree) -> Iterator[Break]:
    refused: defaultdict[str, set[str]] = defaultdict(set)
    for source in tree.python():
        if source.is_test:
            refused[source.domain] |= _refused_in(source)
    for domain in tree.domain_names:
        for source, function in exported_functions(tree, domain, "actions"):
            if function.name not in refused[domain] | refused[""]:
                yield Break(source.path, function.lineno, f"{function.name} has no test of its refusal")


def _refused_in(source: Source) -> set[str]:
    """The functions that tests call while expecting a refusal, directly or by way of a table, a loop, a parameter."""
    found: set[str] = set()
    tops = {name: node for node in source.syntax.body for name in _defines(node)}
    for test in source.all(ast.FunctionDef):
        for block in ast.walk(test):
            if isinstance(block, ast.With) and any(_expects_refusal(item.context_expr) for item in block.items):
                found |= _stand_for(block.body, test, tops)
    return found


def _stand_for(body: list[ast.stmt], test: ast.FunctionDef, tops: dict[str, ast.stmt]) -> set[str]:
    """The names in the body, and in turn what they are made of: loops and variables of the test, tables of the file,
    the parameters that decorators give. Functions of the file count when the body itself calls them."""
    called = {name_of_call(node) for statement in body for node in ast.walk(statement)}
    given = {argument.arg for argument in (*test.args.args, *test.args.kwonlyargs)}
    found = {name for statement in body for name in _mentions(statement)}
    waiting = set(found)
    while waiting:
        name = waiting.pop()
        made_of = {part for source in _sources_in(test, name) for part in _mentions(source)}
        if name in given:
            made_of |= {part for decorator in test.decorator_list for part in _mentions(decorator)}
        if name in tops and (name in called or not isinstance(tops[name], ast.FunctionDef)):
            made_of |= _mentions(tops[name])
        waiting |= made_of - found
        found |= made_of
    return found


def _sources_in(test: ast.FunctionDef, name: str) -> Iterator[ast.expr]:
    """What a variable of the test is assigned, or loops over."""
    for node in ast.walk(test):
        match node:
            case ast.Assign(targets=[ast.Name(id=found)], value=value) if found == name:
                yield value
            case ast.AnnAssign(target=ast.Name(id=found), value=ast.expr() as value) if found == name:
                yield value
            case ast.For(target=target, iter=read) if name in _mentions(target):
                yield read


def _mentions(node: ast.AST) -> set[str]:
    names = {found.id for found in ast.walk(node) if isinstance(found, ast.Name)}
    return names | {found.attr for found in ast.walk(node) if isinstance(found, ast.Attribute)}


def _defines(node: ast.stmt) -> list[str]:
    match node:
        case ast.FunctionDef(name=name):
            return [name]
        case ast.Assign(targets=targets):
            return [target.id for target in targets if isinstance(target, ast.Name)]
        case ast.AnnAssign(target=ast.Name(id=name)):
            return [name]
    return []


def _expects_refusal(node: ast.expr) -> bool:
    if name_of_call(node) != "raises" or not isinstance(node, ast.Call):
        return False
    return any(not _REFUSALS.isdisjoint(_mentions(argument)) for argument in node.args)


@rule(because="a docstring is the promise that callers build on, and its absence promises nothing")
def promises(tree: Tree) -> Iterator[Break]:
    asked = list(_written_verbs(tree))
    for domain in tree.domain_names:
        asked += exported_functions(tree, domain, "queries")
    for source, function in asked:
        if ast.get_docstring(function) is None:
            yield Break(source.path, function.lineno, f"{function.name} promises nothing: it has no docstring")


@rule(because="a row or a queryset that crosses a wall lets strangers write, and runs queries nobody counted")
def values_cross_walls(tree: Tree) -> Iterator[Break]:
    for domain in tree.domain_names:
        for room in ("actions", "queries"):
            for source, function in exported_functions(tree, domain, room):
                for name in _mentions(function.returns) if function.returns else ():
                    full = source.names.get(name, "")
                    if name in {"QuerySet", "Manager"} or full.startswith(f"comptoir.domains.{domain}.models."):
                        yield Break(source.path, function.lineno, f"{function.name} returns {name}")


@rule(because="a folder of use cases stays readable as one story a file, found by its name")
def one_flow_a_file(tree: Tree) -> Iterator[Break]:
    for source in flow_files(tree):
        names = [function.name for function in functions_of(source)]
        if names != [source.parts[-1]]:
            listed = ", ".join(names) or "none"
            yield Break(source.path, 0, f"has the public functions {listed}, not just {source.parts[-1]}")
