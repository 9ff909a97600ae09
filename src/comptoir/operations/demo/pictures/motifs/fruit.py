"""Fruit and nuts."""

from comptoir.operations.demo.pictures.ink import Sheet
from comptoir.operations.demo.pictures.motifs.strokes import STEM, ball, leaf, ring
from comptoir.operations.demo.pictures.outlines import smooth
from comptoir.operations.demo.pictures.palette import COLOURS, darker, lighter


def _stone_fruit(sheet: Sheet, value: str) -> None:
    ball(sheet, 0, 12, 38, value)
    sheet.stroke("M4 -24C-14 -6 -14 24 2 48", darker(value, 0.3), 2.6)
    sheet.stroke("M2 -22C2 -32 6 -38 10 -42", COLOURS["walnut"], 4)
    leaf(sheet, 8, -38, 46, -34, 17)


def apricot(sheet: Sheet) -> None:
    _stone_fruit(sheet, COLOURS["apricot"])


def peach(sheet: Sheet) -> None:
    _stone_fruit(sheet, "#EE8A6A")


def mirabelle(sheet: Sheet) -> None:
    ball(sheet, -20, 24, 26, "#EDB93B")
    ball(sheet, 22, 20, 28, "#F0C14A")
    sheet.stroke("M-18 0C-14 -20 0 -34 8 -44M22 -6C20 -20 14 -34 8 -44", STEM, 3.6)
    leaf(sheet, 8, -42, -36, -34, 15)


def plum(sheet: Sheet) -> None:
    sheet.path(smooth([(0, -26), (28, -12), (34, 18), (16, 46), (-10, 48), (-32, 26), (-30, -8)]), COLOURS["plum"])
    sheet.path("M6 -25C34 -18 46 20 18 45C30 18 22 -8 6 -25Z", darker(COLOURS["plum"], 0.3))
    sheet.stroke("M0 -25C-16 -4 -14 24 -2 46", darker(COLOURS["plum"], 0.4), 2.4)
    sheet.ellipse(-17, 0, 5, 11, lighter(COLOURS["plum"], 0.45))
    sheet.stroke("M0 -26L6 -44", COLOURS["walnut"], 4)
    leaf(sheet, 5, -42, 42, -32, 15)


def cherry(sheet: Sheet) -> None:
    sheet.stroke("M-20 10C-16 -14 -2 -34 14 -46M24 18C22 -8 18 -30 14 -46", STEM, 3.6)
    leaf(sheet, 14, -45, -28, -36, 16)
    ball(sheet, -20, 26, 23, COLOURS["cherry"])
    ball(sheet, 24, 27, 22, darker(COLOURS["cherry"], 0.12))


def strawberry(sheet: Sheet) -> None:
    red = COLOURS["strawberry"]
    sheet.path("M0 50C-30 36 -44 4 -36 -14C-28 -28 -10 -26 0 -22C10 -26 28 -28 36 -14C44 4 30 36 0 50Z", red)
    sheet.path("M18 -25C30 -26 40 -14 38 0C36 20 20 42 0 50C16 26 24 2 18 -25Z", darker(red, 0.2))
    for x, y in ((-20, -6), (0, -8), (20, -6), (-26, 10), (-8, 12), (10, 12), (-14, 28), (4, 30)):
        sheet.ellipse(x, y, 1.9, 3, COLOURS["butter"])
    for x, y in ((-30, -30), (-14, -44), (12, -44), (30, -30)):
        leaf(sheet, 0, -20, x, y, 9, rib=False)
    sheet.stroke("M0 -22L2 -48", STEM, 3.6)


def raspberry(sheet: Sheet) -> None:
    red = COLOURS["raspberry"]
    rows = (
        (-14, (-22, -8, 8, 22)),
        (-1, (-28, -14, 0, 14, 28)),
        (13, (-23, -8, 8, 23)),
        (26, (-16, 0, 16)),
        (38, (-7, 7)),
    )
    for y, columns in rows:
        for x in columns:
            ball(sheet, x, y, 10.5, darker(red, 0.12 if x > 10 else 0))
    for x, y in ((-28, -30), (-10, -42), (12, -42), (28, -30)):
        leaf(sheet, 0, -18, x, y, 8, rib=False)


