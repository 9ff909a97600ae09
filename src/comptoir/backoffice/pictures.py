"""Pictures of goods, small."""

from django.core.files.storage import default_storage

from comptoir.domains.catalogue.values import Media


def thumbnail(media: Media | None) -> str:
    """The address of the smallest file of a picture; "" without one."""
    if media is None:
        return ""
    return default_storage.url(media.path_at(media.widths[0]) if media.widths else media.path)
