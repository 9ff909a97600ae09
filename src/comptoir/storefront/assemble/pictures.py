"""Pictures of goods: the sizes a browser may choose from."""

from collections.abc import Sequence
from functools import lru_cache

from django.core.files.storage import default_storage

from comptoir.domains.catalogue.values import RENDITION_WIDTHS, Media
from comptoir.kernel.texts import text_in
from comptoir.storefront.assets import asset
from comptoir.storefront.pages.parts import Picture

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
        srcset=", ".join(f"{media_url(path)} {width}w" for path, width in media.sources),
        avif=", ".join(f"{media_url(path)} {width}w" for path, width in media.avif_sources),
    )


def no_picture() -> Picture:
    """What stands where nobody has put a picture yet."""
    return Picture(src=asset("storefront/goods.svg"), width=_SQUARE, height=_SQUARE)


@lru_cache(maxsize=16_384)
def card_sources(path: str, widths: tuple[int, ...]) -> tuple[str, str]:
    """``src`` and ``srcset`` of a card."""
    if not path:
        return no_picture().src, ""
    sizes = [(_rendition(path, width), width) for width in widths if width <= 2 * _SHOWN]
    shown = next((url for url, width in sizes if width >= _SHOWN), sizes[-1][0] if sizes else media_url(path))
    return shown, ", ".join(f"{url} {width}w" for url, width in sizes)


def large_sources(path: str, widths: Sequence[int]) -> tuple[str, str]:
    """``src`` and ``srcset`` of a picture shown large, where only a card is known of it: the file itself stands for the
    widest rendition that was not made."""
    if not path:
        return no_picture().src, ""
    whole = media_url(path)
    sizes = ((_rendition(path, width) if width in widths else whole, width) for width in RENDITION_WIDTHS)
    return whole, ", ".join(f"{url} {width}w" for url, width in sizes)


def thumbnail(media: Media | None) -> str:
    """The smallest size that is sharp at 120 pixels."""
    if media is None:
        return no_picture().src
    return small(media.path, media.widths)


def small(path: str, widths: Sequence[int] = (_SMALL,)) -> str:
    """The small size of a picture, or the placeholder where there is none."""
    if not path:
        return no_picture().src
    return _rendition(path, _SMALL) if _SMALL in widths else media_url(path)


def _rendition(path: str, width: int) -> str:
    return media_url(f"{path.rpartition('.')[0]}-{width}.webp")
