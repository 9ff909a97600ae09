"""What the screens of search show."""

from dataclasses import dataclass
from typing import ClassVar

from django import forms

from comptoir.backoffice.parts import Link, Screen, Told, Words


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    href: str
    name: Words
    note: Words


@dataclass(frozen=True, kw_only=True)
class SearchDesk(Screen):
    TEMPLATE: ClassVar[str] = "backoffice/search/desk.html"

    arrangements: tuple[Line, ...]
    synonyms: tuple[Line, ...]
    new_synonyms: str


@dataclass(frozen=True, kw_only=True)
class SynonymsPage(Screen):
    TEMPLATE: ClassVar[str] = "backoffice/search/synonyms.html"

    form: forms.Form
    action: str
    drop_action: str
    history: tuple[Told, ...]


@dataclass(frozen=True, kw_only=True)
class ArrangementPage(Screen):
    """``shown`` are the goods that come first now, as buyers see them; ``public`` is where they see them."""

    TEMPLATE: ClassVar[str] = "backoffice/search/arrangement.html"

    form: forms.Form
    action: str
    drop_action: str
    shown: tuple[Link, ...]
    count: int
    history: tuple[Told, ...]
