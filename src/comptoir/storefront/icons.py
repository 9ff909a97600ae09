"""Lucide icons as one hidden SVG sprite in the page: no request, no font, and only the icons the page shows."""

import re
from functools import cache, lru_cache
from pathlib import Path

from django.utils.safestring import SafeString, mark_safe

FOLDER = Path(__file__).parent / "static" / "vendor" / "lucide"
_OUTER = re.compile(r"^.*?<svg[^>]*>(.*)</svg>\s*$", re.DOTALL)


@cache
def symbol(name: str) -> str:
    """One icon as a ``<symbol>``; stroke and colour come from the style sheet.

    :raises FileNotFoundError: when the icon is not vendored.
    """
    source = (FOLDER / f"{name}.svg").read_text(encoding="utf-8")
    match = _OUTER.match(source)
    if match is None:
        raise ValueError(f"{name}.svg is no single SVG element")
    inner = re.sub(r"\s+", " ", match.group(1)).replace(" />", "/>").replace("> <", "><").strip()
    return f'<symbol id="i-{name}" viewBox="0 0 24 24">{inner}</symbol>'


@lru_cache(maxsize=256)
def sprite(names: tuple[str, ...]) -> SafeString:
    """The hidden sprite of these icons, each once."""
    symbols = "".join(symbol(name) for name in dict.fromkeys(names))
    return mark_safe(f'<svg class="sprite" aria-hidden="true">{symbols}</svg>')  # noqa: S308 - our own vendored files
