"""What a rule is: a finder of breaks, a reason, and what it reads."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from tests.house.tree import repository


@dataclass(frozen=True, slots=True, order=True)
class Break:
    """One place where a rule is broken. Line 0: the file as a whole, or something that is no file."""

    where: str
    line: int
    what: str

    def __str__(self) -> str:
        return f"{self.where}:{self.line}: {self.what}" if self.line else f"{self.where}: {self.what}"


@dataclass(frozen=True, slots=True)
class Rule:
    """``find`` takes what ``reads`` returns: the source tree, or the running program's models, events, ports."""

    name: str
    because: str
    find: Callable[[Any], Iterable[Break]]
    reads: Callable[[], Any]

    def report(self, breaks: Iterable[Break]) -> str:
        lines = "\n".join(f"  {found}" for found in sorted(breaks))
        return f"{self.name.replace('_', ' ')}:\n{lines}\nbecause {self.because}."


RULES: dict[str, Rule] = {}


def rule[S](*, because: str, reads: Callable[[], S] = repository) -> Callable[[Callable[[S], Iterator[Break]]], Rule]:  # type: ignore[assignment] # the default fixes S to Tree
    """Declare a rule; its name is the function's."""

    def declare(find: Callable[[S], Iterator[Break]]) -> Rule:
        made = Rule(find.__name__, because, find, reads)
        if made.name in RULES:
            raise ValueError(f"two rules are called {made.name}")
        RULES[made.name] = made
        return made

    return declare
