"""Gives ``collectstatic`` the one style sheet that ``bundle`` makes of our many, as ``storefront/storefront.css``."""

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from django.conf import settings
from django.contrib.staticfiles.finders import BaseFinder
from django.core.files.storage import FileSystemStorage, Storage

from comptoir.domains.content.values import Theme
from comptoir.storefront.bundle import sheet

STYLESHEET = "storefront/storefront.css"


class StylesheetFinder(BaseFinder):
    """Finds a single file, made anew whenever it is asked for."""

    def check(self, **kwargs: Any) -> list[Any]:
        return []

    def find(self, path: str, find_all: bool = False, **kwargs: Any) -> Any:
        found = [str(_made() / STYLESHEET)] if path == STYLESHEET else []
        return found if find_all or not found else found[0]

    def list(self, ignore_patterns: Iterable[str] | None) -> Iterator[tuple[str, Storage]]:
        yield STYLESHEET, FileSystemStorage(location=_made())


def _made() -> Path:
    folder = Path(settings.COMPTOIR_HOME) / "built"
    file = folder / STYLESHEET
    content = sheet(Theme())
    if not file.is_file() or file.read_bytes() != content:
        file.parent.mkdir(parents=True, exist_ok=True)
        fresh = file.with_suffix(".new")
        fresh.write_bytes(content)
        fresh.replace(file)
    return folder
