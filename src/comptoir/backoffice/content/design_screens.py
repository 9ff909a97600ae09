"""What the design screens show."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any, ClassVar

from comptoir.backoffice.parts import Pill, Screen, Told, Words


@dataclass(frozen=True, slots=True, kw_only=True)
class DesignLine:
    href: str
    name: Words
    note: Words
    pills: tuple[Pill, ...]
    saved_at: datetime | None
    saved_by: str


@dataclass(frozen=True, kw_only=True)
class DesignList(Screen):
    TEMPLATE: ClassVar[str] = "backoffice/content/designs.html"

    rows: tuple[DesignLine, ...]
    new_href: str
    preview_href: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Saved:
    """A revision in the list of what was saved. ``shown_since``: buyers see it."""

    number: int
    saved_at: datetime
    saved_by: str
    preview_href: str
    is_draft: bool
    is_shown: bool
    was_shown: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Unreadable:
    """A pair of colours that cannot be read, in a sentence, with the colour that would do."""

    words: str
    better: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Kind:
    code: str
    name: Words
    note: Words


@dataclass(frozen=True, slots=True, kw_only=True)
class Changed:
    """Somebody else saved meanwhile: who, and where theirs is seen."""

    saved_by: str
    href: str


@dataclass(frozen=True, kw_only=True)
class DesignEditor(Screen):
    """``kind`` chooses the fields. ``preview`` is a path of the shop; ``head`` 0: nothing was saved yet."""

    TEMPLATE: ClassVar[str] = "backoffice/content/design.html"
    SCRIPTS: ClassVar[tuple[str, ...]] = (
        "backoffice/js/fields.js",
        "backoffice/js/rich.js",
        "backoffice/js/design.js",
    )

    kind: str
    form: Any
    action: str
    preview: str
    head: int
    can_publish: bool
    planned_at: datetime | None
    planned_revision: int
    refused: str
    saved: tuple[Saved, ...]
    history: tuple[Told, ...]
    kinds: tuple[Kind, ...] = ()
    unreadable: tuple[Unreadable, ...] = ()
    changed: Changed | None = None
    steps: str = ""
