"""Pure checks of a place."""

import re
from collections.abc import Iterator
from datetime import date
from itertools import pairwise
from zoneinfo import ZoneInfo

from comptoir.domains.network.errors import (
    BadCode,
    BadOpeningHours,
    BadTerritory,
    BadTimeZone,
    FieldNeeded,
    NothingIsSoldHere,
)
from comptoir.domains.network.values import DAYS, OpeningHours, Place, PlaceKind
from comptoir.kernel.errors import Invalid

_CODE = re.compile(r"[a-z][a-z0-9-]{0,31}")
_AREA = re.compile(r"[A-Z]{2}(-[A-Z0-9]{1,10})?")
_OF_SELLERS = ("offers_pickup", "partner", "territory")
_TIME = re.compile(r"([01]\d|2[0-3]):[0-5]\d|24:00")


def place_errors(place: Place) -> Iterator[Invalid]:
    """What is wrong with a place; its address is the kernel's to check."""
    if not _CODE.fullmatch(place.code):
        yield BadCode(field="code")
    if not any(name.strip() for name in place.name.values()):
        yield FieldNeeded(field="name")
    if not _is_time_zone(place.time_zone):
        yield BadTimeZone(field="time_zone", value=place.time_zone)
    if wrong := [area for area in place.territory if not _AREA.fullmatch(area)]:
        yield BadTerritory(field="territory", value=wrong[0])
    if place.kind is PlaceKind.QUARANTINE:
        yield from (NothingIsSoldHere(field=field) for field in _OF_SELLERS if getattr(place, field))
    yield from opening_hours_errors(place.opening_hours)


def opening_hours_errors(hours: OpeningHours) -> Iterator[Invalid]:
    """A fault for each day whose spans are not times in order without overlap."""
    for day, spans in hours.items():
        if not (day in DAYS or _is_date(day)) or not _in_order(spans):
            yield BadOpeningHours(field="opening_hours", day=day)


def _in_order(spans: tuple[tuple[str, str], ...]) -> bool:
    times = [time for span in spans for time in span]
    if any(len(span) != 2 for span in spans) or not all(_TIME.fullmatch(time) for time in times):
        return False
    # As text, times of two digits sort as they follow each other.
    return all(earlier < later for earlier, later in pairwise(times))


def _is_date(text: str) -> bool:
    try:
        return date.fromisoformat(text).isoformat() == text
    except ValueError:
        return False


def _is_time_zone(name: str) -> bool:
    try:
        return bool(ZoneInfo(name))
    except (KeyError, ValueError, OSError):  # unknown, a path outside the time zone database, one of its folders
        return False
