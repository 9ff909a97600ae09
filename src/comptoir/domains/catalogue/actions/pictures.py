"""From a file somebody sent to files we serve: decoded, stripped of everything but pixels, encoded anew."""

import hashlib
import warnings
from dataclasses import dataclass
from io import BytesIO

from PIL import Image, ImageCms, ImageOps, UnidentifiedImageError

from comptoir.domains.catalogue.errors import NotAPicture, PictureTooLarge
from comptoir.domains.catalogue.values.pictures import rendition_widths

MOST_MEGABYTES = 20
MOST_MEGAPIXELS = 60
LONGEST_SIDE = 2_048
_QUALITY = 82
# Of 6. Files are 5 to 10 % larger than with the greatest effort, in a third of the time: 0.1 s for an illustration of
# 800 pixels, 0.8 s for a photo of 12 million, so that pictures are made at once and not by a job.
_EFFORT = 2
_AVIF_QUALITY = 60
_AVIF_SPEED = 8  # of 10; a step slower takes twice as long for files 3 % smaller
_FORMATS = ("JPEG", "PNG", "WEBP", "AVIF", "GIF")


@dataclass(frozen=True, slots=True)
class EncodedPicture:
    """Files to store: ``full`` and ``renditions`` by width, all WebP. ``key`` is a hash of what was sent."""

    key: str
    width: int
    height: int
    full: bytes
    renditions: dict[int, bytes]


def encode_picture(content: bytes) -> EncodedPicture:
    """Make our own files of somebody's picture. Metadata, such as where a photo was taken, is left behind.

    :raises NotAPicture: when the bytes are none of the formats, whatever their name says, or are damaged.
    :raises PictureTooLarge: before decoding, by the size of the file and by the size its header declares.
    """
    if len(content) > MOST_MEGABYTES * 1_000_000:
        raise _too_large()
    with warnings.catch_warnings():
        # Pillow warns above its own limit; ours is lower and checked below.
        warnings.simplefilter("ignore", Image.DecompressionBombWarning)
        picture = _decoded(content)
    full = _scaled(picture, to=_size(picture, min(1.0, LONGEST_SIDE / max(picture.size))))
    encoded = _webp(full)
    return EncodedPicture(
        key=hashlib.sha256(content).hexdigest()[:32],
        width=full.width,
        height=full.height,
        full=encoded,
        renditions=_renditions(full, encoded),
    )


def _renditions(full: Image.Image, encoded: bytes) -> dict[int, bytes]:
    renditions: dict[int, bytes] = {}
    wider = full
    for width in reversed(rendition_widths(full.width)):
        # Each from the one before it: to halve what is scaled already costs a tenth of scaling it all again.
        wider = _scaled(wider, to=_size(full, width / full.width))
        renditions[width] = encoded if wider is full else _webp(wider)
    return renditions


def _too_large() -> PictureTooLarge:
    return PictureTooLarge(field="file", megabytes=MOST_MEGABYTES, megapixels=MOST_MEGAPIXELS)


def _decoded(content: bytes) -> Image.Image:
    try:
        picture = Image.open(BytesIO(content), formats=_FORMATS)
        if picture.width * picture.height > MOST_MEGAPIXELS * 1_000_000:
            raise _too_large()
        # A JPEG can be decoded at a fraction of its size, which is most of the work saved on a camera's photo.
        picture.draft("RGB", (LONGEST_SIDE, LONGEST_SIDE))
        picture.load()
        upright = ImageOps.exif_transpose(picture)
        return _opaque(_in_srgb(upright))
    except Image.DecompressionBombError:
        raise _too_large() from None
    except (UnidentifiedImageError, OSError, ValueError, SyntaxError, EOFError):
        raise NotAPicture(field="file") from None


def _in_srgb(picture: Image.Image) -> Image.Image:
    mode = "RGBA" if picture.has_transparency_data else "RGB"
    profile = picture.info.get("icc_profile")
    if profile and picture.mode in ("RGB", "RGBA", "CMYK"):
        try:
            source = ImageCms.ImageCmsProfile(BytesIO(profile))
            output = "RGB" if picture.mode == "CMYK" else picture.mode
            converted = ImageCms.profileToProfile(picture, source, ImageCms.createProfile("sRGB"), outputMode=output)
        except (ImageCms.PyCMSError, OSError):
            converted = None  # a damaged profile: the colours are taken as they are, like browsers do
        picture = converted or picture
    return picture.convert(mode)


def _opaque(picture: Image.Image) -> Image.Image:
    """Without an alpha channel that lets nothing through: scaling it would cost half as much again."""
    is_solid = picture.mode == "RGBA" and picture.getchannel("A").getextrema() == (255, 255)
    return picture.convert("RGB") if is_solid else picture


def _size(picture: Image.Image, share: float) -> tuple[int, int]:
    return max(1, round(picture.width * share)), max(1, round(picture.height * share))


def _scaled(picture: Image.Image, *, to: tuple[int, int]) -> Image.Image:
    return picture if to == picture.size else picture.resize(to, Image.Resampling.LANCZOS, reducing_gap=1.0)


def _webp(picture: Image.Image) -> bytes:
    file = BytesIO()
    picture.save(file, "WEBP", quality=_QUALITY, method=_EFFORT)
    return file.getvalue()


def encode_avif(webp: bytes) -> bytes:
    """The same picture as AVIF. Takes up to a second for the full size: for a job."""
    file = BytesIO()
    with Image.open(BytesIO(webp), formats=("WEBP",)) as picture:
        picture.save(file, "AVIF", quality=_AVIF_QUALITY, speed=_AVIF_SPEED)
    return file.getvalue()
