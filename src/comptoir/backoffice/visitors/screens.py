"""What the screens about cookies show."""

from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar

from django import forms

from comptoir.backoffice.markets.screens import SettingsForm, SettingsScreen
from comptoir.backoffice.parts import Link, Words


@dataclass(frozen=True, slots=True, kw_only=True)
class ServiceLine:
    href: str
    name: str
    note: Words
    accepted: Words


@dataclass(frozen=True, slots=True, kw_only=True)
class Proof:
    """A consent as it is kept."""

    given_at: datetime
    number: int
    accepted: str
    refused: str
    language: str
    wording: str


@dataclass(frozen=True, kw_only=True)
class ServicesPage(SettingsScreen):
    """``choices`` counts the visitors who chose of the present list."""

    TEMPLATE: ClassVar[str] = "backoffice/visitors/services.html"

    rows: tuple[ServiceLine, ...]
    choices: int
    new: Link | None
    proof_form: forms.Form
    proof: Proof | None


@dataclass(frozen=True, kw_only=True)
class ServicePage(SettingsForm):
    """``remove`` is where the service is taken off the list, "" for who may not."""

    TEMPLATE: ClassVar[str] = "backoffice/visitors/service.html"

    remove: str