def _cluster(sheet: Sheet, value: str) -> None:
    sheet.stroke("M0 -46L0 10", STEM, 3.4)
    leaf(sheet, 0, -40, 42, -30, 18)
    for x, y, r in (
        (-18, -14, 13),
        (14, -10, 13),
        (-2, 2, 12),
        (-22, 12, 12),
        (18, 14, 13),
        (-4, 22, 13),
        (10, 36, 12),
        (-14, 37, 10),
    ):
        ball(sheet, x, y, r, value)


def blackcurrant(sheet: Sheet) -> None:
    _cluster(sheet, "#3B2A4A")


def redcurrant(sheet: Sheet) -> None:
    _cluster(sheet, COLOURS["cherry"])


def blueberry(sheet: Sheet) -> None:
    leaf(sheet, 6, -6, 44, -30, 15)
    leaf(sheet, -2, -8, -30, -36, 13)
    for x, y, r in ((-22, 20, 24), (22, 24, 23), (0, -6, 22)):
        ball(sheet, x, y, r, "#3F4C7C", shine=False)
        for px, py in ring(5, r * 0.26):
            sheet.circle(x + px - 2, y + py - r * 0.35, r * 0.12, "#28315A")


def _bunch(sheet: Sheet, value: str) -> None:
    sheet.stroke("M0 -48L2 -24", COLOURS["walnut"], 4)
    leaf(sheet, 0, -38, -42, -22, 18)
    rows = ((-18, (-18, 0, 18)), (-4, (-27, -9, 9, 27)), (10, (-18, 0, 18)), (23, (-10, 9)), (37, (0,)))
    for y, columns in rows:
        for x in columns:
            ball(sheet, x, y, 11.5, darker(value, 0.1 if x > 12 else 0))


def grape(sheet: Sheet) -> None:
    _bunch(sheet, COLOURS["wine"])


def white_grape(sheet: Sheet) -> None:
    _bunch(sheet, "#B9BF57")


def fig(sheet: Sheet) -> None:
    skin = COLOURS["fig"]
    sheet.path("M-24 -44C-20 -26 -44 -8 -44 20C-44 40 -30 50 -14 50C4 50 16 38 16 20C16 -8 -14 -22 -18 -44Z", skin)
    sheet.path("M-24 -44C-20 -26 -44 -8 -44 20C-44 28 -42 34 -38 40C-40 8 -22 -12 -20 -44Z", lighter(skin, 0.25))
    sheet.ellipse(24, 24, 26, 26, darker(skin, 0.2))
    sheet.ellipse(24, 24, 22, 22, "#F2DDBF")
    sheet.ellipse(24, 24, 16.5, 16.5, "#C2506A")
    for x, y in ring(9, 10):
        sheet.ellipse(24 + x, 24 + y, 2.1, 2.1, "#F6DDA0")
    sheet.circle(24, 24, 4, "#8E2F4C")


def apple(sheet: Sheet) -> None:
    red = "#C4392F"
    sheet.path(
        "M0 -18C-14 -28 -42 -22 -42 10C-42 34 -22 50 -8 48C-2 46 2 46 8 48C24 50 42 32 42 8C42 -22 14 -28 0 -18Z", red
    )
    sheet.path("M18 -24C36 -22 42 -8 42 8C42 32 24 50 8 48C30 30 32 0 18 -24Z", darker(red, 0.22))
    sheet.ellipse(-24, 0, 6, 12, lighter(red, 0.45))
    sheet.stroke("M0 -18C0 -30 4 -38 8 -46", COLOURS["walnut"], 4)
    leaf(sheet, 4, -34, 40, -42, 14)


def _pome(sheet: Sheet, value: str) -> None:
    sheet.path("M2 -30C-16 -30 -14 -10 -24 4C-40 24 -30 50 0 50C30 50 42 24 26 4C16 -10 20 -30 2 -30Z", value)
    sheet.path("M10 -28C20 -20 16 -8 26 4C42 24 30 50 4 50C26 36 20 6 10 -28Z", darker(value, 0.2))
    sheet.ellipse(-17, 20, 5, 11, lighter(value, 0.5))
    sheet.stroke("M2 -30C2 -38 4 -44 8 -48", COLOURS["walnut"], 4)
    leaf(sheet, 4, -38, 38, -36, 13)


