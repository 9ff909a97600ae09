"""Cheeses and butter."""

from comptoir.operations.demo.pictures.ink import Sheet
from comptoir.operations.demo.pictures.labels import label, tag
from comptoir.operations.demo.pictures.outlines import polygon, smooth
from comptoir.operations.demo.pictures.palette import colour, darker, lighter
from comptoir.operations.demo.pictures.shapes.modelling import BASE, chosen, slab
from comptoir.operations.demo.pictures.spec import PictureSpec

_HOLES = (
    (356, 556, 15, 10),
    (430, 520, 12, 8),
    (462, 590, 17, 11),
    (392, 606, 10, 7),
    (320, 604, 11, 7),
    (505, 548, 9, 6),
    (545, 606, 12, 8),
    (300, 560, 8, 5),
)


def board(sheet: Sheet, half: float, *, y: float = BASE, value: str = "") -> None:
    """A wooden board under what is cut."""
    wood = value or colour("oak")
    sheet.path(
        f"M{400 - half} {y - 16}L{400 + half} {y - 16}L{400 + half + 10} {y}"
        f"L{400 + half + 6} {y + 14}L{400 - half - 6} {y + 14}L{400 - half - 10} {y}Z",
        darker(wood, 0.28),
    )
    sheet.path(
        f"M{400 - half + 18} {y - 30}L{400 + half - 18} {y - 30}L{400 + half + 10} {y}L{400 - half - 10} {y}Z",
        lighter(wood, 0.12),
    )
    for share in (-0.6, -0.2, 0.3, 0.7):
        sheet.line((400 + half * share * 0.9, y - 24), (400 + half * share * 1.1 + 40, y - 22), darker(wood, 0.16), 2)


def _speckle(sheet: Sheet, outline: str, value: str, left: float, top: float, w: float, h: float) -> None:
    with sheet.inside(outline):
        for index in range(40):
            x, y = left + (index * 61) % w, top + (index * 47) % h
            sheet.ellipse(x, y, 5 + index % 4, 2.6 + index % 3, value, opacity=0.35)


def wedge(sheet: Sheet, spec: PictureSpec) -> None:
    """A cut wedge: fill is the paste, body the rind, accent the blue of its veins."""
    paste, rind = chosen(spec.fill, "butter"), chosen(spec.body, "ochre")
    board(sheet, 262)
    top = "M196 520C280 452 420 424 574 424L604 470L604 480Z"
    front = "M196 520L604 474L604 630L196 632Z"
    sheet.path(top, lighter(rind, 0.14))
    sheet.path(front, sheet.linear((0, lighter(paste, 0.30), 1), (0.7, paste, 1), (1, darker(paste, 0.10), 1)))
    sheet.path("M574 424C600 440 622 470 622 520L622 610C622 622 614 630 604 630L604 472Z", darker(rind, 0.16))
    with sheet.inside(front):
        if spec.accent:
            _veins(sheet, chosen(spec.accent, "slate"))
        elif spec.detail == "line":
            ash = "M190 578C300 566 380 586 470 572C530 564 570 570 612 566L612 573C570 578 530 572 470 580"
            sheet.path(ash + "C380 594 300 574 190 587Z", "#4A4640")
        elif spec.detail == "holes":
            for x, y, rx, ry in _HOLES:
                sheet.ellipse(x, y, rx, ry, darker(paste, 0.20))
                sheet.ellipse(x + 2, y + 2, rx * 0.86, ry * 0.82, darker(paste, 0.09))
        sheet.rect(190, 618, 420, 16, rind)
    if spec.title:
        tag(sheet, PictureSpec(shape="", title=spec.title, note=spec.note, paper="cream"), 470, 396, 146, 108, turn=5)


def _veins(sheet: Sheet, value: str) -> None:
    """Blue mould along the holes that the needles left."""
    for index in range(34):
        x, y = 214 + (index * 89) % 380, 500 + (index * 53) % 122
        long = 10.0 + (index * 7) % 22
        above, below = 4 + index % 5, 5 + index % 4
        upper = f"M{-long:g} 0C{-long / 2:g} {-above} {long / 3:g} {below} {long:g} -1"
        with sheet.placed(x, y, turn=(index * 31) % 70 - 35):
            sheet.path(f"{upper}C{long / 2:g} {below + 2} {-long / 3:g} {index % 3 - 2} {-long:g} 0Z", value)
            if index % 3 == 0:
                sheet.ellipse(long * 0.4, 4, 6 + index % 4, 4, lighter(value, 0.15))


