"""Pure rules of shipping."""

import re
from collections.abc import Collection, Sequence
from datetime import timedelta
from urllib.parse import quote

from comptoir.domains.fulfilment.values import TRACKING_PAGES

_NUMBER = re.compile(r"[A-Za-z0-9][A-Za-z0-9 ./-]{2,49}")


def is_tracking_number(text: str) -> bool:
    """Whether a carrier could have printed this: letters and digits, 3 to 50 of them."""
    return bool(_NUMBER.fullmatch(text))


def tracking_url(carrier: str, number: str) -> str:
    """The carrier's own page about the parcel, or "" when we know none."""
    page = TRACKING_PAGES.get(carrier.strip().casefold())
    return page.format(number=quote(number, safe="")) if page and number else ""


def missing_by_box(
    boxes: Sequence[tuple[int, int]], *, found: int, left: Collection[int] = ()
) -> tuple[tuple[int, int], ...]:
    """How many pieces lack in which box: those that have ``left`` had all of theirs, others are filled in order."""
    rest, missing = found, []
    for box, quantity in sorted(boxes, key=lambda each: (each[0] not in left, each[0])):
        lacking = 0 if box in left else max(0, quantity - max(0, rest))
        rest -= quantity
        if lacking:
            missing.append((box, lacking))
    return tuple(missing)


def look_again_after(tries: int) -> timedelta:
    """How long whoever asks a carrier has for it before it is asked again: a minute, then longer, an hour at most."""
    return min(timedelta(minutes=2 ** min(tries - 1, 6)), timedelta(hours=1))


LOOK_EVERY = timedelta(hours=2)
LOOKED_FOR = timedelta(days=40)
"""So long after it left, a carrier is asked about a parcel; what has not arrived by then is for people."""


def look_up_again_after(quiet: int) -> timedelta:
    """How long a carrier is left alone about a parcel of which it told nothing new so many times in a row: two hours,
    then longer, a day at most."""
    return min(LOOK_EVERY * (1 << min(quiet, 4)), timedelta(days=1))
