"""Bottles, flasks and cans with a neck."""

from comptoir.operations.demo.pictures.ink import Sheet
from comptoir.operations.demo.pictures.labels import label
from comptoir.operations.demo.pictures.outlines import Profile, box
from comptoir.operations.demo.pictures.palette import darker, lighter
from comptoir.operations.demo.pictures.shapes.modelling import BASE, CX, chosen, lit, turned
from comptoir.operations.demo.pictures.spec import PictureSpec

_CORK = "#C79C66"


def _glass(sheet: Sheet, profile: Profile, spec: PictureSpec, otherwise: str, level: float) -> None:
    """Coloured glass, or clear glass showing the liquid when the spec names a fill."""
    if not spec.fill:
        turned(sheet, profile, chosen(spec.body, otherwise), contrast=1.25)
        return
    liquid = chosen(spec.fill, otherwise)
    sheet.path(profile.outline(CX), "#F1F6F1", opacity=0.72)
    with sheet.inside(profile.outline(CX, inset=6)):
        shades = sheet.linear(
            (0, darker(liquid, 0.12), 1), (0.3, lighter(liquid, 0.16), 1), (1, darker(liquid, 0.22), 1)
        )
        sheet.rect(CX - 150, level, 300, BASE - level - 8, shades)
        sheet.rect(CX - 150, level, 300, 6, lighter(liquid, 0.4), opacity=0.8)


def _capsule(sheet: Sheet, value: str, *, half: float, top: float, bottom: float) -> None:
    capsule = Profile((half - 2, top), ((half, top, half, top + 3, half, top + 8), (half + 1, bottom)))
    turned(sheet, capsule, value)
    sheet.line((CX - half, bottom - 12), (CX + half, bottom - 12), lighter(value, 0.4), 2.4)
    sheet.line((CX - half, top + 22), (CX + half, top + 22), darker(value, 0.3), 2)
    lit(sheet, capsule, gloss=0.4)


_BORDEAUX = Profile(
    (27, 172), ((27, 188), (25, 196), (25, 296), (26, 334, 88, 330, 88, 392), (88, 640), (88, 651, 82, 655, 72, BASE))
)
_BURGUNDY = Profile(
    (27, 176), ((27, 190), (25, 198), (25, 268), (28, 350, 98, 372, 98, 462), (98, 640), (98, 651, 92, 655, 80, BASE))
)
_FLUTE = Profile(
    (26, 148), ((26, 162), (24, 170), (24, 236), (26, 340, 80, 360, 80, 478), (80, 642), (80, 651, 74, 655, 66, BASE))
)


def bordeaux(sheet: Sheet, spec: PictureSpec) -> None:
    """A wine bottle with square shoulders."""
    _glass(sheet, _BORDEAUX, spec, "bottle", 300)
    label(sheet, spec, CX, 524, 152, 196)
    lit(sheet, _BORDEAUX, top=200, bottom=638)
    _capsule(sheet, chosen(spec.accent, "wine"), half=29, top=164, bottom=262)


def burgundy(sheet: Sheet, spec: PictureSpec) -> None:
    """A wine bottle with sloping shoulders."""
    _glass(sheet, _BURGUNDY, spec, "forest", 318)
    label(sheet, spec, CX, 544, 168, 172)
    lit(sheet, _BURGUNDY, top=204, bottom=638)
    _capsule(sheet, chosen(spec.accent, "wine"), half=29, top=168, bottom=258)


def flute(sheet: Sheet, spec: PictureSpec) -> None:
    """The tall slender bottle of Alsace."""
    _glass(sheet, _FLUTE, spec, "moss", 300)
    label(sheet, spec, CX, 548, 138, 176)
    lit(sheet, _FLUTE, top=180, bottom=638)
    _capsule(sheet, chosen(spec.accent, "moss"), half=28, top=140, bottom=226)