def wheel(sheet: Sheet, spec: PictureSpec) -> None:
    """A whole wheel with a wedge taken out of it."""
    paste, rind = chosen(spec.fill, "butter"), chosen(spec.body, "crust")
    side = "M166 470L166 580C166 624 270 655 400 655C530 655 634 624 634 580L634 470Z"
    sheet.path(
        side, sheet.linear((0, rind, 1), (0.2, lighter(rind, 0.22), 1), (0.55, rind, 1), (1, darker(rind, 0.3), 1))
    )
    _speckle(sheet, side, darker(rind, 0.3), 166, 480, 468, 170)
    sheet.ellipse(400, 470, 234, 76, lighter(rind, 0.24))
    sheet.ellipse(400, 470, 218, 68, "none", stroke=darker(rind, 0.08), width=2)
    left = polygon([(400, 462), (452, 545), (452, 652), (400, 566)])
    right = polygon([(400, 462), (620, 500), (620, 604), (400, 566)])
    floor = polygon([(400, 566), (620, 604), (580, 630), (516, 646), (452, 652)])
    sheet.path(floor, darker(rind, 0.5))
    sheet.path(left, darker(paste, 0.10))
    sheet.path(right, sheet.linear((0, lighter(paste, 0.22), 1), (1, paste, 1)))
    for x, y, rx, ry in (
        ()
        if spec.detail == ""
        else (
            (470, 516, 9, 5),
            (520, 540, 12, 7),
            (560, 530, 8, 5),
            (500, 566, 9, 5),
            (590, 570, 8, 5),
            (446, 540, 6, 4),
        )
    ):
        sheet.ellipse(x, y, rx, ry, darker(paste, 0.16))
    sheet.path("M452 545L458 541L458 651L452 652Z", rind)
    if spec.title:
        label(sheet, spec, 282, 566, 170, 110)


def puck(sheet: Sheet, spec: PictureSpec) -> None:
    """Small round cheeses, one on its side and a stack of two."""
    rind, paste = chosen(spec.body, "cream"), chosen(spec.fill, "white")
    board(sheet, 240)
    for cx, cy in ((350, 574), (366, 506)):
        half, tall = 124, 58
        outline = (
            f"M{cx - half} {cy}L{cx - half} {cy + tall}C{cx - half} {cy + tall + 36} "
            f"{cx + half} {cy + tall + 36} {cx + half} {cy + tall}L{cx + half} {cy}Z"
        )
        sheet.path(outline, sheet.linear((0, rind, 1), (0.25, lighter(rind, 0.35), 1), (1, darker(rind, 0.24), 1)))
        _speckle(sheet, outline, darker(rind, 0.26), cx - half, cy, 248, 90)
        sheet.ellipse(cx, cy, half, 38, lighter(rind, 0.3))
        sheet.ellipse(cx - 10, cy - 4, half * 0.8, 26, lighter(rind, 0.5), opacity=0.6)
    with sheet.placed(548, 564, turn=6):
        sheet.circle(12, 0, 82, darker(rind, 0.3))
        sheet.circle(0, 0, 82, rind)
        sheet.circle(0, 0, 73, paste)
        sheet.path("M20 -70A73 73 0 0 1 20 70A92 92 0 0 0 20 -70Z", darker(paste, 0.12))
    if spec.accent:
        leaf = chosen(spec.accent, "chestnut")
        sheet.path("M250 500C300 452 420 448 486 500C440 524 300 526 250 500Z", leaf)
        sheet.stroke(
            "M254 500C330 486 410 486 482 500M320 490L310 474M366 487L362 466M410 488L420 470", lighter(leaf, 0.3), 2.4
        )


