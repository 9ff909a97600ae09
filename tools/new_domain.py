"""Write the rooms of a new domain: ``make domain name=gifts``.

A domain that is not on the map yet needs a place on it and a reason, which becomes a decision record:
``make domain name=gifts ARGS='--beside stored_value --because "A gift list outlives its orders."'``
"""

import argparse
import ast
import re
import sys
from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path

from tools import map as house_map

_ROOMS = {
    "values.py": "what the domain gives and takes: frozen dataclasses, ids, states, ports",
    "errors.py": "the facts that stop an action",
    "events.py": "what happened, for others to hear; a sample of each in tests/events/",
    "models.py": "rows and constraints",
    "rules.py": "pure functions",
    "queries.py": "what others may ask",
    "actions.py": "the verbs, each with a test of its refusal",
    "reactions.py": "what we do when a lower domain announces something",
    "jobs.py": "what runs by itself; may run twice",
    "testing.py": "test data for this domain and others",
}


class NotOnTheMap(Exception):
    """The name has no place in the contract yet, and none was given."""


def rooms_of(name: str) -> Mapping[str, str]:
    """The files that a domain has from its first day, by path inside its folder."""
    title = name.replace("_", " ")
    class_name = "".join(word.capitalize() for word in name.split("_"))
    constant = name.upper()
    return {
        "__init__.py": "",
        "apps.py": (
            "from django.apps import AppConfig\n\n\n"
            f'class {class_name}Config(AppConfig):\n    name = "comptoir.domains.{name}"\n    label = "{name}"\n'
        ),
        "permissions.py": (
            "from comptoir.kernel.access import Permission\n\n"
            f'{constant}_VIEW = Permission("{name}.view")\n{constant}_EDIT = Permission("{name}.edit")\n'
        ),
        "migrations/__init__.py": "",
        "tests/__init__.py": "",
        "README.md": (
            f"# {title.capitalize()}\n\n"
            "## What it owns\n\nNo table yet: the first action brings the first one.\n\n"
            f"## Words\n\n*{title}*: to be defined with the first use case.\n\n"
            "## Invariants\n\nNone yet.\n\n## States\n\nNone.\n\n## Events\n\nNone.\n"
        ),
    }


def make_domain(name: str, *, beside: str = "", because: str = "", root: Path = house_map.ROOT) -> list[Path]:
    """Put the domain on the map if need be, write its rooms, list it as installed; returns what was written.

    :raises NotOnTheMap: when the contract has no such domain and ``beside`` or ``because`` is missing.
    :raises FileExistsError: when the domain exists.
    """
    if not re.fullmatch(r"[a-z][a-z_]*[a-z]", name):
        raise ValueError(f"{name!r} is no name for a domain: small letters and underscores")
    folder = house_map.package(root) / "domains" / name
    if folder.exists():
        raise FileExistsError(f"{folder} exists")
    written: list[Path] = []
    if name not in house_map.ranks(root):
        written += _put_on_the_map(name, beside, because, root)
    for inside, text in rooms_of(name).items():
        path = folder / inside
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
        written.append(path)
    written.append(_install(name, root))
    house_map.write_section(root)
    return [*written, house_map.page(root)]


def _put_on_the_map(name: str, beside: str, because: str, root: Path) -> list[Path]:
    if beside not in house_map.ranks(root) or not because:
        raise NotOnTheMap(
            f"{name} is not on the map of domains. Say beside which one it stands, as high as it, and why it is one:\n"
            f"  make domain name={name} ARGS='--beside stored_value --because \"…\"'\n"
            f"  The map: {', '.join(house_map.ranks(root))}"
        )
    contracts = root / "pyproject.toml"
    text = contracts.read_text(encoding="utf-8")
    rows = re.search(r'id = "domains".*?layers = \[.*?\]', text, re.DOTALL)
    if rows is None:
        raise NotOnTheMap(f"{contracts} has no contract called domains")
    widened = rows.group(0).replace(f"({beside})", f"({beside}) | ({name})", 1)
    contracts.write_text(text.replace(rows.group(0), widened), encoding="utf-8")
    house_map.layers.cache_clear()
    return [contracts, _record(name, beside, because, root)]


def _record(name: str, beside: str, because: str, root: Path) -> Path:
    folder = root / "docs" / "decisions"
    number = 1 + max((int(path.name[:4]) for path in folder.glob("[0-9][0-9][0-9][0-9]-*.md")), default=0)
    path = folder / f"{number:04}-domain-{name.replace('_', '-')}.md"
    path.write_text(
        f"# {number:04}. {name} is a domain of its own\n\n"
        f"Date: {datetime.now(UTC).date()}. Status: accepted.\n\n"
        f"## Why it came up\n\n{because}\n\n"
        f"## What we do\n\n`domains/{name}` stands beside `{beside}`: it knows those below, and those above know it.\n",
        encoding="utf-8",
    )
    return path


def _install(name: str, root: Path) -> Path:
    """List the domain in DOMAINS, lowest first."""
    path = house_map.package(root) / "domains" / "__init__.py"
    text = path.read_text(encoding="utf-8")
    found = re.search(r"DOMAINS = \((.*?)\)", text, re.DOTALL)
    if found is None:
        raise ValueError(f"{path} has no DOMAINS")
    height = house_map.ranks(root)
    listed = list(dict.fromkeys([*ast.literal_eval(f"[{found.group(1)}]"), name]))
    listed = [known for _, known in sorted(enumerate(listed), key=lambda item: (height[item[1]], item[0]))]
    names = "".join(f'    "{known}",\n' for known in listed)
    path.write_text(text.replace(found.group(0), f"DOMAINS = (\n{names})"), encoding="utf-8")
    return path


def main(arguments: list[str]) -> int:
    """Write the rooms and say what comes next; 1 when the name is taken or not on the map."""
    parser = argparse.ArgumentParser(prog="make domain", description=__doc__)
    parser.add_argument("name", help="plural or mass noun, as in the map: gifts")
    parser.add_argument("--beside", default="", help="a domain of the same height, when the name is not on the map yet")
    parser.add_argument("--because", default="", help="why it is a domain of its own: becomes a decision record")
    asked = parser.parse_args(arguments)
    try:
        written = make_domain(asked.name, beside=asked.beside, because=asked.because)
    except (NotOnTheMap, FileExistsError, ValueError) as error:
        print(error, file=sys.stderr)
        return 1
    for path in written:
        print(f"  {path.relative_to(house_map.ROOT)}")
    print("\nNow its first use case. The rooms, each made when it has something to hold:")
    for room, holds in _ROOMS.items():
        print(f"  {room:<14}{holds}")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
