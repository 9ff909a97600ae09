"""A picture for goods whose own cannot be had: a wrapped parcel on a counter, with the first letter of the name."""

import hashlib
from functools import lru_cache
from io import BytesIO

from PIL import Image, ImageDraw, ImageFilter, ImageFont

from comptoir.kernel.texts import slug_of

SIDE = 800
_DRAWN = SIDE * 2  # drawn twice as large and made smaller, for smooth edges
_HORIZON = 0.72
# Wall, counter, paper, ribbon: a few quiet families, so that a list of placeholders does not look like one.
_FAMILIES = (
    ("#F0E3CF", "#DFCBAC", "#CDA877", "#F8EFDC"),
    ("#CFDAB8", "#B5C497", "#C9A271", "#FDFBF6"),
    ("#CBE0EA", "#A9C9D8", "#D8B98C", "#FDFBF6"),
    ("#F5D3CC", "#E8B8AE", "#C99A72", "#F8EFDC"),
    ("#DCD0E8", "#C2B2D5", "#CBA67B", "#FDFBF6"),
    ("#F6DE9C", "#EBC873", "#B98650", "#F8EFDC"),
)
_INK = "#4A2A1E"


def draw_placeholder(*, title: str) -> bytes:
    """A square PNG. The same letter in the same colours is the same file: thousands of goods need a few dozen."""
    letter = slug_of(title)[:1].upper()
    family = hashlib.sha256(title.encode()).digest()[0] % len(_FAMILIES)
    return _drawn(letter, family)


@lru_cache(maxsize=256)
def _drawn(letter: str, family: int) -> bytes:
    wall, counter, paper, ribbon = _FAMILIES[family]
    sheet = Image.new("RGB", (_DRAWN, _DRAWN), wall)
    pen = ImageDraw.Draw(sheet)
    pen.rectangle((0, _at(_HORIZON), _DRAWN, _DRAWN), fill=counter)
    _shadow(sheet)
    _parcel(ImageDraw.Draw(sheet), paper, ribbon)
    if letter:
        _tag(sheet, letter, ribbon)
    file = BytesIO()
    # The catalogue encodes it anew: effort would be lost here.
    sheet.reduce(2).save(file, "PNG", compress_level=1)
    return file.getvalue()


def _at(share: float) -> int:
    return round(share * _DRAWN)


def _shadow(sheet: Image.Image) -> None:
    # Blurred small and then made large: what is out of focus has no details to lose.
    cast = Image.new("L", (SIDE // 4, SIDE // 4), 0)
    ImageDraw.Draw(cast).ellipse([share * SIDE / 4 for share in (0.20, 0.76, 0.90, 0.86)], fill=110)
    cast = cast.filter(ImageFilter.GaussianBlur(0.018 * SIDE / 4)).resize(sheet.size, Image.Resampling.BICUBIC)
    sheet.paste(Image.new("RGB", sheet.size, _INK), mask=cast.point(lambda value: value // 2))


def _parcel(pen: ImageDraw.ImageDraw, paper: str, ribbon: str) -> None:
    left, right, top, bottom = 0.22, 0.78, 0.34, 0.82
    middle, lid = (left + right) / 2, 0.075
    pen.rounded_rectangle((_at(left), _at(top), _at(right), _at(bottom)), _at(0.018), fill=paper)
    pen.rectangle((_at(left), _at(top + lid), _at(right), _at(top + lid + 0.012)), fill=_shade(paper, 0.86))
    pen.rounded_rectangle(
        (_at(left - 0.02), _at(top - 0.01), _at(right + 0.02), _at(top + lid)), _at(0.014), fill=_shade(paper, 1.07)
    )
    pen.rectangle((_at(middle - 0.03), _at(top - 0.01), _at(middle + 0.03), _at(bottom)), fill=ribbon)
    pen.rectangle(
        (_at(middle - 0.03), _at(top + lid), _at(middle + 0.03), _at(top + lid + 0.012)), fill=_shade(ribbon, 0.9)
    )
    for side in (-1, 1):
        far = middle + side * 0.17
        loop = [
            (middle, top - 0.01),
            (middle + side * 0.06, top - 0.12),
            (far, top - 0.13),
            (far + side * 0.01, top - 0.05),
        ]
        pen.polygon([(_at(x), _at(y)) for x, y in loop], fill=_shade(ribbon, 0.97 if side < 0 else 0.92))
    pen.rounded_rectangle(
        (_at(middle - 0.035), _at(top - 0.055), _at(middle + 0.035), _at(top + 0.005)), _at(0.012), fill=ribbon
    )


def _tag(sheet: Image.Image, letter: str, paper: str) -> None:
    pen = ImageDraw.Draw(sheet)
    centre, radius = (_at(0.5), _at(0.60)), _at(0.115)
    box = (centre[0] - radius, centre[1] - radius, centre[0] + radius, centre[1] + radius)
    pen.ellipse(box, fill=paper, outline=_shade(paper, 0.82), width=_at(0.005))
    pen.text(centre, letter, fill=_INK, font=ImageFont.load_default(_at(0.15)), anchor="mm")


def _shade(colour: str, by: float) -> str:
    parts = (min(255, round(int(colour[start : start + 2], 16) * by)) for start in (1, 3, 5))
    return "#" + "".join(f"{part:02X}" for part in parts)
