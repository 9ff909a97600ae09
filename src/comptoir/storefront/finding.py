"""Gives ``collectstatic`` the style sheets that ``bundle`` makes of our many small ones."""

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from django.conf import settings
from django.contrib.staticfiles.finders import BaseFinder
from django.core.files.storage import FileSystemStorage, Storage

from comptoir.domains.content.values import Theme
from comptoir.storefront.bundle import bundle, personal_paths, sheet

STYLESHEETS = {
    "storefront/storefront.css": lambda: sheet(Theme()),
    "storefront/personal.css": lambda: bundle(personal_paths()),
}
"""By where they lie: that of the first preset, and what baskets, orders and accounts need besides any theme's."""


class StylesheetFinder(BaseFinder):
    """Finds these files, made anew whenever they are asked for."""

    def check(self, **kwargs: Any) -> list[Any]:
        return []

    def find(self, path: str, find_all: bool = False, **kwargs: Any) -> Any:
        found = [str(_made(path) / path)] if path in STYLESHEETS else []
        return found if find_all or not found else found[0]

    def list(self, ignore_patterns: Iterable[str] | None) -> Iterator[tuple[str, Storage]]:
        for path in STYLESHEETS:
            yield path, FileSystemStorage(location=_made(path))


def _made(path: str) -> Path:
    folder = Path(settings.COMPTOIR_HOME) / "built"
    file = folder / path
    content = STYLESHEETS[path]()
    if not file.is_file() or file.read_bytes() != content:
        file.parent.mkdir(parents=True, exist_ok=True)
        fresh = file.with_suffix(".new")
        fresh.write_bytes(content)
        fresh.replace(file)
    return folder
