"""Light on objects: it always comes from the left, so that every picture of a list belongs to one counter."""

from comptoir.operations.demo.pictures.ink import Sheet
from comptoir.operations.demo.pictures.outlines import Profile
from comptoir.operations.demo.pictures.palette import colour, darker, lighter
from comptoir.operations.demo.pictures.spec import PictureSpec

CX = 400.0
BASE = 655.0


def chosen(name: str, otherwise: str) -> str:
    """The colour a spec asks for, or the shape's own."""
    return colour(name or otherwise)


def turned(sheet: Sheet, profile: Profile, value: str, *, cx: float = CX, contrast: float = 1.0) -> None:
    """The opaque body of something turned, before its label."""
    light, dark = lighter(value, 0.20 * contrast), darker(value, 0.20 * contrast)
    sheet.path(profile.outline(cx), sheet.linear((0, value, 1), (0.22, light, 1), (0.55, value, 1), (1, dark, 1)))


def lit(sheet: Sheet, profile: Profile, *, cx: float = CX, gloss: float = 0.34, shade: float = 0.15,
        top: float = -1e9, bottom: float = 1e9) -> None:  # fmt: skip
    """The crisp shade on the right and the gleam on the left, over body and label alike."""
    sheet.path(profile.band(cx, 0.60, 1.0), "#24160F", opacity=shade)
    if gloss:
        sheet.path(profile.band(cx, -0.84, -0.73, top=top, bottom=bottom), "#FFFDF6", opacity=gloss)
        sheet.path(profile.band(cx, -0.68, -0.65, top=top, bottom=bottom), "#FFFDF6", opacity=gloss * 0.6)


def slab(sheet: Sheet, x: float, y: float, w: float, h: float, value: str, *, r: float = 0) -> None:
    """A flat front lit from the left."""
    sheet.rect(
        x, y, w, h, sheet.linear((0, lighter(value, 0.16), 1), (0.5, value, 1), (1, darker(value, 0.14), 1)), r=r
    )


def title_or(spec: PictureSpec, otherwise: str) -> tuple[str, ...]:
    return spec.lines() or (otherwise,)