def log(sheet: Sheet, spec: PictureSpec) -> None:
    """A goat's cheese log in its ash, with slices cut from it."""
    rind, paste = chosen(spec.body, "slate"), chosen(spec.fill, "white")
    board(sheet, 262)
    for cx, lean in ((250, 0), (206, -6)):
        with sheet.placed(cx, 574, turn=lean):
            sheet.ellipse(10, 0, 40, 66, darker(rind, 0.3))
            sheet.ellipse(0, 0, 40, 66, rind)
            sheet.ellipse(-1, 0, 34, 59, paste)
    body = "M318 508L560 508C600 508 616 540 616 574C616 610 600 640 560 640L318 640Z"
    sheet.path(body, sheet.linear((0, lighter(rind, 0.38), 1), (0.45, rind, 1), (1, darker(rind, 0.35), 1), down=True))
    _speckle(sheet, body, lighter(rind, 0.5), 318, 508, 290, 130)
    sheet.ellipse(318, 574, 40, 66, rind)
    sheet.ellipse(316, 574, 34, 59, paste)
    sheet.path("M326 518A34 59 0 0 1 326 630A52 70 0 0 0 326 518Z", darker(paste, 0.12))
    if spec.detail == "straw":
        sheet.line((270, 576), (640, 576), colour("straw"), 7)
        sheet.line((270, 574), (640, 574), lighter(colour("straw"), 0.4), 2)


def pyramid(sheet: Sheet, spec: PictureSpec) -> None:
    """A flat-topped pyramid under wood ash."""
    rind = chosen(spec.body, "slate")
    board(sheet, 232)
    front = "M330 432L470 432L548 640L252 640Z"
    sheet.path("M470 432L500 418L612 610L548 640Z", darker(rind, 0.35))
    sheet.path(front, sheet.linear((0, lighter(rind, 0.28), 1), (1, rind, 1)))
    _speckle(sheet, front, lighter(rind, 0.55), 250, 436, 290, 200)
    sheet.path("M330 432L362 418L500 418L470 432Z", lighter(rind, 0.5))
    _speckle(sheet, "M470 432L500 418L612 610L548 640Z", lighter(rind, 0.4), 470, 430, 140, 200)


def heart(sheet: Sheet, spec: PictureSpec) -> None:
    """A heart-shaped cheese with a white bloom."""
    rind = chosen(spec.body, "cream")
    board(sheet, 246)
    outline = (
        "M400 640C330 596 246 550 236 490C230 446 268 420 310 424C352 428 384 446 400 "
        "470C416 446 448 428 490 424C532 420 570 446 564 490C554 550 470 596 400 640Z"
    )
    sheet.path(outline, darker(rind, 0.28))
    with sheet.placed(-8, -14):
        sheet.path(outline, sheet.linear((0, lighter(rind, 0.4), 1), (0.6, rind, 1), (1, darker(rind, 0.12), 1)))
        _speckle(sheet, outline, darker(rind, 0.2), 240, 430, 320, 200)
        sheet.path("M276 472C284 450 312 442 336 450", "none", stroke="#FFFFFF", width=9, opacity=0.7)


def round_box(sheet: Sheet, spec: PictureSpec) -> None:
    """A soft cheese in its thin wooden box, the lid behind as a label."""
    wood = colour("rind")
    sheet.circle(462, 462, 142, darker(wood, 0.3))
    sheet.circle(456, 458, 142, wood)
    sheet.circle(456, 458, 131, colour(spec.paper))
    sheet.circle(456, 458, 122, "none", stroke=chosen(spec.accent, "tomato"), width=3)
    label(
        sheet,
        PictureSpec(
            shape="", title=spec.title, note=spec.note, motif=spec.motif, accent=spec.accent, paper="ink", label="plain"
        ),
        456,
        426,
        170,
        136,
    )
    side = "M172 560L172 616C172 640 244 655 326 655C408 655 480 640 480 616L480 560Z"
    sheet.path(side, sheet.linear((0, wood, 1), (0.25, lighter(wood, 0.3), 1), (1, darker(wood, 0.25), 1)))
    sheet.line((176, 600), (300, 620), darker(wood, 0.16), 2)
    sheet.ellipse(326, 560, 154, 42, darker(wood, 0.2))
    rind = chosen(spec.body, "white")
    sheet.ellipse(326, 556, 142, 37, rind)
    sheet.ellipse(316, 552, 112, 24, lighter(rind, 0.5))
    paste = chosen(spec.fill, "butter")
    sheet.path("M326 556L372 591C420 586 452 574 464 562Z", darker(wood, 0.45))
    sheet.path("M326 556L372 591L372 600L326 566Z", paste)
    sheet.path("M326 556L464 562L462 572L326 568Z", lighter(paste, 0.3))


