"""What the settings and the first set-up show."""

from dataclasses import dataclass
from typing import ClassVar

from django import forms

from comptoir.backoffice.parts import Link, Pill, Screen, Tab, Told, Words


@dataclass(frozen=True, kw_only=True)
class SettingsScreen(Screen):
    """A page of the settings: ``sections`` is the small menu beside it."""

    TEMPLATE: ClassVar[str] = "backoffice/markets/settings.html"
    SCRIPTS: ClassVar[tuple[str, ...]] = ("backoffice/js/fields.js",)

    sections: tuple[Tab, ...]
    history: tuple[Told, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Group:
    """Fields that belong together. ``rows`` are fields side by side.

    ``optional`` says beside each field that may stay empty that it may.
    """

    title: Words
    note: Words
    rows: tuple[tuple[forms.BoundField, ...], ...]
    optional: bool = True


@dataclass(frozen=True, kw_only=True)
class SettingsForm(SettingsScreen):
    TEMPLATE: ClassVar[str] = "backoffice/markets/form.html"

    form: forms.Form
    groups: tuple[Group, ...]
    action: str
    save_label: Words


@dataclass(frozen=True, slots=True, kw_only=True)
class SettingsLine:
    href: str
    name: Words
    note: Words
    state: Pill | None = None


@dataclass(frozen=True, kw_only=True)
class SettingsList(SettingsScreen):
    """A short list: legal entities, markets, roles."""

    TEMPLATE: ClassVar[str] = "backoffice/markets/list.html"

    rows: tuple[SettingsLine, ...]
    new: Link | None = None


@dataclass(frozen=True, kw_only=True)
class SetUpPage(Screen):
    """The first settings, right after the owner's account."""

    TEMPLATE: ClassVar[str] = "backoffice/markets/set_up.html"
    SCRIPTS: ClassVar[tuple[str, ...]] = ("backoffice/js/fields.js",)

    form: forms.Form
    groups: tuple[Group, ...]
    action: str
