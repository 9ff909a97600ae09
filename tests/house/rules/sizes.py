"""Nothing grows until nobody reads it whole."""

import ast
from collections.abc import Iterator

from tests.house import scripts
from tests.house.rule import Break, rule
from tests.house.tree import Tree

MOST_FILE_LINES = 400
MOST_FUNCTION_LINES = 60
_WRITTEN = (".py", ".html", ".css", ".js")


@rule(because=f"a file of more than {MOST_FILE_LINES} lines holds two subjects: cut it where they meet")
def file_size(tree: Tree) -> Iterator[Break]:
    for source in tree:
        lines = len(source.text.splitlines())
        if source.path.endswith(_WRITTEN) and lines > MOST_FILE_LINES:
            yield Break(source.path, 0, f"{lines} lines")


@rule(because=f"a function of more than {MOST_FUNCTION_LINES} lines cannot be seen at once: name its parts")
def function_size(tree: Tree) -> Iterator[Break]:
    for source in tree.python():
        for node in source.all(ast.FunctionDef, ast.AsyncFunctionDef):
            lines = (node.end_lineno or node.lineno) - node.lineno + 1
            if lines > MOST_FUNCTION_LINES:
                yield Break(source.path, node.lineno, f"{node.name} has {lines} lines")
    for source in tree:
        if source.path.endswith(".js"):
            for line, lines in scripts.functions(source.text):
                if lines > MOST_FUNCTION_LINES:
                    yield Break(source.path, line, f"a function of {lines} lines")
