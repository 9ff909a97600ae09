"""Animals, things of the larder and signs."""

from comptoir.operations.demo.pictures.ink import Sheet
from comptoir.operations.demo.pictures.motifs.strokes import ball, ring
from comptoir.operations.demo.pictures.outlines import polygon, smooth
from comptoir.operations.demo.pictures.palette import COLOURS, darker, lighter


def bee(sheet: Sheet) -> None:
    for x, turn in ((-17, -32), (17, 32)):
        with sheet.placed(x, -22, turn=turn):
            sheet.ellipse(0, 0, 13, 25, "#EAF1F0", stroke="#9FB4B6", width=2)
    body = smooth([(0, -18), (17, -8), (22, 12), (14, 34), (0, 46), (-14, 34), (-22, 12), (-17, -8)])
    sheet.path(body, COLOURS["honey"])
    with sheet.inside(body):
        for y in (-2, 14, 30):
            sheet.rect(-30, y, 60, 8, "#3A2A1C")
    sheet.circle(0, -20, 11, "#3A2A1C")
    sheet.stroke("M-4 -29C-8 -38 -14 -40 -18 -38M4 -29C8 -38 14 -40 18 -38", "#3A2A1C", 2.6)


def comb(sheet: Sheet) -> None:
    for index, (x, y) in enumerate(((0, -27), (-23, -13), (23, -13), (0, 0), (-23, 14), (23, 14), (0, 27))):
        cell = polygon([(x + px, y + py) for px, py in ring(6, 14.6, turn=30)])
        sheet.path(cell, COLOURS["honey"] if index % 3 else COLOURS["amber"])
        sheet.ellipse(x - 4, y - 5, 4, 2.2, "#F8D98C")
    sheet.path("M18 34C24 42 22 50 18 50C14 50 12 42 18 34Z", COLOURS["honey"])


def cow(sheet: Sheet) -> None:
    for side in (-1, 1):
        with sheet.placed(0, 0, stretch=side):
            sheet.path("M22 -24C34 -36 48 -34 50 -26C46 -16 34 -12 24 -14Z", "#A9774C")
            sheet.path("M14 -32C18 -46 28 -48 30 -46C28 -40 28 -34 24 -28Z", "#EFE2C6")
    sheet.path("M-26 -30C-16 -38 16 -38 26 -30C30 -10 26 10 20 24L-20 24C-26 10 -30 -10 -26 -30Z", "#F3E7D6")
    sheet.path("M-26 -30C-20 -35 -8 -37 -2 -36C2 -16 -4 4 -18 8C-26 -2 -29 -18 -26 -30Z", "#8E5A3A")
    sheet.ellipse(0, 30, 27, 20, "#E5B5A4")
    sheet.ellipse(-10, 28, 4, 5, "#8C5546")
    sheet.ellipse(10, 28, 4, 5, "#8C5546")
    sheet.circle(-14, -8, 4, "#2A1D18")
    sheet.circle(14, -8, 4, "#2A1D18")


def goat(sheet: Sheet) -> None:
    sheet.stroke("M-9 -30C-14 -44 -24 -50 -32 -48M9 -30C14 -44 24 -50 32 -48", "#7D6A58", 8)
    for side in (-1, 1):
        with sheet.placed(0, 0, stretch=side):
            sheet.path("M18 -18C34 -22 46 -12 48 -2C36 0 24 -4 18 -8Z", "#CDB79C")
    sheet.path("M-20 -28C-12 -36 12 -36 20 -28C24 -8 14 12 11 28C6 36 -6 36 -11 28C-14 12 -24 -8 -20 -28Z", "#F4ECDF")
    sheet.path("M0 -34C14 -36 22 -28 20 -18C18 0 14 12 11 28C8 34 4 35 0 35Z", "#DCCDB8")
    sheet.path("M-9 32C-6 44 -2 50 0 50C2 50 6 44 9 32Z", "#EFE3D0")
    sheet.ellipse(0, 24, 8, 5, "#B98F84")
    sheet.circle(-11, -10, 3.6, "#2A1D18")
    sheet.circle(11, -10, 3.6, "#2A1D18")


def ewe(sheet: Sheet) -> None:
    for x, y in (
        (0, -36),
        (-18, -32),
        (18, -32),
        (-30, -18),
        (30, -18),
        (-34, 0),
        (34, 0),
        (-28, 18),
        (28, 18),
        (0, -18),
    ):
        sheet.circle(x, y, 16, "#FBF5E9")
    for side in (-1, 1):
        with sheet.placed(0, 0, stretch=side):
            sheet.path("M17 -6C30 -12 46 -6 48 4C38 10 24 6 17 2Z", "#4C4038")
    sheet.path("M-18 -16C-10 -24 10 -24 18 -16C22 6 16 30 10 42C4 50 -4 50 -10 42C-16 30 -22 6 -18 -16Z", "#5B4D43")
    sheet.path("M2 -22C12 -22 18 -18 18 -12C20 8 15 32 10 42C7 46 4 48 2 48Z", "#473B33")
    sheet.circle(-9, 4, 3.4, "#FBF5E9")
    sheet.circle(9, 4, 3.4, "#FBF5E9")
    sheet.stroke("M-5 34L0 38L5 34", "#D9B5A5", 2.6)


