"""The shop's look for a picture: the colours of its theme, its two typefaces."""

from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from PIL import ImageFont

from comptoir.domains.content.queries import palette
from comptoir.domains.content.values import LIGHT, Theme
from comptoir.storefront.bundle import fonts_of

_VENDOR = Path(__file__).parent.parent / "static" / "vendor"
_DISPLAY_WEIGHT, _TEXT_WEIGHT = 560, 450


@dataclass(frozen=True, slots=True)
class Look:
    """Colours by their role, in light: a shared picture stands on anybody's ground."""

    ground: str
    ink: str
    ink_soft: str
    accent: str
    awning_light: str
    text_font: str
    display_font: str


def look_of(theme: Theme) -> Look:
    roles = palette(theme, LIGHT)
    fonts = fonts_of(theme)
    return Look(
        ground=roles["ground"],
        ink=roles["ink"],
        ink_soft=roles["ink-soft"],
        accent=roles["accent"],
        awning_light=roles["awning-light"],
        text_font=fonts[0],
        display_font=fonts[-1],
    )


def display(look: Look, size: int) -> ImageFont.FreeTypeFont:
    return _font(look.display_font, _DISPLAY_WEIGHT, size)


def text(look: Look, size: int) -> ImageFont.FreeTypeFont:
    return _font(look.text_font, _TEXT_WEIGHT, size)


@lru_cache(maxsize=64)
def _font(family: str, weight: int, size: int) -> ImageFont.FreeTypeFont:
    font = ImageFont.truetype(_VENDOR / family / f"{family}-latin-wght-normal.woff2", size)
    font.set_variation_by_axes([weight])
    return font
