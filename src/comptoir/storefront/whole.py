"""Whole addresses, for those who are not on the site."""

from django.conf import settings


def absolute(path: str) -> str:
    """The whole address; pictures may have one already, from a storage elsewhere."""
    return path if path.startswith(("https://", "http://")) else f"{settings.BASE_URL}{path}"
