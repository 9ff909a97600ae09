"""Arithmetic of colours: how well two can be told apart, and the nearest that can.

Contrast as WCAG 2.2 defines it (relative luminance of sRGB, https://www.w3.org/TR/WCAG22/#dfn-contrast-ratio).
"""

import re
from collections.abc import Iterable

_HEX = re.compile(r"#?([0-9a-fA-F]{6}|[0-9a-fA-F]{3})")
_STEPS = 100

type Rgb = tuple[float, float, float]


def tidy_colour(text: str) -> str:
    """The colour as ``#rrggbb`` in small letters; "" for what is none."""
    found = _HEX.fullmatch(text.strip())
    if found is None:
        return ""
    digits = found[1].lower()
    return f"#{digits if len(digits) == 6 else ''.join(2 * digit for digit in digits)}"


def _rgb(colour: str) -> Rgb:
    return (int(colour[1:3], 16), int(colour[3:5], 16), int(colour[5:7], 16))


def _hex(rgb: Iterable[float]) -> str:
    return "#" + "".join(f"{min(255, max(0, round(part))):02x}" for part in rgb)


def luminance(colour: str) -> float:
    """From 0, black, to 1, white."""
    red, green, blue = (_linear(part / 255) for part in _rgb(colour))
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _linear(part: float) -> float:
    return part / 12.92 if part <= 0.04045 else float(((part + 0.055) / 1.055) ** 2.4)


def contrast(first: str, second: str) -> float:
    """From 1, the same, to 21, black on white."""
    lighter, darker = sorted((luminance(first), luminance(second)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def mixed(first: str, second: str, share: float) -> str:
    """The first colour with so much of the second in it."""
    pairs = zip(_rgb(first), _rgb(second), strict=True)
    return _hex(one * (1 - share) + other * share for one, other in pairs)


def readable(colour: str, grounds: Iterable[str], needed: float) -> str:
    """The nearest colour of the same hue that reaches that contrast on all of the grounds.

    Towards black or white, whichever is nearer; when neither does, the better of the two.
    """
    known = tuple(grounds)
    found = [step for end in ("#000000", "#ffffff") if (step := _towards(colour, end, known, needed))]
    if found:
        return min(found)[1]
    return max(("#000000", "#ffffff"), key=lambda end: least_contrast(end, known))


def _towards(colour: str, end: str, grounds: tuple[str, ...], needed: float) -> tuple[int, str] | None:
    for step in range(_STEPS + 1):
        tried = mixed(colour, end, step / _STEPS)
        if least_contrast(tried, grounds) >= needed:
            return step, tried
    return None


def least_contrast(colour: str, grounds: Iterable[str]) -> float:
    return min(contrast(colour, ground) for ground in grounds)


def better_of(ground: str, first: str, second: str) -> str:
    """Whichever can be told better from the ground."""
    return first if contrast(first, ground) >= contrast(second, ground) else second
