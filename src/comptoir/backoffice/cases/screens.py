"""What the screens of cases show."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar

from django import forms

from comptoir.backoffice.parts import Link, Listing, Pill, Screen, Told, Words
from comptoir.domains.cases.values import CaseNote


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseLine:
    """``note`` is what kind of case it is."""

    href: str
    title: str
    note: Words
    state: Pill
    urgent: bool
    handler: str
    market: str
    opened_at: datetime
    times_seen: int


@dataclass(frozen=True, kw_only=True)
class CaseList(Screen):
    TEMPLATE: ClassVar[str] = "backoffice/cases/list.html"

    listing: Listing
    rows: tuple[CaseLine, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Fact:
    """One fact of the evidence. ``several`` has a line each where it is a list."""

    label: Words
    text: Words = ""
    several: Sequence[str] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Compared:
    """The same fact on both sides."""

    label: Words
    ours: Words
    theirs: Words
    differs: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseStep:
    """Something that can be done now, by one button."""

    label: Words
    href: str
    icon: str
    primary: bool = False
    note: Words = ""


@dataclass(frozen=True, kw_only=True)
class CasePage(Screen):
    """``facts`` is the evidence of one side, ``compared`` that of two, under ``their_name``."""

    TEMPLATE: ClassVar[str] = "backoffice/cases/page.html"

    meaning: Words
    facts: tuple[Fact, ...]
    compared: tuple[Compared, ...]
    missing: Words
    their_name: Words
    about: tuple[Fact, ...]
    subject: Link | None
    former: Link | None
    steps: tuple[CaseStep, ...]
    is_undecided: bool
    may_handle: bool
    closed: Words
    because: Words
    notes: tuple[CaseNote, ...]
    note_form: forms.Form
    close_form: forms.Form
    note_action: str
    resolve_action: str
    dismiss_action: str
    history: tuple[Told, ...]
