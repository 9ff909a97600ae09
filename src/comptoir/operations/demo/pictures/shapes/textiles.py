"""Cloth: folded, hung or thrown, with the stripe or check of its house."""

from comptoir.operations.demo.pictures.ink import Sheet
from comptoir.operations.demo.pictures.labels import label, small_motif, tag
from comptoir.operations.demo.pictures.outlines import box, polygon
from comptoir.operations.demo.pictures.palette import colour, darker, lighter
from comptoir.operations.demo.pictures.shapes.modelling import chosen
from comptoir.operations.demo.pictures.spec import PictureSpec


def _folded(sheet: Sheet, x: float, y: float, w: float, h: float, cloth: str, stripe: str) -> None:
    """One folded layer seen from its fold."""
    d = box(x, y, w, h, top=h * 0.48, bottom=h * 0.48)
    sheet.path(d, sheet.linear((0, lighter(cloth, 0.28), 1), (0.5, cloth, 1), (1, darker(cloth, 0.20), 1), down=True))
    with sheet.inside(d):
        for share, wide in ((0.12, 16), (0.18, 5), (0.82, 5), (0.86, 16)):
            sheet.rect(x + w * share, y, wide, h, stripe, opacity=0.85)
        sheet.line((x + 6, y + h * 0.5), (x + w - 26, y + h * 0.5), darker(cloth, 0.22), 2.4)
        sheet.rect(x + w * 0.9, y, w * 0.12, h, "#24160F", opacity=0.12)


def cloth(sheet: Sheet, spec: PictureSpec) -> None:
    """A pile of folded linen with a paper band."""
    base, stripe = chosen(spec.body, "linen"), chosen(spec.accent, "tomato")
    for index in range(4):
        _folded(sheet, 186 + (index * 5) % 9, 603 - index * 53, 420 - (index * 7) % 12, 52, base, stripe)
    sheet.rect(320, 442, 150, 213, colour(spec.paper))
    for index in range(1, 4):
        sheet.rect(320, 442 + index * 53, 150, 3, darker(colour(spec.paper), 0.16))
    sheet.rect(446, 442, 24, 213, "#24160F", opacity=0.08)
    bare = PictureSpec(
        shape="", title=spec.title, note=spec.note, motif=spec.motif, accent=spec.accent, paper="ink", label="plain"
    )
    label(sheet, bare, 395, 548, 128, 182)


def towel(sheet: Sheet, spec: PictureSpec) -> None:
    """A tea towel hung on a rail."""
    base, stripe = chosen(spec.body, "linen"), chosen(spec.accent, "tomato")
    sheet.rect(190, 292, 420, 15, colour("oak"), r=7)
    sheet.circle(190, 299, 13, colour("walnut"))
    sheet.circle(610, 299, 13, colour("walnut"))
    sheet.path("M300 300L560 300L548 600L318 608Z", darker(base, 0.24))
    front = "M262 296C330 306 450 306 520 296L528 632C450 646 336 648 254 636Z"
    sheet.path(
        front,
        sheet.linear(
            (0, lighter(base, 0.2), 1),
            (0.3, base, 1),
            (0.5, lighter(base, 0.18), 1),
            (0.75, darker(base, 0.06), 1),
            (1, darker(base, 0.2), 1),
        ),
    )
    with sheet.inside(front):
        for x in (286, 300, 480, 494):
            sheet.rect(x, 290, 6, 360, stripe, opacity=0.85)
        for y in (566, 584, 592):
            sheet.rect(240, y, 300, 12 if y == 566 else 4, stripe, opacity=0.9)
        sheet.path("M340 300L352 640L372 640L356 300ZM440 302L436 640L448 640L454 302Z", "#24160F", opacity=0.05)
    if spec.motif:
        small_motif(sheet, spec.motif, 392, 462, 132)


def tablecloth(sheet: Sheet, spec: PictureSpec) -> None:
    """A cloth falling over the edge of a table."""
    base, stripe = chosen(spec.body, "white"), chosen(spec.accent, "delft")
    sheet.path("M150 470L238 420L562 420L650 470Z", lighter(base, 0.3))
    fall = (
        "M150 470L650 470L650 612C630 636 606 636 590 612C574 640 540 642 520 614C500 642 464 644 444 616"
        "C424 644 384 644 364 616C344 644 306 642 288 614C270 640 234 640 216 612C200 636 166 634 150 612Z"
    )
    sheet.path(fall, base)
    with sheet.inside(fall):
        for x in (216, 288, 364, 444, 520, 590):
            sheet.path(f"M{x - 16} 470L{x + 10} 470L{x + 4} 650L{x - 22} 650Z", "#24160F", opacity=0.08)
        for y, thick in ((492, 5), (502, 14), (522, 5), (590, 5)):
            sheet.rect(140, y, 520, thick, stripe, opacity=0.9)
        sheet.rect(560, 470, 100, 180, "#24160F", opacity=0.10)
    sheet.path(polygon([(212, 446), (588, 446), (600, 454), (200, 454)]), stripe, opacity=0.9)


