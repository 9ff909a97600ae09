"""Nothing is swallowed, silenced or said to nobody."""

import ast
import io
import re
import tokenize
from collections.abc import Iterator

from tests.house.rule import Break, rule
from tests.house.tree import Source, Tree

_BROAD = frozenset({"Exception", "BaseException"})
_LEVELS = frozenset({"debug", "info", "warning", "error", "exception", "critical", "log"})
_LOGGERS = frozenset({"logging.getLogger", "structlog.get_logger", "structlog.stdlib.get_logger"})
_SILENCED = re.compile(r"#\s*(noqa|type:\s*ignore|pragma|nosec|pyright)\b([^#]*)(.*)")
_CODES = re.compile(r"^\s*(?::\s*[A-Z]+[0-9]+(?:[,\s]+[A-Z]+[0-9]+)*|\[[a-z-]+(?:,\s*[a-z-]+)*\])?\s*")


@rule(because="print tells whoever happens to look at that terminal: log a fact, or say which stream a person reads")
def no_print(tree: Tree) -> Iterator[Break]:
    for source in tree.program():
        for call in source.all(ast.Call):
            told = any(keyword.arg == "file" for keyword in call.keywords)
            if isinstance(call.func, ast.Name) and call.func.id == "print" and not told:
                yield Break(source.path, call.lineno, "prints to nobody in particular")


@rule(because="an error that is swallowed comes back as a wrong number, with nothing to find it by")
def no_swallowed_errors(tree: Tree) -> Iterator[Break]:
    for source in tree.python():
        for handler in source.all(ast.ExceptHandler):
            if handler.type is None:
                yield Break(source.path, handler.lineno, "a bare except")
            elif _is_broad(handler.type) and all(_does_nothing(statement) for statement in handler.body):
                yield Break(source.path, handler.lineno, "swallows every error")
        for call in source.all(ast.Call):
            if source.resolve(call.func) == "contextlib.suppress" and any(_is_broad(given) for given in call.args):
                yield Break(source.path, call.lineno, "suppresses every error")


def _is_broad(node: ast.expr) -> bool:
    kinds = node.elts if isinstance(node, ast.Tuple) else [node]
    return any(isinstance(kind, ast.Name) and kind.id in _BROAD for kind in kinds)


def _does_nothing(statement: ast.stmt) -> bool:
    match statement:
        case ast.Pass() | ast.Continue() | ast.Break() | ast.Expr(value=ast.Constant()):
            return True
        case ast.Return(value=None) | ast.Return(value=ast.Constant()):
            return True
    return False


@rule(
    because="what a check was told to overlook, and why, must be readable where it was told: code and reason on the"
    " line"
)
def silence_has_a_reason(tree: Tree) -> Iterator[Break]:
    for source in tree.python():
        for line, comment in _comments(source):
            found = _SILENCED.search(comment)
            if found and not _reason(found):
                yield Break(source.path, line, f"“{comment.strip()}” does not say which check and why")


def _reason(found: re.Match[str]) -> str:
    kind, rest, after = found.group(1), found.group(2), found.group(3)
    if kind == "noqa" or kind.startswith("type"):
        codes = _CODES.match(rest)
        named = codes.group(0).strip() if codes else ""
        told = rest[len(codes.group(0)) :] if codes else rest
        return (told + after).strip(" -–#") if named else ""
    return (rest.partition(" ")[2] + after).strip(" -–#:")


def _comments(source: Source) -> Iterator[tuple[int, str]]:
    if "#" not in source.text:
        return
    for token in tokenize.generate_tokens(io.StringIO(source.text).readline):
        if token.type == tokenize.COMMENT:
            yield token.start[0], token.string


@rule(because="a log line is found by its constant message and read by its named facts: the values go into fields")
def logs_are_structured(tree: Tree) -> Iterator[Break]:
    for source in tree.program():
        loggers = _loggers_in(source)
        for call in source.all(ast.Call):
            match call.func:
                case ast.Attribute(value=logger, attr=level) if level in _LEVELS:
                    name = source.resolve(logger)
                    if name == "logging":
                        yield Break(source.path, call.lineno, "logs without a logger of its own")
                    elif name in loggers and not _is_structured(call, level):
                        yield Break(source.path, call.lineno, "logs a sentence made up of values")


def _loggers_in(source: Source) -> set[str]:
    names: set[str] = set()
    for assigned in source.all(ast.Assign, ast.AnnAssign):
        targets = assigned.targets if isinstance(assigned, ast.Assign) else [assigned.target]
        if isinstance(assigned.value, ast.Call) and source.resolve(assigned.value.func) in _LOGGERS:
            names |= {target.id for target in targets if isinstance(target, ast.Name)}
    return names


def _is_structured(call: ast.Call, level: str) -> bool:
    said = call.args[1:] if level == "log" else call.args
    return len(said) == 1 and isinstance(said[0], ast.Constant)
