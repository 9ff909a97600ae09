"""Pottery and glass: glazes are the body, the bare or dipped foot the accent."""

from comptoir.operations.demo.pictures.ink import Sheet
from comptoir.operations.demo.pictures.labels import small_motif
from comptoir.operations.demo.pictures.outlines import Profile
from comptoir.operations.demo.pictures.palette import darker, lighter
from comptoir.operations.demo.pictures.shapes.modelling import BASE, CX, chosen, lit, turned
from comptoir.operations.demo.pictures.spec import PictureSpec


def _glazed(sheet: Sheet, profile: Profile, spec: PictureSpec, otherwise: str, *, line: float, cx: float = CX) -> None:
    """A body in glaze, bare clay below a wavering line, and its light."""
    glaze, clay = chosen(spec.body, otherwise), chosen(spec.accent, "rind")
    turned(sheet, profile, glaze, cx=cx)
    low = profile.points()[-1][1]
    with sheet.inside(profile.outline(cx)):
        wave = (
            f"M{cx - 300} {line}C{cx - 180} {line + 16} {cx - 120} {line - 8} {cx - 30} {line + 8}"
            f"S{cx + 120} {line - 6} {cx + 300} {line + 8}L{cx + 300} {low + 10}L{cx - 300} {low + 10}Z"
        )
        sheet.path(wave, sheet.linear((0, clay, 1), (0.4, lighter(clay, 0.14), 1), (1, darker(clay, 0.22), 1)))
        for index in range(26):
            x, y = cx - 240 + (index * 83) % 480, line - 20 - (index * 53) % 170
            sheet.ellipse(x, y, 2.4, 1.8, darker(glaze, 0.3), opacity=0.55)
    if spec.motif:
        small_motif(sheet, spec.motif, cx, line - 86, 112)
    lit(sheet, profile, cx=cx, gloss=0.45, top=line - 190, bottom=line - 12)


def _mouth(sheet: Sheet, y: float, half: float, depth: float, inside: str, *, cx: float = CX) -> None:
    sheet.ellipse(cx, y, half, depth, lighter(inside, 0.32))
    sheet.ellipse(
        cx, y + 3, half - 9, depth - 5, sheet.linear((0, darker(inside, 0.34), 1), (1, lighter(inside, 0.05), 1))
    )


def bowl(sheet: Sheet, spec: PictureSpec) -> None:
    profile = Profile((212, 474), ((210, 560, 160, 632, 88, 640), (88, BASE)))
    _glazed(sheet, profile, PictureSpec(shape="", body=spec.body, accent=spec.accent), "celadon", line=590)
    _mouth(sheet, 474, 212, 44, chosen(spec.fill or spec.body, "celadon"))


def mug(sheet: Sheet, spec: PictureSpec) -> None:
    glaze = chosen(spec.body, "delft")
    sheet.stroke("M520 436C612 420 622 560 512 574", darker(glaze, 0.12), 30)
    sheet.stroke("M520 430C604 414 612 546 512 560", lighter(glaze, 0.14), 11)
    profile = Profile((132, 396), ((130, 470, 140, 560, 130, 630), (128, 648, 116, 655, 104, BASE)))
    _glazed(sheet, profile, spec, "delft", line=600)
    _mouth(sheet, 396, 132, 28, glaze)


def plate(sheet: Sheet, spec: PictureSpec) -> None:
    """A plate standing in a wooden rack, seen from the front."""
    glaze = chosen(spec.body, "cream")
    edge = chosen(spec.accent, "delft")
    sheet.circle(410, 474, 178, darker(glaze, 0.32))
    sheet.circle(400, 470, 178, sheet.linear((0, lighter(glaze, 0.3), 1), (0.6, glaze, 1), (1, darker(glaze, 0.14), 1)))
    sheet.circle(400, 470, 170, "none", stroke=edge, width=7)
    sheet.circle(400, 470, 122, sheet.linear((0, darker(glaze, 0.12), 1), (0.5, glaze, 1), (1, lighter(glaze, 0.3), 1)))
    sheet.circle(400, 470, 114, "none", stroke=edge, width=2)
    for index in range(24):
        with sheet.placed(400, 470, turn=15 * index):
            sheet.ellipse(0, -146, 4, 9, edge)
    if spec.motif:
        small_motif(sheet, spec.motif, 400, 470, 130)
    wood = "#A9774C"
    sheet.path("M236 636L564 636L582 655L218 655Z", wood)
    sheet.path("M290 600L306 600L312 640L284 640ZM494 600L510 600L516 640L488 640Z", darker(wood, 0.2))
    sheet.rect(236, 630, 328, 10, lighter(wood, 0.3), r=4)


def pitcher(sheet: Sheet, spec: PictureSpec) -> None:
    glaze = chosen(spec.body, "cream")
    sheet.stroke("M498 380C610 372 600 520 520 548", darker(glaze, 0.16), 28)
    sheet.stroke("M498 374C600 366 592 508 516 534", lighter(glaze, 0.2), 10)
    profile = Profile((86, 316), ((92, 360, 96, 400, 122, 450), (150, 510, 146, 600, 112, 640), (108, BASE)))
    sheet.path("M330 320C306 306 296 296 284 300C290 330 306 356 322 372Z", glaze)
    _glazed(sheet, profile, spec, "cream", line=594)
    sheet.path("M284 300C310 290 430 286 486 306C496 318 480 332 400 334C340 334 316 324 284 300Z", lighter(glaze, 0.3))
    sheet.path("M304 304C340 298 430 296 472 310C470 322 440 328 400 328C350 328 326 318 304 304Z", darker(glaze, 0.38))


