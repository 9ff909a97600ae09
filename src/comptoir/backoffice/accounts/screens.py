"""What staff and role screens show."""

from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar

from django import forms

from comptoir.backoffice.markets.screens import SettingsScreen
from comptoir.backoffice.parts import Pill, Words


@dataclass(frozen=True, slots=True, kw_only=True)
class StaffLine:
    href: str
    name: str
    email: str
    roles: str
    markets: Words
    last_seen: datetime | None
    state: Pill


@dataclass(frozen=True, kw_only=True)
class StaffList(SettingsScreen):
    TEMPLATE: ClassVar[str] = "backoffice/accounts/staff.html"

    rows: tuple[StaffLine, ...]


@dataclass(frozen=True, kw_only=True)
class StaffPage(SettingsScreen):
    """``active_action`` lets somebody in again or shuts them out; empty where that is not possible."""

    TEMPLATE: ClassVar[str] = "backoffice/accounts/member.html"

    form: forms.Form
    action: str
    active: bool
    active_action: str
    save_label: Words


@dataclass(frozen=True, slots=True, kw_only=True)
class RoleLine:
    name: str
    code: str
    rights: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class RoleList(SettingsScreen):
    TEMPLATE: ClassVar[str] = "backoffice/accounts/roles.html"

    rows: tuple[RoleLine, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class KeyLine:
    label: str
    prefix: str
    scopes: str
    created_at: datetime
    created_by: str
    last_used_at: datetime | None
    state: Pill
    revoke_action: str


@dataclass(frozen=True, kw_only=True)
class KeyList(SettingsScreen):
    """``secret`` is shown once, right after a key was made."""

    TEMPLATE: ClassVar[str] = "backoffice/accounts/keys.html"

    rows: tuple[KeyLine, ...]
    form: forms.Form
    action: str
    secret: str = ""
