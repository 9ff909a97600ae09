"""Jars and pots."""

from comptoir.operations.demo.pictures.ink import Sheet
from comptoir.operations.demo.pictures.labels import label, tag
from comptoir.operations.demo.pictures.outlines import Profile, box, smooth
from comptoir.operations.demo.pictures.palette import darker, lighter
from comptoir.operations.demo.pictures.shapes.modelling import BASE, CX, chosen, lit, turned
from comptoir.operations.demo.pictures.spec import PictureSpec

_GLASS = "#EAF3EE"


def _filled(sheet: Sheet, profile: Profile, fill: str, level: float) -> None:
    """Clear glass around contents that stop at a level."""
    sheet.path(profile.outline(CX), _GLASS, opacity=0.62)
    low = profile.points()[-1][1]
    inner = profile.outline(CX, inset=9)
    with sheet.inside(inner):
        sheet.rect(
            CX - 220,
            level,
            440,
            low - level - 9,
            sheet.linear((0, darker(fill, 0.10), 1), (0.3, lighter(fill, 0.10), 1), (1, darker(fill, 0.25), 1)),
        )
        sheet.rect(CX - 220, level, 440, 7, lighter(fill, 0.35), opacity=0.75)


def _screw_lid(sheet: Sheet, y: float, h: float, half: float, value: str) -> None:
    lid = Profile((half - 6, y), ((half, y, half, y + 4, half, y + 10), (half, y + h)))
    turned(sheet, lid, value)
    for index in range(15):
        x = CX - half + 8 + index * (2 * half - 16) / 14
        sheet.line((x, y + h - 24), (x, y + h - 5), darker(value, 0.28), 2.2)
    sheet.line((CX - half, y + h - 29), (CX + half, y + h - 29), darker(value, 0.2), 2)
    lit(sheet, lid, gloss=0.4)


_JAR = Profile((102, 352), ((102, 368), (104, 388, 134, 380, 134, 412), (134, 632), (134, 648, 128, 655, 114, BASE)))


def jar(sheet: Sheet, spec: PictureSpec) -> None:
    """A jam jar with a screw lid."""
    _filled(sheet, _JAR, chosen(spec.fill, "raspberry"), 392)
    label(sheet, spec, CX, 525, 208, 186)
    lit(sheet, _JAR, top=396, bottom=640)
    _screw_lid(sheet, 300, 58, 114, chosen(spec.body, "pearl"))


def cloth_jar(sheet: Sheet, spec: PictureSpec) -> None:
    """A jam jar under a cloth cap tied with string."""
    _filled(sheet, _JAR, chosen(spec.fill, "raspberry"), 392)
    label(sheet, spec, CX, 530, 208, 180)
    lit(sheet, _JAR, top=396, bottom=640)
    cloth = chosen(spec.body, "white")
    check = chosen(spec.accent, "tomato")
    cap = smooth(
        [
            (288, 330),
            (300, 296),
            (350, 282),
            (450, 282),
            (500, 296),
            (512, 330),
            (520, 388),
            (488, 376),
            (460, 392),
            (430, 377),
            (400, 392),
            (370, 377),
            (340, 392),
            (312, 376),
            (280, 388),
        ],
        tension=0.62,
    )
    sheet.path(cap, cloth)
    with sheet.inside(cap):
        for step in range(-1, 14):
            sheet.rect(280 + step * 22, 270, 11, 130, check, opacity=0.42)
        for step in range(7):
            sheet.rect(270, 282 + step * 20, 260, 10, check, opacity=0.42)
        sheet.rect(462, 270, 80, 130, "#24160F", opacity=0.16)
        sheet.rect(270, 346, 270, 6, "#24160F", opacity=0.16)
    sheet.path(box(290, 334, 220, 13, top=6, bottom=6), "#A57C4A")
    sheet.line((292, 338), (508, 338), "#CBA46C", 2.4)
    sheet.stroke(
        "M372 344C352 366 340 358 346 348C352 340 366 342 372 344C388 366 402 "
        "366 398 350C392 340 380 342 372 344M372 344L356 388M372 344L388 386",
        "#A57C4A",
        4,
    )


def honey_jar(sheet: Sheet, spec: PictureSpec) -> None:
    """A squat faceted jar with a golden lid and a wooden dipper."""
    honey = chosen(spec.fill, "honey")
    body = Profile((112, 398), ((116, 412), (148, 446), (148, 616), (120, BASE)))
    sheet.stroke("M548 368L470 560", "#B98650", 9)
    _filled(sheet, body, honey, 432)
    sheet.path(body.band(CX, -0.34, 0.34, top=412), "#FFF8E0", opacity=0.16)
    label(sheet, spec, CX, 532, 206, 172)
    lit(sheet, body, top=440, bottom=622)
    _screw_lid(sheet, 346, 58, 124, chosen(spec.body, "ochre"))


