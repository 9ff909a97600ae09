"""Cured meats."""

from comptoir.operations.demo.pictures.ink import Sheet
from comptoir.operations.demo.pictures.labels import label, tag
from comptoir.operations.demo.pictures.palette import darker, lighter
from comptoir.operations.demo.pictures.shapes.dairy import board
from comptoir.operations.demo.pictures.shapes.modelling import chosen
from comptoir.operations.demo.pictures.spec import PictureSpec


def _slice(sheet: Sheet, x: float, y: float, r: float, skin: str, meat: str) -> None:
    sheet.ellipse(x + 5, y + 4, r, r * 0.94, darker(skin, 0.3))
    sheet.ellipse(x, y, r, r * 0.94, skin)
    sheet.ellipse(x, y, r * 0.88, r * 0.82, meat)
    for index in range(11):
        px, py = (index * 37) % 17 / 17 - 0.5, (index * 23) % 13 / 13 - 0.5
        sheet.ellipse(x + px * r * 1.25, y + py * r * 1.15, r * 0.11, r * 0.07, "#F6DCD2")


def saucisson(sheet: Sheet, spec: PictureSpec) -> None:
    """A dry sausage with its bloom, tied, with slices in front."""
    skin, meat = chosen(spec.body, "rind"), chosen(spec.fill, "brick")
    board(sheet, 280)
    with sheet.placed(420, 540, turn=-9):
        sheet.stroke("M196 -8C226 -26 238 -40 232 -58C226 -74 208 -64 214 -48", "#B58B57", 5)
        body = "M-170 -62L130 -64C176 -62 200 -34 200 -4C200 30 174 56 130 60L-170 64Z"
        sheet.path(
            body, sheet.linear((0, lighter(skin, 0.34), 1), (0.5, skin, 1), (1, darker(skin, 0.34), 1), down=True)
        )
        with sheet.inside(body):
            for index in range(46):
                sheet.ellipse(-160 + (index * 53) % 350, -58 + (index * 31) % 116, 9, 5, "#FFFDF4", opacity=0.42)
            for x in (-120, -60, 0, 60, 120):
                sheet.path(f"M{x} -70C{x + 22} -30 {x + 22} 30 {x} 70", "none", stroke="#C39A64", width=4)
            sheet.stroke("M-170 -6C-60 2 80 -4 200 -4", "#C39A64", 4)
        sheet.ellipse(-170, 1, 34, 63, darker(skin, 0.1))
        sheet.ellipse(-171, 1, 29, 56, meat)
        for index in range(9):
            sheet.ellipse(-171 + (index * 37 % 11 - 5) * 3.4, 1 + (index * 29 % 13 - 6) * 6, 4.4, 3, "#F6DCD2")
    for x, y in ((206, 612), (262, 628)):
        _slice(sheet, x, y, 44, skin, meat)
    if spec.title:
        tag(
            sheet,
            PictureSpec(shape="", title=spec.title, note=spec.note, accent=spec.accent, paper=spec.paper),
            470,
            430,
            138,
            98,
            turn=-9,
        )


def ham(sheet: Sheet, spec: PictureSpec) -> None:
    """A dry-cured ham, cut to show the flesh."""
    skin, meat = chosen(spec.body, "crust"), chosen(spec.fill, "ham")
    board(sheet, 280)
    outline = (
        "M618 470C640 470 652 484 648 498L560 540C548 602 460 640 356 640C240 "
        "640 170 600 166 546C162 486 230 452 320 456C420 460 480 508 530 504Z"
    )
    sheet.path(outline, sheet.linear((0, lighter(skin, 0.3), 1), (0.55, skin, 1), (1, darker(skin, 0.3), 1), down=True))
    sheet.path("M600 474C622 464 652 470 650 492L626 506C616 500 606 490 600 474Z", "#F2E6CF")
    face = "M190 552C188 506 240 478 312 482C372 486 404 520 400 560C396 600 340 620 284 616C230 612 192 590 190 552Z"
    sheet.path(face, "#F7E7D6")
    sheet.path(
        "M208 552C206 518 250 496 312 500C360 504 386 528 382 558C378 588 336 602 288 600C240 596 210 580 208 552Z",
        meat,
    )
    sheet.path("M240 560C252 530 300 520 330 536C316 560 270 570 240 560Z", lighter(meat, 0.3))
    sheet.stroke("M226 546C256 524 310 516 356 534M236 580C272 596 330 590 366 570", "#F7E7D6", 5)
    sheet.circle(330, 556, 12, "#F7E7D6")
    sheet.circle(330, 556, 6, "#D9B49A")
    sheet.stroke("M612 484C640 440 600 420 590 452C586 470 600 482 612 484", "#B58B57", 5)
    if spec.title:
        tag(
            sheet,
            PictureSpec(shape="", title=spec.title, note=spec.note, accent=spec.accent, paper=spec.paper),
            500,
            470,
            138,
            96,
            turn=5,
        )


def slices(sheet: Sheet, spec: PictureSpec) -> None:
    """Thin slices fanned on butcher's paper."""
    rim, meat = chosen(spec.body, "cream"), chosen(spec.fill, "ham")
    sheet.path("M150 640L214 470L610 452L664 632L520 664L280 660Z", "#F3EADB")
    sheet.path("M520 664L664 632L610 452L590 620Z", "#DCCFBA")
    for index in range(6):
        with sheet.placed(290 + index * 46, 560 + abs(index - 2.5) * 8, turn=-34 + index * 13):
            sheet.path("M-58 76C-82 20 -70 -66 -14 -96C34 -108 76 -60 72 4C68 60 20 100 -58 76Z", darker(meat, 0.32))
            sheet.path("M-62 72C-84 18 -72 -66 -18 -96C30 -108 70 -60 66 4C62 58 16 96 -62 72Z", rim)
            sheet.path(
                "M-52 58C-68 12 -58 -58 -14 -82C26 -92 56 -52 53 2C50 46 14 76 -52 58Z",
                meat if index % 2 else lighter(meat, 0.08),
            )
            sheet.stroke("M-40 36C-44 0 -30 -44 0 -62M-10 48C14 30 30 0 32 -36", lighter(meat, 0.5), 5)
    if spec.title:
        label(sheet, spec, 400, 622, 270, 100)


def slab_of_bacon(sheet: Sheet, spec: PictureSpec) -> None:
    """A piece of streaky bacon, its layers showing."""
    meat = chosen(spec.fill, "ham")
    board(sheet, 270)
    sheet.path("M200 492L286 450L600 450L566 492Z", "#B5804B")
    front = "M200 492L566 492L566 640L200 640Z"
    sheet.path(front, "#F4DFCB")
    with sheet.inside(front):
        for y, thick, value in (
            (530, 20, meat),
            (566, 26, darker(meat, 0.12)),
            (604, 18, meat),
            (632, 14, darker(meat, 0.2)),
        ):
            sheet.stroke(f"M190 {y}C260 {y - 14} 330 {y + 12} 400 {y - 4}S520 {y + 8} 580 {y - 6}", value, thick)
        sheet.rect(200, 492, 366, 11, "#A8703C")
    sheet.path("M566 492L600 450L600 594L566 640Z", darker(meat, 0.42))
    if spec.title:
        tag(
            sheet,
            PictureSpec(shape="", title=spec.title, note=spec.note, accent=spec.accent, paper=spec.paper),
            500,
            476,
            136,
            96,
            turn=5,
        )


LARDER = {"saucisson": saucisson, "ham": ham, "slices": slices, "bacon": slab_of_bacon}
