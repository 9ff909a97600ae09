"""Knives, wood and basketry."""

from comptoir.operations.demo.pictures.ink import Sheet
from comptoir.operations.demo.pictures.labels import label
from comptoir.operations.demo.pictures.outlines import Profile, box, smooth
from comptoir.operations.demo.pictures.palette import colour, darker, lighter
from comptoir.operations.demo.pictures.shapes.modelling import BASE, CX, chosen, lit, slab, turned
from comptoir.operations.demo.pictures.spec import PictureSpec


def _blade(sheet: Sheet, d: str, spine: str) -> None:
    sheet.path(d, sheet.linear((0, "#F2F4F4", 1), (0.5, "#CDD4D6", 1), (1, "#A9B2B6", 1), down=True))
    sheet.stroke(spine, "#8E989C", 3)


def _scales(sheet: Sheet, d: str, wood: str, rivets: tuple[tuple[float, float], ...], grain: str) -> None:
    sheet.path(d, sheet.linear((0, lighter(wood, 0.34), 1), (0.5, wood, 1), (1, darker(wood, 0.34), 1), down=True))
    with sheet.inside(d):
        sheet.stroke(grain, darker(wood, 0.3), 3, opacity=0.8)
    for x, y in rivets:
        sheet.circle(x, y, 6, colour("ochre"))
        sheet.circle(x - 1.6, y - 1.8, 2, "#FBEBC0")


def knife(sheet: Sheet, spec: PictureSpec) -> None:
    """A folding knife, open, leaning on its box."""
    wood = chosen(spec.body, "walnut")
    case = chosen(spec.accent, "pearl")
    sheet.path("M176 590L628 590L640 655L164 655Z", darker(case, 0.12))
    slab(sheet, 164, 604, 476, 51, case, r=4)
    label(sheet, PictureSpec(shape="", title=spec.title, paper="ink", label="plain"), 402, 630, 380, 30)
    with sheet.placed(392, 512, turn=-24):
        _blade(sheet, "M-8 -30C-90 -36 -190 -26 -256 6C-200 24 -90 26 -8 22Z", "M-12 -30C-90 -36 -190 -26 -250 4")
        sheet.stroke("M-40 -18L-130 -20", "#9AA4A8", 5)
        steel = "#B9C1C4"
        sheet.path("M-14 -32L24 -34L24 28L-14 26Z", steel)
        sheet.path("M-14 -2L24 -2L24 28L-14 26Z", darker(steel, 0.22))
        handle = "M22 -33C70 -40 130 -30 180 -30C224 -28 256 -6 250 26C244 50 214 42 190 34C150 22 90 30 22 28Z"
        _scales(
            sheet,
            handle,
            wood,
            ((52, -2), (126, 0), (204, 8)),
            "M30 -16C90 -26 150 -8 240 0M40 12C100 4 160 14 236 24M70 -26C120 -24 170 -18 220 -14",
        )
        sheet.path("M206 -26C236 -20 256 0 250 26C246 44 226 44 210 40Z", steel, opacity=0.9)


def table_knives(sheet: Sheet, spec: PictureSpec) -> None:
    """A set of table knives in a block."""
    wood = chosen(spec.body, "oak")
    for index, x in enumerate((262, 318, 374, 430, 486, 542)):
        top = 318 + abs(index - 2.5) * 8
        handle = (
            f"M{x - 17} {top + 12}C{x - 17} {top - 8} {x + 17} {top - 8} "
            f"{x + 17} {top + 12}L{x + 13} {top + 176}L{x - 13} {top + 176}Z"
        )
        sheet.path(handle, sheet.linear((0, lighter(wood, 0.3), 1), (0.6, wood, 1), (1, darker(wood, 0.36), 1)))
        for y in (top + 40, top + 96, top + 150):
            sheet.circle(x, y, 4.6, colour("ochre"))
        sheet.rect(x - 14, top + 174, 28, 20, "#B9C1C4", r=3)
    block = chosen(spec.accent, "walnut")
    sheet.path("M214 508L254 478L606 478L580 508Z", lighter(block, 0.2))
    slab(sheet, 214, 508, 366, 147, block, r=6)
    sheet.path("M580 508L606 478L606 626L580 655Z", darker(block, 0.3))
    sheet.stroke("M220 548C320 540 460 556 574 546M220 604C330 612 470 598 574 606", darker(block, 0.2), 3)
    label(sheet, spec, 397, 582, 216, 104)


