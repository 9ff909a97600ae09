"""Questions that several rules put to a syntax tree."""

import ast
from collections.abc import Iterator

from tests.house.tree import Source, Tree

type Function = ast.FunctionDef | ast.AsyncFunctionDef


def functions_of(source: Source, *, private: bool = False) -> Iterator[Function]:
    """The functions at the top of the module; those with a leading underscore only when asked for."""
    for node in source.syntax.body:
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef) and (private or not node.name.startswith("_")):
            yield node


def exported_functions(tree: Tree, domain: str, room: str) -> Iterator[tuple[Source, Function]]:
    """The public functions of a domain's room: of the one file, or those that the folder's ``__init__`` imports."""
    path = f"src/comptoir/domains/{domain}/{room}"
    if f"{path}.py" in tree.files:
        source = tree.source(f"{path}.py")
        yield from ((source, function) for function in functions_of(source))
    if f"{path}/__init__.py" not in tree.files:
        return
    front = tree.source(f"{path}/__init__.py")
    yield from ((front, function) for function in functions_of(front))
    exported = {full for full in front.names.values() if full.startswith(f"{front.module}.")}
    for other in tree.python():
        if other.module.startswith(f"{front.module}."):
            for function in functions_of(other):
                if f"{other.module}.{function.name}" in exported:
                    yield other, function


def body_without_docstring(function: Function) -> list[ast.stmt]:
    return function.body[1:] if ast.get_docstring(function) is not None else function.body


def name_of_call(node: ast.AST) -> str:
    """The last part of what is called: ``must`` for ``actor.must(…)``; "" when it is no call of a name."""
    if not isinstance(node, ast.Call):
        return ""
    match node.func:
        case ast.Name(id=name) | ast.Attribute(attr=name):
            return name
    return ""


def strings(source: Source) -> Iterator[tuple[int, str]]:
    """Every string with its line, f-strings with ``{}`` where values go; docstrings are prose and left out."""
    prose = {
        node.value
        for node in source.all(ast.Expr)
        if isinstance(node.value, ast.Constant) and isinstance(node.value.value, str)
    }
    inside: set[ast.AST] = set()
    for node in source.all(ast.JoinedStr):
        inside.update(node.values)
        yield node.lineno, "".join(_piece(value) for value in node.values)
    for constant in source.all(ast.Constant):
        if isinstance(constant.value, str) and constant not in prose and constant not in inside:
            yield constant.lineno, constant.value


def _piece(node: ast.expr) -> str:
    return str(node.value) if isinstance(node, ast.Constant) else "{}"


def is_atomic(node: ast.expr, source: Source) -> bool:
    """Whether it is ``transaction.atomic`` or ``transaction.atomic(…)``, however imported."""
    target = node.func if isinstance(node, ast.Call) else node
    return source.resolve(target) == "django.db.transaction.atomic"


def atomic_blocks(source: Source) -> Iterator[tuple[ast.expr, list[ast.stmt]]]:
    """Every block that runs inside a transaction of its own: the ``atomic`` expression and the statements."""
    for block in source.all(ast.With):
        for item in block.items:
            if is_atomic(item.context_expr, source):
                yield item.context_expr, block.body
    for function in source.all(ast.FunctionDef):
        for decorator in function.decorator_list:
            if is_atomic(decorator, source):
                yield decorator, function.body


def is_flow(name: str) -> bool:
    """Whether the full name is that of a flow. What stands deeper (``flows.steps``) is a part of one, not a story."""
    parts = name.split(".")
    return parts[:2] == ["comptoir", "flows"] and len(parts) == 4 and parts[2] == parts[3]


def is_action(name: str) -> bool:
    parts = name.split(".")
    return parts[:2] == ["comptoir", "domains"] and len(parts) > 4 and parts[3] == "actions"