def pear(sheet: Sheet) -> None:
    _pome(sheet, "#C3B546")


def quince(sheet: Sheet) -> None:
    _pome(sheet, "#E5B93D")


def lemon(sheet: Sheet) -> None:
    yellow = "#F2CB45"
    sheet.path(
        "M-46 14C-42 8 -36 6 -34 2C-22 -22 20 -26 34 0C38 6 44 8 47 "
        "12C44 18 38 20 34 26C20 48 -22 46 -34 24C-38 20 -44 20 -46 14Z",
        yellow,
    )
    sheet.path(
        "M20 -16C30 -12 36 0 38 4C44 8 46 9 47 12C44 18 38 20 34 26C26 40 10 45 -4 42C22 34 28 10 20 -16Z",
        darker(yellow, 0.16),
    )
    sheet.ellipse(-16, 0, 9, 4.5, lighter(yellow, 0.7))
    leaf(sheet, 6, -18, 40, -40, 13)


def orange(sheet: Sheet) -> None:
    peel = COLOURS["orange"]
    ball(sheet, -14, 16, 33, peel)
    leaf(sheet, -12, -16, 22, -40, 14)
    sheet.circle(26, 28, 22, darker(peel, 0.06))
    sheet.circle(26, 28, 18.5, "#FBE3BC")
    for index in range(8):
        with sheet.placed(26, 28, turn=45 * index):
            sheet.path("M0 -2.4L5.4 -14.6Q0 -18.4 -5.4 -14.6Z", "#F09A3E")


def chestnut(sheet: Sheet) -> None:
    brown = COLOURS["chestnut"]
    for cx, cy, scale in ((-16, 16, 1.0), (24, 24, 0.78)):
        with sheet.placed(cx, cy, scale=scale):
            sheet.path("M0 -38C8 -24 34 -18 34 10C34 28 20 34 0 34C-20 34 -34 28 -34 10C-34 -18 -8 -24 0 -38Z", brown)
            sheet.path("M4 -30C14 -22 34 -16 34 10C34 28 20 34 4 34C24 16 16 -10 4 -30Z", darker(brown, 0.3))
            sheet.path("M-32 18C-20 12 20 12 32 18C30 30 18 34 0 34C-18 34 -30 30 -32 18Z", "#C9A27A")
            sheet.ellipse(-16, -4, 4, 11, lighter(brown, 0.4))


def walnut(sheet: Sheet) -> None:
    shell = "#C29A66"
    sheet.path(smooth([(0, -36), (28, -26), (40, 4), (30, 36), (0, 48), (-30, 36), (-40, 4), (-28, -26)]), shell)
    sheet.path("M6 -36C40 -26 52 20 22 42C32 14 24 -14 6 -36Z", darker(shell, 0.22))
    sheet.stroke("M0 -36C5 -10 -5 20 0 48", darker(shell, 0.45), 3)
    creases = (
        "M-14 -24C-24 -8 -12 6 -22 20M-30 -6C-34 6 -26 16 -32 24M-8 0C-14 10 -6 24 "
        "-12 36M14 -24C24 -8 12 6 22 20M28 -6C32 8 26 16 28 26M8 4C14 14 6 24 12 36"
    )
    sheet.stroke(creases, darker(shell, 0.3), 2.2)


def hazelnut(sheet: Sheet) -> None:
    for cx, cy, scale in ((-18, 16, 1.0), (24, 22, 0.86)):
        with sheet.placed(cx, cy, scale=scale):
            sheet.path(
                "M0 -36C10 -26 28 -14 28 8C28 24 16 32 0 32C-16 32 -28 24 -28 8C-28 -14 -10 -26 0 -36Z", "#A8683A"
            )
            sheet.path("M6 -30C16 -20 28 -10 28 8C28 24 16 32 4 32C20 14 16 -8 6 -30Z", "#84491F")
            sheet.path("M-24 18C-12 10 12 10 24 18C20 28 12 32 0 32C-12 32 -20 28 -24 18Z", "#D9B384")
            sheet.stroke("M-13 -8C-16 0 -16 6 -14 10", "#D9A878", 3)
    leaf(sheet, 2, -4, 12, -46, 14)


