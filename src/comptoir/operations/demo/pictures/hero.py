"""The home page's picture: a market stall in front of its country, wide for desktops and tall for phones."""

from dataclasses import dataclass

from comptoir.operations.demo.pictures.drawing import cast_shadow
from comptoir.operations.demo.pictures.ink import Sheet
from comptoir.operations.demo.pictures.landscape import awning, hills, sky
from comptoir.operations.demo.pictures.lettering import face
from comptoir.operations.demo.pictures.motifs.registry import MOTIFS
from comptoir.operations.demo.pictures.palette import COLOURS, Ground, darker, lighter
from comptoir.operations.demo.pictures.shapes.modelling import BASE, CX
from comptoir.operations.demo.pictures.shapes.registry import SHAPES, STANCES
from comptoir.operations.demo.pictures.spec import PictureSpec

WIDE = (1600, 700)
TALL = (780, 900)
_PLANK = COLOURS["oak"]
_COUNTER = Ground(wall="#F6DE9C", table=_PLANK, shadow="#4A2E18")

Goods = tuple[tuple[PictureSpec, float, float], ...]
Loose = tuple[tuple[str, float, float], ...]

_JAM = PictureSpec("cloth-jar", fill="cherry", motif="cherry", title="Cerise|noire", note="Itxassou", label="arch")
_HONEY = PictureSpec(
    "honey-jar", fill="honey", motif="bee", title="Miel", note="Cévennes", label="split", accent="bottle"
)
_APRICOT = PictureSpec("jar", fill="apricot", motif="apricot", title="Abricot", note="Drôme", accent="tomato")
_WINE = PictureSpec("burgundy", motif="grape", title="Les|Gravots", note="Chinon", accent="wine")
_CIDER = PictureSpec("sparkling", motif="apple", title="Cidre", note="Pays d’Auge", label="round", accent="ochre")
_OIL = PictureSpec("oil", motif="olive", title="Huile d’olive", note="Nyons")
_TEA = PictureSpec("canister", body="brick", motif="verbena", title="Verveine", note="Baronnies", accent="moss")
_WHEEL = PictureSpec("wheel", body="crust", fill="butter")
_LOAF = PictureSpec("loaf")
_SAUCISSON = PictureSpec("saucisson")
_SOAP = PictureSpec("soap-cube", body="olive", title="Vallon-|Clair")
_TIN = PictureSpec("tin", body="delft", motif="fish", title="Sardines", note="Quiberon")
_JUG = PictureSpec("pitcher", body="cream", motif="poppy", accent="peach")
_FLOWERS = PictureSpec("vase", body="delft", motif="lavender")


@dataclass(frozen=True, slots=True)
class _Stage:
    """Where things are in one format; goods and loose fruit are (what, x, size), goods from the back to the front."""

    width: int
    height: int
    counter: float
    sun: tuple[float, float, float]
    ridge: float
    drop: float
    stripe: float
    behind: Goods
    before: Goods
    loose: Loose
    sign: tuple[float, float, float]


_WIDE_STAGE = _Stage(
    width=1600,
    height=700,
    counter=556,
    sun=(470, 186, 50),
    ridge=236,
    drop=70,
    stripe=64,
    behind=(
        (_FLOWERS, 612, 0.56),
        (_WINE, 760, 0.62),
        (_CIDER, 858, 0.59),
        (_OIL, 1044, 0.64),
        (_TEA, 1196, 0.60),
        (_JUG, 1424, 0.60),
    ),
    before=(
        (_SAUCISSON, 400, 0.36),
        (_LOAF, 568, 0.38),
        (_WHEEL, 796, 0.42),
        (_JAM, 968, 0.50),
        (_APRICOT, 1118, 0.48),
        (_HONEY, 1280, 0.50),
        (_SOAP, 1440, 0.34),
        (_TIN, 1546, 0.28),
    ),
    loose=(
        ("fig", 684, 0.62),
        ("cherry", 906, 0.52),
        ("apricot", 1042, 0.54),
        ("lemon", 1192, 0.54),
        ("walnut", 1372, 0.44),
    ),
    sign=(1090, 672, 46),
)