def kitchen_knife(sheet: Sheet, spec: PictureSpec) -> None:
    """A cook's knife lying across a board that stands on edge."""
    wood = chosen(spec.body, "walnut")
    plank = colour("oak")
    sheet.path(box(226, 320, 350, 335, top=34, bottom=6), sheet.linear((0, lighter(plank, 0.3), 1), (1, plank, 1)))
    sheet.path("M560 340L590 354L590 655L560 655Z", darker(plank, 0.3))
    sheet.circle(400, 356, 14, darker(plank, 0.45))
    sheet.stroke(
        "M250 420C330 410 460 430 556 416M246 520C340 530 470 508 558 524M250 600C340 590 460 606 556 596",
        darker(plank, 0.14),
        3,
    )
    with sheet.placed(420, 476, turn=-38):
        _blade(
            sheet,
            "M20 -34L-150 -32C-210 -28 -262 -2 -290 34C-220 40 -80 40 20 38Z",
            "M18 -34L-150 -32C-206 -28 -256 -4 -284 28",
        )
        sheet.path("M14 -36L44 -32L44 24L14 40Z", "#AEB7BB")
        _scales(
            sheet,
            "M40 -32C110 -40 180 -34 226 -24C244 -16 244 18 224 22C160 18 110 26 40 24Z",
            wood,
            ((70, -4), (130, -6), (192, -4)),
            "M50 -18C110 -24 170 -14 230 -10M50 10C120 6 170 12 230 10",
        )


def corkscrew(sheet: Sheet, spec: PictureSpec) -> None:
    """A sommelier's knife, half open, on its box."""
    wood = chosen(spec.body, "walnut")
    case = chosen(spec.accent, "pearl")
    sheet.path("M176 590L628 590L640 655L164 655Z", darker(case, 0.12))
    slab(sheet, 164, 604, 476, 51, case, r=4)
    label(sheet, PictureSpec(shape="", title=spec.title, paper="ink", label="plain"), 402, 630, 380, 30)
    with sheet.placed(410, 452, turn=-26, scale=0.94):
        sheet.path("M-150 20C-190 26 -214 60 -206 104L-188 100C-190 70 -172 48 -140 44Z", "#B9C1C4")
        sheet.stroke(
            "M30 30C60 46 12 56 40 70C68 84 20 92 46 106C70 118 28 126 50 140C62 148 52 156 56 172", "#9AA4A8", 9
        )
        _scales(
            sheet,
            "M-170 -26C-100 -40 100 -40 180 -22C206 -10 204 24 178 "
            "30C100 40 -100 40 -168 32C-190 16 -190 -14 -170 -26Z",
            wood,
            ((-130, 2), (0, 2), (140, 2)),
            "M-160 -8C-60 -18 60 -2 186 -6M-160 18C-60 12 80 22 180 16",
        )
        sheet.path("M150 -30C196 -28 214 0 196 26L170 32L150 34Z", "#B9C1C4")


def basket(sheet: Sheet, spec: PictureSpec) -> None:
    """A round harvest basket with its handle."""
    reed = chosen(spec.body, "oak")
    sheet.stroke("M222 500C216 250 584 250 578 500", darker(reed, 0.24), 26)
    sheet.stroke("M222 494C216 246 576 240 572 490", lighter(reed, 0.14), 9)
    profile = Profile((212, 486), ((216, 540, 190, 620, 150, BASE),))
    _weave(sheet, profile, reed, 500, chosen(spec.accent, "walnut"))
    sheet.ellipse(CX, 486, 212, 30, darker(reed, 0.5))
    sheet.path(
        "M188 486C188 508 280 520 400 520C520 520 612 508 612 486C620 512 560 536 400 536C240 536 180 512 188 486Z",
        lighter(reed, 0.18),
    )
    for index in range(26):
        x = 200 + index * 16
        sheet.line(
            (x, 506 + 14 * (1 - ((x - 400) / 212) ** 2)),
            (x + 10, 520 + 12 * (1 - ((x - 400) / 212) ** 2)),
            darker(reed, 0.3),
            3,
        )


