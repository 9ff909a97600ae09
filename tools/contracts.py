"""The two import contracts that import-linter does not bring: faces and purity. The rest is in pyproject.toml.

Both look at direct imports only: a face may of course lead deeper into its own domain.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from grimp import ImportGraph
from importlinter import Contract, ContractCheck, fields, output

TEST_ROOMS = {"tests", "testing"}
"""Rooms that hold test code. Only they may enter another domain's ``testing``."""


@dataclass(frozen=True, slots=True, order=True)
class Breach:
    """One import that a contract refuses, and the reason."""

    importer: str
    imported: str
    lines: tuple[int, ...]
    why: str

    def __str__(self) -> str:
        lines = ", ".join(f"l.{line}" for line in self.lines)
        return f"{self.importer} -> {self.imported} ({lines}): {self.why}"


@dataclass(frozen=True, slots=True)
class Place:
    """Where a module stands inside the container: ``inventory.actions.reserve`` is domain, room, rest."""

    domain: str
    room: str
    rest: str

    @classmethod
    def of(cls, module: str, container: str) -> "Place | None":
        """None for a module outside the container, or the container itself."""
        if not module.startswith(f"{container}."):
            return None
        domain, _, inside = module.removeprefix(f"{container}.").partition(".")
        room, _, rest = inside.partition(".")
        return cls(domain, room, rest)


class _DirectImports(Contract):
    """What both contracts share: walk direct imports, report breaches."""

    broken_contract_guidance: Any = fields.StringField(required=False)

    def breaches(self, graph: ImportGraph) -> Iterator[Breach]:
        raise NotImplementedError

    def check(self, graph: ImportGraph, verbose: bool) -> ContractCheck:
        found = sorted(self.breaches(graph))
        output.verbose_print(verbose, f"{len(found)} breaches")
        return ContractCheck(kept=not found, metadata={"breaches": found})

    def render_broken_contract(self, check: ContractCheck) -> None:
        for breach in check.metadata["breaches"]:
            output.print_error(f"- {breach}", bold=False)
        output.new_line()
        output.print(str(self.broken_contract_guidance))
        output.new_line()


class FacesContract(_DirectImports):
    """A domain is entered only through its face.

    Domains use each other's ``face``; whoever stands above the domains also uses the ``verbs``; test code also uses
    ``testing``. A room is imported as a whole (``inventory.actions``, not ``inventory.actions.reserve``), so that it
    can become a folder, or a file again, without anybody noticing.
    """

    container: Any = fields.StringField()
    face: Any = fields.ListField(subfield=fields.StringField())
    verbs: Any = fields.ListField(subfield=fields.StringField())

    def breaches(self, graph: ImportGraph) -> Iterator[Breach]:
        container = str(self.container)
        for imported in graph.find_descendants(container):
            place = Place.of(imported, container)
            for importer in graph.find_modules_that_directly_import(imported):
                why = place and self._refusal(importer, place)
                if why:
                    yield Breach(importer, imported, _lines(graph, importer, imported), why)

    def _refusal(self, importer: str, place: Place) -> str:
        here = Place.of(importer, str(self.container))
        in_test = not TEST_ROOMS.isdisjoint(importer.split("."))
        if here is not None and here.domain == place.domain:
            return "testing is imported by tests only" if place.room == "testing" and not in_test else ""
        allowed = set(self.face)
        if here is None or in_test:
            allowed |= set(self.verbs)
        if in_test:
            allowed.add("testing")
        if place.room not in allowed:
            return (
                f"{place.room or 'the package itself'} is not in the face; from here only {', '.join(sorted(allowed))}"
            )
        return "the room is imported as a whole, not one of its files" if place.rest else ""


class PureContract(_DirectImports):
    """Some rooms compute and touch nothing: they import pure libraries, pure kernel modules and plain values only."""

    container: Any = fields.StringField()
    rooms: Any = fields.SetField(subfield=fields.StringField())
    own: Any = fields.SetField(subfield=fields.StringField())
    others: Any = fields.SetField(subfield=fields.StringField())
    kernel: Any = fields.StringField()
    kernel_modules: Any = fields.SetField(subfield=fields.StringField())
    libraries: Any = fields.SetField(subfield=fields.StringField())

    def breaches(self, graph: ImportGraph) -> Iterator[Breach]:
        for importer in graph.find_descendants(str(self.container)):
            here = Place.of(importer, str(self.container))
            if here is None or here.room not in self.rooms:
                continue
            for imported in graph.find_modules_directly_imported_by(importer):
                why = self._refusal(here, imported)
                if why and not self._is_pure_part(graph, importer, imported):
                    yield Breach(importer, imported, _lines(graph, importer, imported), why)

    def _is_pure_part(self, graph: ImportGraph, importer: str, imported: str) -> bool:
        """Whether every import names a listed part, such as ``urllib.parse``: the graph only knows the whole."""
        parts = [part for part in self.libraries if part.startswith(f"{imported}.")]
        starts = tuple(f"{start} {part}" for part in parts for start in ("import", "from"))
        details = graph.get_import_details(importer=importer, imported=imported)
        return bool(parts) and all(detail["line_contents"].startswith(starts) for detail in details)

    def _refusal(self, here: Place, imported: str) -> str:
        there = Place.of(imported, str(self.container))
        if there is not None:
            allowed = self.own if there.domain == here.domain else self.others
            return "" if there.room in allowed else f"{there.room} is not plain values"
        if imported.startswith(f"{self.kernel}."):
            module = imported.removeprefix(f"{self.kernel}.").partition(".")[0]
            return "" if module in self.kernel_modules else f"the kernel's {module} is not pure"
        library = imported.partition(".")[0]
        return "" if library in self.libraries else f"{imported} is not among the libraries known to be pure"


def _lines(graph: ImportGraph, importer: str, imported: str) -> tuple[int, ...]:
    return tuple(detail["line_number"] for detail in graph.get_import_details(importer=importer, imported=imported))
