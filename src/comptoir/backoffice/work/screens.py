"""What the page of failed work shows."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar

from comptoir.backoffice.markets.screens import SettingsScreen
from comptoir.backoffice.parts import Words


@dataclass(frozen=True, slots=True, kw_only=True)
class FailedLine:
    """One reaction to one event, or one job. ``name`` and ``value`` are those of its tick."""

    name: str
    value: int
    about: str
    error: str
    since: datetime
    note: Words


@dataclass(frozen=True, slots=True, kw_only=True)
class FailedGroup:
    """All that failed for one cause, most likely. ``lines`` are the first of them; ``kind`` names it to the form."""

    title: str
    about: Words
    kind: Mapping[str, str]
    count: int
    since: datetime
    last_at: datetime
    lines: tuple[FailedLine, ...]


@dataclass(frozen=True, kw_only=True)
class WorkPage(SettingsScreen):
    TEMPLATE: ClassVar[str] = "backoffice/work/failed.html"

    groups: tuple[FailedGroup, ...]
    action: str
