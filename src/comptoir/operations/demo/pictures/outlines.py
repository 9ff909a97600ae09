"""Outlines as SVG path data: smooth organic curves, rounded boxes and turned profiles."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from comptoir.operations.demo.pictures.ink import Point, number


def polygon(points: Sequence[Point]) -> str:
    return "M" + "L".join(f"{number(x)} {number(y)}" for x, y in points) + "Z"


def smooth(points: Sequence[Point], *, closed: bool = True, tension: float = 0.5) -> str:
    """A Catmull-Rom curve through the points, as cubic Béziers."""
    count = len(points)
    data = [f"M{number(points[0][0])} {number(points[0][1])}"]
    for index in range(count if closed else count - 1):
        if closed:
            before, start, end, after = (points[(index + shift) % count] for shift in (-1, 0, 1, 2))
        else:
            before, start = points[max(index - 1, 0)], points[index]
            end, after = points[index + 1], points[min(index + 2, count - 1)]
        pull = tension / 3 * 2
        one = (start[0] + (end[0] - before[0]) * pull / 2, start[1] + (end[1] - before[1]) * pull / 2)
        two = (end[0] - (after[0] - start[0]) * pull / 2, end[1] - (after[1] - start[1]) * pull / 2)
        data.append("C" + " ".join(f"{number(x)} {number(y)}" for x, y in (one, two, end)))
    return "".join(data) + ("Z" if closed else "")


def box(x: float, y: float, w: float, h: float, *, top: float = 0, bottom: float = 0) -> str:
    """A rectangle whose two upper and two lower corners have their own radius."""
    right, low = x + w, y + h
    n = number
    return (
        f"M{n(x)} {n(y + top)}Q{n(x)} {n(y)} {n(x + top)} {n(y)}"
        f"L{n(right - top)} {n(y)}Q{n(right)} {n(y)} {n(right)} {n(y + top)}"
        f"L{n(right)} {n(low - bottom)}Q{n(right)} {n(low)} {n(right - bottom)} {n(low)}"
        f"L{n(x + bottom)} {n(low)}Q{n(x)} {n(low)} {n(x)} {n(low - bottom)}Z"
    )


@dataclass(frozen=True, slots=True)
class Profile:
    """Half of the outline of something turned on a wheel: (half-width, height) from the top down.

    A step of two numbers is a straight line; a step of six is a cubic Bézier with its two handles first.
    """

    start: Point
    steps: tuple[tuple[float, ...], ...]

    def outline(self, cx: float, *, inset: float = 0) -> str:
        """The closed outline around the vertical axis at cx, its sides moved inwards by inset."""
        right = [(cx + max(x - inset, 0), y) for x, y in self.points()]
        left = [(2 * cx - x, y) for x, y in reversed(right)]
        return polygon(right + left)

    def band(self, cx: float, near: float, far: float, *, top: float = -1e9, bottom: float = 1e9) -> str:
        """The surface between two shares of the half-width (-1 left edge, 1 right edge) and between two heights."""
        inner = [y for _, y in self.points() if top < y < bottom]
        low, high = self.points()[0][1], self.points()[-1][1]
        kept = [(self.half_width(y), y) for y in sorted({max(top, low), *inner, min(bottom, high)})]
        return polygon([(cx + x * near, y) for x, y in kept] + [(cx + x * far, y) for x, y in reversed(kept)])

    def half_width(self, y: float) -> float:
        """The widest half-width at a height."""
        points = self.points()
        found = [
            x0 + (x1 - x0) * ((y - y0) / (y1 - y0) if y1 != y0 else 0)
            for (x0, y0), (x1, y1) in pairwise(points)
            if min(y0, y1) <= y <= max(y0, y1)
        ]
        return max(found)

    def points(self) -> list[Point]:
        found = [self.start]
        for step in self.steps:
            if len(step) == 2:
                found.append((step[0], step[1]))
                continue
            x0, y0 = found[-1]
            x1, y1, x2, y2, x3, y3 = step
            for index in range(1, 15):
                t = index / 14
                u = 1 - t
                a, b, c, d = u * u * u, 3 * u * u * t, 3 * u * t * t, t * t * t
                found.append((a * x0 + b * x1 + c * x2 + d * x3, a * y0 + b * y1 + c * y2 + d * y3))
        return found
