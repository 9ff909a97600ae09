"""Pictures of goods: the sizes a browser may choose from."""

from collections.abc import Iterable, Sequence
from functools import lru_cache
from typing import NamedTuple

from django.core.files.storage import default_storage

from comptoir.domains.catalogue.values import RENDITION_WIDTHS, Media, avif_path, rendition_path
from comptoir.kernel.texts import text_in
from comptoir.storefront.assets import asset
from comptoir.storefront.pages.parts import Disc, Picture

_SHOWN = 640
_SMALL = 320
_SQUARE = 600


@lru_cache(maxsize=16_384)
def media_url(path: str) -> str:
    """The address of a stored picture. Names hold a hash of the content, so an address never means another picture."""
    return str(default_storage.url(path))


def picture_of(media: Media, language: str) -> Picture:
    """A product's picture, large."""
    return Picture(
        src=media_url(media.path),
        width=media.width,
        height=media.height,
        alt=text_in(media.alts, language),
        srcset=_srcset((media_url(path), width) for path, width in media.sources),
        avif=_srcset((media_url(path), width) for path, width in media.avif_sources),
    )


def no_picture() -> Picture:
    """What stands where nobody has put a picture yet."""
    return Picture(src=asset("storefront/goods.svg"), width=_SQUARE, height=_SQUARE)


def disc_of(colours: Sequence[str]) -> Disc | None:
    """What stands beside a value that has one colour, or two."""
    return Disc(*colours) if colours else None


class Sources(NamedTuple):
    """The file that is shown, and which the browser may choose instead; ``avif`` for browsers that know the format."""

    src: str
    srcset: str = ""
    avif: str = ""


@lru_cache(maxsize=16_384)
def card_sources(path: str, widths: tuple[int, ...], *, avif: bool = False) -> Sources:
    """The picture of a card."""
    if not path:
        return Sources(no_picture().src)
    renditions = [(rendition_path(path, width), width) for width in widths if width <= 2 * _SHOWN]
    sizes = [(media_url(file), width) for file, width in renditions]
    shown = next((url for url, width in sizes if width >= _SHOWN), sizes[-1][0] if sizes else media_url(path))
    better = [(media_url(avif_path(file)), width) for file, width in renditions] if avif else []
    return Sources(shown, _srcset(sizes), _srcset(better))


def large_sources(path: str, widths: Sequence[int]) -> tuple[str, str]:
    """``src`` and ``srcset`` of a picture shown large, where only a card is known of it: the file itself stands for the
    widest rendition that was not made."""
    if not path:
        return no_picture().src, ""
    whole, made = media_url(path), {width: media_url(rendition_path(path, width)) for width in widths}
    return whole, _srcset((made.get(width, whole), width) for width in RENDITION_WIDTHS)


def thumbnail(media: Media | None) -> str:
    """The smallest size that is sharp at 120 pixels."""
    if media is None:
        return no_picture().src
    return small(media.path, media.widths)


def small(path: str, widths: Sequence[int] = (_SMALL,)) -> str:
    """The small size of a picture, or the placeholder where there is none."""
    if not path:
        return no_picture().src
    return media_url(rendition_path(path, _SMALL)) if _SMALL in widths else media_url(path)


def _srcset(sizes: Iterable[tuple[str, int]]) -> str:
    return ", ".join(f"{url} {width}w" for url, width in sizes)
