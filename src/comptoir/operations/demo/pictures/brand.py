"""The demo merchant's mark: a wordmark and a favicon, drawn like the pictures and carrying no font."""

from comptoir.operations.demo.pictures.ink import Sheet
from comptoir.operations.demo.pictures.lettering import face
from comptoir.operations.demo.pictures.motifs.strokes import leaf
from comptoir.operations.demo.pictures.palette import COLOURS

_GREEN, _PAPER, _GOLD = COLOURS["bottle"], COLOURS["cream"], "#C0842B"


def wordmark(*, ink: str = _GREEN, accent: str = _GOLD) -> str:
    """The name on one line, 640 by 128, its ampersand in italics; on a dark ground give a pale ink."""
    sheet = Sheet()
    roman, italic = face("fraunces-display"), face("fraunces-italic")
    size, base = 84.0, 88.0
    parts = (("Ferréol", roman, ink, size), ("&", italic, accent, size * 1.12), ("Filles", roman, ink, size))
    gap = 22.0
    widths = [letters.width(text, each) for text, letters, _, each in parts]
    pen = (640 - sum(widths) - gap * 2) / 2
    for (text, letters, colour, each), width in zip(parts, widths, strict=True):
        sheet.raw(letters.set(text, pen, base, each, colour, anchor="start"))
        pen += width + gap
    return sheet.document(640, 128, title="Ferréol & Filles")


def emblem(*, ink: str = _PAPER, ground: str = _GREEN, accent: str = "#E3B04B") -> str:
    """A round seal of 512: the ampersand between two sprigs, for avatars, stamps and the backs of labels."""
    sheet = Sheet()
    sheet.circle(256, 256, 256, ground)
    sheet.circle(256, 256, 234, "none", stroke=accent, width=6)
    sheet.raw(face("fraunces-italic").set("&", 252, 312, 236, ink))
    for side in (-1, 1):
        with sheet.placed(256, 256, stretch=side):
            sheet.stroke("M40 196C120 176 176 112 190 20", accent, 5)
            for x0, y0, x1, y1 in (
                (78, 184, 84, 140),
                (112, 166, 108, 122),
                (142, 138, 132, 96),
                (166, 104, 150, 66),
                (182, 64, 162, 30),
            ):
                leaf(sheet, x0, y0, x1, y1, 11, accent, rib=False)
    return sheet.document(512, 512, title="Ferréol & Filles")


def favicon() -> str:
    """The ampersand on the house's green, 64 by 64, legible at 16."""
    sheet = Sheet()
    sheet.rect(0, 0, 64, 64, _GREEN, r=14)
    sheet.raw(face("fraunces-italic").set("&", 31, 49, 54, _PAPER))
    return sheet.document(64, 64)
