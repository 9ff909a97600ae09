"""What the shop looks like: as it was published, or in a preview as it stands at the desk."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Protocol

from comptoir.domains.content.queries import (
    document_at,
    shown_layout,
    shown_menus,
    shown_number,
    shown_theme,
    starting_layout,
)
from comptoir.domains.content.values import HOME_DESIGN, MENUS, THEME, Document, Layout, Menus, Theme, landing_design
from comptoir.kernel.access import job_actor


class Designs(Protocol):
    def theme(self) -> Theme:
        """The look."""

    def menus(self) -> Menus | None:
        """The menus; None while the merchant has made none."""

    def home(self) -> Layout:
        """The front of the shop."""

    def landing(self, page_key: str) -> Layout | None:
        """A page made of blocks; None when it is not made of any."""


@dataclass(frozen=True, slots=True)
class Published:
    """What every visitor sees. Nothing is asked of the database while it does not change."""

    def theme(self) -> Theme:
        return shown_theme()

    def theme_number(self) -> int:
        return shown_number(THEME)

    def menus(self) -> Menus | None:
        return shown_menus()

    def home(self) -> Layout:
        return shown_layout(HOME_DESIGN) or starting_layout()

    def landing(self, page_key: str) -> Layout | None:
        return shown_layout(landing_design(page_key))


@dataclass(frozen=True, slots=True)
class Previewed:
    """The drafts, or of some designs another revision. Asked afresh for each page: it changes while it is looked at."""

    revisions: Mapping[str, int]
    _found: dict[str, Document | None] = field(default_factory=dict, compare=False, repr=False)

    def theme(self) -> Theme:
        found = self._document(THEME)
        return found if isinstance(found, Theme) else shown_theme()

    def menus(self) -> Menus | None:
        found = self._document(MENUS)
        return found if isinstance(found, Menus) else None

    def home(self) -> Layout:
        found = self._document(HOME_DESIGN)
        return found if isinstance(found, Layout) else starting_layout()

    def landing(self, page_key: str) -> Layout | None:
        found = self._document(landing_design(page_key))
        return found if isinstance(found, Layout) else None

    def _document(self, key: str) -> Document | None:
        if key not in self._found:
            # One that was swept away since is none: what is there now stands in for it.
            actor = job_actor("storefront.preview")
            self._found[key] = document_at(key, self.revisions.get(key), actor=actor)
        return self._found[key]


PUBLISHED = Published()