_TALL_STAGE = _Stage(
    width=780,
    height=900,
    counter=716,
    sun=(300, 236, 54),
    ridge=320,
    drop=84,
    stripe=65,
    behind=((_FLOWERS, 96, 0.66), (_WINE, 268, 0.78), (_CIDER, 376, 0.74), (_OIL, 592, 0.80)),
    before=((_LOAF, 124, 0.44), (_WHEEL, 322, 0.45), (_JAM, 504, 0.62), (_HONEY, 684, 0.58)),
    loose=(("fig", 222, 0.74), ("cherry", 424, 0.62), ("lemon", 592, 0.64)),
    sign=(390, 850, 54),
)


def hero_wide() -> str:
    """The stall in 1600 by 700; the left third is calm, so that words can stand there."""
    return _stall(_WIDE_STAGE)


def hero_tall() -> str:
    """The stall in 780 by 900, for phones."""
    return _stall(_TALL_STAGE)


def _stall(stage: _Stage) -> str:
    sheet = Sheet()
    sun_x, sun_y, sun_r = stage.sun
    sky(sheet, stage.width, stage.height, sun_x=sun_x, sun_y=sun_y, sun_r=sun_r)
    hills(sheet, stage.width, stage.ridge, stage.counter)
    awning(sheet, stage.width, stage.drop, stripe=stage.stripe)
    _counter(sheet, stage)
    for spec, x, size in stage.behind:
        _stand(sheet, spec, x, stage.counter + 8, size)
    for spec, x, size in stage.before:
        _stand(sheet, spec, x, stage.counter + 32, size)
    for name, x, size in stage.loose:
        sheet.ellipse(x + 6, stage.counter + 46, 52 * size, 9 * size, _COUNTER.shadow, opacity=0.45)
        with sheet.placed(x, stage.counter + 46 - 50 * size, scale=size):
            MOTIFS[name](sheet)
    return sheet.document(stage.width, stage.height, title="Ferréol & Filles")


def _stand(sheet: Sheet, spec: PictureSpec, x: float, base: float, size: float) -> None:
    half, depth, zoom = STANCES[spec.shape]
    share = size * (1 if spec.shape in {"wheel", "loaf"} else zoom / 1.3)
    with sheet.placed(x - CX * share, base - BASE * share, scale=share):
        cast_shadow(sheet, _COUNTER, CX, BASE, half * 0.96, depth * 0.8)
        SHAPES[spec.shape](sheet, spec)


def _counter(sheet: Sheet, stage: _Stage) -> None:
    """A plank of oak over painted boards with the house's name."""
    w, top = stage.width, stage.counter
    sheet.rect(0, top - 22, w, 76, sheet.linear((0, lighter(_PLANK, 0.30), 1), (1, _PLANK, 1), down=True))
    for share, down in ((0.06, -8), (0.30, 14), (0.52, -2), (0.70, 24), (0.90, 6)):
        sheet.line((w * share, top + down), (w * share + 150, top + down + 3), darker(_PLANK, 0.12), 2)
    paint = COLOURS["bottle"]
    sheet.rect(0, top + 54, w, stage.height - top - 54, paint)
    sheet.rect(0, top + 54, w, 16, sheet.linear((0, "#0A0604", 0.42), (1, "#0A0604", 0), down=True))
    sheet.rect(0, top + 42, w, 14, darker(_PLANK, 0.30))
    for board in range(0, w, 130):
        sheet.line((board, top + 58), (board, stage.height), darker(paint, 0.30), 2.4)
    x, y, size = stage.sign
    sheet.raw(face("fraunces-display").set("Ferréol & Filles", x, y, size, COLOURS["butter"], tracking=12))
