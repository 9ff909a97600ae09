"""Herbs, flowers, vegetables, mushrooms and cereals."""

from comptoir.operations.demo.pictures.ink import Sheet
from comptoir.operations.demo.pictures.motifs.strokes import LEAF, STEM, ball, leaf, petals, ring
from comptoir.operations.demo.pictures.outlines import smooth
from comptoir.operations.demo.pictures.palette import COLOURS, darker, lighter


def lavender(sheet: Sheet) -> None:
    for foot, x, top in ((-6, -26, -28), (0, 0, -46), (6, 26, -30)):
        sheet.stroke(f"M{foot} 50C{foot} 20 {x * 0.8} 10 {x} {top}", STEM, 2.8)
        for step in range(6):
            y = top + step * 10
            lean = x * (1 - step * 0.06)
            side = 6.5 - abs(step - 2.5)
            sheet.ellipse(lean - side, y + 3, 4.6, 5.4, COLOURS["lavender"])
            sheet.ellipse(lean + side, y + 3, 4.6, 5.4, darker(COLOURS["lavender"], 0.22))
            sheet.ellipse(lean, y - 1, 4.2, 5.6, lighter(COLOURS["lavender"], 0.2))
    leaf(sheet, -2, 46, -24, 22, 6, "#7D9A6A", rib=False)
    leaf(sheet, 2, 46, 26, 26, 6, "#7D9A6A", rib=False)


def _sprig(sheet: Sheet, value: str, *, rows: int, reach: float, width: float, flower: str = "") -> None:
    sheet.stroke("M0 50C-4 20 4 -10 0 -44", darker(value, 0.3), 3)
    for index in range(rows):
        share = index / (rows - 1)
        y = 36 - share * 72
        size = reach * (1 - share * 0.5)
        leaf(sheet, 0, y, -size, y - size * 0.55, width * (1 - share * 0.4), value, rib=width > 7)
        leaf(sheet, 0, y - 3, size, y - 3 - size * 0.55, width * (1 - share * 0.4), value, rib=width > 7)
    if flower:
        for x, y in ((0, -46), (-9, -38), (9, -39), (-5, -29), (6, -29)):
            sheet.circle(x, y, 5.2, flower)
    else:
        leaf(sheet, 0, -34, 0, -52, width * 0.6, value, rib=False)


def thyme(sheet: Sheet) -> None:
    _sprig(sheet, "#7E9468", rows=8, reach=22, width=6, flower="#C9A3C4")


def rosemary(sheet: Sheet) -> None:
    _sprig(sheet, "#5F7F63", rows=10, reach=34, width=4.4)


def verbena(sheet: Sheet) -> None:
    _sprig(sheet, "#86A855", rows=5, reach=46, width=11)


def mint(sheet: Sheet) -> None:
    _sprig(sheet, "#4E9660", rows=4, reach=42, width=19)


def sage(sheet: Sheet) -> None:
    _sprig(sheet, "#93A88B", rows=4, reach=42, width=14)


def bay(sheet: Sheet) -> None:
    _sprig(sheet, "#4F7042", rows=4, reach=44, width=14)


def daisy(sheet: Sheet) -> None:
    sheet.stroke("M0 0C2 20 -4 34 0 50", STEM, 3.4)
    leaf(sheet, -1, 40, -28, 22, 9)
    petals(sheet, 0, -10, 38, 12, 12, "#FDF9EC")
    ball(sheet, 0, -10, 12, "#E9AE2B", shine=False)


def poppy(sheet: Sheet) -> None:
    sheet.stroke("M0 6C4 22 -2 36 0 50", STEM, 3.4)
    leaf(sheet, 0, 42, 26, 24, 9)
    sheet.ellipse(-16, -12, 25, 24, "#D9412F")
    sheet.ellipse(17, -11, 25, 24, "#C23526")
    sheet.ellipse(0, -25, 26, 21, "#E2533C")
    sheet.ellipse(0, 4, 24, 17, "#CE3A29")
    sheet.circle(0, -10, 9, "#2E2330")


