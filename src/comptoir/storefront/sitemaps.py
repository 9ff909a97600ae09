"""What search engines are told of: files of the sitemap protocol (sitemaps.org), written as they are sent."""

from collections.abc import Iterable, Iterator
from datetime import date
from typing import NamedTuple
from xml.sax.saxutils import escape

MOST = 50_000
"""Addresses in one file, as the protocol wants it."""
_HEAD = '<?xml version="1.0" encoding="UTF-8"?>\n'
_SPACE = 'xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"'


class Listed(NamedTuple):
    """An absolute address, and the day on which what is there last changed, where that is known."""

    address: str
    changed_on: date | None = None


def url_set(listed: Iterable[Listed]) -> Iterator[str]:
    """A file of addresses, piece by piece."""
    yield f"{_HEAD}<urlset {_SPACE}>\n"
    for one in listed:
        yield f"<url><loc>{escape(one.address)}</loc>{_changed(one)}</url>\n"
    yield "</urlset>\n"


def index(addresses: Iterable[str]) -> Iterator[str]:
    """The file that lists the others."""
    yield f"{_HEAD}<sitemapindex {_SPACE}>\n"
    for address in addresses:
        yield f"<sitemap><loc>{escape(address)}</loc></sitemap>\n"
    yield "</sitemapindex>\n"


def _changed(one: Listed) -> str:
    return f"<lastmod>{one.changed_on.isoformat()}</lastmod>" if one.changed_on else ""
