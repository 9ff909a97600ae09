"""A small SVG writer: shapes, gradients, clips and groups, with short numbers and shared definitions."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager

Point = tuple[float, float]
Stops = Sequence[tuple[float, str, float]]


def number(value: float) -> str:
    """One decimal is a thousandth of the picture's width; more would only make the file longer."""
    text = f"{value:.1f}"
    return text.removesuffix(".0")


class Sheet:
    """A drawing in progress. ``str(sheet)`` is not offered on purpose: :meth:`document` names the size."""

    def __init__(self) -> None:
        self._body: list[str] = []
        self._definitions: dict[str, str] = {}

    def _define(self, markup: str) -> str:
        name = self._definitions.get(markup)
        if name is None:
            name = self._definitions[markup] = f"d{len(self._definitions)}"
        return name

    def linear(self, *stops: tuple[float, str, float], down: bool = False) -> str:
        """A gradient from left to right, or downwards, over what it fills; stops are (offset, colour, opacity)."""
        end = 'x2="0" y2="1"' if down else 'x2="1" y2="0"'
        return f"url(#{self._define(f'<linearGradient id="%s" x1="0" y1="0" {end}>{_stops(stops)}</linearGradient>')})"

    def radial(self, *stops: tuple[float, str, float], centre: Point = (0.5, 0.5), radius: float = 0.5) -> str:
        where = f'cx="{centre[0]:g}" cy="{centre[1]:g}" r="{radius:g}"'
        return f"url(#{self._define(f'<radialGradient id="%s" {where}>{_stops(stops)}</radialGradient>')})"

    def path(self, d: str, fill: str, *, opacity: float = 1, stroke: str = "", width: float = 0) -> None:
        self._body.append(f'<path d="{d}"{_paint(fill, opacity, stroke, width)}/>')

    def stroke(self, d: str, colour: str, width: float, *, opacity: float = 1) -> None:
        """An open line with round ends."""
        self.path(d, "none", opacity=opacity, stroke=colour, width=width)

    def line(self, start: Point, end: Point, colour: str, width: float, *, opacity: float = 1) -> None:
        self.stroke(
            f"M{number(start[0])} {number(start[1])}L{number(end[0])} {number(end[1])}", colour, width, opacity=opacity
        )

    def rect(
        self,
        x: float,
        y: float,
        w: float,
        h: float,
        fill: str,
        *,
        r: float = 0,
        opacity: float = 1,
        stroke: str = "",
        width: float = 0,
    ) -> None:
        corner = f' rx="{number(r)}"' if r else ""
        where = f'x="{number(x)}" y="{number(y)}" width="{number(w)}" height="{number(h)}"{corner}'
        self._body.append(f"<rect {where}{_paint(fill, opacity, stroke, width)}/>")

    def ellipse(
        self,
        cx: float,
        cy: float,
        rx: float,
        ry: float,
        fill: str,
        *,
        opacity: float = 1,
        stroke: str = "",
        width: float = 0,
    ) -> None:
        where = f'cx="{number(cx)}" cy="{number(cy)}" rx="{number(rx)}" ry="{number(ry)}"'
        self._body.append(f"<ellipse {where}{_paint(fill, opacity, stroke, width)}/>")

    def circle(
        self, cx: float, cy: float, r: float, fill: str, *, opacity: float = 1, stroke: str = "", width: float = 0
    ) -> None:
        self.ellipse(cx, cy, r, r, fill, opacity=opacity, stroke=stroke, width=width)

    def raw(self, markup: str) -> None:
        """Markup made elsewhere in this room, such as lettering."""
        self._body.append(markup)

    @contextmanager
    def placed(self, x: float, y: float, *, scale: float = 1, turn: float = 0, stretch: float = 1) -> Iterator[None]:
        """Draw with the origin at (x, y), turned clockwise by degrees, enlarged by scale, widened by stretch."""
        parts = [f"translate({number(x)} {number(y)})"]
        if turn:
            parts.append(f"rotate({turn:g})")
        if scale != 1 or stretch != 1:
            parts.append(f"scale({scale * stretch:.4g} {scale:.4g})")
        self._body.append(f'<g transform="{" ".join(parts)}">')
        yield
        self._body.append("</g>")

    @contextmanager
    def inside(self, d: str) -> Iterator[None]:
        """Draw only what falls inside a path."""
        self._body.append(f'<g clip-path="url(#{self._define(f'<clipPath id="%s"><path d="{d}"/></clipPath>')})">')
        yield
        self._body.append("</g>")

    def document(self, width: int, height: int, *, title: str = "") -> str:
        """The whole drawing as one self-contained SVG, without scripts, styles, fonts or links."""
        definitions = "".join(markup.replace("%s", name, 1) for markup, name in self._definitions.items())
        name = f"<title>{escape(title)}</title>" if title else ""
        head = (
            f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" width="{width}" height="{height}">'
        )
        return f"{head}{name}<defs>{definitions}</defs>{''.join(self._body)}</svg>"


def escape(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;").replace('"', "&quot;")


def _stops(stops: Stops) -> str:
    return "".join(
        f'<stop offset="{offset:g}" stop-color="{colour}"'
        + (f' stop-opacity="{opacity:g}"' if opacity != 1 else "")
        + "/>"
        for offset, colour, opacity in stops
    )


def _paint(fill: str, opacity: float, stroke: str, width: float) -> str:
    paint = f' fill="{fill}"'
    if stroke:
        paint += f' stroke="{stroke}" stroke-width="{number(width)}" stroke-linecap="round" stroke-linejoin="round"'
    if opacity != 1:
        # Fill and stroke are never both translucent here: the cheap attribute gives the picture of a group opacity.
        paint += f' {"stroke" if stroke and fill == "none" else "fill"}-opacity="{opacity:g}"'
    return paint