def almond(sheet: Sheet) -> None:
    for cx, cy, turn, value in ((-16, 14, -24, "#B7793F"), (20, 12, 22, "#C48A4E")):
        with sheet.placed(cx, cy, turn=turn):
            sheet.path("M0 -42C16 -22 22 4 18 20C14 34 -14 34 -18 20C-22 4 -16 -22 0 -42Z", value)
            sheet.path("M4 -36C16 -20 22 4 18 20C16 28 8 31 2 31C14 10 10 -16 4 -36Z", darker(value, 0.22))
            sheet.stroke("M-7 -14C-10 0 -9 12 -5 22M2 -26C0 -8 1 8 3 24", lighter(value, 0.3), 1.8)


def olive(sheet: Sheet) -> None:
    sheet.stroke("M-44 -34C-20 -34 10 -22 38 -40", COLOURS["moss"], 3.6)
    for x0, y0, x1, y1 in (
        (-36, -34, -48, -6),
        (22, -32, 48, -6),
        (-6, -28, 8, -50),
        (-24, -33, -34, -50),
        (30, -36, 50, -44),
    ):
        leaf(sheet, x0, y0, x1, y1, 9, "#7C8F5A")
    sheet.stroke("M-10 -28L-14 -6M12 -28L18 2", COLOURS["moss"], 2.6)
    for cx, cy, value in ((-15, 18, "#7C8237"), (20, 26, "#4A3B4A")):
        with sheet.placed(cx, cy, turn=10):
            sheet.ellipse(0, 0, 19, 24, value)
            sheet.path("M4 -23.5A19 24 0 0 1 4 23.5A26 30 0 0 0 4 -23.5Z", darker(value, 0.28))
            sheet.ellipse(-8, -9, 3, 6, lighter(value, 0.55))


def cocoa(sheet: Sheet) -> None:
    pod = "#A4512C"
    sheet.path("M-8 -46C22 -40 34 -6 22 26C14 46 2 52 -8 50C-34 44 -46 8 -36 -20C-30 -38 -20 -48 -8 -46Z", pod)
    sheet.path("M4 -40C26 -28 34 0 22 26C14 46 2 52 -8 50C16 26 18 -12 4 -40Z", darker(pod, 0.25))
    sheet.stroke("M-16 -42C-30 -10 -28 24 -14 46M-4 -44C-8 -10 -8 24 -4 48", darker(pod, 0.4), 2.6)
    for cx, cy, turn in ((30, 34, 20), (40, 12, -30)):
        with sheet.placed(cx, cy, turn=turn):
            sheet.ellipse(0, 0, 9, 13, COLOURS["cocoa"])
            sheet.ellipse(-3, -4, 2, 4, lighter(COLOURS["cocoa"], 0.35))


def coffee(sheet: Sheet) -> None:
    for cx, cy, turn, value in ((-18, 4, -28, "#6B3F24"), (20, 20, 24, "#7E4D2E")):
        with sheet.placed(cx, cy, turn=turn):
            sheet.ellipse(0, 0, 23, 33, value)
            sheet.path("M6 -32A23 33 0 0 1 6 32A30 40 0 0 0 6 -32Z", darker(value, 0.28))
            sheet.stroke("M2 -31C-10 -12 10 10 -2 31", darker(value, 0.55), 4)
            sheet.ellipse(-12, -12, 3, 8, lighter(value, 0.35))


FRUIT = {
    "apricot": apricot,
    "peach": peach,
    "mirabelle": mirabelle,
    "plum": plum,
    "cherry": cherry,
    "strawberry": strawberry,
    "raspberry": raspberry,
    "blackcurrant": blackcurrant,
    "redcurrant": redcurrant,
    "blueberry": blueberry,
    "grape": grape,
    "white-grape": white_grape,
    "fig": fig,
    "apple": apple,
    "pear": pear,
    "quince": quince,
    "lemon": lemon,
    "orange": orange,
    "chestnut": chestnut,
    "walnut": walnut,
    "hazelnut": hazelnut,
    "almond": almond,
    "olive": olive,
    "cocoa": cocoa,
    "coffee": coffee,
}