def sparkling(sheet: Sheet, spec: PictureSpec) -> None:
    """Cider or sparkling wine: thick glass, foil and a wired cork."""
    body = Profile(
        (27, 196), ((27, 218), (26, 268), (30, 352, 102, 380, 102, 470), (102, 638), (102, 651, 96, 655, 82, BASE))
    )
    _glass(sheet, body, spec, "bottle", 336)
    label(sheet, spec, CX, 550, 176, 168)
    lit(sheet, body, top=300, bottom=636)
    foil = chosen(spec.accent, "ochre")
    collar = Profile((30, 176), ((33, 180, 34, 190, 32, 204), (34, 226), (32, 250), (40, 318, 52, 340, 58, 352)))
    turned(sheet, collar, foil, contrast=1.3)
    for x in (-18, -6, 6, 18):
        sheet.line((CX + x, 232), (CX + x * 1.9, 330), darker(foil, 0.22), 2)
    lit(sheet, collar, gloss=0.45)
    sheet.path(box(CX - 32, 160, 64, 20, top=10, bottom=3), lighter(foil, 0.2))
    sheet.stroke(f"M{CX - 32} 206L{CX + 32} 206M{CX - 24} 180L{CX - 32} 206M{CX + 24} 180L{CX + 32} 206", "#8D969C", 3)


def oil(sheet: Sheet, spec: PictureSpec) -> None:
    """A square-shouldered oil bottle with a pouring cap."""
    body = Profile((26, 258), ((26, 330), (28, 352, 92, 346, 92, 386), (92, 636), (92, 650, 86, 655, 74, BASE)))
    _glass(sheet, body, spec, "bottle", 366)
    label(sheet, spec, CX, 528, 158, 206)
    lit(sheet, body, top=272, bottom=636)
    cap = chosen(spec.accent, "charcoal")
    top = Profile((26, 196), ((31, 196, 32, 200, 32, 206), (32, 270)))
    turned(sheet, top, cap)
    for y in (214, 256):
        sheet.line((CX - 32, y), (CX + 32, y), lighter(cap, 0.35), 2)
    lit(sheet, top)


def vinegar(sheet: Sheet, spec: PictureSpec) -> None:
    """A slim clear bottle under wax, for vinegars and syrups."""
    body = Profile((23, 226), ((23, 330), (26, 380, 72, 376, 72, 428), (72, 638), (72, 651, 66, 655, 58, BASE)))
    _glass(sheet, body, spec, "amber", 346)
    label(sheet, spec, CX, 540, 128, 176)
    lit(sheet, body, top=260, bottom=638)
    wax = chosen(spec.accent, "brick")
    drips = (
        "M374 196C374 188 426 188 426 196L426 290C426 304 416 304 416 290L416 276C414 270 408 270 407 278"
        "L407 312C407 324 396 324 396 312L396 280C395 272 388 272 387 280L387 296C387 306 374 306 374 294Z"
    )
    sheet.path(drips, sheet.linear((0, lighter(wax, 0.18), 1), (0.6, wax, 1), (1, darker(wax, 0.25), 1)))
    sheet.stroke("M382 204L382 280", lighter(wax, 0.5), 3.4, opacity=0.7)


def spirit(sheet: Sheet, spec: PictureSpec) -> None:
    """A stout flask with a wooden stopper, for brandies and liqueurs."""
    body = Profile((30, 300), ((30, 356), (34, 392, 118, 380, 118, 448), (118, 630), (118, 650, 110, 655, 96, BASE)))
    _glass(sheet, body, spec, "amber", 392)
    sheet.rect(CX - 104, 632, 208, 12, "#FFFFFF", r=6, opacity=0.3)
    label(sheet, spec, CX, 532, 190, 164)
    lit(sheet, body, top=310, bottom=630)
    cork = Profile((32, 292), ((32, 304), (28, 316)))
    turned(sheet, cork, _CORK)
    stopper = Profile((34, 240), ((44, 240, 46, 248, 46, 258), (46, 280, 42, 294, 36, 294)))
    turned(sheet, stopper, chosen(spec.accent, "walnut"))
    lit(sheet, stopper, gloss=0.3)
    sheet.path(box(CX - 38, 322, 76, 16, top=4, bottom=4), chosen(spec.paper, "cream"))


def swing(sheet: Sheet, spec: PictureSpec) -> None:
    """A swing-top bottle with a porcelain stopper."""
    body = Profile((28, 252), ((28, 318), (34, 392, 98, 398, 98, 470), (98, 636), (98, 651, 92, 655, 80, BASE)))
    _glass(sheet, body, spec, "chestnut", 352)
    label(sheet, spec, CX, 552, 168, 164)
    lit(sheet, body, top=268, bottom=636)
    wire = "#9AA3A8"
    sheet.path(box(CX - 30, 206, 60, 34, top=17, bottom=6), "#FBF7EE")
    sheet.path(box(CX + 8, 206, 22, 34, top=14, bottom=6), "#D9D2C6")
    sheet.rect(CX - 28, 238, 56, 13, chosen(spec.accent, "tomato"), r=5)
    sheet.stroke(
        f"M{CX - 34} 222L{CX - 40} 280L{CX - 30} 306L{CX + 30} 306L{CX + 40} 280L{CX + 34} 222L{CX - 34} 222", wire, 4
    )
    sheet.rect(CX - 32, 296, 64, 7, wire, r=3)


