"""An agency's theme: a folder with templates of its own and a style sheet, for the pages that are read.

Where money is at stake (basket, checkout, payment, orders, returns) the shop keeps its own templates, its own frame and
its own style sheet: a theme changes colours, fonts and the logo there, as a merchant does, and nothing else. On the
other pages a template that cannot be rendered gives way to ours, and the log says why.
"""

import tomllib
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from django.conf import settings

OPEN = frozenset({
    *(f"storefront/pages/{name}.html" for name in (
        "home", "landing", "categories", "category", "content", "product", "search", "error",
    )),
    *(f"storefront/parts/{name}.html" for name in (
        "header", "footer", "cards", "shelf", "listing", "crumbs", "notices",
    )),
    *(f"storefront/blocks/{name}.html" for name in (
        "hero", "products", "categories", "story", "editorial", "picture", "text", "quote", "faq", "shops",
        "newsletter", "assurances",
    )),
})  # fmt: skip
"""The templates that a theme may replace."""


@dataclass(frozen=True, slots=True)
class OwnTheme:
    """A theme's folder as it was found. ``css`` is its style sheets joined; ``templates`` are those it brings along."""

    folder: Path
    name: str
    version: str
    templates: frozenset[str]
    css: str

    @property
    def replaced(self) -> frozenset[str]:
        """The templates that stand in for ours."""
        return self.templates & OPEN

    @property
    def ignored(self) -> frozenset[str]:
        """Those that do not: they are of protected pages, or of none."""
        return self.templates - OPEN


def own_theme() -> OwnTheme | None:
    """The theme that the setting COMPTOIR_THEME names. Read once a process: a new one needs a restart."""
    return theme_in(settings.THEME_FOLDER) if settings.THEME_FOLDER else None


@lru_cache(maxsize=4)
def theme_in(folder: str) -> OwnTheme:
    """The theme in a folder.

    :raises FileNotFoundError: when there is no ``theme.toml`` in it.
    """
    place = Path(folder)
    said = tomllib.loads((place / "theme.toml").read_text("utf-8"))
    templates = place / "templates"
    return OwnTheme(
        folder=place,
        name=str(said.get("name", place.name)),
        version=str(said.get("version", "")),
        templates=frozenset(path.relative_to(templates).as_posix() for path in templates.rglob("*.html")),
        css="\n".join(path.read_text("utf-8") for path in sorted((place / "styles").glob("*.css"))),
    )
