"""What the payment method screens show."""

from dataclasses import dataclass
from typing import ClassVar

from django import forms

from comptoir.backoffice.parts import Pill, Screen, Told, Words


@dataclass(frozen=True, slots=True, kw_only=True)
class MethodLine:
    href: str
    name: str
    provider: Words
    hold: Words
    state: Pill
    icon: str


@dataclass(frozen=True, slots=True, kw_only=True)
class NewMethod:
    """A provider that could be set up in this market."""

    href: str
    name: str
    about: Words
    icon: str


@dataclass(frozen=True, kw_only=True)
class MethodList(Screen):
    TEMPLATE: ClassVar[str] = "backoffice/payments/list.html"

    rows: tuple[MethodLine, ...]
    possible: tuple[NewMethod, ...]


@dataclass(frozen=True, kw_only=True)
class MethodPage(Screen):
    TEMPLATE: ClassVar[str] = "backoffice/payments/method.html"
    SCRIPTS: ClassVar[tuple[str, ...]] = ("backoffice/js/fields.js",)

    form: forms.Form
    action: str
    enabled: bool
    enable_action: str
    about: Words
    history: tuple[Told, ...]