def teapot(sheet: Sheet, spec: PictureSpec) -> None:
    glaze = chosen(spec.body, "teal")
    sheet.stroke("M548 480C650 440 650 610 534 604", darker(glaze, 0.16), 26)
    sheet.stroke("M548 474C640 436 638 596 536 590", lighter(glaze, 0.18), 9)
    sheet.path(
        "M272 560C214 552 214 490 168 452L196 440C250 466 262 500 292 508Z",
        sheet.linear((0, lighter(glaze, 0.2), 1), (1, darker(glaze, 0.1), 1)),
    )
    profile = Profile((86, 420), ((150, 430, 172, 490, 172, 540), (172, 600, 140, 640, 108, 646), (104, BASE)))
    _glazed(sheet, profile, spec, "teal", line=606)
    lid = Profile((16, 374), ((60, 382, 88, 400, 92, 422), (88, 428)))
    turned(sheet, lid, glaze)
    lit(sheet, lid, gloss=0.4)
    sheet.circle(CX, 362, 19, darker(glaze, 0.05))
    sheet.circle(CX - 6, 356, 5, lighter(glaze, 0.6))


def dish(sheet: Sheet, spec: PictureSpec) -> None:
    """An oven dish with two ears."""
    glaze = chosen(spec.body, "terracotta")
    for x in (176, 624):
        sheet.ellipse(x, 528, 46, 22, darker(glaze, 0.12))
        sheet.ellipse(x, 526, 26, 9, darker(glaze, 0.45))
    profile = Profile((226, 510), ((222, 570, 204, 636, 176, 646), (170, BASE)))
    _glazed(sheet, profile, PictureSpec(shape="", body=spec.body, accent=spec.accent), "terracotta", line=616)
    _mouth(sheet, 510, 226, 42, chosen(spec.fill or spec.body, "cream"))


def salt_pig(sheet: Sheet, spec: PictureSpec) -> None:
    """A covered pot with a wooden lid, for salt, butter or garlic."""
    profile = Profile((128, 458), ((140, 500, 146, 560, 138, 620), (134, 646, 122, 655, 108, BASE)))
    _glazed(sheet, profile, spec, "pearl", line=606)
    wood = chosen("", "oak")
    lid = Profile((120, 416), ((138, 418, 142, 430, 142, 444), (136, 460)))
    turned(sheet, lid, wood)
    sheet.stroke("M286 430C340 424 460 424 514 430M290 444C350 440 450 440 510 444", darker(wood, 0.2), 2)
    lit(sheet, lid, gloss=0.2)
    knob = Profile((14, 372), ((28, 374, 30, 396, 16, 402), (18, 418)))
    turned(sheet, knob, wood)
    lit(sheet, knob, gloss=0)


def cup(sheet: Sheet, spec: PictureSpec) -> None:
    """A pair of handleless cups, one inside the other's shade."""
    for cx, share in ((506, 0.86), (340, 1.0)):
        low = BASE - (14 if cx > 400 else 0)
        half, tall = 112 * share, 190 * share
        profile = Profile(
            (half, low - tall),
            ((half * 0.98, low - tall * 0.5, half * 0.82, low - 6, half * 0.6, low - 2), (half * 0.58, low)),
        )
        _glazed(
            sheet,
            profile,
            PictureSpec(shape="", body=spec.body, accent=spec.accent),
            "sage",
            line=low - tall * 0.3,
            cx=cx,
        )
        _mouth(sheet, low - tall, half, 24 * share, chosen(spec.body, "sage"), cx=cx)


def vase(sheet: Sheet, spec: PictureSpec) -> None:
    profile = Profile(
        (58, 300), ((50, 330, 44, 360, 60, 396), (92, 440, 150, 470, 150, 540), (150, 610, 116, 650, 92, BASE))
    )
    if spec.motif:
        for x, y, size, turn in ((356, 236, 150, -12), (446, 226, 160, 12), (400, 196, 170, 0)):
            with sheet.placed(x, y, scale=size / 100, turn=turn):
                from_spec(sheet, spec.motif)
    _glazed(sheet, profile, PictureSpec(shape="", body=spec.body, accent=spec.accent), "slate", line=596)
    _mouth(sheet, 300, 58, 13, chosen(spec.body, "slate"))


def from_spec(sheet: Sheet, motif: str) -> None:
    small_motif(sheet, motif, 0, 0, 104)


def glass(sheet: Sheet, spec: PictureSpec) -> None:
    """Two thick tumblers."""
    for cx, low, share in ((516, 642, 0.88), (340, BASE, 1.0)):
        half, tall = 100 * share, 216 * share
        profile = Profile((half, low - tall), ((half * 0.74, low - 12), (half * 0.72, low)))
        tint = chosen(spec.body, "sky")
        sheet.path(profile.outline(cx), sheet.linear((0, "#FFFFFF", 0.75), (0.4, tint, 0.35), (1, tint, 0.8)))
        sheet.path(profile.band(cx, -1, 1, top=low - 26 * share), darker(tint, 0.12), opacity=0.6)
        for share_x in (-0.6, -0.2, 0.2, 0.6):
            sheet.path(
                profile.band(cx, share_x - 0.06, share_x + 0.06, top=low - tall * 0.62, bottom=low - 30),
                "#FFFFFF",
                opacity=0.45,
            )
        sheet.ellipse(cx, low - tall, half, 18 * share, "none", stroke="#FFFFFF", width=4)
        lit(sheet, profile, cx=cx, gloss=0.6)


TABLEWARE = {
    "bowl": bowl,
    "mug": mug,
    "plate": plate,
    "pitcher": pitcher,
    "teapot": teapot,
    "dish": dish,
    "salt-pot": salt_pig,
    "cups": cup,
    "vase": vase,
    "tumblers": glass,
}
