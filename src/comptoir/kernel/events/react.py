"""Reactions: what a higher domain does when a lower one announces something."""

from collections import defaultdict
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from comptoir.kernel.events.declare import Event

_reactions: dict[str, "Reaction"] = {}


@dataclass(frozen=True, slots=True)
class Reaction:
    """A registered reaction. ``together`` reactions take a list of events, latest last; others take one event."""

    name: str
    event_names: tuple[str, ...]
    together: bool
    run: Callable[..., None]


def reaction[F: Callable[..., None]](*event_types: type[Event], together: bool = False) -> Callable[[F], F]:
    """Register ``def f(event, *, actor, now)``, or with ``together`` ``def f(events, *, actor, now)``.

    It runs in a transaction that also holds the proof of its having run. It writes its own domain's tables and
    enqueues jobs, nothing else; it may be retried, so it must bear being run after a part failure of others.
    The name is the function's dotted path: renaming it makes it new to events not yet delivered.
    """

    def register(run: F) -> F:
        name = f"{run.__module__.removeprefix('comptoir.').removeprefix('domains.')}.{run.__name__}"
        if name in _reactions:
            raise ValueError(f"reaction {name} is registered twice")
        _reactions[name] = Reaction(name, tuple(known.NAME for known in event_types), together, run)
        return run

    return register


def reactions_by_event() -> Mapping[str, list[Reaction]]:
    """The map events > reactions, both sorted by name."""
    found: defaultdict[str, list[Reaction]] = defaultdict(list)
    for _, registered in sorted(_reactions.items()):
        for name in registered.event_names:
            found[name].append(registered)
    return dict(sorted(found.items()))


def all_reactions() -> list[Reaction]:
    return [registered for _, registered in sorted(_reactions.items())]


def forget(name: str) -> Any:
    """Take a reaction out again; for tests that register their own."""
    return _reactions.pop(name)
