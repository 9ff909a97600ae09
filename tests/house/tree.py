"""The source tree as the rules read it: parsed once, classified by location, never by a list of files."""

import ast
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache, cached_property
from pathlib import Path
from typing import overload

ROOT = Path(__file__).parents[2]
SURFACES = frozenset({"storefront", "backoffice", "api", "connectors", "operations"})
_SEARCHED = ("src", "tests", "tools", "conftest.py")
_READ = frozenset({".py", ".html", ".css", ".js", ".md", ".json", ".txt", ".sql", ".toml"})
# Written by machines or by others; known by where they lie.
_GIVEN = frozenset({"migrations", "vendor", "locale", "__pycache__", "node_modules"})


@dataclass(frozen=True, eq=False)
class Source:
    """One file. Everything about it that a rule may ask follows from its path and its text."""

    path: str
    text: str

    @cached_property
    def parts(self) -> tuple[str, ...]:
        return tuple(self.path.removesuffix(".py").split("/"))

    @cached_property
    def module(self) -> str:
        """The dotted name: ``comptoir.domains.cart.actions``."""
        parts = self.parts[1:] if self.parts[0] == "src" else self.parts
        return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)

    @cached_property
    def storey(self) -> str:
        """``kernel``, ``domains``, ``flows``, a surface, ``config``; "" outside the program."""
        return self.parts[2] if self.parts[:2] == ("src", "comptoir") and len(self.parts) > 3 else ""

    @cached_property
    def domain(self) -> str:
        return self.parts[3] if self.storey == "domains" and len(self.parts) > 4 else ""

    @cached_property
    def room(self) -> str:
        """The room inside the domain or the storey: ``actions`` for actions.py and for every file of actions/."""
        inside = self.parts[4:] if self.domain else self.parts[3:]
        return inside[0] if self.storey and inside else ""

    @cached_property
    def is_test(self) -> bool:
        return self.parts[0] == "tests" or "tests" in self.parts or self.parts[-1] in {"testing", "conftest"}

    @cached_property
    def is_program(self) -> bool:
        """Hand-written Python of the program itself."""
        return bool(self.storey) and not self.is_test

    @cached_property
    def syntax(self) -> ast.Module:
        return ast.parse(self.text, self.path)

    @cached_property
    def _by_type(self) -> Mapping[type[ast.AST], list[ast.AST]]:
        found: defaultdict[type[ast.AST], list[ast.AST]] = defaultdict(list)
        for node in ast.walk(self.syntax):
            found[type(node)].append(node)
        return found

    @overload
    def all[A: ast.AST](self, kind: type[A], /) -> Iterator[A]: ...
    @overload
    def all[A: ast.AST, B: ast.AST](self, kind: type[A], other: type[B], /) -> Iterator[A | B]: ...
    def all(self, *kinds: type[ast.AST]) -> Iterator[ast.AST]:
        """Every node of these kinds, anywhere in the file."""
        for kind in kinds:
            yield from self._by_type.get(kind, ())

    @cached_property
    def names(self) -> Mapping[str, str]:
        """What each imported name stands for: ``{"clock": "comptoir.kernel.clock"}``."""
        names: dict[str, str] = {}
        for node in self.all(ast.Import):
            for alias in node.names:
                top = alias.name.partition(".")[0]
                names[alias.asname or top] = alias.name if alias.asname else top
        for start in self.all(ast.ImportFrom):
            for alias in start.names:
                names[alias.asname or alias.name] = f"{start.module}.{alias.name}"
        return names

    def resolve(self, node: ast.AST) -> str:
        """The full dotted name of ``a.b.c`` as this file's imports define ``a``; "" for anything that is no name."""
        match node:
            case ast.Name(id=name):
                return self.names.get(name, name)
            case ast.Attribute(value=value, attr=attr):
                before = self.resolve(value)
                return f"{before}.{attr}" if before else ""
        return ""

    @cached_property
    def parents(self) -> Mapping[ast.AST, ast.AST]:
        return {child: node for node in ast.walk(self.syntax) for child in ast.iter_child_nodes(node)}


@dataclass(frozen=True, eq=False)
class Tree:
    """All files, by path. Tests of the rules make small ones from strings."""

    files: Mapping[str, str]
    _sources: dict[str, Source] = field(default_factory=dict)

    def __iter__(self) -> Iterator[Source]:
        """Hand-written files of every kind."""
        for path in self.files:
            yield self.source(path)

    def source(self, path: str) -> Source:
        if path not in self._sources:
            self._sources[path] = Source(path, self.files[path])
        return self._sources[path]

    def python(self) -> Iterator[Source]:
        return (source for source in self if source.path.endswith(".py"))

    def program(self) -> Iterator[Source]:
        """The program's Python, without its tests."""
        return (source for source in self.python() if source.is_program)

    def domains(self, *rooms: str) -> Iterator[Source]:
        """The Python of all domains, or of these rooms of theirs."""
        return (source for source in self.program() if source.domain and (not rooms or source.room in rooms))

    @cached_property
    def domain_names(self) -> list[str]:
        return sorted({source.domain for source in self.python() if source.domain})


@cache
def repository() -> Tree:
    """The hand-written files of this repository."""
    return Tree({path.relative_to(ROOT).as_posix(): path.read_text(encoding="utf-8") for path in _walk()})


def _walk() -> Iterator[Path]:
    for name in _SEARCHED:
        start = ROOT / name
        for path in sorted([start] if start.is_file() else start.rglob("*")):
            inside = path.relative_to(ROOT).parts
            if path.suffix in _READ and path.is_file() and _GIVEN.isdisjoint(inside):
                yield path
