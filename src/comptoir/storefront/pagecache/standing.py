"""The cache as the web process puts it up."""

from comptoir.storefront import carts, consents, sessions
from comptoir.storefront.addresses import place_of_path
from comptoir.storefront.pagecache.front import Application, PageCache
from comptoir.storefront.pagecache.shared import is_shared, personal_fragments


def in_front_of(application: Application, *, most_bytes: int) -> PageCache:
    """The application with its shared pages kept in memory, up to that many bytes in this process."""
    return PageCache(
        application,
        shared=is_shared,
        personal=personal_fragments(place_of_path),
        cookies=(carts.COOKIE, sessions.COOKIE, consents.COOKIE),
        most_bytes=most_bytes,
    )