def beer(sheet: Sheet, spec: PictureSpec) -> None:
    """A small beer bottle with a crown cap."""
    body = Profile(
        (25, 318), ((25, 336), (24, 388), (28, 430, 80, 428, 80, 486), (80, 640), (80, 651, 74, 655, 66, BASE))
    )
    _glass(sheet, body, spec, "chestnut", 396)
    label(sheet, spec, CX, 566, 138, 138)
    lit(sheet, body, top=340, bottom=638)
    cap = chosen(spec.accent, "ochre")
    sheet.path(
        "M370 312C370 300 430 300 430 312L434 328L424 334L416 328L408 334L400 328L392 334L384 328L376 334L366 328Z", cap
    )
    sheet.path("M414 303C426 304 430 308 430 312L434 328L424 334L416 328Z", darker(cap, 0.22))


def juice(sheet: Sheet, spec: PictureSpec) -> None:
    """A wide-necked litre of juice."""
    body = Profile((46, 264), ((46, 300), (48, 362, 104, 372, 104, 440), (104, 634), (104, 651, 98, 655, 86, BASE)))
    _glass(sheet, body, spec, "apricot", 330)
    label(sheet, spec, CX, 538, 180, 180)
    lit(sheet, body, top=290, bottom=636)
    cap = chosen(spec.accent, "forest")
    top = Profile((46, 224), ((53, 224, 54, 230, 54, 236), (54, 268)))
    turned(sheet, top, cap)
    for x in range(-45, 50, 10):
        sheet.line((CX + x, 240), (CX + x, 262), darker(cap, 0.25), 2)
    lit(sheet, top)


def canteen(sheet: Sheet, spec: PictureSpec) -> None:
    """A printed metal can with a screw cap, the old way to keep syrup and oil from the light."""
    tin = chosen(spec.body, "celadon")
    body = Profile((96, 356), ((112, 358, 116, 366, 116, 378), (116, 640), (116, 651, 112, 655, 106, BASE)))
    turned(sheet, body, tin)
    label(sheet, spec, CX, 510, 196, 244)
    for y in (376, 644):
        sheet.path(body.band(CX, -1, 1, top=y, bottom=y + 5), "#C9CCC6")
    lit(sheet, body, gloss=0.45, top=384, bottom=640)
    collar = Profile((34, 322), ((34, 346), (60, 356)))
    turned(sheet, collar, "#C9CCC6", contrast=1.5)
    cap = Profile((36, 278), ((42, 278, 44, 284, 44, 290), (44, 324)))
    turned(sheet, cap, chosen(spec.accent, "tomato"))
    lit(sheet, cap)


def pump(sheet: Sheet, spec: PictureSpec) -> None:
    """Liquid soap in a pump bottle."""
    body = Profile((44, 372), ((50, 380), (54, 400, 104, 400, 104, 446), (104, 634), (104, 651, 98, 655, 86, BASE)))
    _glass(sheet, body, spec, "amber", 420)
    label(sheet, spec, CX, 544, 182, 166)
    lit(sheet, body, top=404, bottom=636)
    dark = "#3A3633"
    sheet.rect(CX - 10, 300, 20, 50, dark)
    sheet.path(
        "M352 290C352 276 366 270 384 270L440 270C452 270 462 280 "
        "462 296L462 304L446 304L446 298C446 292 442 290 438 290Z",
        dark,
    )
    collar = Profile((40, 342), ((46, 342, 47, 346, 47, 352), (47, 384)))
    turned(sheet, collar, dark)
    lit(sheet, collar, gloss=0.25)


BOTTLES = {
    "bordeaux": bordeaux,
    "burgundy": burgundy,
    "flute": flute,
    "sparkling": sparkling,
    "oil": oil,
    "vinegar": vinegar,
    "spirit": spirit,
    "swing": swing,
    "beer": beer,
    "juice": juice,
    "canteen": canteen,
    "pump": pump,
}