def apron(sheet: Sheet, spec: PictureSpec) -> None:
    base, strap = chosen(spec.body, "slate"), chosen(spec.accent, "chestnut")
    sheet.stroke("M338 330C320 232 480 232 462 330", strap, 12)
    sheet.stroke("M262 462C220 470 200 500 196 540M538 462C580 470 600 500 604 540", strap, 10)
    d = (
        "M334 320C372 330 428 330 466 320C470 390 500 440 544 456L554 "
        "644C450 660 350 660 246 644L256 456C300 440 330 390 334 320Z"
    )
    sheet.path(
        d,
        sheet.linear(
            (0, lighter(base, 0.16), 1), (0.35, lighter(base, 0.24), 1), (0.7, base, 1), (1, darker(base, 0.24), 1)
        ),
    )
    sheet.path("M300 526L500 526L494 618C440 626 360 626 306 618Z", darker(base, 0.12))
    sheet.stroke("M300 526L500 526M400 526L400 622", lighter(base, 0.35), 2.4)
    for x in (338, 462):
        sheet.circle(x, 332, 7, colour("ochre"))
    sheet.rect(372, 372, 56, 40, colour(spec.paper), r=3)
    if spec.motif:
        small_motif(sheet, spec.motif, 400, 392, 34)


def tote(sheet: Sheet, spec: PictureSpec) -> None:
    base = chosen(spec.body, "linen")
    sheet.stroke("M312 410C312 250 400 230 420 400", darker(base, 0.28), 16)
    d = "M236 400L564 400L582 640C582 650 576 655 566 655L234 655C224 655 218 650 218 640Z"
    sheet.path(d, sheet.linear((0, lighter(base, 0.26), 1), (0.6, base, 1), (1, darker(base, 0.18), 1)))
    sheet.line((236, 424), (565, 424), darker(base, 0.2), 2.4)
    sheet.stroke("M330 446C326 262 470 262 470 446", lighter(base, 0.1), 17)
    for x in (330, 470):
        sheet.rect(x - 13, 420, 26, 40, darker(base, 0.12), r=3)
    bare = PictureSpec(
        shape="",
        title=spec.title,
        note=spec.note,
        motif=spec.motif,
        accent=spec.accent,
        paper=spec.accent or "ink",
        label="plain",
    )
    label(sheet, bare, 400, 552, 220, 160)


def blanket(sheet: Sheet, spec: PictureSpec) -> None:
    """Wool folded in three with its fringe."""
    base, stripe = chosen(spec.body, "cream"), chosen(spec.accent, "brick")
    for index in range(3):
        y = 574 - index * 78
        d = box(180, y, 440, 81, top=36, bottom=36)
        sheet.path(d, sheet.linear((0, lighter(base, 0.3), 1), (0.5, base, 1), (1, darker(base, 0.24), 1), down=True))
        with sheet.inside(d):
            for step in range(11):
                x = 186 + step * 42
                sheet.rect(x, y, 20, 81, stripe, opacity=0.28)
            for row in (16, 48):
                sheet.rect(180, y + row, 440, 15, stripe, opacity=0.28)
            sheet.rect(560, y, 70, 81, "#24160F", opacity=0.13)
            sheet.line((188, y + 42), (600, y + 42), darker(base, 0.25), 2.4)
    for index in range(26):
        thread = 196 + index * 15.6
        sheet.line((thread, 450), (thread + (index % 3 - 1) * 3, 486), darker(base, 0.12 + 0.06 * (index % 2)), 5)
    if spec.title:
        tag(
            sheet,
            PictureSpec(shape="", title=spec.title, note=spec.note, accent=spec.accent, paper="cream"),
            500,
            470,
            130,
            100,
            turn=5,
        )


TEXTILES = {"cloth": cloth, "towel": towel, "tablecloth": tablecloth, "apron": apron, "tote": tote, "blanket": blanket}
