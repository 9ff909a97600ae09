from dataclasses import dataclass

PICTURE_FOLDER = "catalogue"
"""Where the files lie in the media storage."""
RENDITION_WIDTHS = (320, 640, 1280)
"""Widths, in pixels, in which a picture is kept beside its full size; those that are not wider than it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class StoredPicture:
    """A picture whose files lie in the media storage, as ``store_picture`` has answered or will answer."""

    path: str
    width: int
    height: int
    widths: tuple[int, ...] = ()

    @classmethod
    def named(cls, key: str, *, width: int, height: int) -> "StoredPicture":
        """The picture of that key and size: known before it is drawn, so that products can already show it."""
        return cls(
            path=f"{PICTURE_FOLDER}/{key[:2]}/{key}.webp",
            width=width,
            height=height,
            widths=rendition_widths(width),
        )


def rendition_widths(width: int) -> tuple[int, ...]:
    """The renditions that a picture of that width has: a page may count on the usual widths where pixels suffice."""
    return tuple(usual for usual in RENDITION_WIDTHS if usual <= width)


def rendition_path(path: str, width: int) -> str:
    """Where the rendition of that width lies beside the full size."""
    return f"{path.removesuffix('.webp')}-{width}.webp"


def avif_path(path: str) -> str:
    """Where the same file lies as AVIF: a third smaller, and slow to make."""
    return f"{path.removesuffix('.webp')}.avif"
