"""Bread, cakes and what is eaten the same day."""

from comptoir.operations.demo.pictures.ink import Sheet
from comptoir.operations.demo.pictures.labels import label
from comptoir.operations.demo.pictures.outlines import box, polygon, smooth
from comptoir.operations.demo.pictures.palette import colour, darker, lighter
from comptoir.operations.demo.pictures.shapes.dairy import board
from comptoir.operations.demo.pictures.shapes.modelling import chosen, slab
from comptoir.operations.demo.pictures.spec import PictureSpec


def loaf(sheet: Sheet, spec: PictureSpec) -> None:
    """A round country loaf, floured and slashed."""
    crust = chosen(spec.body, "crust")
    sheet.path(
        "M152 600C146 500 260 424 400 424C540 424 654 500 648 600C646 640 600 655 400 655C200 655 154 640 152 600Z",
        sheet.radial(
            (0, lighter(crust, 0.34), 1),
            (0.55, crust, 1),
            (1, darker(crust, 0.36), 1),
            centre=(0.36, 0.28),
            radius=0.78,
        ),
    )
    for x0, y0, x1, y1 in ((258, 552, 330, 452), (346, 566, 412, 436), (440, 566, 500, 448), (526, 560, 572, 484)):
        mx, my = (x0 + x1) / 2, (y0 + y1) / 2
        sheet.path(f"M{x0} {y0}Q{mx - 30} {my - 6} {x1} {y1}Q{mx + 22} {my + 14} {x0} {y0}Z", lighter(crust, 0.62))
        sheet.path(f"M{x0} {y0}Q{mx - 30} {my - 6} {x1} {y1}Q{mx - 12} {my + 2} {x0} {y0}Z", darker(crust, 0.3))
    for index in range(60):
        x, y = 190 + (index * 97) % 420, 460 + (index * 59) % 160
        sheet.ellipse(x, y, 4, 2.4, "#FFF8E6", opacity=0.55)


def cake(sheet: Sheet, spec: PictureSpec) -> None:
    """A loaf cake with two slices cut: gingerbread, brioche, fruit cake."""
    crust, crumb = chosen(spec.body, "caramel"), chosen(spec.fill, "honey")
    board(sheet, 276)
    top = "M306 516C306 470 334 448 372 448L580 448C616 448 632 472 632 508L632 640L306 640Z"
    sheet.path(top, sheet.linear((0, lighter(crust, 0.24), 1), (0.4, crust, 1), (1, darker(crust, 0.34), 1), down=True))
    sheet.stroke("M376 462C440 454 520 454 588 462", lighter(crust, 0.5), 6)
    cut = "M238 520C238 474 258 452 300 452C344 452 366 474 366 520L366 640L238 640Z"
    sheet.path(cut, darker(crust, 0.25))
    sheet.path("M247 522C247 482 264 462 300 462C338 462 357 482 357 522L357 631L247 631Z", crumb)
    for index in range(26):
        sheet.ellipse(254 + (index * 43) % 98, 474 + (index * 67) % 150, 4.4, 2.8, darker(crumb, 0.26))
    for x, turn in ((204, -9), (172, -14)):
        with sheet.placed(x, 640, turn=turn):
            sheet.path("M-6 -118C-6 -164 14 -184 44 -184C74 -184 92 -164 92 -118L92 0L-6 0Z", darker(crust, 0.25))
            sheet.path("M2 -116C2 -156 18 -175 44 -175C70 -175 84 -156 84 -116L84 -8L2 -8Z", lighter(crumb, 0.12))
            for index in range(20):
                sheet.ellipse(10 + (index * 31) % 68, -160 + (index * 47) % 146, 4, 2.6, darker(crumb, 0.2))
    if spec.accent:
        for x in (400, 450, 500, 550, 600):
            sheet.ellipse(x - 4, 450, 15, 8, chosen(spec.accent, "butter"))