def _weave(sheet: Sheet, profile: Profile, reed: str, top: float, band: str) -> None:
    """Over and under: rows of strands, shifted by half a strand on every second row."""
    turned(sheet, profile, darker(reed, 0.22))
    low = profile.points()[-1][1]
    row, y = 0, top
    with sheet.inside(profile.outline(CX)):
        while y < low:
            half = profile.half_width(min(max(y, profile.start[1]), low))
            value = band if row in (4, 5) else reed
            for step in range(-8, 9):
                x = CX + (step + (0.5 if row % 2 else 0)) * half / 7
                sheet.rect(
                    x - half / 15,
                    y,
                    half / 7.6,
                    15,
                    lighter(value, 0.18) if step < -1 else value if step < 3 else darker(value, 0.12),
                    r=7,
                )
            y += 17
            row += 1
    lit(sheet, profile, gloss=0, shade=0.16)


def tote_basket(sheet: Sheet, spec: PictureSpec) -> None:
    """A market basket with leather handles."""
    palm = chosen(spec.body, "straw")
    leather = chosen(spec.accent, "chestnut")
    sheet.stroke("M300 450C290 260 420 250 440 440", darker(leather, 0.25), 14)
    profile = Profile((216, 436), ((206, 560), (190, 640), (176, BASE)))
    _weave(sheet, profile, palm, 440, leather)
    sheet.path("M184 430L616 430L612 452L188 452Z", lighter(palm, 0.25))
    for x in range(196, 612, 22):
        sheet.line((x, 432), (x + 8, 450), darker(palm, 0.28), 3)
    sheet.stroke("M340 470C330 280 470 280 480 470", leather, 15)
    sheet.stroke("M338 462C330 284 460 276 472 452", lighter(leather, 0.3), 4)
    for x in (340, 480):
        sheet.rect(x - 15, 452, 30, 52, leather, r=6)
        sheet.circle(x, 468, 4, colour("ochre"))
        sheet.circle(x, 490, 4, colour("ochre"))


def proving_basket(sheet: Sheet, spec: PictureSpec) -> None:
    """A low oval basket lined with linen, for bread."""
    reed = chosen(spec.body, "wheat")
    profile = Profile((232, 530), ((230, 590, 204, 640, 168, BASE),))
    linen = chosen(spec.accent, "white")
    sheet.path(
        smooth(
            [
                (170, 530),
                (210, 490),
                (300, 500),
                (400, 478),
                (510, 500),
                (600, 486),
                (634, 532),
                (560, 560),
                (400, 570),
                (240, 560),
            ],
            tension=0.6,
        ),
        linen,
    )
    sheet.ellipse(400, 530, 196, 26, darker(linen, 0.18))
    _weave(sheet, profile, reed, 536, reed)
    sheet.path(
        smooth(
            [
                (164, 530),
                (230, 548),
                (300, 566),
                (360, 602),
                (410, 568),
                (520, 560),
                (636, 530),
                (560, 556),
                (400, 556),
                (240, 556),
            ],
            tension=0.6,
        ),
        linen,
    )
    sheet.stroke("M300 560L352 590M440 562L420 566", darker(linen, 0.2), 3)


