"""From a description to an SVG picture: ground, shadow, object, garnish."""

from comptoir.operations.demo.pictures.ink import Sheet
from comptoir.operations.demo.pictures.motifs.registry import MOTIFS
from comptoir.operations.demo.pictures.palette import GROUNDS, Ground, lighter, luminance, mix
from comptoir.operations.demo.pictures.shapes.modelling import BASE, CX
from comptoir.operations.demo.pictures.shapes.registry import SHAPES, STANCES
from comptoir.operations.demo.pictures.spec import PictureSpec

SIDE = 800
HORIZON = 612
FLOOR = 704.0
"""Where the foot of every object stands, whatever its size."""


def draw(spec: PictureSpec, *, title: str = "") -> str:
    """A square SVG of 800 by 800. The same spec always gives the same bytes.

    :raises KeyError: for a shape, motif, colour or ground that does not exist.
    """
    sheet = Sheet()
    ground = GROUNDS[spec.ground]
    _ground(sheet, ground)
    half, depth, zoom = STANCES[spec.shape]
    if spec.emblem:
        _emblem(sheet, ground, spec.emblem)
    share = zoom * spec.scale / 100
    with sheet.placed(CX * (1 - share), FLOOR - BASE * share, scale=share):
        if half:
            cast_shadow(sheet, ground, CX, BASE, half, depth)
        SHAPES[spec.shape](sheet, spec)
    if spec.garnish:
        _garnish(sheet, ground, spec.garnish, half * share)
    return sheet.document(SIDE, SIDE, title=title)


def _ground(sheet: Sheet, ground: Ground) -> None:
    """A wall and a counter: the same horizon in every picture, so that a list reads as one long shelf."""
    glow = 0.30 if luminance(ground.wall) > 0.5 else 0.10
    sheet.rect(0, 0, SIDE, SIDE, ground.wall)
    sheet.rect(
        0,
        0,
        SIDE,
        HORIZON,
        sheet.radial((0, lighter(ground.wall, glow), 1), (1, ground.wall, 1), centre=(0.38, 0.46), radius=0.62),
    )
    sheet.rect(
        0,
        HORIZON,
        SIDE,
        SIDE - HORIZON,
        sheet.linear((0, ground.table, 1), (1, lighter(ground.table, 0.16), 1), down=True),
    )
    sheet.rect(0, HORIZON, SIDE, 4, lighter(ground.table, glow))


def _emblem(sheet: Sheet, ground: Ground, motif: str) -> None:
    """A medallion on the wall: the animal or plant behind what lies on the counter."""
    sheet.circle(CX, 330, 226, lighter(ground.wall, 0.34))
    sheet.circle(CX, 330, 212, "none", stroke=mix(ground.wall, ground.shadow, 0.35), width=3)
    with sheet.placed(CX, 262, scale=2.1):
        MOTIFS[motif](sheet)


def cast_shadow(sheet: Sheet, ground: Ground, cx: float, base: float, half: float, depth: float) -> None:
    """A dark line of contact and a soft shadow falling to the right."""
    reach = half * 1.15 + 60
    fade = sheet.linear((0, ground.shadow, 0.62), (0.45, ground.shadow, 0.40), (1, ground.shadow, 0))
    low = base + depth
    far, high = cx + half + reach, base - depth * 1.3
    front = (
        f"M{cx - half:g} {base - 2:g}C{cx - half:g} {low:g} {cx + half * 0.6:g} {low + 4:g} {cx + half:g} {low + 2:g}"
    )
    end = (
        f"L{far:g} {low - 6:g}C{far + 20:g} {low - depth * 1.5:g} {far:g} {high:g} {cx + half + reach * 0.8:g} {high:g}"
    )
    sheet.path(f"{front}{end}L{cx:g} {base - depth * 1.2:g}Z", fade)
    sheet.ellipse(
        cx + 4,
        base,
        half * 1.03,
        max(depth * 0.42, 7),
        sheet.radial((0, ground.shadow, 0.95), (0.72, ground.shadow, 0.7), (1, ground.shadow, 0)),
    )


def _garnish(sheet: Sheet, ground: Ground, name: str, half: float) -> None:
    """What the object is made of, laid in front of it: one piece on the left, a smaller one on the right."""
    left = max(min(66, CX - half - 132), -30)
    right = max(min(74, CX - half - 84), -20)
    for x, y, scale, flip in ((CX - half - left, 752, 1.72, 1), (CX + half + right, 722, 1.25, -1)):
        foot = y
        sheet.ellipse(x + 12 * scale, foot, 52 * scale, 10 * scale, ground.shadow, opacity=0.42)
        with sheet.placed(x, foot - 50 * scale, scale=scale, stretch=flip):
            MOTIFS[name](sheet)
