"""A rule broken on purpose: what it is shown, and exactly what it must say."""

from collections.abc import Callable
from dataclasses import dataclass
from textwrap import dedent
from typing import Any

from tests.house.rule import Break, Rule
from tests.house.tree import Tree


@dataclass(frozen=True, slots=True)
class Sample:
    """``subject`` makes what the rule reads; ``breaks`` are the only ones it may find there."""

    rule: Rule
    subject: Callable[[], Any]
    breaks: tuple[Break, ...]

    @property
    def name(self) -> str:
        return f"{self.rule.name}: {'; '.join(found.what for found in self.breaks)}"


def broken(rule: Rule, files: dict[str, str], *breaks: tuple[str, int, str]) -> Sample:
    """A sample made of files; paths may leave out ``src/comptoir/``."""
    return Sample(rule, lambda: tree_of(files), tuple(Break(_path(where), line, what) for where, line, what in breaks))


def tree_of(files: dict[str, str]) -> Tree:
    """A source tree of these texts."""
    return Tree({_path(short): dedent(text).lstrip("\n") for short, text in files.items()})


def shown(rule: Rule, subject: Callable[[], Any], *breaks: tuple[str, int, str]) -> Sample:
    """A sample made of anything else a rule reads."""
    return Sample(rule, subject, tuple(Break(*found) for found in breaks))


def _path(short: str) -> str:
    starts = ("domains/", "flows/", "storefront/", "backoffice/", "api/", "connectors/", "operations/", "kernel/")
    return f"src/comptoir/{short}" if short.startswith(starts) else short