def cutting_board(sheet: Sheet, spec: PictureSpec) -> None:
    """A board with a handle, standing against the wall."""
    wood = chosen(spec.body, "walnut")
    d = (
        "M366 250C366 222 434 222 434 250L436 330C438 352 456 360 492 362C522 364 534 380 534 404L540 620C540 644 "
        "528 655 506 655L294 655C272 655 260 644 260 620L266 404C266 380 278 364 308 362C344 360 362 352 364 330Z"
    )
    with sheet.placed(12, 6):
        sheet.path(d, darker(wood, 0.42))
    sheet.path(d, sheet.linear((0, lighter(wood, 0.26), 1), (0.6, wood, 1), (1, darker(wood, 0.16), 1)))
    with sheet.inside(d):
        for index, x in enumerate((292, 326, 352, 392, 428, 456, 500)):
            bend = 26 if index % 2 else -22
            sheet.stroke(f"M{x} 230C{x + bend} 340 {x - bend} 480 {x + bend * 0.6} 660", darker(wood, 0.26), 3)
        sheet.ellipse(372, 520, 22, 44, "none", stroke=darker(wood, 0.3), width=3)
        sheet.ellipse(372, 520, 10, 24, darker(wood, 0.3))
    sheet.circle(400, 256, 12, darker(wood, 0.6))


def spoons(sheet: Sheet, spec: PictureSpec) -> None:
    """A spoon, a spatula and a fork of wood in a stoneware pot."""
    wood = chosen(spec.body, "oak")
    for x, turn, kind in ((348, -13, 0), (404, 1, 1), (456, 14, 2)):
        with sheet.placed(x, 520, turn=turn):
            sheet.path("M-9 0L-7 -190L7 -190L9 0Z", sheet.linear((0, lighter(wood, 0.3), 1), (1, darker(wood, 0.2), 1)))
            if kind == 0:
                sheet.ellipse(0, -232, 40, 56, wood)
                sheet.ellipse(2, -230, 28, 42, darker(wood, 0.22))
            elif kind == 1:
                sheet.path(
                    "M-30 -190C-36 -240 -34 -284 -22 -300L30 -286C36 -250 32 -210 26 -190C16 -178 -16 -178 -30 -190Z",
                    lighter(wood, 0.1),
                )
                sheet.path("M8 -292L30 -286C36 -250 32 -210 26 -190L10 -184Z", darker(wood, 0.16))
            else:
                sheet.path(
                    "M-30 -196C-36 -230 -34 -266 -30 -292L-16 -292L-14 -240L-5 -240L-5 -292L7 -292L8 "
                    "-240L16 -240L18 -292L32 -292C36 -260 36 -226 28 -196C16 -180 -18 -180 -30 -196Z",
                    darker(wood, 0.06),
                )
    pot = Profile((104, 470), ((112, 540, 120, 600, 110, 640), (104, BASE)))
    clay = chosen(spec.accent, "pearl")
    turned(sheet, pot, clay)
    lit(sheet, pot, gloss=0.45)
    sheet.ellipse(CX, 470, 104, 15, darker(clay, 0.36))


def mill(sheet: Sheet, spec: PictureSpec) -> None:
    """A turned pepper mill."""
    wood = chosen(spec.body, "walnut")
    body = Profile((60, 410), ((74, 424, 74, 440, 62, 452), (42, 486, 44, 540, 66, 590), (84, 626, 86, 640, 86, BASE)))
    turned(sheet, body, wood)
    lit(sheet, body, gloss=0.4)
    head = Profile((20, 306), ((66, 312, 78, 352, 62, 384), (56, 396), (60, 408)))
    turned(sheet, head, wood)
    lit(sheet, head, gloss=0.4)
    sheet.rect(CX - 62, 404, 124, 9, "#C9CDCB", r=3)
    sheet.circle(CX, 298, 13, "#C9CDCB")
    sheet.circle(CX - 4, 294, 4, "#FFFFFF")
    for y in (600, 612):
        sheet.path(body.band(CX, -1, 1, top=y, bottom=y + 4), darker(wood, 0.4))


WORKSHOP = {
    "knife": knife,
    "table-knives": table_knives,
    "kitchen-knife": kitchen_knife,
    "corkscrew": corkscrew,
    "basket": basket,
    "tote-basket": tote_basket,
    "bread-basket": proving_basket,
    "cutting-board": cutting_board,
    "spoons": spoons,
    "mill": mill,
}
