"""Flowers, plants and wood."""

from comptoir.operations.demo.pictures.ink import Sheet
from comptoir.operations.demo.pictures.labels import label, tag
from comptoir.operations.demo.pictures.motifs.registry import MOTIFS
from comptoir.operations.demo.pictures.motifs.strokes import leaf, petals, ring
from comptoir.operations.demo.pictures.outlines import Profile, polygon
from comptoir.operations.demo.pictures.palette import colour, darker, lighter
from comptoir.operations.demo.pictures.shapes.modelling import BASE, CX, chosen, lit, slab, turned
from comptoir.operations.demo.pictures.spec import PictureSpec


def _bloom(sheet: Sheet, x: float, y: float, size: float, value: str, heart: str) -> None:
    petals(sheet, x, y, size, size * 0.46, 9, darker(value, 0.12))
    petals(sheet, x, y, size * 0.78, size * 0.4, 8, value, turn=20)
    petals(sheet, x, y, size * 0.5, size * 0.3, 7, lighter(value, 0.2), turn=8)
    sheet.circle(x, y, size * 0.17, heart)


def bouquet(sheet: Sheet, spec: PictureSpec) -> None:
    """A hand-tied bunch in kraft paper; body and accent are the colours of its flowers."""
    first, second = chosen(spec.body, "rose"), chosen(spec.accent, "saffron")
    for x, y in ((236, 330), (290, 236), (400, 196), (512, 236), (566, 330), (330, 200), (470, 204)):
        leaf(sheet, 400, 470, x, y, 24, colour("sage"))
    spots = (
        (300, 350, 66),
        (394, 286, 74),
        (492, 344, 68),
        (346, 404, 58),
        (452, 410, 60),
        (262, 420, 46),
        (540, 426, 46),
        (396, 370, 56),
        (326, 282, 44),
        (470, 276, 46),
    )
    for index, (x, y, size) in enumerate(spots):
        _bloom(sheet, x, y, size, first if index % 3 else second, colour("butter") if index % 3 else colour("chestnut"))
    for x, y in ((240, 372), (566, 376), (430, 226), (368, 232)):
        for px, py in ring(5, 10):
            sheet.circle(x + px, y + py, 7, "#FDF9EC")
    kraft = chosen(spec.fill, "kraft")
    sheet.path("M232 424C300 470 360 480 402 470C450 480 510 470 570 420L452 640C440 655 364 655 352 640Z", kraft)
    sheet.path("M402 470C450 480 510 470 570 420L452 640C446 650 424 655 402 655Z", darker(kraft, 0.16))
    sheet.path("M232 424C280 470 340 500 402 520L378 652C366 650 356 646 352 640Z", lighter(kraft, 0.2))
    sheet.rect(346, 572, 112, 17, chosen(spec.fill and "", "tomato"), r=6)
    sheet.stroke(
        "M402 580C376 556 356 566 366 582C378 594 396 588 402 580C424 556 450 "
        "562 440 580C430 592 410 590 402 580M402 584L388 622M404 584L424 620",
        colour("tomato"),
        6,
    )


def potted(sheet: Sheet, spec: PictureSpec) -> None:
    """A plant in a clay pot; the motif is what grows."""
    for x, y, scale, turn in (
        (310, 360, 2.0, -16),
        (492, 360, 2.0, 16),
        (400, 326, 2.4, 0),
        (356, 376, 1.8, -7),
        (448, 376, 1.8, 8),
    ):
        with sheet.placed(x, y, scale=scale, turn=turn):
            MOTIFS[spec.motif or "lavender"](sheet)
    clay = chosen(spec.body, "terracotta")
    sheet.ellipse(CX, 466, 132, 18, darker(colour("cocoa"), 0.1))
    pot = Profile((124, 496), ((98, 640), (96, BASE)))
    turned(sheet, pot, clay)
    label(sheet, spec, CX, 578, 138, 92)
    lit(sheet, pot, gloss=0.25)
    rim = Profile((138, 462), ((138, 498), (128, 504)))
    turned(sheet, rim, clay)
    lit(sheet, rim, gloss=0.25)


def _log_end(sheet: Sheet, x: float, y: float, r: float, wood: str) -> None:
    bark = darker(wood, 0.5)
    sheet.circle(x, y, r, bark)
    sheet.circle(x, y, r * 0.86, lighter(wood, 0.3))
    for share in (0.64, 0.42, 0.2):
        sheet.circle(x, y, r * share, "none", stroke=darker(wood, 0.10), width=2.4)
    sheet.line((x, y), (x + r * 0.6, y - r * 0.4), darker(wood, 0.25), 2.4)


def log_crate(sheet: Sheet, spec: PictureSpec) -> None:
    """A slatted crate of firewood."""
    wood, slat = chosen(spec.body, "oak"), chosen(spec.accent, "wheat")
    for row, (y, count) in enumerate(((412, 5), (344, 4), (284, 3))):
        for column in range(count):
            _log_end(
                sheet,
                400 + (column - (count - 1) / 2) * 78,
                y + (column * 7 + row * 5) % 9,
                41 - row,
                wood if (row + column) % 2 else darker(wood, 0.1),
            )
    for index in range(4):
        y = 440 + index * 55
        slab(sheet, 176, y, 448, 46, slat, r=3)
        sheet.stroke(f"M184 {y + 16}C300 {y + 10} 470 {y + 22} 616 {y + 14}", darker(slat, 0.16), 2.4)
        sheet.rect(560, y, 64, 46, "#24160F", opacity=0.09)
    for x in (176, 584):
        slab(sheet, x, 426, 40, 229, darker(slat, 0.10), r=3)
        for y in (462, 516, 572, 626):
            sheet.circle(x + 20, y, 4.4, "#6B655E")
    label(sheet, spec, 400, 546, 226, 132)


