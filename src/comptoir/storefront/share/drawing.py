"""Draws a card of 1200 by 630 pixels, the size that all who show links ask for."""

from collections.abc import Callable
from io import BytesIO

from PIL import Image, ImageDraw, ImageFont, ImageOps

from comptoir.storefront.share.look import Look, display, text

WIDTH, HEIGHT = 1200, 630
_AWNING = 28
_STRIPE = 60
_MARGIN = 72
_SIZES = (76, 68, 60, 52, 46)
_MOST_LINES = 4
_QUALITY = 86
_LARGEST_PIXELS = 40_000_000

type Fonts = Callable[[int], ImageFont.FreeTypeFont]


def draw_card(*, shop: str, title: str, under: str, picture: bytes | None, look: Look) -> bytes:
    """The card as a JPEG: the goods on the right, where there is a picture; what it is and whose on the left."""
    image = Image.new("RGB", (WIDTH, HEIGHT), look.ground)
    pen = ImageDraw.Draw(image)
    right = WIDTH
    if picture is not None:
        shown = _square(picture, HEIGHT)
        image.paste(shown, (WIDTH - HEIGHT, 0))
        right = WIDTH - HEIGHT
    for number, left in enumerate(range(0, right, _STRIPE)):
        colour = look.awning_light if number % 2 else look.accent
        pen.rectangle((left, 0, min(left + _STRIPE, right) - 1, _AWNING), fill=colour)
    column = right - 2 * _MARGIN + (_MARGIN // 2 if picture is not None else 0)
    pen.text((_MARGIN, _AWNING + 48), _cut(shop, text(look, 32), column), font=text(look, 32), fill=look.accent)
    font, lines = _fitting(title, column, look)
    height = int(font.size * 1.14)
    top = HEIGHT - _MARGIN - height * len(lines) - (52 if under else 0)
    for line in lines:
        pen.text((_MARGIN, top), line, font=font, fill=look.ink)
        top += height
    if under:
        small = text(look, 30)
        pen.text((_MARGIN, HEIGHT - _MARGIN - 34), _cut(under, small, column), font=small, fill=look.ink_soft)
    written = BytesIO()
    image.save(written, "JPEG", quality=_QUALITY, optimize=True, progressive=True)
    return written.getvalue()


def _square(picture: bytes, side: int) -> Image.Image:
    """The picture filling a square, on white where it is transparent."""
    with Image.open(BytesIO(picture)) as opened:
        if opened.width * opened.height > _LARGEST_PIXELS:
            opened.draft("RGB", (side, side))
        turned = ImageOps.exif_transpose(opened).convert("RGBA")
    fitted = ImageOps.fit(turned, (side, side), Image.Resampling.LANCZOS)
    ground = Image.new("RGBA", fitted.size, "white")
    return Image.alpha_composite(ground, fitted).convert("RGB")


def _fitting(title: str, width: int, look: Look) -> tuple[ImageFont.FreeTypeFont, list[str]]:
    """The largest size at which the title has few enough lines; the last line of the smallest is cut."""
    for size in _SIZES:
        font = display(look, size)
        lines = _broken(title, font, width)
        if len(lines) <= _MOST_LINES and all(font.getlength(line) <= width for line in lines):
            return font, lines
    kept, rest = lines[: _MOST_LINES - 1], " ".join(lines[_MOST_LINES - 1 :])
    return font, [_cut(line, font, width) for line in (*kept, rest) if line]


def _broken(words: str, font: ImageFont.FreeTypeFont, width: int) -> list[str]:
    lines: list[str] = []
    for word in words.split():
        longer = f"{lines[-1]} {word}" if lines else word
        if lines and font.getlength(longer) <= width:
            lines[-1] = longer
        else:
            lines.append(word)
    return lines


def _cut(words: str, font: ImageFont.FreeTypeFont, width: int) -> str:
    if font.getlength(words) <= width:
        return words
    while words and font.getlength(f"{words}…") > width:
        words = words[:-1]
    return f"{words.rstrip(' ,;:.')}…"
