"""Tins, boxes, bags and wrappers."""

from comptoir.operations.demo.pictures.ink import Sheet
from comptoir.operations.demo.pictures.labels import label, small_motif, words
from comptoir.operations.demo.pictures.outlines import Profile, box, polygon
from comptoir.operations.demo.pictures.palette import colour, darker, lighter, luminance
from comptoir.operations.demo.pictures.shapes.modelling import BASE, CX, chosen, lit, slab, turned
from comptoir.operations.demo.pictures.spec import PictureSpec

_METAL = "#C9CDCB"


def _printed(spec: PictureSpec, paper: str) -> PictureSpec:
    return PictureSpec(
        shape="", title=spec.title, note=spec.note, motif=spec.motif, accent=spec.accent, paper=paper, label="plain"
    )


def _ink_on(value: str) -> str:
    return "ink" if luminance(value) > 0.5 else "cream"


def tin(sheet: Sheet, spec: PictureSpec) -> None:
    """A flat printed fish tin standing on its side, with its ring."""
    paint = chosen(spec.body, "teal")
    sheet.rect(196, 402, 416, 253, darker("#AEB4B2", 0.25), r=56)
    sheet.rect(190, 398, 416, 255, sheet.linear((0, "#E9ECE9", 1), (0.5, "#C3C8C6", 1), (1, "#959C9B", 1)), r=56)
    sheet.rect(204, 411, 388, 229, paint, r=46)
    sheet.rect(214, 421, 368, 209, "none", r=38, stroke=lighter(paint, 0.4), width=2)
    with sheet.inside(box(204, 411, 388, 229, top=46, bottom=46)):
        sheet.path("M500 400L600 400L600 650L430 650Z", "#24160F", opacity=0.10)
        for row in range(2):
            for step in range(-1, 12):
                x, y = 204 + step * 36 + row * 18, 606 + row * 17
                sheet.path(f"M{x} {y}A18 18 0 0 0 {x + 36} {y}", "none", stroke=lighter(paint, 0.35), width=2.4)
    label(sheet, spec, 398, 506, 268, 152)
    sheet.ellipse(562, 525, 17, 26, "none", stroke="#E4E7E5", width=8)
    sheet.ellipse(560, 525, 17, 26, "none", stroke="#8F9796", width=2)
    sheet.circle(545, 525, 7, "#A9AFAD")


def round_tin(sheet: Sheet, spec: PictureSpec) -> None:
    """A round tin of sweets standing on its rim, its lid as the label."""
    paint = chosen(spec.body, "delft")
    sheet.circle(414, 505, 150, darker(_METAL, 0.3))
    sheet.circle(400, 505, 150, sheet.linear((0, "#EEF0EE", 1), (0.5, "#C6CAC8", 1), (1, "#8F9694", 1)))
    sheet.circle(400, 505, 140, paint)
    for radius, thick in ((132, 2.4), (126, 1.2)):
        sheet.circle(400, 505, radius, "none", stroke=lighter(paint, 0.5), width=thick)
    for index in range(36):
        with sheet.placed(400, 505, turn=10 * index):
            sheet.circle(0, -116, 3.4, lighter(paint, 0.5))
    paper = colour(spec.paper)
    sheet.circle(400, 505, 106, paper)
    words(sheet, spec, 400, 505 - 80, 156, 158, colour(_ink_on(paper)), chosen(spec.accent, "tomato"))
    sheet.path("M440 370A140 140 0 0 1 440 640A170 170 0 0 0 440 370Z", "#24160F", opacity=0.12)


def canister(sheet: Sheet, spec: PictureSpec) -> None:
    """A tall tea tin with a slip lid."""
    paint = chosen(spec.body, "forest")
    body = Profile((108, 356), ((108, 640), (108, 651, 104, 655, 96, BASE)))
    turned(sheet, body, paint)
    label(sheet, spec, CX, 512, 186, 216)
    lit(sheet, body, gloss=0.42, top=364, bottom=646)
    lid = Profile((104, 286), ((110, 286, 112, 290, 112, 296), (112, 352), (110, 358)))
    turned(sheet, lid, darker(paint, 0.16))
    for y in (300, 342):
        sheet.line((CX - 112, y), (CX + 112, y), lighter(paint, 0.42), 2)
    lit(sheet, lid, gloss=0.42)


