"""The country behind the stall: sky, hills, a village and an awning, in any width and height."""

from math import pi, sin

from comptoir.operations.demo.pictures.ink import Sheet, number
from comptoir.operations.demo.pictures.outlines import smooth
from comptoir.operations.demo.pictures.palette import COLOURS, darker, lighter, mix

_HAZE = "#F7DDB4"


def sky(sheet: Sheet, w: float, h: float, *, sun_x: float, sun_y: float, sun_r: float) -> None:
    sheet.rect(0, 0, w, h, sheet.linear((0, "#BFDDDD", 1), (0.55, "#F3E6C6", 1), (1, "#F9D3A0", 1), down=True))
    sheet.circle(sun_x, sun_y, sun_r * 2.3, sheet.radial((0, "#FFF1C9", 0.9), (1, "#FFF1C9", 0)))
    sheet.circle(sun_x, sun_y, sun_r, "#FBD27A")
    for x, y, size in ((0.16, 0.24, 1.0), (0.44, 0.17, 0.7), (0.86, 0.30, 0.8)):
        _cloud(sheet, w * x, h * y, size * 80)


def _cloud(sheet: Sheet, x: float, y: float, size: float) -> None:
    for dx, dy, r in ((-0.9, 0, 0.36), (-0.4, -0.2, 0.5), (0.2, -0.1, 0.44), (0.75, 0.04, 0.34)):
        sheet.ellipse(x + dx * size, y + dy * size, r * size, r * size * 0.62, "#FFF7E6", opacity=0.85)
    sheet.rect(x - 1.2 * size, y, 2.3 * size, 0.24 * size, "#FFF7E6", r=0.12 * size, opacity=0.85)


def hills(sheet: Sheet, w: float, top: float, bottom: float) -> None:
    """Four ridges, each nearer one darker and greener, the last striped with lavender."""
    depth = bottom - top
    layers = (
        (0.00, 0.10, 2.1, 0.4, "#A9C0B4"),
        (0.20, 0.12, 1.6, 2.2, "#93B08F"),
        (0.42, 0.10, 1.9, 4.0, "#7C9E6B"),
        (0.64, 0.07, 1.3, 5.4, "#6B8F52"),
    )
    for index, (start, swing, waves, phase, value) in enumerate(layers):
        line = [
            (w * step / 24, top + depth * (start + swing * sin(waves * 2 * pi * step / 24 + phase)))
            for step in range(25)
        ]
        ridge = smooth(line, closed=False)
        sheet.path(f"{ridge}L{number(w)} {number(bottom)}L0 {number(bottom)}Z", mix(value, _HAZE, 0.30 - index * 0.09))
        if index == 1:
            village(sheet, w * 0.20, top + depth * 0.30, depth * 0.30)
        if index == 2:
            for x, size in ((0.05, 1.0), (0.075, 0.7), (0.42, 0.8), (0.45, 1.1), (0.93, 1.0), (0.955, 0.75)):
                _cypress(sheet, w * x, top + depth * 0.50, depth * 0.20 * size)
    _rows(sheet, w, top + depth * 0.78, bottom)


def _rows(sheet: Sheet, w: float, top: float, bottom: float) -> None:
    """Lavender running to a vanishing point."""
    focus = w * 0.24
    for step in range(-14, 34):
        foot = focus + step * w * 0.062
        head = focus + step * w * 0.022
        value = COLOURS["lavender"] if step % 2 else darker(COLOURS["lavender"], 0.12)
        half = w * 0.015
        sheet.path(
            f"M{number(head - half * 0.3)} {number(top)}L{number(head + half * 0.3)} {number(top)}"
            f"L{number(foot + half)} {number(bottom)}L{number(foot - half)} {number(bottom)}Z",
            value,
            opacity=0.85,
        )


def village(sheet: Sheet, x: float, base: float, size: float) -> None:
    """A bell tower among roofs."""
    wall, roof = "#F2DDBC", "#C4653F"
    houses = (
        (-1.5, 0.42, 0.5),
        (-1.0, 0.62, 0.55),
        (-0.35, 0.5, 0.6),
        (0.55, 0.7, 0.55),
        (1.05, 0.46, 0.62),
        (1.6, 0.36, 0.5),
    )
    sheet.rect(x - 0.14 * size, base - 1.35 * size, 0.34 * size, 1.5 * size, wall)
    sheet.rect(x + 0.08 * size, base - 1.35 * size, 0.12 * size, 1.5 * size, darker(wall, 0.16))
    sheet.path(_roof(x - 0.2 * size, base - 1.35 * size, 0.46 * size, 0.52 * size), darker(roof, 0.2))
    sheet.rect(x - 0.02 * size, base - 1.2 * size, 0.1 * size, 0.2 * size, "#6B4A3A", r=0.05 * size)
    for dx, tall, wide in houses:
        left, top = x + dx * size, base - tall * size
        sheet.rect(left, top, wide * size, (tall + 0.3) * size, lighter(wall, 0.2 if dx > 0 else 0))
        sheet.rect(left + wide * size * 0.66, top, wide * size * 0.34, (tall + 0.3) * size, darker(wall, 0.12))
        sheet.path(
            _roof(left - 0.04 * size, top, (wide + 0.08) * size, 0.2 * size), roof if dx < 0 else darker(roof, 0.1)
        )
        sheet.rect(left + wide * size * 0.24, top + 0.14 * size, 0.09 * size, 0.14 * size, "#8FA3A6")


def _roof(x: float, y: float, w: float, h: float) -> str:
    return f"M{number(x)} {number(y)}L{number(x + w / 2)} {number(y - h)}L{number(x + w)} {number(y)}Z"


def _cypress(sheet: Sheet, x: float, base: float, tall: float) -> None:
    n = number
    half = tall * 0.13
    sheet.path(
        f"M{n(x)} {n(base - tall)}C{n(x + half * 1.6)} {n(base - tall * 0.5)} "
        f"{n(x + half * 1.3)} {n(base)} {n(x)} {n(base)}"
        f"C{n(x - half * 1.3)} {n(base)} {n(x - half * 1.6)} {n(base - tall * 0.5)} {n(x)} {n(base - tall)}Z",
        "#41684A",
    )


def awning(sheet: Sheet, w: float, drop: float, *, stripe: float) -> None:
    """Striped canvas with a scalloped edge, and its shade on what is behind."""
    count = round(w / stripe)
    wide = w / count
    sheet.rect(0, drop, w, drop * 0.5, sheet.linear((0, "#24160F", 0.26), (1, "#24160F", 0), down=True))
    for index in range(count):
        x = index * wide
        value = COLOURS["bottle"] if index % 2 else COLOURS["cream"]
        sheet.path(
            f"M{number(x)} 0L{number(x + wide)} 0L{number(x + wide)} {number(drop)}"
            f"A{number(wide / 2)} {number(wide / 2)} 0 0 1 {number(x)} {number(drop)}Z",
            sheet.linear((0, lighter(value, 0.10), 1), (0.72, value, 1), (1, darker(value, 0.16), 1), down=True),
        )
    sheet.rect(0, drop - 5, w, 5, "#24160F", opacity=0.12)