def pig(sheet: Sheet) -> None:
    skin = "#E7A9A0"
    for side in (-1, 1):
        with sheet.placed(0, 0, stretch=side):
            sheet.path("M14 -30C26 -46 42 -44 44 -40C46 -26 40 -14 30 -12Z", darker(skin, 0.14))
    sheet.ellipse(0, 8, 40, 38, skin)
    sheet.path("M14 -28A40 38 0 0 1 10 45A52 50 0 0 0 14 -28Z", darker(skin, 0.12))
    sheet.ellipse(0, 20, 19, 14, lighter(skin, 0.22))
    sheet.ellipse(-7, 20, 3.6, 5.4, "#9C5A55")
    sheet.ellipse(7, 20, 3.6, 5.4, "#9C5A55")
    sheet.circle(-17, -4, 4, "#2A1D18")
    sheet.circle(17, -4, 4, "#2A1D18")


def duck(sheet: Sheet) -> None:
    sheet.path(
        "M-46 22C-48 8 -34 2 -18 6C-4 8 4 4 4 -8C-4 -24 4 -42 20 -42C34 -42 40 "
        "-30 36 -18C34 -8 30 -2 34 10C38 32 18 44 -8 44C-30 44 -44 36 -46 22Z",
        "#CBB58F",
    )
    sheet.path("M4 -16C0 -30 8 -42 20 -42C34 -42 40 -30 36 -18C35 -13 33 -9 33 -5C24 -2 10 -4 4 -16Z", "#3E6B52")
    sheet.path("M36 -28C44 -28 50 -25 50 -22C48 -18 42 -17 36 -18Z", "#E2A33A")
    sheet.path("M-36 18C-18 10 6 14 14 22C6 36 -22 38 -36 18Z", "#A98C62")
    sheet.circle(22, -29, 3.4, "#1F1A17")
    sheet.stroke("M5 0C14 6 26 6 33 1", "#FDF8EC", 4)


def fish(sheet: Sheet) -> None:
    for y, scale, value in ((-16, 0.92, "#7FA3B1"), (20, 1.0, "#5F8AA0")):
        with sheet.placed(0, y, scale=scale):
            sheet.path("M-50 2C-34 -18 10 -20 32 -2L50 -14C46 -2 46 6 50 16L32 6C10 22 -34 20 -50 2Z", "#DCE5E6")
            sheet.path("M-50 2C-34 -18 10 -20 32 -2L50 -14C46 -8 46 -2 46 1L30 3C10 -4 -26 -4 -50 2Z", value)
            sheet.circle(-36, -2, 3.2, "#1E2A30")
            sheet.stroke("M-26 -8C-22 -2 -22 6 -26 11", darker(value, 0.3), 2)
            for x in (-10, 2, 14):
                sheet.circle(x, 0, 2, darker(value, 0.35))


def shell(sheet: Sheet) -> None:
    value = "#E8C2A4"
    sheet.path(
        "M-12 46L12 46L16 34C40 26 50 0 42 -20C34 -38 16 -46 0 -46C-16 -46 -34 -38 -42 -20C-50 0 -40 26 -16 34Z", value
    )
    sheet.path("M12 46L16 34C40 26 50 0 42 -20C37 -31 29 -38 20 -42C34 -14 26 20 4 46Z", darker(value, 0.14))
    sheet.stroke("M0 36L0 -40M-6 36L-22 -36M6 36L22 -36M-10 35L-38 -16M10 35L38 -16", darker(value, 0.34), 2.6)


def salt(sheet: Sheet) -> None:
    sheet.path("M-46 50C-34 18 -16 -8 0 -10C16 -8 34 18 46 50Z", "#DDE6EA")
    sheet.path("M8 -8C20 2 36 22 46 50L10 50C20 30 18 8 8 -8Z", "#B9C8D0")
    for x, y, size in ((-24, -20, 8), (2, -36, 10), (26, -24, 7), (-4, 14, 8), (-22, 34, 7), (14, 34, 9)):
        with sheet.placed(x, y, turn=28):
            sheet.rect(-size / 2, -size / 2, size, size, "#FFFFFF", stroke="#93A7B2", width=1.6)


def drop(sheet: Sheet) -> None:
    value = COLOURS["straw"]
    sheet.path("M0 -48C20 -18 34 0 34 18C34 38 18 50 0 50C-18 50 -34 38 -34 18C-34 0 -20 -18 0 -48Z", value)
    sheet.path("M6 -38C22 -14 34 0 34 18C34 38 18 50 4 50C26 26 20 -8 6 -38Z", darker(value, 0.18))
    sheet.ellipse(-14, 18, 5, 12, lighter(value, 0.7))


def flame(sheet: Sheet) -> None:
    sheet.path("M0 -48C24 -22 32 -2 28 18C24 40 12 50 0 50C-12 50 -24 40 -28 18C-32 -2 -10 -14 0 -48Z", "#E88A2D")
    sheet.path("M0 -10C14 6 16 18 14 30C10 42 6 46 0 46C-6 46 -10 42 -14 30C-16 18 -6 10 0 -10Z", "#FBE08A")


