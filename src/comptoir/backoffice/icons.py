"""Lucide icons, put into the page as they are drawn: no request, no font, and a swapped fragment brings its own."""

import re
from functools import cache
from pathlib import Path

from django.utils.safestring import SafeString, mark_safe

FOLDER = Path(__file__).parent / "static" / "backoffice" / "vendor" / "lucide"
_OUTER = re.compile(r"^.*?<svg[^>]*>(.*)</svg>\s*$", re.DOTALL)


@cache
def icon_svg(name: str) -> SafeString:
    """One icon, hidden from screen readers: the words beside it say the same.

    :raises FileNotFoundError: when the icon is not vendored.
    """
    match = _OUTER.match((FOLDER / f"{name}.svg").read_text(encoding="utf-8"))
    if match is None:
        raise ValueError(f"{name}.svg is no single SVG element")
    inner = re.sub(r"\s+", " ", match.group(1)).replace(" />", "/>").replace("> <", "><").strip()
    return mark_safe(  # noqa: S308 - our own vendored files
        '<svg class="icon" viewBox="0 0 24 24" fill="none" stroke="currentColor" stroke-width="2"'
        f' stroke-linecap="round" stroke-linejoin="round" aria-hidden="true">{inner}</svg>'
    )
