"""What happens is written where it happens: nothing acts from behind."""

import ast
from collections.abc import Iterator

from tests.house.rule import Break, rule
from tests.house.tree import Source, Tree

_WRITERS = frozenset({"save", "asave", "save_base", "delete", "adelete"})
_ROWS = ("Model", "Manager", "QuerySet", "Form")
# What imports by name, and the domain whose own business that is, if any.
_OWNERS = {
    "importlib.import_module": "",
    "__import__": "",
    "django.utils.module_loading.import_string": "",
    "django.apps.apps.get_model": "",
    "django.contrib.auth.get_user_model": "accounts",
}
_OUTSIDE = (
    *("django.http", "django.shortcuts", "django.urls", "django.views", "ninja"),
    *("httpx", "requests", "urllib.request", "http.client", "socket", "smtplib", "stripe"),
)


@rule(because="a signal is skipped by every set-based write and read by nobody: announce an event")
def no_signals(tree: Tree) -> Iterator[Break]:
    for source in tree.program():
        for node in source.all(ast.ImportFrom, ast.Import):
            module = f"{node.module}." if isinstance(node, ast.ImportFrom) else ""
            for alias in node.names:
                full = f"{module}{alias.name}"
                ours = full.startswith("comptoir.")  # what the operating system sends is called a signal too
                if not ours and (full.startswith("django.dispatch") or "signals" in full.split(".")):
                    yield Break(source.path, node.lineno, f"imports {full}")


@rule(
    because="what save() or delete() does on the side is skipped by every update() and found by nobody: write an action"
)
def no_save_override(tree: Tree) -> Iterator[Break]:
    for source in tree.program():
        for node in source.all(ast.ClassDef):
            bases = [source.resolve(base).rpartition(".")[2] for base in node.bases]
            if source.room != "models" and not any(base.endswith(_ROWS) for base in bases):
                continue
            for method in node.body:
                if isinstance(method, ast.FunctionDef | ast.AsyncFunctionDef) and method.name in _WRITERS:
                    yield Break(source.path, method.lineno, f"{node.name} overrides {method.name}()")


@rule(
    because="save() writes back every column as it was read, undoing what others wrote meanwhile: update on a condition"
)
def no_save_call(tree: Tree) -> Iterator[Break]:
    for source in tree.program():
        if source.storey not in {"domains", "flows"}:
            continue
        for call in source.all(ast.Call):
            # A file is saved under a name; a row is saved with nothing but keywords.
            if isinstance(call.func, ast.Attribute) and call.func.attr in {"save", "asave"} and not call.args:
                yield Break(source.path, call.lineno, "saves a row")


@rule(
    because="a dotted path in a string is an import that no contract sees: kernel.ports is the one place that"
    " resolves any"
)
def no_imports_by_name(tree: Tree) -> Iterator[Break]:
    for source in tree.program():
        if source.storey in {"kernel", "config"}:
            continue
        for node in source.all(ast.Name, ast.Attribute):
            full = source.resolve(node)
            owner = _OWNERS.get(full)
            if owner is not None and (not owner or owner != source.domain):
                yield Break(source.path, node.lineno, f"{full} imports by name")


@rule(because="the business knows no HTTP: pages, API and command line would each need another version of it")
def no_web_in_the_business(tree: Tree) -> Iterator[Break]:
    for source in tree.program():
        if source.storey in {"domains", "flows"}:
            yield from _web_imports(source)


def _web_imports(source: Source) -> Iterator[Break]:
    for node in source.all(ast.ImportFrom, ast.Import):
        for alias in node.names:
            full = f"{node.module}.{alias.name}" if isinstance(node, ast.ImportFrom) else alias.name
            if any(full == known or full.startswith(f"{known}.") for known in _OUTSIDE):
                yield Break(source.path, node.lineno, f"imports {full}")


@rule(because="what a stranger types into an address must not choose the columns of a query or the arguments of a call")
def no_request_as_arguments(tree: Tree) -> Iterator[Break]:
    for source in tree.program():
        for call in source.all(ast.Call):
            for keyword in call.keywords:
                if keyword.arg is None and any(
                    isinstance(node, ast.Attribute) and node.attr in {"GET", "POST"} for node in ast.walk(keyword.value)
                ):
                    yield Break(source.path, call.lineno, "spreads a request's parameters over a call")