def mountain(sheet: Sheet) -> None:
    sheet.path("M-50 44L-12 -30L8 8L20 -10L50 44Z", "#6F8A86")
    sheet.path("M-12 -30L8 8L20 -10L50 44L4 44C10 20 -2 -6 -12 -30Z", "#587370")
    sheet.path("M-12 -30L-24 -6L-16 -10L-10 -2L-4 -12L2 -4Z", "#FDF9F0")


def sun(sheet: Sheet) -> None:
    for index in range(12):
        with sheet.placed(0, 0, turn=30 * index):
            sheet.path("M-4 -28L0 -48L4 -28Z", COLOURS["saffron"])
    ball(sheet, 0, 0, 24, COLOURS["saffron"], shine=False)


def caramel(sheet: Sheet) -> None:
    for x, y, turn in ((-20, 26, -6), (22, 28, 8), (0, -4, 14)):
        with sheet.placed(x, y, turn=turn):
            sheet.rect(-20, -18, 40, 36, "#B96E2C", r=6)
            sheet.rect(-20, -18, 40, 14, "#D8924A", r=6)
            sheet.path("M8 -18L14 -18Q20 -18 20 -12L20 12Q20 18 14 18L8 18Z", "#96531D", opacity=0.7)
            for px, py in ((-10, 2), (0, 8), (6, -2), (-4, -11)):
                sheet.rect(px, py, 3, 3, "#FFF6E4")


def biscuit(sheet: Sheet) -> None:
    dough = "#DDA957"
    for x, y, r in ((-16, 20, 28), (18, 8, 30)):
        sheet.path(
            polygon(
                [
                    (x + px * (1 if i % 2 else 0.93), y + py * (1 if i % 2 else 0.93))
                    for i, (px, py) in enumerate(ring(36, r))
                ]
            ),
            darker(dough, 0.16),
        )
        sheet.circle(x, y, r * 0.88, dough)
        sheet.circle(x, y, r * 0.62, "none", stroke=darker(dough, 0.22), width=2)
        for px, py in ring(6, r * 0.34):
            sheet.circle(x + px, y + py, 2, darker(dough, 0.4))


def snail(sheet: Sheet) -> None:
    sheet.path("M-48 48C-30 30 30 34 40 20C42 6 38 -6 40 -14C50 -8 52 20 46 34C40 50 10 50 -48 48Z", "#C9B08A")
    sheet.stroke("M42 -10L36 -26M46 -8L50 -24", "#B39A74", 3)
    ball(sheet, -4, 6, 30, "#A9713F", shine=False)
    sheet.stroke("M-4 6C2 -2 14 6 8 16C0 28 -22 22 -22 4C-20 -18 12 -22 20 -2", "#70431F", 4)


def egg(sheet: Sheet) -> None:
    for x, y, scale, value in ((-18, 14, 1.0, "#E9C3A0"), (22, 20, 0.86, "#F3DCC2")):
        with sheet.placed(x, y, scale=scale):
            sheet.path("M0 -38C18 -38 28 -6 28 10C28 26 16 36 0 36C-16 36 -28 26 -28 10C-28 -6 -18 -38 0 -38Z", value)
            sheet.path("M6 -36C20 -30 28 -4 28 10C28 26 16 36 2 36C22 16 18 -14 6 -36Z", darker(value, 0.14))


def hen(sheet: Sheet) -> None:
    body = "#B4592F"
    sheet.stroke("M-6 40L-8 50M10 40L10 50", COLOURS["ochre"], 4)
    feathers = "M-14 -30C-12 -8 -2 -4 16 -8C28 -12 34 -26 48 -28C52 -8 46 30 18 40C-12 50 -36 36 -38 10"
    sheet.path(feathers + "C-39 -6 -34 -18 -32 -30Z", body)
    sheet.path("M-6 8C8 -2 30 0 38 -6C38 16 22 30 4 28C-6 24 -8 14 -6 8Z", darker(body, 0.28))
    sheet.circle(-24, -28, 14, body)
    comb_line = "M-36 -40C-36 -50 -28 -48 -27 -43C-26 -52 -17 -50 -17 -42C-12 -46 -8 -40 -12 -35L-34 -34Z"
    sheet.path(comb_line, COLOURS["tomato"])
    sheet.path("M-37 -30L-49 -25L-36 -22Z", COLOURS["saffron"])
    sheet.path("M-38 -22C-42 -14 -36 -10 -33 -14C-31 -18 -33 -22 -38 -22Z", COLOURS["tomato"])
    sheet.circle(-28, -31, 3, "#231A16")


CREATURES = {
    "bee": bee,
    "comb": comb,
    "cow": cow,
    "goat": goat,
    "ewe": ewe,
    "pig": pig,
    "duck": duck,
    "fish": fish,
    "shell": shell,
    "salt": salt,
    "drop": drop,
    "flame": flame,
    "mountain": mountain,
    "sun": sun,
    "caramel": caramel,
    "biscuit": biscuit,
    "snail": snail,
    "hen": hen,
    "egg": egg,
}