def biscuits(sheet: Sheet, spec: PictureSpec) -> None:
    """A stack of round biscuits and one leaning against it."""
    dough = chosen(spec.body, "wheat")
    for index in range(7):
        x, y = 372 + (index * 7) % 11 - 5, 640 - index * 29
        sheet.path(
            f"M{x - 132} {y - 16}C{x - 132} {y + 18} {x + 132} {y + 18} "
            f"{x + 132} {y - 16}L{x + 132} {y - 22}L{x - 132} {y - 22}Z",
            sheet.linear((0, darker(dough, 0.12), 1), (0.3, lighter(dough, 0.12), 1), (1, darker(dough, 0.36), 1)),
        )
        sheet.ellipse(x, y - 22, 132, 22, lighter(dough, 0.1) if index < 6 else lighter(dough, 0.24))
        if index == 6:
            for px, py in ((-60, -3), (-20, -10), (24, -8), (64, -2), (-36, 8), (8, 8), (46, 8)):
                sheet.ellipse(x + px, y - 22 + py, 4.6, 2.2, darker(dough, 0.4))
    with sheet.placed(560, 566, turn=10):
        sheet.circle(9, 5, 88, darker(dough, 0.34))
        for index in range(32):
            with sheet.placed(0, 0, turn=360 / 32 * index):
                sheet.circle(0, -84, 9.4, darker(dough, 0.08))
        sheet.circle(0, 0, 84, dough)
        sheet.path("M20 -82A84 84 0 0 1 20 82A104 104 0 0 0 20 -82Z", darker(dough, 0.12))
        sheet.circle(0, 0, 58, "none", stroke=darker(dough, 0.22), width=3)
        for index in range(6):
            with sheet.placed(0, 0, turn=60 * index):
                sheet.circle(0, -32, 5, darker(dough, 0.38))
        if spec.fill:
            sheet.circle(0, 0, 40, chosen(spec.fill, "raspberry"))
            sheet.ellipse(-14, -14, 10, 6, lighter(chosen(spec.fill, "raspberry"), 0.5))


def sandwich(sheet: Sheet, spec: PictureSpec) -> None:
    """A half baguette filled and wrapped in paper."""
    crust = chosen(spec.body, "crust")
    with sheet.placed(400, 556, turn=-10):
        sheet.path(
            "M-240 20C-256 60 -220 84 -160 86L180 86C236 84 262 60 248 20Z",
            sheet.linear((0, crust, 1), (1, darker(crust, 0.3), 1), down=True),
        )
        sheet.path(
            smooth(
                [
                    (-236, 12),
                    (-190, 40),
                    (-140, 22),
                    (-80, 44),
                    (-20, 24),
                    (40, 46),
                    (100, 26),
                    (170, 44),
                    (240, 14),
                    (200, -6),
                    (-200, -6),
                ],
                tension=0.6,
            ),
            colour("leaf"),
        )
        sheet.path(
            smooth(
                [(-228, 4), (-160, 26), (-90, 10), (-20, 28), (60, 10), (140, 26), (232, 4), (180, -16), (-190, -16)],
                tension=0.6,
            ),
            chosen(spec.fill, "ham"),
        )
        sheet.path("M-214 -6L210 -8L226 8L-226 8Z", "#F5D98B")
        sheet.path(
            "M-246 2C-260 -56 -210 -92 -150 -92L170 -92C240 -92 268 -50 250 2Z",
            sheet.linear((0, lighter(crust, 0.34), 1), (0.6, crust, 1), (1, darker(crust, 0.2), 1), down=True),
        )
        for x in (-150, -70, 10, 90):
            sheet.path(f"M{x} -40Q{x + 20} -78 {x + 66} -86Q{x + 46} -50 {x} -40Z", lighter(crust, 0.55))
        paper = colour(spec.paper)
        sheet.path("M20 -112L262 -104L276 98L-6 106Z", paper)
        sheet.path("M20 -112L52 -110L28 105L-6 106Z", darker(paper, 0.12))
        sheet.path("M214 -106L262 -104L276 98L206 100Z", darker(paper, 0.14))
        label(
            sheet,
            PictureSpec(shape="", title=spec.title, note=spec.note, accent=spec.accent, paper="ink", label="plain"),
            122,
            0,
            150,
            130,
        )


def salad(sheet: Sheet, spec: PictureSpec) -> None:
    """A composed salad in a kraft bowl."""
    kraft = chosen(spec.body, "kraft")
    for x, y, r, value in (
        (250, 470, 52, "leaf"),
        (330, 440, 62, "lime"),
        (430, 436, 60, "leaf"),
        (520, 452, 58, "moss"),
        (570, 484, 40, "lime"),
        (210, 492, 34, "moss"),
    ):
        base = colour(value)
        sheet.path(
            smooth(
                [
                    (x + r * (1 if i % 2 else 0.8) * px, y + r * (1 if i % 2 else 0.8) * py)
                    for i, (px, py) in enumerate(_CIRCLE)
                ],
                tension=0.7,
            ),
            base,
        )
        sheet.stroke(f"M{x} {y + r * 0.6}L{x} {y - r * 0.5}", lighter(base, 0.35), 3)
    for x, y, r in ((300, 482, 30), (372, 462, 26), (486, 470, 32)):
        sheet.circle(x, y, r, colour("tomato"))
        sheet.path(
            f"M{x + r * 0.2} {y - r * 0.98}A{r} {r} 0 0 1 {x + r * 0.2} "
            f"{y + r * 0.98}A{r * 1.3} {r * 1.3} 0 0 0 {x + r * 0.2} {y - r * 0.98}Z",
            colour("brick"),
        )
    for x, y in ((430, 478), (344, 500), (540, 492), (250, 500)):
        sheet.rect(x - 20, y - 14, 40, 28, chosen(spec.fill, "cream"), r=5)
    sheet.path(
        "M178 496L622 496L566 632C562 648 552 655 536 655L264 655C248 655 238 648 234 632Z",
        sheet.linear((0, kraft, 1), (0.25, lighter(kraft, 0.22), 1), (1, darker(kraft, 0.26), 1)),
    )
    sheet.rect(172, 490, 456, 15, lighter(kraft, 0.26), r=7)
    label(sheet, spec, 400, 580, 230, 118)