def can(sheet: Sheet, spec: PictureSpec) -> None:
    """A preserved-food can with a paper band."""
    body = Profile((122, 408), ((124, 412), (122, 418), (122, 644), (124, 650), (122, BASE)))
    turned(sheet, body, _METAL, contrast=1.6)
    for y in (430, 440, 450, 618, 628, 638):
        sheet.path(body.band(CX, -1, 1, top=y, bottom=y + 3), "#9AA19F")
    paper = colour(spec.paper)
    sheet.path(body.band(CX, -1, 1, top=458, bottom=610), paper)
    accent = chosen(spec.accent, "tomato")
    for y in (464, 598):
        sheet.path(body.band(CX, -1, 1, top=y, bottom=y + 6), accent)
    words(sheet, spec, CX, 480, 200, 110, colour(_ink_on(paper)), accent)
    lit(sheet, body, gloss=0.4, shade=0.18)


def carton(sheet: Sheet, spec: PictureSpec) -> None:
    """A folded carton seen a little from the side."""
    paint = chosen(spec.body, "brick")
    sheet.path("M540 352L604 326L604 628L540 655Z", darker(paint, 0.32))
    sheet.path("M250 352L314 326L604 326L540 352Z", lighter(paint, 0.24))
    slab(sheet, 250, 352, 290, 303, paint)
    sheet.line((282, 339), (572, 339), darker(paint, 0.14), 2)
    ink = lighter(paint, 0.55) if luminance(paint) < 0.55 else darker(paint, 0.4)
    sheet.rect(262, 364, 266, 279, "none", r=3, stroke=ink, width=2)
    if spec.motif and spec.label != "plain":
        for x, y in ((288, 388), (502, 388), (288, 618), (502, 618)):
            small_motif(sheet, spec.motif, x, y, 34)
    if spec.label == "plain":
        label(sheet, _printed(spec, _ink_on(paint)), 395, 503, 232, 240)
    else:
        label(sheet, spec, 395, 503, 206, 186)


def sachet(sheet: Sheet, spec: PictureSpec) -> None:
    """A standing kraft pouch with a window onto what it holds."""
    kraft = chosen(spec.body, "kraft")
    outline = "M286 316L514 316L520 350L524 600C524 640 520 655 506 655L294 655C280 655 276 640 276 600L280 350Z"
    sheet.path(
        outline, sheet.linear((0, lighter(kraft, 0.1), 1), (0.35, lighter(kraft, 0.2), 1), (1, darker(kraft, 0.14), 1))
    )
    sheet.rect(286, 316, 228, 24, darker(kraft, 0.12))
    for x in range(292, 512, 8):
        sheet.line((x, 320), (x, 336), darker(kraft, 0.24), 1.6)
    sheet.line((283, 352), (517, 352), darker(kraft, 0.18), 2)
    if spec.fill:
        window = "M318 574C340 556 460 556 482 574L482 618C482 632 474 638 462 638L338 638C326 638 318 632 318 618Z"
        grain = chosen(spec.fill, "straw")
        sheet.path(window, grain)
        with sheet.inside(window):
            for index in range(46):
                x, y = 316 + (index * 37) % 172, 562 + (index * 23) % 78
                with sheet.placed(x, y, turn=(index * 41) % 180):
                    sheet.ellipse(0, 0, 7, 4, darker(grain, 0.2) if index % 2 else lighter(grain, 0.25))
            sheet.path("M318 574L352 556L330 640L318 640Z", "#FFFFFF", opacity=0.3)
    height = 178 if spec.fill else 226
    label(sheet, spec, CX, 366 + height / 2, 196, height)
    sheet.path("M474 340L520 350L524 600C524 640 520 655 506 655L470 655Z", "#24160F", opacity=0.10)
    sheet.path(
        "M276 600C300 640 350 648 400 648C450 648 500 640 524 600"
        "C524 640 520 655 506 655L294 655C280 655 276 640 276 600Z",
        "#24160F",
        opacity=0.12,
    )


def paper_bag(sheet: Sheet, spec: PictureSpec) -> None:
    """A paper bag folded over and tied, for flour, coffee and pasta."""
    paper = chosen(spec.body, "white")
    sheet.path("M508 372L560 348L566 640L512 655Z", darker(paper, 0.26))
    slab(sheet, 264, 372, 248, 283, paper)
    sheet.path("M512 655L512 372L538 500Z", darker(paper, 0.14))
    sheet.path("M264 372L272 300L520 300L560 348L508 372Z", darker(paper, 0.08))
    sheet.path("M258 300L506 300L512 372L264 372Z", lighter(paper, 0.25))
    sheet.line((262, 336), (510, 336), darker(paper, 0.16), 2)
    twine = chosen(spec.accent, "tomato")
    sheet.rect(258, 352, 256, 8, twine, r=3)
    sheet.stroke(
        "M388 356C360 326 344 350 366 360C380 364 388 358 388 356C412 330 432 "
        "346 414 360C400 366 390 360 388 356M388 358L372 392M390 358L408 394",
        twine,
        5,
    )
    label(sheet, spec, 388, 520, 204, 218)


