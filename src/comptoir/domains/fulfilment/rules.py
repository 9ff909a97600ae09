"""Pure rules of shipping."""

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from urllib.parse import quote

from comptoir.domains.fulfilment.values import GONE_ASTRAY, TRACKING_PAGES, TrackingStatus

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


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """Something told of a parcel. ``ranks_at`` is by when it is known: of a carrier's, when it happened; of what people
    say, when they said so, since they know what was told until then."""

    status: TrackingStatus
    at: datetime
    ranks_at: datetime
    by_hand: bool


def standing_of(told: Sequence[Told]) -> tuple[Told, datetime | None]:
    """What holds of a parcel of which all this was told, what people say in the order they said it: what was told last,
    and when it arrived, if it did.

    It arrived when the carrier first says so, whatever else is said. Else the last word of people counts, unless the
    carrier says since that it was lost or comes back.
    """
    carriers = [each for each in told if not each.by_hand]
    arrivals = [each.at for each in carriers if each.status is TrackingStatus.DELIVERED]
    said = [] if arrivals else [each for each in told if each.by_hand][-1:]
    last = max([*carriers, *said], key=lambda each: each.ranks_at)
    if arrivals:
        return last, min(arrivals)
    for word in said:
        denied = any(each.status in GONE_ASTRAY and each.ranks_at > word.ranks_at for each in carriers)
        if word.status is TrackingStatus.DELIVERED and not denied:
            return last, word.at
    return last, None


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