def clip_jar(sheet: Sheet, spec: PictureSpec) -> None:
    """A preserving jar with a rubber seal and a wire clip."""
    body = Profile(
        (116, 392), ((116, 402), (118, 418, 142, 420, 142, 450), (142, 628), (142, 648, 136, 655, 118, BASE))
    )
    _filled(sheet, body, chosen(spec.fill, "ham"), 424)
    label(sheet, spec, CX, 544, 216, 170)
    lit(sheet, body, top=446, bottom=634)
    lid = Profile((96, 332), ((112, 334, 118, 348, 118, 366), (118, 378)))
    sheet.path(lid.outline(CX), _GLASS, opacity=0.85)
    sheet.path(lid.outline(CX, inset=10), "#FFFFFF", opacity=0.4)
    lit(sheet, lid)
    sheet.rect(CX - 126, 376, 252, 17, chosen(spec.accent, "terracotta"), r=8)
    wire = "#8D969C"
    sheet.stroke("M274 384L262 398L262 462L278 470M526 384L540 398L540 474", wire, 5)
    sheet.stroke("M288 348L274 384M512 348L526 384M288 348C340 330 460 330 512 348", wire, 5)
    sheet.rect(533, 440, 14, 60, wire, r=7)


def terrine(sheet: Sheet, spec: PictureSpec) -> None:
    """A straight preserving glass with a flat golden lid, for pâtés and cooked dishes."""
    body = Profile((140, 452), ((124, 640), (123, 650, 118, 655, 108, BASE)))
    _filled(sheet, body, chosen(spec.fill, "rind"), 470)
    label(sheet, spec, CX, 556, 214, 142)
    lit(sheet, body, top=476, bottom=636)
    _screw_lid(sheet, 400, 54, 146, chosen(spec.body, "ochre"))


def crock(sheet: Sheet, spec: PictureSpec) -> None:
    """A stoneware pot with a cork, for mustard and salt."""
    clay = chosen(spec.body, "pearl")
    cork = Profile((78, 366), ((84, 366, 86, 372, 86, 380), (80, 424)))
    turned(sheet, cork, "#C79C66")
    for x, y in ((350, 384), (372, 400), (402, 382), (430, 398), (452, 386), (388, 412)):
        sheet.ellipse(x, y, 5, 2.6, "#9C7242")
    lit(sheet, cork, gloss=0)
    body = Profile(
        (108, 412),
        ((116, 412, 118, 420, 114, 428), (112, 446, 142, 452, 142, 490), (142, 620), (142, 645, 132, 655, 112, BASE)),
    )
    turned(sheet, body, clay)
    stripe = chosen(spec.accent, "delft")
    for y in (466, 474):
        sheet.path(body.band(CX, -1, 1, top=y, bottom=y + 3.4), stripe)
    label(
        sheet,
        PictureSpec(
            shape="", title=spec.title, note=spec.note, motif=spec.motif, accent=spec.accent, label="plain", paper="ink"
        ),
        CX,
        562,
        190,
        146,
        accent="delft",
    )
    lit(sheet, body, gloss=0.55, top=440, bottom=640)


def spice_jar(sheet: Sheet, spec: PictureSpec) -> None:
    """A small straight jar with a cork, for spices and rare salts."""
    body = Profile((84, 408), ((84, 424), (86, 438, 106, 440, 106, 462), (106, 640), (106, 651, 100, 655, 92, BASE)))
    _filled(sheet, body, chosen(spec.fill, "saffron"), 470)
    label(sheet, spec, CX, 566, 158, 134)
    lit(sheet, body, top=462, bottom=640)
    cork = Profile((74, 346), ((80, 346, 82, 352, 82, 358), (76, 420)))
    turned(sheet, cork, "#C79C66")
    for x, y in ((352, 366), (376, 392), (404, 370), (436, 388), (452, 366), (398, 408)):
        sheet.ellipse(x, y, 5, 2.6, "#9C7242")
    lit(sheet, cork, gloss=0)


def cream_jar(sheet: Sheet, spec: PictureSpec) -> None:
    """A low pot of balm or cream with a brushed lid."""
    body = Profile((150, 520), ((150, 622), (150, 645, 140, 655, 116, BASE)))
    turned(sheet, body, chosen(spec.body, "amber"))
    label(sheet, spec, CX, 586, 236, 104)
    lit(sheet, body, top=528, bottom=640)
    lid = Profile((150, 446), ((156, 446, 158, 452, 158, 458), (158, 514), (152, 520)))
    turned(sheet, lid, "#D9DBD8", contrast=1.5)
    lit(sheet, lid, gloss=0.6)
    if spec.motif:
        tag(
            sheet,
            PictureSpec(shape="", motif=spec.motif, accent=spec.accent, paper=spec.paper),
            566,
            500,
            74,
            96,
            turn=-8,
        )


JARS = {
    "jar": jar,
    "cloth-jar": cloth_jar,
    "honey-jar": honey_jar,
    "clip-jar": clip_jar,
    "terrine": terrine,
    "crock": crock,
    "spice-jar": spice_jar,
    "cream-jar": cream_jar,
}