def tablet(sheet: Sheet, spec: PictureSpec) -> None:
    """A bar of chocolate, its wrapper opened at the top."""
    dark = chosen(spec.fill, "cocoa")
    wrapper = chosen(spec.body, "brick")
    with sheet.placed(CX, BASE, turn=-4):
        for row in range(3):
            for column in range(4):
                x, y = -116 + column * 58, -372 + row * 46
                sheet.rect(x, y, 57, 45, darker(dark, 0.3))
                sheet.rect(x + 2, y + 2, 53, 41, dark, r=3)
                sheet.path(
                    f"M{x + 9} {y + 9}L{x + 48} {y + 9}L{x + 48} {y + 36}L{x + 9} {y + 36}Z", lighter(dark, 0.10)
                )
                sheet.path(
                    f"M{x + 2} {y + 2}L{x + 55} {y + 2}L{x + 48} {y + 9}"
                    f"L{x + 9} {y + 9}L{x + 9} {y + 36}L{x + 2} {y + 43}Z",
                    lighter(dark, 0.22),
                )
        sheet.path(
            polygon(
                [
                    (-122, -262),
                    (-96, -280),
                    (-62, -258),
                    (-30, -284),
                    (6, -256),
                    (40, -282),
                    (74, -260),
                    (104, -280),
                    (122, -262),
                    (122, -200),
                    (-122, -200),
                ]
            ),
            "#E8E2D2",
        )
        sheet.path("M74 -260L104 -280L122 -262L122 -200L70 -200Z", "#C4BBA6")
        slab(sheet, -124, -244, 248, 248, wrapper, r=3)
        sheet.rect(-114, -234, 228, 228, "none", stroke=lighter(wrapper, 0.5), width=2)
        label(sheet, spec, 0, -120, 194, 186)
        sheet.path("M64 -244L124 -244L124 4L46 4Z", "#24160F", opacity=0.12)


def drum(sheet: Sheet, spec: PictureSpec) -> None:
    """A round cardboard box with a lid, for biscuits and sweets."""
    paint = chosen(spec.body, "blush")
    body = Profile((150, 452), ((150, 640), (150, 651, 144, 655, 134, BASE)))
    turned(sheet, body, paint)
    label(sheet, spec, CX, 558, 224, 156)
    lit(sheet, body, gloss=0)
    lid = Profile((152, 384), ((158, 384, 160, 388, 160, 394), (160, 452), (158, 456)))
    turned(sheet, lid, chosen(spec.accent, "brick"))
    sheet.line((CX - 160, 446), (CX + 160, 446), lighter(chosen(spec.accent, "brick"), 0.4), 2.4)
    lit(sheet, lid, gloss=0)
    ribbon = colour(spec.paper)
    sheet.stroke(
        "M400 384C360 330 316 350 344 376C364 388 392 386 400 384C440 330 484 350 456 376C436 388 408 386 400 384",
        ribbon,
        13,
    )
    sheet.rect(386, 372, 28, 84, ribbon, r=4)


def matchbox(sheet: Sheet, spec: PictureSpec) -> None:
    """A flat slip-case lying open, for fruit jellies, calissons and other small things in rows."""
    paint = chosen(spec.body, "lavender")
    fill = chosen(spec.fill, "cream")
    sheet.path("M182 612L226 520L574 520L618 612Z", darker(paint, 0.35))
    sheet.path("M198 606L236 528L564 528L602 606Z", lighter(paint, 0.4))
    for row, (y, start, step, size) in enumerate(((536, 262, 56, 22), (560, 250, 60, 24), (586, 238, 65, 26))):
        for column in range(6):
            x = start + column * step
            sheet.path(f"M{x - size} {y}L{x} {y - 11}L{x + size} {y}L{x} {y + 11}Z", darker(fill, 0.3))
            value = fill if (row + column) % 2 or not spec.accent else chosen(spec.accent, "rose")
            sheet.path(f"M{x - size} {y - 5}L{x} {y - 16}L{x + size} {y - 5}L{x} {y + 6}Z", value)
    slab(sheet, 176, 610, 448, 45, paint, r=4)
    sheet.path(box(262, 330, 300, 196, top=6, bottom=2), darker(paint, 0.28))
    slab(sheet, 250, 326, 300, 198, paint, r=5)
    label(sheet, spec, CX, 425, 258, 164)


PACKETS = {
    "tin": tin,
    "round-tin": round_tin,
    "canister": canister,
    "can": can,
    "carton": carton,
    "sachet": sachet,
    "paper-bag": paper_bag,
    "tablet": tablet,
    "drum": drum,
    "slip-case": matchbox,
}
