"""Events: recorded, readable for ever, passed on without deciding, and never in circles."""

import ast
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import orjson
from pydantic import ValidationError

from comptoir.kernel.events import Event, declared_events, payload_of, read_event
from tests.house.calls import calls_of
from tests.house.rule import Break, rule
from tests.house.tree import Tree, repository
from tools.map import branches


@dataclass(frozen=True)
class Recorded:
    """The events that the program declares, and the samples that lie beside them: text by path."""

    declared: Mapping[str, type[Event]]
    samples: Mapping[str, str]


def recorded() -> Recorded:
    declared = {name: kind for name, kind in declared_events().items() if _is_ours(kind.__module__)}
    samples = {path: text for path, text in repository().files.items() if "/tests/events/" in path}
    return Recorded(declared, samples)


def _is_ours(module: str) -> bool:
    # Tests that ran before in this process have declared events of their own.
    return module.startswith("comptoir.") and ".tests." not in module


def sample_path(name: str) -> str:
    """Where the sample of an event lies: ``…/inventory/tests/events/inventory.availability_changed.1.json``."""
    return f"src/comptoir/domains/{name.partition('.')[0]}/tests/events/{name}.json"


@rule(
    because="events wait in outboxes and backups: whoever changes one sees here that yesterday's can no longer be read",
    reads=recorded,
)
def events_are_recorded(all: Recorded) -> Iterator[Break]:
    for name in all.declared:
        if sample_path(name) not in all.samples:
            yield Break(sample_path(name), 0, "is missing: record a sample of the event's payload")
    for path, text in all.samples.items():
        name = path.rpartition("/")[2].removesuffix(".json")
        try:
            read = read_event(name, orjson.loads(text))
        except KeyError:
            yield Break(path, 0, "no longer has a declaration that reads it")
        except (ValidationError, orjson.JSONDecodeError) as error:
            yield Break(path, 0, f"no longer loads: {str(error).splitlines()[0]}")
        else:
            if payload_of(read) != orjson.loads(text):
                yield Break(path, 0, "does not come back as it was written")


@rule(because="what is decided in a reaction is found by nobody: decide in rules.py, pass the news on here")
def reactions_decide_nothing(tree: Tree) -> Iterator[Break]:
    for source in tree.program():
        if source.room == "reactions":
            for line, what in branches(source.syntax):
                yield Break(source.path, line, f"{what} in a reaction")


@rule(because="news that causes itself never ends")
def news_goes_in_no_circle(tree: Tree) -> Iterator[Break]:
    causes: defaultdict[str, set[str]] = defaultdict(set)
    calls = calls_of(tree)
    for source in tree.program():
        if source.room != "reactions":
            continue
        for function in source.all(ast.FunctionDef):
            told = {name for name in calls.closure(f"{source.module}.{function.name}") if _is_event(name)}
            for argument in _announced_to(function):
                causes[calls.resolve(argument, source)] |= told
    for event in sorted(causes):
        if event in _reachable(event, causes):
            yield Break(event, 0, "leads back to itself through reactions")


def _is_event(name: str) -> bool:
    """An event is made to be emitted, so making one counts as telling it."""
    return ".events." in name and name.startswith("comptoir.domains.") and name.rpartition(".")[2][:1].isupper()


def _announced_to(function: ast.FunctionDef) -> Iterator[ast.expr]:
    for decorator in function.decorator_list:
        if isinstance(decorator, ast.Call) and ast.unparse(decorator.func).rpartition(".")[2] == "reaction":
            yield from decorator.args


def _reachable(start: str, causes: Mapping[str, set[str]]) -> set[str]:
    seen: set[str] = set()
    waiting = list(causes[start])
    while waiting:
        event = waiting.pop()
        if event not in seen:
            seen.add(event)
            waiting += causes.get(event, ())
    return seen
