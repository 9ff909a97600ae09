"""Names tell what is inside, and the tree is where the names are."""

import re
from collections import defaultdict
from collections.abc import Iterator
from pathlib import PurePosixPath

from tests.house.rule import Break, rule
from tests.house.syntax import exported_functions, functions_of
from tests.house.tree import Tree

BANNED = frozenset(
    {"utils", "util", "utilities", "helper", "helpers", "common", "manager", "managers", "misc", "base", "bases"}
)


@rule(because="such a name says nothing, so everything ends up there")
def banned_names(tree: Tree) -> Iterator[Break]:
    for path in tree.files:
        for part in PurePosixPath(path).parts:
            stem = part.partition(".")[0]
            if not BANNED.isdisjoint(re.split("[_-]", stem.lower())):
                yield Break(path, 0, f"“{stem}”")


@rule(because="import contracts see packages only: code in a folder without __init__.py is under no contract at all")
def packages_are_packages(tree: Tree) -> Iterator[Break]:
    folders = {PurePosixPath(source.path).parent for source in tree.python() if source.path.startswith("src/comptoir/")}
    folders |= {parent for folder in folders for parent in folder.parents if len(parent.parts) > 2}
    for folder in folders:
        if f"{folder}/__init__.py" not in tree.files:
            yield Break(str(folder), 0, "has no __init__.py")


@rule(because="a verb that means one thing is found by one search, and misread by nobody")
def verbs_are_unique(tree: Tree) -> Iterator[Break]:
    places: defaultdict[str, list[str]] = defaultdict(list)
    for domain in tree.domain_names:
        for _, function in exported_functions(tree, domain, "actions"):
            places[function.name].append(f"{domain}.actions")
    for source in tree.program():
        if source.storey == "flows" and source.room == source.parts[-1]:
            for function in functions_of(source):
                if function.name == source.room:
                    places[function.name].append("flows")
    for name, found in places.items():
        if len(found) > 1:
            yield Break(name, 0, f"is a verb of {' and of '.join(sorted(found))}")
