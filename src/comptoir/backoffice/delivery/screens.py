"""What the delivery screens show."""

from dataclasses import dataclass
from typing import Any, ClassVar

from django import forms

from comptoir.backoffice.parts import Pill, Screen, Told, Words


@dataclass(frozen=True, slots=True, kw_only=True)
class MethodLine:
    """``prices`` and ``promise`` are one line each: “from 5.90 €, free from 60 €”, “2 to 3 working days”."""

    href: str
    name: str
    kind: Words
    icon: str
    prices: Words
    promise: Words
    state: Pill


@dataclass(frozen=True, kw_only=True)
class MethodList(Screen):
    TEMPLATE: ClassVar[str] = "backoffice/delivery/list.html"

    rows: tuple[MethodLine, ...]
    new_href: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PromiseRow:
    """``share`` is how many of those that arrived did so in time, as “97 %”; "" where none has."""

    month: Words
    method: Words
    promised: int
    kept: int
    share: str
    late: int
    days_late: Words
    unknown: int


@dataclass(frozen=True, kw_only=True)
class PromiseList(Screen):
    TEMPLATE: ClassVar[str] = "backoffice/delivery/promises.html"

    rows: tuple[PromiseRow, ...]


@dataclass(frozen=True, kw_only=True)
class MethodPage(Screen):
    """``rates`` is the formset of prices, None for a method that is not saved yet; ``gaps`` says to whom it is not
    offered."""

    TEMPLATE: ClassVar[str] = "backoffice/delivery/method.html"
    SCRIPTS: ClassVar[tuple[str, ...]] = ("backoffice/js/fields.js", "backoffice/js/rows.js")

    form: forms.Form
    action: str
    rates: Any
    rates_action: str
    add_row_href: str
    active: bool
    active_action: str
    currency: str
    gaps: tuple[Words, ...]
    history: tuple[Told, ...]
