"""What is printed: set by typst, in our own fonts and no others, so that a page looks the same wherever it is made."""

from collections.abc import Mapping
from datetime import UTC, date, datetime, time
from functools import cache
from importlib import resources
from pathlib import Path
from typing import Any

from comptoir.kernel.glyphs import drawable, glyphs_of
from comptoir.kernel.sql import to_json


def set_page(template: Path, *, name: str, page: Mapping[str, Any], on: date, archival: bool = False) -> bytes:
    """The template filled in with the page, which it knows by that name, as PDF. The same page of the same day gives
    the same bytes; ``archival`` ones keep to PDF/A-3."""
    import typst

    pdf: bytes = typst.compile(
        str(template),
        root=str(template.parent),
        font_paths=_fonts(),
        sys_inputs={name: to_json(page).decode()},
        pdf_standards=["a-3b"] if archival else [],
        timestamp=datetime.combine(on, time(12), UTC),
    )
    return pdf


def on_paper(text: str) -> str:
    """The text with only such characters as our fonts have."""
    return drawable(text, glyphs=paper_glyphs())


def shown_on_paper(part: Any) -> Any:
    """A part of a page with only such characters."""
    match part:
        case str():
            return on_paper(part)
        case dict():
            return {name: shown_on_paper(inner) for name, inner in part.items()}
        case list():
            return [shown_on_paper(inner) for inner in part]
    return part


@cache
def paper_glyphs() -> frozenset[int]:
    """The code points that any of our fonts can draw."""
    return frozenset(point for font in _folder().glob("*.ttf") for point in glyphs_of(font.read_bytes()))


@cache
def _fonts() -> Any:
    import typst

    return typst.Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=[str(_folder())])


def _folder() -> Path:
    return Path(str(resources.files("comptoir.kernel").joinpath("fonts")))
