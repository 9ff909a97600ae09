"""Every domain is introduced, wired and on the map."""

import ast
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from django.apps import apps
from django.conf import settings
from django.db.migrations.autodetector import MigrationAutodetector
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.state import ProjectState
from django.test.utils import override_settings
from django.utils import translation

from comptoir.kernel import ports
from tests.house.rule import Break, rule
from tests.house.tree import Tree
from tools import map as house_map

_SECTIONS = ("owns", "words", "invariants", "states", "events")
MOST_README_LINES = 100


@rule(because="a domain is entered by reading one page: what it owns, its words, invariants, states and events")
def domains_introduce_themselves(tree: Tree) -> Iterator[Break]:
    for domain in tree.domain_names:
        path = f"src/comptoir/domains/{domain}/README.md"
        if path not in tree.files:
            yield Break(path, 0, "is missing")
            continue
        text = tree.files[path]
        headings = " ".join(re.findall(r"^#+\s+(.*)$", text, re.MULTILINE)).lower()
        missing = [section for section in _SECTIONS if not re.search(rf"\b{section}\b", headings)]
        if missing:
            yield Break(path, 0, f"has no heading for: {', '.join(missing)}")
        if len(text.splitlines()) > MOST_README_LINES:
            yield Break(path, 0, f"is longer than a page ({MOST_README_LINES} lines)")


@rule(because="a domain that is not in the list is not installed, and one in the wrong place is not where people look")
def domains_are_wired(tree: Tree) -> Iterator[Break]:
    path = "src/comptoir/domains/__init__.py"
    listed = _listed(tree.source(path).syntax)
    height = house_map.ranks()
    for domain in tree.domain_names:
        if domain not in listed:
            yield Break(path, 0, f"DOMAINS lacks {domain}")
        if f'label = "{domain}"' not in tree.files.get(f"src/comptoir/domains/{domain}/apps.py", ""):
            yield Break(f"src/comptoir/domains/{domain}/apps.py", 0, f'does not say label = "{domain}"')
    for name in listed:
        if name not in tree.domain_names:
            yield Break(path, 0, f"DOMAINS names {name}, which does not exist")
    heights = [height.get(name, -1) for name in listed]
    if heights != sorted(heights):
        yield Break(path, 0, "DOMAINS is not in the order of the contract, lowest first")


def _listed(module: ast.Module) -> list[str]:
    for node in module.body:
        match node:
            case (
                ast.Assign(targets=[ast.Name(id="DOMAINS")], value=value)
                | ast.AnnAssign(target=ast.Name(id="DOMAINS"), value=ast.expr() as value)
            ):
                return list(ast.literal_eval(value))
    return []


@dataclass(frozen=True)
class Page:
    """docs/ARCHITECTURE.md as it is, and what the contracts say it should hold."""

    text: str
    wanted: str


def architecture() -> Page:
    return Page(house_map.page().read_text(encoding="utf-8"), house_map.section())


@rule(
    because="a map that shows another house than the contracts enforce leads people astray: make map",
    reads=architecture,
)
def map_is_fresh(page: Page) -> Iterator[Break]:
    if house_map.section_in(page.text) != page.wanted:
        yield Break("docs/ARCHITECTURE.md", 0, "the map differs from the contracts: make map ARGS=--write")
    if len(page.text.splitlines()) > MOST_README_LINES:
        yield Break("docs/ARCHITECTURE.md", 0, f"is longer than a page ({MOST_README_LINES} lines)")


def listed_ports() -> Mapping[str, Mapping[str, str]]:
    listed: Mapping[str, Mapping[str, str]] = settings.PORTS
    return listed


@rule(because="a connector that cannot be loaded is found out by the first buyer who needs it", reads=listed_ports)
def ports_load(listed: Mapping[str, Mapping[str, str]]) -> Iterator[Break]:
    for port, connectors in listed.items():
        for kind, path in connectors.items():
            try:
                with override_settings(PORTS=listed):
                    ports.load(port, kind)
            except Exception as error:  # noqa: BLE001 - whatever keeps a connector from loading is the finding
                yield Break(f"PORTS[{port!r}][{kind!r}]", 0, f"{path} does not load: {type(error).__name__}: {error}")


@dataclass(frozen=True)
class Schema:
    """What the migrations make, and what the models say."""

    migrated: ProjectState
    declared: ProjectState


def schema() -> Schema:
    with translation.override(None):  # names in migrations are those of the source, in no language
        return Schema(MigrationLoader(None, ignore_no_migrations=True).project_state(), ProjectState.from_apps(apps))


@rule(because="a model that no migration makes exists on the machine of its author only", reads=schema)
def models_are_migrated(all: Schema) -> Iterator[Break]:
    ours = {config.label for config in apps.get_app_configs() if config.name.startswith("comptoir.")}
    with translation.override(None):
        graph = MigrationLoader(None, ignore_no_migrations=True).graph
        changes = MigrationAutodetector(all.migrated, all.declared).changes(graph=graph)
    for label, migrations in changes.items():
        if label in ours:
            for operation in (operation for migration in migrations for operation in migration.operations):
                yield Break(label, 0, f"needs a migration: {operation.describe()}")
