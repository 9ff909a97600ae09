"""Pictures for blocks, and logos: decoded, stripped of everything but pixels, encoded anew; drawings are cleaned."""

import hashlib
import warnings
from datetime import datetime
from io import BytesIO

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import transaction
from PIL import Image, ImageOps, UnidentifiedImageError

from comptoir.domains.content.errors import ImageTooLarge, NotAnImage
from comptoir.domains.content.permissions import CONTENT_EDIT
from comptoir.domains.content.rules.drawings import clean_drawing
from comptoir.domains.content.values import Shown
from comptoir.kernel.access import Actor
from comptoir.kernel.sql import execute

MOST_MEGABYTES = 20
MOST_MEGAPIXELS = 60
WIDTHS = (640, 1280, 2048)
FOLDER = "designs"
_LOGO = (800, 400)
_FORMATS = ("JPEG", "PNG", "WEBP")
_QUALITY = 82


def store_image(*, content: bytes, actor: Actor, now: datetime) -> Shown:
    """Put a picture for a block into the media storage and say where; the same file twice is stored once.

    Takes some tenths of a second: call it outside a transaction.

    :raises NotAnImage: for anything that is not JPEG, PNG or WebP, whatever its name says.
    :raises ImageTooLarge: beyond 20 MB or 60 million pixels.
    """
    actor.must(CONTENT_EDIT)
    picture = _decoded(content)
    picture.thumbnail((WIDTHS[-1], WIDTHS[-1]), Image.Resampling.LANCZOS)
    widths = tuple(width for width in WIDTHS if width < picture.width)
    path = f"{FOLDER}/{hashlib.sha256(content).hexdigest()[:32]}.webp"
    for width in widths:
        size = (width, max(1, round(picture.height * width / picture.width)))
        _store(f"{path.removesuffix('.webp')}-{width}.webp", _webp(picture.resize(size, Image.Resampling.LANCZOS)))
    _store(path, _webp(picture))
    shown = Shown(path=path, width=picture.width, height=picture.height, widths=widths)
    return _remember(shown, actor, now)


def store_logo(*, content: bytes, actor: Actor, now: datetime) -> Shown:
    """Put a logo into the media storage: a picture keeps its transparency, an SVG only what it draws.

    :raises NotAnImage: for anything that is not SVG, JPEG, PNG or WebP.
    :raises ImageTooLarge: as ``store_image``.
    :raises UnsafeDrawing: for an SVG that holds more than a drawing and would not be the same without it.
    """
    actor.must(CONTENT_EDIT)
    name = f"{FOLDER}/{hashlib.sha256(content).hexdigest()[:32]}"
    if content.lstrip(b"\xef\xbb\xbf \t\r\n")[:1] == b"<":
        drawing, width, height = clean_drawing(content)
        _store(f"{name}-logo.svg", drawing)
        return _remember(Shown(path=f"{name}-logo.svg", width=width, height=height), actor, now)
    picture = _decoded(content)
    picture.thumbnail(_LOGO, Image.Resampling.LANCZOS)
    _store(f"{name}-logo.webp", _webp(picture, lossless=True))
    return _remember(Shown(path=f"{name}-logo.webp", width=picture.width, height=picture.height), actor, now)


def _decoded(content: bytes) -> Image.Image:
    if len(content) > MOST_MEGABYTES * 1_000_000:
        raise _too_large()
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", Image.DecompressionBombWarning)
            picture = Image.open(BytesIO(content), formats=_FORMATS)
            if picture.width * picture.height > MOST_MEGAPIXELS * 1_000_000:
                raise _too_large()
            picture.draft("RGB", (WIDTHS[-1], WIDTHS[-1]))
            picture.load()
            upright = ImageOps.exif_transpose(picture)
            return upright.convert("RGBA" if upright.has_transparency_data else "RGB")
    except Image.DecompressionBombError:
        raise _too_large() from None
    except (UnidentifiedImageError, OSError, ValueError, SyntaxError, EOFError):
        raise NotAnImage(field="file") from None


def _too_large() -> ImageTooLarge:
    return ImageTooLarge(field="file", megabytes=MOST_MEGABYTES, megapixels=MOST_MEGAPIXELS)


def _webp(picture: Image.Image, *, lossless: bool = False) -> bytes:
    file = BytesIO()
    picture.save(file, "WEBP", quality=_QUALITY, method=2, lossless=lossless)
    return file.getvalue()


def _store(path: str, content: bytes) -> None:
    # A power cut may have left half of a file: one of another length is written anew.
    if not default_storage.exists(path) or default_storage.size(path) != len(content):
        default_storage.save(path, ContentFile(content))


def _remember(shown: Shown, actor: Actor, now: datetime) -> Shown:
    with transaction.atomic(savepoint=False):
        execute(
            """INSERT INTO content_picture (path, width, height, widths, stored_at, stored_by)
               VALUES (%s, %s, %s, %s::jsonb, %s, %s) ON CONFLICT (path) DO NOTHING""",
            [shown.path, shown.width, shown.height, str(list(shown.widths)), now, actor.label],
        )
    return shown