_CIRCLE = [
    (1, 0),
    (0.81, 0.59),
    (0.31, 0.95),
    (-0.31, 0.95),
    (-0.81, 0.59),
    (-1, 0),
    (-0.81, -0.59),
    (-0.31, -0.95),
    (0.31, -0.95),
    (0.81, -0.59),
]


def pie(sheet: Sheet, spec: PictureSpec) -> None:
    """A slice of golden pie on a plate."""
    crust, fill = chosen(spec.body, "crust"), chosen(spec.fill, "butter")
    sheet.ellipse(400, 636, 262, 34, "#F8F3E8")
    sheet.ellipse(400, 630, 200, 20, "#E3DACA")
    sheet.path("M196 596C280 520 420 480 590 478L620 512L620 604L212 632Z", darker(crust, 0.3))
    sheet.path("M200 584L612 520L612 606L212 630Z", fill)
    for index in range(30):
        sheet.ellipse(
            240 + (index * 71) % 360,
            560 + (index * 29) % 60,
            9,
            6,
            (colour("ham"), colour("leaf"), lighter(fill, 0.4))[index % 3],
        )
    sheet.path(
        "M190 582C280 508 420 470 590 470C606 478 620 498 622 520L612 536L206 602Z",
        sheet.linear((0, lighter(crust, 0.34), 1), (1, crust, 1)),
    )
    sheet.stroke("M300 552L420 500M370 548L500 488M452 540L566 482", darker(crust, 0.3), 4)
    sheet.path(box(204, 618, 412, 18, top=4, bottom=8), darker(crust, 0.14))


def egg_box(sheet: Sheet, spec: PictureSpec) -> None:
    """Six eggs in a moulded box."""
    grey = chosen(spec.body, "stone")
    for row, (y, value) in enumerate(((520, "#E5BE98"), (556, "#EFD0AE"))):
        for column in range(3):
            x = 276 + column * 124 + row * 0
            sheet.ellipse(x, y, 50, 64, value)
            sheet.path(
                f"M{x + 10} {y - 62}A50 64 0 0 1 {x + 10} {y + 62}A64 76 0 0 0 {x + 10} {y - 62}Z", darker(value, 0.14)
            )
            sheet.ellipse(x - 18, y - 26, 9, 15, "#FFF6E8", opacity=0.6)
    sheet.path(
        "M196 570C236 596 316 596 338 572C360 596 440 596 462 572C484 596 564 596 "
        "604 570L588 640C586 650 580 655 570 655L230 655C220 655 214 650 212 640Z",
        sheet.linear((0, grey, 1), (0.3, lighter(grey, 0.25), 1), (1, darker(grey, 0.25), 1)),
    )
    if spec.title:
        label(sheet, spec, 400, 622, 200, 58)


def wrapped(sheet: Sheet, spec: PictureSpec) -> None:
    """A cake wrapped in paper and ribbon, for what is sold whole."""
    paper = chosen(spec.body, "linen")
    sheet.path(polygon([(190, 500), (250, 452), (610, 452), (560, 500)]), lighter(paper, 0.3))
    slab(sheet, 190, 500, 370, 155, paper)
    sheet.path("M560 500L610 452L610 606L560 655Z", darker(paper, 0.24))
    ribbon = chosen(spec.accent, "tomato")
    sheet.path("M286 500L344 452L366 452L308 500L308 655L286 655Z", ribbon)
    label(sheet, spec, 440, 580, 206, 116)
    sheet.stroke(
        "M318 478C270 420 236 452 268 474C290 486 310 482 318 478C340 420 390 424 372 458C358 476 330 480 318 478",
        ribbon,
        11,
    )


BAKERY = {
    "loaf": loaf,
    "cake": cake,
    "biscuits": biscuits,
    "sandwich": sandwich,
    "salad": salad,
    "pie": pie,
    "egg-box": egg_box,
    "wrapped": wrapped,
}
