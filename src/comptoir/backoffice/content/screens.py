"""What the page screens show."""

from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar

from django import forms

from comptoir.backoffice.parts import Listing, Screen, Told


@dataclass(frozen=True, slots=True, kw_only=True)
class PageLine:
    href: str
    title: str
    kind: str
    version: str
    published_at: datetime
    footer: bool
    unfinished: bool


@dataclass(frozen=True, kw_only=True)
class PageList(Screen):
    TEMPLATE: ClassVar[str] = "backoffice/content/list.html"

    rows: tuple[PageLine, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Version:
    number: int
    published_at: datetime
    href: str
    current: bool


@dataclass(frozen=True, kw_only=True)
class PageEditor(Screen):
    TEMPLATE: ClassVar[str] = "backoffice/content/page.html"
    SCRIPTS: ClassVar[tuple[str, ...]] = ("backoffice/js/fields.js", "backoffice/js/rich.js")

    form: forms.Form
    action: str
    public_href: str
    versions: tuple[Version, ...]
    history: tuple[Told, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class RedirectLine:
    path: str
    target: str


@dataclass(frozen=True, kw_only=True)
class RedirectList(Screen):
    TEMPLATE: ClassVar[str] = "backoffice/content/redirects.html"
    SCRIPTS: ClassVar[tuple[str, ...]] = ("backoffice/js/fields.js",)

    listing: Listing
    rows: tuple[RedirectLine, ...]
    form: forms.Form
    file_form: forms.Form
    action: str
    file_action: str
    remove_action: str
