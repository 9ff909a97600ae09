"""Words as outlines, so that a label looks the same in a browser, a mail and a raster, with no font to install."""

import json
from dataclasses import dataclass
from functools import cache
from itertools import pairwise
from pathlib import Path
from typing import Literal

from comptoir.operations.demo.pictures.ink import number

Anchor = Literal["start", "middle"]
_FONTS = Path(__file__).parent / "fonts"


@dataclass(frozen=True, slots=True)
class Face:
    """The glyph outlines of one font, in thousandths of the type size."""

    cap_height: float
    x_height: float
    advances: dict[str, float]
    outlines: dict[str, str]
    kerning: dict[str, dict[str, float]]

    def width(self, text: str, size: float, *, tracking: float = 0) -> float:
        """The width of a line; tracking is extra space between letters in thousandths of the size."""
        total = sum(self.advances[letter] for letter in text) + tracking * max(len(text) - 1, 0)
        total += sum(self.kerning.get(a, {}).get(b, 0) for a, b in pairwise(text))
        return total * size / 1000

    def set(
        self, text: str, x: float, y: float, size: float, fill: str, *, anchor: Anchor = "middle", tracking: float = 0
    ) -> str:
        """SVG markup of a line of text on the baseline y.

        :raises KeyError: for a character the subset does not have.
        """
        if anchor == "middle":
            x -= self.width(text, size, tracking=tracking) / 2
        parts, pen = [], 0.0
        for index, letter in enumerate(text):
            if index:
                pen += tracking + self.kerning.get(text[index - 1], {}).get(letter, 0)
            if self.outlines[letter]:
                parts.append(f'<path transform="translate({pen:g} 0)" d="{self.outlines[letter]}"/>')
            pen += self.advances[letter]
        where = f"translate({number(x)} {number(y)}) scale({size / 1000:.4g})"
        return f'<g fill="{fill}" transform="{where}">{"".join(parts)}</g>'


@cache
def face(name: str) -> Face:
    """A bundled face: ``fraunces-display``, ``fraunces-italic`` or ``inter-tight``."""
    raw = json.loads((_FONTS / f"{name}.json").read_text(encoding="utf-8"))
    return Face(
        cap_height=raw["cap_height"],
        x_height=raw["x_height"],
        advances={letter: glyph[0] for letter, glyph in raw["glyphs"].items()},
        outlines={letter: glyph[1] for letter, glyph in raw["glyphs"].items()},
        kerning=raw["kerning"],
    )


def fitting_size(
    lines: tuple[str, ...], name: str, *, width: float, height: float, most: float, leading: float = 1.02
) -> float:
    """The largest type size at which the lines fit a box."""
    letters = face(name)
    widest = max(letters.width(line, 1000) for line in lines) / 1000
    tall = (letters.cap_height / 1000) + leading * (len(lines) - 1)
    return min(most, width / widest, height / tall)
