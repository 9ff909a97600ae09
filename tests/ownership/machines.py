"""What the API offers, by its own description, and how a machine would ask for it."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import comptoir
from tests.ownership.people import Person

METHODS = ("get", "post", "put", "patch", "delete")


@dataclass(frozen=True, slots=True)
class Operation:
    """One thing that can be asked: ``path`` as described, with its names in braces; the fields of its query."""

    method: str
    path: str
    asks: tuple[str, ...]
    body: dict[str, Any] | None

    def about(self, person: Person) -> Iterator[str]:
        """Its addresses, for the things of a person that could be meant."""
        for id in person.ids.values() if "{" in self.path else ("",):
            path = self.path.replace("{sku}", "GAUFRE-1").replace("{slug}", "gaufre-estaminet")
            while "{" in path:
                before, _, rest = path.partition("{")
                path = f"{before}{id}{rest.partition('}')[2]}"
            yield path


@cache
def _described() -> dict[str, Any]:
    known: dict[str, Any] = json.loads((Path(comptoir.__file__).parent / "api" / "openapi.json").read_text())
    return known


def operations(person: Person) -> Iterator[Operation]:
    """All there are, each with a body as it must be, about that person's order."""
    for path, methods in _described()["paths"].items():
        for method, known in methods.items():
            if method in METHODS:
                asks = tuple(each["name"] for each in known.get("parameters", ()) if each["in"] == "query")
                content = known.get("requestBody", {}).get("content", {}).get("application/json")
                yield Operation(method, path, asks, content and _example(content["schema"], person))


def _example(schema: dict[str, Any], person: Person) -> Any:
    """The least that fits a schema."""
    if "$ref" in schema:
        return _example(_described()["components"]["schemas"][schema["$ref"].rpartition("/")[2]], person)
    for several in ("anyOf", "oneOf", "allOf"):
        if several in schema:
            return _example(schema[several][0], person)
    if "enum" in schema or "const" in schema:
        return schema.get("const", schema.get("enum", [None])[0])
    if schema.get("type") == "object":
        needed = schema.get("required", ())
        return {name: _example(each, person) for name, each in schema.get("properties", {}).items() if name in needed}
    if schema.get("type") == "array":
        return [_example(schema["items"], person)]
    if schema.get("format") == "uuid":
        return str(person.order_id)
    return {"string": "x" * max(1, schema.get("minLength", 1)), "boolean": True}.get(schema.get("type", ""), 1)