def brick(sheet: Sheet, spec: PictureSpec) -> None:
    """A square washed-rind cheese with a corner cut to show its paste."""
    rind, paste = chosen(spec.body, "crust"), chosen(spec.fill, "butter")
    board(sheet, 262)
    sheet.path("M206 498L300 450L610 450L560 498Z", lighter(rind, 0.22))
    front = "M206 498L560 498L560 640L206 640Z"
    slab(sheet, 206, 498, 354, 142, rind, r=10)
    sheet.path("M560 498L610 450L610 590L560 640Z", darker(rind, 0.28))
    _speckle(sheet, front, darker(rind, 0.3), 206, 500, 354, 140)
    for x in range(230, 560, 40):
        sheet.line((x, 500), (x + 34, 452), darker(rind, 0.10), 2.4)
    sheet.path("M440 498L500 450L610 450L610 590L560 640L440 640Z", lighter(paste, 0.1))
    sheet.path("M440 498L560 498L560 640L440 640Z", lighter(paste, 0.25))
    sheet.path("M560 498L610 450L610 590L560 640Z", darker(paste, 0.12))
    sheet.path("M440 498L500 450L610 450L560 498Z", lighter(rind, 0.22))
    sheet.path("M440 628L560 628L610 580L610 590L560 640L440 640Z", rind)
    for x, y, rx, ry in (
        ()
        if spec.detail == ""
        else ((470, 540, 10, 6), (520, 570, 8, 5), (490, 600, 9, 5), (536, 528, 6, 4), (584, 548, 6, 7))
    ):
        sheet.ellipse(x, y, rx, ry, darker(paste, 0.12))


def butter(sheet: Sheet, spec: PictureSpec) -> None:
    """A moulded pat of butter on its opened paper."""
    paste = chosen(spec.fill, "butter")
    paper = chosen(spec.body, "white")
    sheet.path(
        smooth(
            [
                (160, 640),
                (230, 560),
                (330, 590),
                (420, 548),
                (560, 580),
                (650, 632),
                (560, 668),
                (420, 652),
                (280, 672),
            ],
            tension=0.3,
        ),
        darker(paper, 0.10),
    )
    sheet.path(
        smooth(
            [
                (178, 640),
                (240, 574),
                (330, 600),
                (420, 560),
                (550, 590),
                (628, 632),
                (550, 656),
                (420, 642),
                (290, 660),
            ],
            tension=0.3,
        ),
        lighter(paper, 0.4),
    )
    sheet.path("M238 478L300 436L584 436L548 478Z", lighter(paste, 0.45))
    slab(sheet, 238, 478, 310, 150, paste, r=6)
    sheet.path("M548 478L584 436L584 582L548 628Z", darker(paste, 0.22))
    crest = darker(paste, 0.20)
    with sheet.placed(393, 553):
        for index in range(12):
            with sheet.placed(0, 0, turn=30 * index):
                sheet.ellipse(0, -36, 7, 15, crest, opacity=0.6)
        sheet.circle(0, 0, 16, crest, opacity=0.6)
        sheet.circle(0, 0, 60, "none", stroke=crest, width=3, opacity=1)
    if spec.title:
        tag(
            sheet, PictureSpec(shape="", title=spec.title, accent=spec.accent, paper="cream"), 566, 486, 130, 92, turn=7
        )


DAIRY = {
    "wedge": wedge,
    "wheel": wheel,
    "puck": puck,
    "log": log,
    "pyramid": pyramid,
    "heart": heart,
    "round-box": round_box,
    "brick": brick,
    "butter": butter,
}