def rose(sheet: Sheet) -> None:
    value = "#D9788A"
    sheet.stroke("M0 10C2 26 -2 38 0 50", STEM, 3.6)
    leaf(sheet, 0, 40, -30, 22, 12)
    leaf(sheet, 0, 36, 30, 18, 12)
    for x, y in ring(6, 18, turn=30):
        sheet.circle(x, y - 12, 18, darker(value, 0.08))
    sheet.circle(0, -12, 24, value)
    sheet.stroke(
        "M-18 -14C-14 -32 14 -34 19 -14C20 2 -6 8 -11 -8C-12 -20 6 -24 10 -13C11 -6 2 -4 -1 -9", darker(value, 0.35), 3
    )


def violet(sheet: Sheet) -> None:
    value = COLOURS["violet"]
    sheet.stroke("M2 0C4 20 -6 34 0 50", STEM, 3.2)
    leaf(sheet, -1, 46, -36, 26, 17)
    for x, y, rx, ry, turn in (
        (-14, -30, 15, 19, -24),
        (14, -30, 15, 19, 24),
        (-22, -8, 14, 16, -70),
        (22, -8, 14, 16, 70),
        (0, 6, 16, 18, 0),
    ):
        with sheet.placed(x, y, turn=turn):
            sheet.ellipse(0, 0, rx, ry, value if x <= 0 else darker(value, 0.14))
    sheet.circle(0, -12, 6, "#F2C440")
    sheet.stroke("M-3 -4L-5 8M0 -3L0 10M3 -4L5 8", darker(value, 0.5), 1.6)


def crocus(sheet: Sheet) -> None:
    value = "#9A7CC4"
    sheet.stroke("M0 18L0 50", "#CFE0B0", 6)
    leaf(sheet, 0, 50, -30, 4, 6, rib=False)
    leaf(sheet, 0, 50, 30, 8, 6, rib=False)
    sheet.path("M0 26C-44 6 -40 -32 -26 -44C-14 -30 -4 -8 0 26Z", darker(value, 0.1))
    sheet.path("M0 26C44 6 40 -32 26 -44C14 -30 4 -8 0 26Z", darker(value, 0.24))
    sheet.stroke("M0 10C-4 -20 -12 -36 -14 -46M0 10L0 -48M0 10C4 -20 12 -36 14 -46", "#D2401F", 4)
    sheet.path("M0 28C-22 12 -20 -12 0 -26C20 -12 22 12 0 28Z", lighter(value, 0.18))


def elderflower(sheet: Sheet) -> None:
    sheet.stroke(
        "M0 50C0 30 0 20 0 8M0 20C-14 8 -24 0 -34 -8M0 20C14 8 24 "
        "0 34 -8M0 10C-8 -8 -12 -18 -16 -28M0 10C8 -8 12 -18 16 -28",
        STEM,
        3,
    )
    leaf(sheet, 0, 42, 34, 32, 11)
    for x, y in (
        (-36, -10),
        (-24, -20),
        (-14, -32),
        (0, -38),
        (14, -32),
        (24, -20),
        (36, -10),
        (-10, -18),
        (10, -18),
        (0, -26),
        (-22, -6),
        (22, -6),
    ):
        petals(sheet, x, y, 10, 7, 5, "#FFFBEA")
        sheet.circle(x, y, 2.2, "#E8C65A")


def linden(sheet: Sheet) -> None:
    sheet.stroke("M-10 -46C-4 -20 0 0 2 16", STEM, 3)
    leaf(sheet, -10, -44, 34, -2, 12, "#C5CF86")
    sheet.path("M-12 -46C-50 -40 -52 -6 -30 12C-12 4 -4 -22 -12 -46Z", "#6F9A4E")
    sheet.stroke("M-12 -46C-20 -26 -26 -8 -30 12", "#A9C98A", 2)
    sheet.stroke("M2 16L-10 34M2 16L8 40M2 16L24 30", STEM, 2.4)
    for x, y in ((-10, 36), (8, 42), (25, 32)):
        petals(sheet, x, y, 12, 8, 6, "#F3DE86")
        sheet.circle(x, y, 3, "#D9A92E")


