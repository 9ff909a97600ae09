"""Keyset paging: a page starts after the last row seen: page 1,000 costs what page 1 costs, and nothing is skipped."""

import base64
import binascii
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import orjson
from django.utils.translation import gettext_lazy as _

from comptoir.kernel.errors import Invalid
from comptoir.kernel.sql import to_json

MAX_PAGE_SIZE = 100
_LARGEST = 2**63 - 1  # of what a column of the database holds


class BadCursor(Invalid):
    """The cursor is not one that we gave out for this list."""

    code = "paging.bad_cursor"
    message = _("This page link is no longer valid; please start from the first page.")


@dataclass(frozen=True, slots=True)
class Page[T]:
    """One page, and the cursor of the next one (None: this is the last)."""

    items: list[T]
    next_cursor: str | None


def encode_cursor(values: Sequence[Any]) -> str:
    """An opaque, URL-safe cursor of a row's sort values."""
    return base64.urlsafe_b64encode(to_json(list(values))).decode().rstrip("=")


def decode_cursor(cursor: str, kinds: Sequence[Callable[[Any], Any]]) -> list[Any]:
    """The sort values, each passed through its kind (``int``, ``UUID``, ``datetime.fromisoformat``…).

    :raises BadCursor: for anything that is not such a cursor.
    """
    try:
        values = orjson.loads(base64.b64decode(cursor + "=" * (-len(cursor) % 4), b"-_", validate=True))
        if not isinstance(values, list) or len(values) != len(kinds):
            raise BadCursor(field="cursor")
        found = [kind(value) for kind, value in zip(kinds, values, strict=True)]
    except (binascii.Error, ValueError, TypeError, AttributeError, OverflowError):
        raise BadCursor(field="cursor") from None
    if any((isinstance(value, int) and abs(value) > _LARGEST) or "\0" in str(value) for value in found):
        raise BadCursor(field="cursor")
    return found


def page_of[R, T](
    rows: Sequence[R], *, size: int, key: Callable[[R], Sequence[Any]], show: Callable[[R], T]
) -> Page[T]:
    """Make a page from ``size + 1`` fetched rows: the extra one only tells that there is more."""
    more = len(rows) > size
    kept = rows[:size]
    return Page([show(row) for row in kept], encode_cursor(key(kept[-1])) if more and kept else None)
