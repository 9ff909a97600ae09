"""Soaps, candles and what goes with them."""

from comptoir.operations.demo.pictures.ink import Sheet
from comptoir.operations.demo.pictures.labels import label, small_motif
from comptoir.operations.demo.pictures.lettering import face
from comptoir.operations.demo.pictures.outlines import Profile, box, smooth
from comptoir.operations.demo.pictures.palette import darker, lighter
from comptoir.operations.demo.pictures.shapes.modelling import BASE, CX, chosen, lit, slab, turned
from comptoir.operations.demo.pictures.spec import PictureSpec


def soap_cube(sheet: Sheet, spec: PictureSpec) -> None:
    """A stamped cube of Marseille-type soap, a smaller one behind."""
    paste = chosen(spec.body, "olive")
    for x, low, side, value in ((470, 640.0, 150, lighter(paste, 0.12)), (250, BASE, 200, paste)):
        lean = side * 0.24
        y = low - side
        sheet.path(
            f"M{x} {y}L{x + lean} {y - lean * 0.62}L{x + side + lean} {y - lean * 0.62}L{x + side} {y}Z",
            lighter(value, 0.34),
        )
        slab(sheet, x, y, side, side, value, r=8)
        sheet.path(
            f"M{x + side} {y + 2}L{x + side + lean} {y - lean * 0.62}"
            f"L{x + side + lean} {low - lean * 0.7}L{x + side} {low - 3}Z",
            darker(value, 0.28),
        )
        mark = darker(value, 0.30)
        sheet.rect(x + side * 0.12, y + side * 0.12, side * 0.76, side * 0.76, "none", r=6, stroke=mark, width=3)
        lines = spec.lines() if side > 160 else ()
        letters = face("fraunces-display")
        if lines:
            size = min(side * 0.68 / max(letters.width(line, 1) for line in lines), side * 0.2)
            for index, line in enumerate(lines):
                base = y + side * 0.53 + (index - (len(lines) - 1) / 2) * size * 1.05 + size * 0.22
                sheet.raw(letters.set(line, x + side / 2 + 1.6, base + 1.6, size, lighter(value, 0.4)))
                sheet.raw(letters.set(line, x + side / 2, base, size, mark))
        else:
            sheet.raw(face("inter-tight").set("72 %", x + side / 2, y + side * 0.57, side * 0.2, mark))


def soap_bar(sheet: Sheet, spec: PictureSpec) -> None:
    """Two bars of soap, the front one in its paper band."""
    paste = chosen(spec.body, "lavender")
    for x, y, w, value in ((300, 446, 300, darker(paste, 0.08)), (196, 520, 380, paste)):
        h = 128
        sheet.path(box(x + 20, y - 30, w, h, top=34, bottom=20), darker(value, 0.26))
        sheet.path(
            box(x, y, w, h, top=30, bottom=30),
            sheet.linear((0, lighter(value, 0.3), 1), (0.6, value, 1), (1, darker(value, 0.14), 1), down=True),
        )
        sheet.path(f"M{x + 26} {y}L{x + 46} {y - 28}L{x + w - 10} {y - 28}L{x + w - 26} {y}Z", lighter(value, 0.42))
        for index in range(14):
            sheet.ellipse(
                x + 20 + (index * 59) % (w - 40),
                y + 14 + (index * 37) % (h - 28),
                3.4,
                2,
                darker(value, 0.3),
                opacity=0.6,
            )
    label(sheet, spec, 396, 576, 236, 146)
    sheet.path("M278 503L300 492L524 492L514 503Z", lighter(chosen(spec.paper, "cream"), 0.3))


