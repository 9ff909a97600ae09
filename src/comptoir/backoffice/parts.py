"""What screens are made of: small values that templates show. Nothing in here knows a domain or a row."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Any, ClassVar

from django.utils.functional import Promise

type Words = str | Promise


class Tone(StrEnum):
    """The mood of a pill or notice. The words always say it too."""

    NEUTRAL = "neutral"
    WAITING = "waiting"
    INFO = "info"
    POSITIVE = "positive"
    WARNING = "warning"
    DANGER = "danger"


@dataclass(frozen=True, slots=True)
class Pill:
    """A state as a word."""

    word: Words
    tone: Tone = Tone.NEUTRAL


@dataclass(frozen=True, slots=True)
class Link:
    label: Words
    href: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Act:
    """A button. ``form`` names the form it submits; without one it is a link to ``href``."""

    label: Words
    href: str = ""
    form: str = ""
    icon: str = ""
    primary: bool = False
    danger: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Tab:
    label: Words
    href: str
    current: bool = False
    count: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Chip:
    """An active filter; its link takes it away."""

    label: Words
    remove_href: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Option:
    """One value of a filter, as a link that sets it."""

    label: Words
    href: str
    chosen: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Filter:
    label: Words
    options: tuple[Option, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Listing:
    """The frame of a list: search, filters, where the next page is.

    ``narrowed`` tells that there may be more to see than what was asked for; ``shown`` counts the rows on this page.
    """

    href: str
    query: str = ""
    search_label: Words = ""
    filters: tuple[Filter, ...] = ()
    chips: tuple[Chip, ...] = ()
    kept: tuple[tuple[str, str], ...] = ()
    shown: int = 0
    narrowed: bool = False
    first_href: str = ""
    next_href: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """One value that changed, in words. Empty means there was none."""

    label: Words
    before: str = ""
    after: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """One line of history: what happened, who did it, when and why."""

    at: datetime
    what: Words
    who: Words
    why: Words = ""
    changes: tuple[Change, ...] = ()
    subject: Link | None = None


@dataclass(frozen=True, kw_only=True)
class Screen:
    """A page: its title, one line of context, where it belongs, and its primary action.

    ``read_only`` tells that the roles of whoever looks do not let them save what the page shows.
    """

    TEMPLATE: ClassVar[str]
    SCRIPTS: ClassVar[tuple[str, ...]] = ()

    title: Words
    context: Words = ""
    back: Link | None = None
    pills: tuple[Pill, ...] = ()
    actions: tuple[Act, ...] = ()
    tabs: tuple[Tab, ...] = ()
    read_only: bool = False
    extra: Mapping[str, Any] = field(default_factory=dict)
