"""What webhook screens show."""

from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar

from django import forms

from comptoir.backoffice.markets.screens import SettingsLine, SettingsScreen
from comptoir.backoffice.parts import Link, Listing, Pill, Tab, Words


@dataclass(frozen=True, kw_only=True)
class WebhookList(SettingsScreen):
    TEMPLATE: ClassVar[str] = "backoffice/integrations/list.html"

    rows: tuple[SettingsLine, ...]
    new: Link | None


@dataclass(frozen=True, slots=True, kw_only=True)
class MessageLine:
    """One message in the log. ``note`` says how the last try went."""

    href: str
    event: Words
    about: str
    at: datetime
    state: Pill
    note: Words
    failed: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class MessageLog:
    views: tuple[Tab, ...]
    listing: Listing
    lines: tuple[MessageLine, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class WebhookActs:
    """Where its buttons lead; a test can be sent while it is on."""

    switch: str
    secret: str
    test: str
    remove: str
    enabled: bool


@dataclass(frozen=True, kw_only=True)
class WebhookPage(SettingsScreen):
    """``secret`` is shown once, right after it was made. A webhook that is not made yet has no log and no acts."""

    TEMPLATE: ClassVar[str] = "backoffice/integrations/webhook.html"

    form: forms.Form
    action: str
    save_label: Words
    secret: str = ""
    failing_since: datetime | None = None
    former_secret_until: datetime | None = None
    acts: WebhookActs | None = None
    log: MessageLog | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Fact:
    label: Words
    value: Words = ""
    at: datetime | None = None


@dataclass(frozen=True, kw_only=True)
class MessagePage(SettingsScreen):
    """``again_action`` sends it again; empty where that is not possible."""

    TEMPLATE: ClassVar[str] = "backoffice/integrations/message.html"

    facts: tuple[Fact, ...]
    body: str
    answer: str
    note: Words
    again_action: str