def soap_round(sheet: Sheet, spec: PictureSpec) -> None:
    """A shaving or shampoo soap, a turned puck with its lather."""
    paste = chosen(spec.body, "celadon")
    body = Profile((140, 548), ((158, 556, 162, 580, 162, 600), (162, 634, 150, 655, 128, BASE)))
    turned(sheet, body, paste)
    lit(sheet, body, gloss=0.4, top=570, bottom=640)
    sheet.ellipse(CX, 552, 150, 42, lighter(paste, 0.34))
    sheet.ellipse(CX, 552, 122, 31, "none", stroke=darker(paste, 0.16), width=3)
    for x, y, r in (
        (352, 528, 30),
        (398, 514, 40),
        (446, 530, 28),
        (420, 548, 22),
        (372, 550, 20),
        (330, 548, 16),
        (474, 552, 14),
    ):
        sheet.circle(x, y, r, "#FFFFFF")
        sheet.circle(x - r * 0.3, y - r * 0.35, r * 0.22, "#E6EFF0")
    if spec.motif:
        small_motif(sheet, spec.motif, 398, 440, 110)


def candle(sheet: Sheet, spec: PictureSpec) -> None:
    """A candle poured in a glass, alight."""
    wax = chosen(spec.fill, "cream")
    body = Profile((112, 418), ((112, 636), (112, 651, 104, 655, 92, BASE)))
    sheet.circle(CX, 360, 130, sheet.radial((0, "#FFF3C4", 0.75), (1, "#FFF3C4", 0)))
    sheet.path(
        body.outline(CX),
        sheet.linear((0, lighter(wax, 0.2), 1), (0.3, lighter(wax, 0.4), 1), (1, darker(wax, 0.26), 1)),
    )
    sheet.rect(CX - 112, 418, 224, 22, "#F4F8F4", opacity=0.65)
    sheet.ellipse(CX, 442, 106, 15, lighter(wax, 0.35))
    sheet.line((CX, 442), (CX + 1, 408), "#3A2A1C", 5)
    sheet.path(
        "M400 336C418 360 424 374 420 390C416 404 408 410 400 410C392 410 384 404 381 390C378 374 388 360 400 336Z",
        "#F19A34",
    )
    sheet.path(
        "M400 366C408 378 411 386 409 394C407 402 404 405 400 405C396 405 393 402 391 394C389 386 393 378 400 366Z",
        "#FFE79A",
    )
    label(sheet, spec, CX, 552, 178, 160)
    lit(sheet, body, gloss=0.5, top=426, bottom=640)


def tapers(sheet: Sheet, spec: PictureSpec) -> None:
    """Beeswax tapers tied in a bundle, standing."""
    wax = chosen(spec.body, "honey")
    for index, x in enumerate((286, 330, 374, 418, 462, 506)):
        top = 300 + (index * 37) % 60
        taper = Profile((14, top), ((20, top + 40), (21, BASE)))
        sheet.line((x, top), (x + 2, top - 30), "#F1E4C8", 4)
        turned(sheet, taper, wax if index % 2 else darker(wax, 0.08), cx=x)
        lit(sheet, taper, cx=x, gloss=0.25)
    label(sheet, spec, 396, 530, 286, 128)
    sheet.path("M538 466L539 594L556 590L556 470Z", darker(chosen(spec.paper, "cream"), 0.3))


def brush(sheet: Sheet, spec: PictureSpec) -> None:
    """A wooden brush with natural bristles."""
    wood = chosen(spec.body, "oak")
    for index in range(60):
        x = 226 + index * 5.9
        sheet.line((x, 560), (x + (index % 5 - 2) * 2.4, 652), (darker("#E6D3A8", 0.10 * (index % 3))), 4.4)
    sheet.path(
        smooth(
            [(190, 520), (260, 478), (400, 466), (540, 478), (612, 520), (590, 566), (400, 580), (214, 566)],
            tension=0.6,
        ),
        sheet.linear((0, lighter(wood, 0.3), 1), (1, darker(wood, 0.22), 1), down=True),
    )
    sheet.stroke("M250 512C330 494 470 494 556 512M270 540C350 530 450 530 536 540", darker(wood, 0.22), 3)
    sheet.circle(566, 524, 11, darker(wood, 0.45))
    sheet.stroke("M566 524C600 470 640 470 634 510C628 540 590 540 566 524", "#F1E4C8", 5)


CARE = {
    "soap-cube": soap_cube,
    "soap-bar": soap_bar,
    "soap-round": soap_round,
    "candle": candle,
    "tapers": tapers,
    "brush": brush,
}
