"""The strokes all motifs are made of. A motif fills a box of 100 by 100 around the origin and stands on y = 50."""

from math import cos, hypot, pi, sin

from comptoir.operations.demo.pictures.ink import Sheet, number
from comptoir.operations.demo.pictures.palette import COLOURS, darker, lighter

LEAF, STEM = COLOURS["leaf"], COLOURS["moss"]


def ball(sheet: Sheet, cx: float, cy: float, r: float, value: str, *, shine: bool = True) -> None:
    """A round thing lit from the upper left."""
    n = number
    sheet.circle(cx, cy, r, value)
    x, top, low = cx + 0.2 * r, cy - 0.98 * r, cy + 0.98 * r
    crescent = f"M{n(x)} {n(top)}A{n(r)} {n(r)} 0 0 1 {n(x)} {n(low)}A{n(1.3 * r)} {n(1.3 * r)} 0 0 0 {n(x)} {n(top)}Z"
    sheet.path(crescent, darker(value, 0.24))
    if shine:
        with sheet.placed(cx - 0.42 * r, cy - 0.46 * r, turn=-42):
            sheet.ellipse(0, 0, 0.26 * r, 0.13 * r, lighter(value, 0.6))


def leaf(
    sheet: Sheet, x0: float, y0: float, x1: float, y1: float, width: float, value: str = LEAF, *, rib: bool = True
) -> None:
    """A leaf from its stalk to its tip, one half in the shade."""
    n = number
    length = hypot(x1 - x0, y1 - y0)
    nx, ny = -(y1 - y0) / length * width, (x1 - x0) / length * width
    mx, my = x0 + (x1 - x0) * 0.45, y0 + (y1 - y0) * 0.45
    start, end = f"{n(x0)} {n(y0)}", f"{n(x1)} {n(y1)}"
    one, two = f"{n(mx + nx)} {n(my + ny)}", f"{n(mx - nx)} {n(my - ny)}"
    sheet.path(f"M{start}Q{one} {end}Q{two} {start}Z", value)
    sheet.path(f"M{start}Q{one} {end}Z", darker(value, 0.2))
    if rib:
        sheet.stroke(f"M{start}L{end}", lighter(value, 0.35), max(width * 0.09, 0.8))


def petals(
    sheet: Sheet, cx: float, cy: float, reach: float, width: float, count: int, value: str, *, turn: float = 0
) -> None:
    """A ring of oval petals, every second one a little darker."""
    for index in range(count):
        with sheet.placed(cx, cy, turn=turn + 360 / count * index):
            sheet.ellipse(0, -reach * 0.58, width / 2, reach * 0.45, value if index % 2 else darker(value, 0.07))


def ring(count: int, radius: float, *, turn: float = 0) -> list[tuple[float, float]]:
    """Points evenly spread on a circle around the origin."""
    angles = [2 * pi * index / count + turn * pi / 180 for index in range(count)]
    return [(radius * cos(angle), radius * sin(angle)) for angle in angles]