def tomato(sheet: Sheet) -> None:
    red = COLOURS["tomato"]
    sheet.path(smooth([(0, -22), (30, -24), (46, 6), (34, 40), (0, 49), (-34, 40), (-46, 6), (-30, -24)]), red)
    sheet.path("M22 -26C44 -22 56 28 20 45C38 22 34 -6 22 -26Z", darker(red, 0.22))
    sheet.ellipse(-26, -2, 6, 11, lighter(red, 0.5))
    for x, y in ((-26, -18), (-12, -38), (14, -38), (26, -16), (0, -4)):
        leaf(sheet, 0, -24, x, y, 6, rib=False)
    sheet.stroke("M0 -24L4 -44", STEM, 4)


def pepper(sheet: Sheet) -> None:
    red = "#B8281F"
    sheet.path("M-20 -26C-26 -2 -14 30 22 50C26 24 24 -6 18 -26C10 -34 -12 -34 -20 -26Z", red)
    sheet.path("M8 -31C20 -26 28 14 22 50C14 44 8 40 4 34C16 14 16 -10 8 -31Z", darker(red, 0.26))
    sheet.stroke("M-12 -18C-14 -4 -10 10 -4 20", lighter(red, 0.45), 3.4)
    sheet.path("M-22 -24C-16 -38 14 -38 20 -24C8 -30 -8 -30 -22 -24Z", LEAF)
    sheet.stroke("M-1 -32C-2 -42 4 -46 10 -48", STEM, 5)


def garlic(sheet: Sheet) -> None:
    skin = "#F1E6DA"
    sheet.path(
        "M-4 -48C2 -34 0 -24 10 -16C34 -4 46 18 34 36C24 50 -24 50 -34 36C-46 18 -34 -4 -10 -16C0 -24 -4 -36 -10 -46Z",
        skin,
    )
    sheet.path("M10 -16C34 -4 46 18 34 36C28 45 12 49 2 48C24 30 20 4 10 -16Z", darker(skin, 0.14))
    sheet.stroke("M-2 -20C-16 0 -16 26 -6 47M2 -20C16 0 16 26 6 47M-12 -10C-32 6 -34 26 -24 42", "#C58FA0", 2.2)


def onion(sheet: Sheet) -> None:
    skin = "#B8657A"
    sheet.path(
        "M-4 -48L4 -48C4 -34 8 -26 18 -18C40 -4 44 20 32 36C20 50 "
        "-20 50 -32 36C-44 20 -40 -4 -18 -18C-8 -26 -4 -34 -4 -48Z",
        skin,
    )
    sheet.path("M14 -21C40 -4 44 20 32 36C26 44 14 47 4 47C26 30 26 0 14 -21Z", darker(skin, 0.22))
    sheet.stroke("M0 -24C-12 -4 -14 24 -6 46M-8 -22C-30 0 -32 22 -24 40M6 -22C18 0 20 24 12 44", lighter(skin, 0.4), 2)


def cep(sheet: Sheet) -> None:
    sheet.path("M-14 -2C-16 20 -26 36 -20 46C-12 52 14 52 22 46C28 34 16 20 14 -2Z", "#EAD8B8")
    sheet.path("M4 -2L14 -2C16 20 28 34 22 46C18 49 10 50 4 50C14 32 8 14 4 -2Z", "#CFB68C")
    sheet.path("M-48 0C-46 -32 -22 -46 0 -46C24 -46 46 -32 48 0C40 10 -40 10 -48 0Z", "#8E5A33")
    sheet.path("M16 -44C34 -38 46 -24 48 0C44 5 26 8 12 8C32 -4 30 -26 16 -44Z", "#6E4325")
    sheet.ellipse(-18, -26, 13, 5, "#B98A5C")


def truffle(sheet: Sheet) -> None:
    sheet.path(smooth([(-8, -32), (22, -30), (42, -6), (40, 26), (16, 46), (-18, 46), (-42, 26), (-40, -8)]), "#3A2E2A")
    for x, y in ((-20, -14), (0, -20), (20, -12), (-30, 8), (-12, 6), (10, 4), (30, 10), (-22, 28), (0, 28), (22, 28)):
        sheet.ellipse(x, y, 7, 5.5, "#54433B")
        sheet.ellipse(x - 2, y - 1.4, 2.4, 1.6, "#7A655A")


