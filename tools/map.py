"""The map of the house, drawn from the contracts, with the lines of every room: ``make map``.

Fails when a reaction decides something: news may be passed on in reactions, business is decided in rules.
"""

import argparse
import ast
import re
import sys
import tomllib
from collections import defaultdict
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path

ROOT = Path(__file__).parents[1]
OPENING = "<!-- The map below is made by `make map ARGS=--write`; change the contracts in pyproject.toml instead. -->"
CLOSING = "<!-- End of the map. -->"


@cache
def layers(id: str, root: Path = ROOT) -> list[str]:
    """The rows of a layers contract, top first, without the parentheses that mean "need not exist"."""
    options = tomllib.loads((root / "pyproject.toml").read_text(encoding="utf-8"))["tool"]["importlinter"]
    (found,) = (contract for contract in options["contracts"] if contract["id"] == id)
    return [re.sub("[()]", "", row) for row in found["layers"]]


def ranks(root: Path = ROOT) -> dict[str, int]:
    """How high each domain stands; the lowest have 0."""
    rows = reversed(layers("domains", root))
    return {name: rank for rank, row in enumerate(rows) for name in re.findall(r"\w+", row)}


def package(root: Path = ROOT) -> Path:
    return root / "src" / "comptoir"


def page(root: Path = ROOT) -> Path:
    """The page that shows the map."""
    return root / "docs" / "ARCHITECTURE.md"


def drawing(root: Path = ROOT) -> str:
    """The storeys and domains as text, top first. A domain in parentheses is on the map and not built yet."""
    built = {path.parent.name for path in (package(root) / "domains").glob("*/__init__.py")}
    lines: list[str] = []
    for storey in layers("storeys", root):
        lines.append(storey)
        if storey == "domains":
            lines += [f"    {_in_parentheses(row, built)}" for row in layers("domains", root)]
    return "\n".join([*lines, "", "rooms of every domain", *(f"    {row}" for row in layers("rooms", root))])


def _in_parentheses(row: str, built: set[str]) -> str:
    return re.sub(r"\w+", lambda name: name[0] if name[0] in built else f"({name[0]})", row)


def section(root: Path = ROOT) -> str:
    """The generated part of docs/ARCHITECTURE.md, markers included."""
    return f"{OPENING}\n\n```text\n{drawing(root)}\n```\n\n{CLOSING}"


def section_in(text: str) -> str:
    """The generated part as the page has it now; "" when the markers are missing."""
    found = re.search(f"{re.escape(OPENING)}.*{re.escape(CLOSING)}", text, re.DOTALL)
    return found.group(0) if found else ""


def write_section(root: Path = ROOT) -> None:
    """Refresh the map in docs/ARCHITECTURE.md."""
    text = page(root).read_text(encoding="utf-8")
    page(root).write_text(text.replace(section_in(text), section(root)), encoding="utf-8")


def lines_by_room(root: Path = ROOT) -> dict[str, dict[str, int]]:
    """Lines of hand-written Python for every storey and domain, by room; tests and migrations left out."""
    found: defaultdict[str, defaultdict[str, int]] = defaultdict(lambda: defaultdict(int))
    for path in sorted(package(root).rglob("*.py")):
        parts = path.relative_to(package(root)).with_suffix("").parts
        if {"tests", "migrations"} & set(parts) or len(parts) < 2:
            continue
        depth = 2 if parts[0] == "domains" and len(parts) > 2 else 1
        found["/".join(parts[:depth])][parts[depth]] += len(path.read_text(encoding="utf-8").splitlines())
    return {place: dict(rooms) for place, rooms in found.items()}


def branches(reactions: ast.Module) -> Iterator[tuple[int, str]]:
    """The lines on which a module of reactions decides something, and how.

    Leaving early because there is nothing to do is no decision; going through the things announced is none either.
    """
    for node in ast.walk(reactions):
        match node:
            case ast.If() if not _leaves_when_empty(node):
                yield node.lineno, "an if"
            case ast.IfExp():
                yield node.lineno, "a conditional expression"
            case ast.While() | ast.Match() | ast.Try() | ast.TryStar():
                yield node.lineno, f"a {type(node).__name__.lower()}"
            case ast.comprehension(ifs=[first, *_]):
                yield first.lineno, "a filter"


def _leaves_when_empty(node: ast.If) -> bool:
    match node:
        case ast.If(test=ast.UnaryOp(op=ast.Not(), operand=tested), body=[ast.Return(value=None)], orelse=[]):
            return isinstance(tested, ast.Name | ast.Attribute)
    return False


def decided_in_reactions(root: Path = ROOT) -> list[str]:
    """Every decision taken in a reaction, as ``path:line: what``."""
    found = []
    for path in sorted(package(root).rglob("*.py")):
        inside = path.relative_to(package(root)).with_suffix("").parts
        if "reactions" in inside and "tests" not in inside:
            for line, what in branches(ast.parse(path.read_text(encoding="utf-8"))):
                found.append(f"{path.relative_to(root)}:{line}: {what} in a reaction")
    return found


def _table(lines: Mapping[str, Mapping[str, int]]) -> Iterator[str]:
    for place, rooms in lines.items():
        total = sum(rooms.values())
        listed = "  ".join(f"{room} {count}" for room, count in sorted(rooms.items()) if count)
        yield f"{place:<28}{total:>7}  {listed}"


def main(arguments: list[str]) -> int:
    """Print the map, refresh the page when asked; 1 when a reaction decides something."""
    parser = argparse.ArgumentParser(prog="make map", description=__doc__)
    parser.add_argument("--write", action="store_true", help="also refresh the map in docs/ARCHITECTURE.md")
    if parser.parse_args(arguments).write:
        write_section()
    print(drawing(), "", *_table(lines_by_room()), sep="\n")
    decided = decided_in_reactions()
    if decided:
        print("", *decided, "because what is decided in a reaction is found by nobody: put it in rules.py.", sep="\n")
    return 1 if decided else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
