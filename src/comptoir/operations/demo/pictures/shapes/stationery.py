"""Paper that is read."""

from comptoir.operations.demo.pictures.ink import Sheet
from comptoir.operations.demo.pictures.labels import label
from comptoir.operations.demo.pictures.outlines import polygon
from comptoir.operations.demo.pictures.palette import colour, darker, lighter
from comptoir.operations.demo.pictures.shapes.modelling import BASE, chosen
from comptoir.operations.demo.pictures.spec import PictureSpec


def booklet(sheet: Sheet, spec: PictureSpec) -> None:
    """A stapled booklet that stands a little open, its pages fanned out behind the cover."""
    cover = chosen(spec.body, "brick")
    top, low = BASE - 366, BASE
    for spread, paper in (
        (58, darker(colour("paper"), 0.08)),
        (40, colour("paper")),
        (22, lighter(colour("paper"), 0.3)),
    ):
        leaf = ((272, top + 4), (532 + spread, top + 10 + spread * 0.3), (532 + spread, low - spread * 0.3), (272, low))
        sheet.path(polygon(leaf), paper)
        sheet.line(leaf[1], leaf[2], darker(colour("paper"), 0.2), 1.6)
    front = ((264, top), (536, top + 8), (536, low), (264, low))
    sheet.path(
        polygon(front),
        sheet.linear(
            (0, darker(cover, 0.3), 1), (0.06, lighter(cover, 0.12), 1), (0.5, cover, 1), (1, darker(cover, 0.16), 1)
        ),
    )
    for y in (top + 84, low - 84):  # the staples
        sheet.line((266, y - 15), (266, y + 15), "#D8DCDD", 3.4)
    sheet.line((290, top + 1), (290, low), darker(cover, 0.22), 2)
    label(sheet, spec, 412, (top + low) / 2 + 2, 196, 246)


STATIONERY = {"booklet": booklet}