def artichoke(sheet: Sheet) -> None:
    sheet.stroke("M0 30L0 50", STEM, 9)
    for y, spread, value in ((-30, 10, "#8FA86B"), (-14, 24, "#7E9A5C"), (4, 34, "#6E8B4F"), (20, 30, "#5F7C44")):
        for side in (-1, 1, 0):
            leaf(sheet, side * spread * 0.6, y + 22, side * spread, y - 18, 15, value, rib=False)
    sheet.stroke("M-30 -8L-26 4M30 -8L26 4M0 4L0 14", "#A67FB0", 3)


def pulses(sheet: Sheet, value: str = "#E2CB9C") -> None:
    spots = (
        (-34, 40),
        (-16, 42),
        (2, 42),
        (20, 42),
        (37, 40),
        (-26, 30),
        (-8, 31),
        (11, 31),
        (29, 30),
        (-18, 20),
        (1, 20),
        (20, 20),
        (-8, 9),
        (10, 9),
        (0, -1),
    )
    for index, (x, y) in enumerate(spots):
        with sheet.placed(x, y, turn=(index * 47) % 60 - 30):
            sheet.ellipse(0, 0, 11, 7.4, value if index % 2 else darker(value, 0.08))
            sheet.path("M-9 3C-2 8.4 8 7 11 0C6 6 -2 6 -9 3Z", darker(value, 0.22))


def lentils(sheet: Sheet) -> None:
    pulses(sheet, "#6E7A55")


def wheat(sheet: Sheet) -> None:
    value = COLOURS["wheat"]
    for foot, lean in ((-4, -22), (4, 20), (0, 0)):
        top = -38 if lean else -46
        sheet.stroke(f"M{foot} 50C{foot} 20 {lean * 0.7} 0 {lean} {top}", darker(value, 0.25), 2.6)
        for step in range(5):
            y = top + 4 + step * 11
            x = lean * (1 - step * 0.09)
            leaf(sheet, x, y + 8, x - 9, y - 6, 6, value, rib=False)
            leaf(sheet, x, y + 8, x + 9, y - 6, 6, darker(value, 0.1), rib=False)


def buckwheat(sheet: Sheet) -> None:
    sheet.stroke("M0 50C2 20 -2 0 0 -30M0 10L-22 -10M0 0L22 -18", "#A8574A", 3)
    leaf(sheet, 0, 36, -38, 18, 14)
    leaf(sheet, 0, 28, 36, 10, 13)
    for x, y in ((0, -36), (-22, -14), (22, -22), (-10, -28), (12, -34)):
        petals(sheet, x, y, 12, 9, 5, "#FBEFE6")
        sheet.circle(x, y, 3, "#C86B6B")


def hay(sheet: Sheet) -> None:
    """Meadow flowers, for what is made from or near them."""
    for x, y, value in ((-26, -20, "#E9AE2B"), (0, -36, "#C8576E"), (26, -18, "#6C7FBE")):
        sheet.stroke(f"M0 50C0 30 {x * 0.9} 20 {x} {y}", STEM, 2.8)
        petals(sheet, x, y, 18, 11, 7, value)
        sheet.circle(x, y, 5, "#FBE9B0")
    for x in (-36, -14, 14, 36):
        leaf(sheet, x * 0.2, 50, x, 10, 5, "#8AA65E", rib=False)


PLANTS = {
    "lavender": lavender,
    "thyme": thyme,
    "rosemary": rosemary,
    "verbena": verbena,
    "mint": mint,
    "sage": sage,
    "bay": bay,
    "daisy": daisy,
    "poppy": poppy,
    "rose": rose,
    "violet": violet,
    "crocus": crocus,
    "elderflower": elderflower,
    "linden": linden,
    "tomato": tomato,
    "pepper": pepper,
    "garlic": garlic,
    "onion": onion,
    "cep": cep,
    "truffle": truffle,
    "artichoke": artichoke,
    "beans": pulses,
    "lentils": lentils,
    "wheat": wheat,
    "buckwheat": buckwheat,
    "meadow": hay,
}
