"""What the mail settings show."""

from dataclasses import dataclass
from typing import ClassVar

from django import forms

from comptoir.backoffice.markets.screens import SettingsScreen
from comptoir.backoffice.messages.rows import MessageRow
from comptoir.backoffice.parts import Words


@dataclass(frozen=True, slots=True, kw_only=True)
class Fact:
    label: Words
    value: Words


@dataclass(frozen=True, kw_only=True)
class MailPage(SettingsScreen):
    TEMPLATE: ClassVar[str] = "backoffice/messages/mail.html"

    facts: tuple[Fact, ...]
    transport_note: Words
    form: forms.Form
    action: str
    latest: tuple[MessageRow, ...]
    failed: tuple[MessageRow, ...]
    resend_action: str
