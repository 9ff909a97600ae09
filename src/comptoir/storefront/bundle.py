"""One style sheet out of many small ones, in order, without a build tool.

The result is served at ``storefront/storefront.css``; relative addresses in the sources are written for that place.
"""

import re
from collections.abc import Iterable
from pathlib import Path

CSS = Path(__file__).parent / "styles"
PRESETS = ("halle",)

_COMMENT = re.compile(r"/\*.*?\*/", re.DOTALL)
_INDENT = re.compile(r"\s*\n\s*")
_AROUND = re.compile(r"\s*([{};,])\s*")
_STRING = re.compile(r"\"[^\"\n]*\"|'[^'\n]*'|url\([^)]*\)")


def stylesheet_paths(preset: str = "halle") -> list[Path]:
    """The sources in the order they apply: tokens, the preset's own tokens, the elements, then the parts by name.

    :raises ValueError: for a preset that does not exist.
    """
    if preset not in PRESETS:
        raise ValueError(f"no preset {preset!r}: there are {', '.join(PRESETS)}")
    first = [CSS / "tokens.css", CSS / "presets" / f"{preset}.css", CSS / "elements.css", CSS / "layout.css"]
    last = [CSS / "print.css"]
    parts = sorted(path for path in CSS.glob("*.css") if path not in first and path not in last)
    return [*first, *parts, *last]


def bundle(paths: Iterable[Path]) -> bytes:
    """The sources joined, without comments and idle white space. Strings and addresses are kept to the letter."""
    return "\n".join(_smaller(path.read_text(encoding="utf-8")) for path in paths).encode()


def _smaller(css: str) -> str:
    kept: list[str] = []

    def keep(match: re.Match[str]) -> str:
        kept.append(match.group(0))
        return f"\0{len(kept) - 1}\0"

    css = _STRING.sub(keep, _COMMENT.sub("", css))
    css = _AROUND.sub(r"\1", _INDENT.sub(" ", css)).replace(";}", "}").strip()
    return re.sub("\0(\\d+)\0", lambda match: kept[int(match.group(1))], css)