def kindling(sheet: Sheet, spec: PictureSpec) -> None:
    """A tied bundle of split sticks."""
    wood = chosen(spec.body, "wheat")
    for index in range(17):
        x = 232 + index * 20
        top = 330 + (index * 53) % 46
        lean = (index - 8) * 2.4
        sheet.path(
            polygon([(x + lean, top), (x + 22 + lean, top + 6), (x + 22 - lean * 0.4, BASE), (x - lean * 0.4, BASE)]),
            (lighter(wood, 0.2), wood, darker(wood, 0.16))[index % 3],
        )
        sheet.path(
            polygon([(x + lean, top), (x + 11 + lean, top - 8), (x + 30 + lean, top - 2), (x + 22 + lean, top + 6)]),
            lighter(wood, 0.45),
        )
    for y in (428, 600):
        sheet.stroke(f"M224 {y}C320 {y + 16} 490 {y + 16} 584 {y}", "#A57C4A", 9)
        sheet.stroke(f"M224 {y - 3}C320 {y + 12} 490 {y + 12} 584 {y - 3}", "#CBA46C", 3)
    label(sheet, spec, 404, 520, 236, 122)


def wreath(sheet: Sheet, spec: PictureSpec) -> None:
    """A ring of fir and berries."""
    berry = chosen(spec.accent, "cherry")
    for turn_step in range(78):
        with sheet.placed(400, 470, turn=turn_step * 360 / 78):
            leaf(
                sheet,
                0,
                -118,
                (28 if turn_step % 2 else -10),
                -186,
                14,
                colour(("forest", "leaf", "moss")[turn_step % 3]),
                rib=False,
            )
            leaf(
                sheet,
                0,
                -128,
                (-30 if turn_step % 2 else 14),
                -92,
                12,
                colour(("moss", "forest", "leaf")[turn_step % 3]),
                rib=False,
            )
    for index in range(15):
        with sheet.placed(400, 470, turn=index * 24):
            sheet.circle(0, -138 - (index % 3) * 12, 11, berry)
            sheet.circle(-3, -142 - (index % 3) * 12, 3, lighter(berry, 0.6))
    ribbon = chosen(spec.body, "tomato")
    sheet.path(
        "M400 618C360 574 318 592 332 620C342 642 382 634 400 618C440 574 482 592 468 620C458 642 418 634 400 618Z",
        ribbon,
    )
    sheet.path("M392 622L372 690L392 682L404 700L410 626Z", darker(ribbon, 0.14))
    sheet.path("M404 622L424 694L438 676L456 684L416 618Z", darker(ribbon, 0.24))
    sheet.circle(401, 618, 13, lighter(ribbon, 0.1))


def bulbs(sheet: Sheet, spec: PictureSpec) -> None:
    """Bulbs in a net with a card."""
    skin = chosen(spec.body, "crust")
    for x, y in (
        (286, 600),
        (360, 612),
        (440, 612),
        (516, 600),
        (322, 540),
        (400, 548),
        (478, 540),
        (364, 484),
        (438, 484),
        (400, 430),
    ):
        sheet.path(
            f"M{x} {y - 54}C{x + 12} {y - 36} {x + 42} {y - 26} "
            f"{x + 42} {y + 8}C{x + 42} {y + 34} {x + 22} {y + 42} {x} "
            f"{y + 42}C{x - 22} {y + 42} {x - 42} {y + 34} {x - 42} "
            f"{y + 8}C{x - 42} {y - 26} {x - 12} {y - 36} {x} {y - 54}Z",
            skin,
        )
        sheet.path(
            f"M{x + 8} {y - 40}C{x + 22} {y - 30} {x + 42} {y - 22} {x + 42} {y + 8}C{x + 42} {y + 34} "
            f"{x + 22} {y + 42} {x + 4} {y + 42}C{x + 28} {y + 16} {x + 24} {y - 14} {x + 8} {y - 40}Z",
            darker(skin, 0.3),
        )
        sheet.stroke(f"M{x - 6} {y - 36}C{x - 24} {y - 14} {x - 24} {y + 14} {x - 12} {y + 36}", lighter(skin, 0.35), 3)
    net = "M400 330C330 372 236 520 238 610C240 650 300 655 400 655C500 655 560 650 562 610C564 520 470 372 400 330Z"
    with sheet.inside(net):
        for step in range(-14, 22):
            sheet.line((200 + step * 26, 320), (60 + step * 26, 660), colour("forest"), 2, opacity=0.5)
            sheet.line((200 + step * 26, 320), (340 + step * 26, 660), colour("forest"), 2, opacity=0.5)
    sheet.path(net, "none", stroke=colour("forest"), width=3)
    tag(sheet, spec, 400, 340, 150, 170, turn=-4)


GARDEN = {
    "bouquet": bouquet,
    "potted": potted,
    "log-crate": log_crate,
    "kindling": kindling,
    "wreath": wreath,
    "bulbs": bulbs,
}
