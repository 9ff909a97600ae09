"""The shops that buyers may visit: where they are and when they are open."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, time, timedelta
from urllib.parse import urlencode

from babel.dates import format_time, get_day_names
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from comptoir.domains.network.queries import places
from comptoir.domains.network.values import DAYS, OpeningHours, Place, PlaceKind
from comptoir.kernel.formats import date_label, locale_of
from comptoir.kernel.texts import text_in
from comptoir.storefront.here import Here
from comptoir.storefront.pages.blocks import Opening, Shop

_MAP = "https://www.openstreetmap.org/search"
_AHEAD = timedelta(days=60)


def shops_at(here: Here) -> tuple[Shop, ...]:
    """Those that are open to buyers, in their order."""
    return tuple(_shop(place, here) for place in places() if place.kind is PlaceKind.SHOP)


def _shop(place: Place, here: Here) -> Shop:
    lines = street_lines(place, here)
    return Shop(
        name=text_in(place.name, here.language),
        lines=lines,
        hours=(*_week(place.opening_hours, here.language), *_exceptions(place.opening_hours, here)),
        map=f"{_MAP}?{urlencode({'query': ', '.join(lines)})}",
        note=_("You can collect your order here.") if place.offers_pickup else "",
    )


def street_lines(place: Place, here: Here) -> tuple[str, ...]:
    """Where it is, below its name; with the country where that is another one."""
    lines = replace(place.address, name="", company="").lines
    country = place.address.country
    foreign = country != here.market.countries[0]
    return (*lines, str(locale_of(here.language).territories.get(country, country))) if foreign else lines


def _week(hours: OpeningHours, language: str) -> tuple[Opening, ...]:
    """Days that follow each other and open alike are told together."""
    if not any(day in hours for day in DAYS):
        return ()
    names = get_day_names("wide", locale=language)
    runs: list[tuple[int, int, str]] = []
    for number, day in enumerate(DAYS):
        told = _times(hours.get(day, ()), language)
        if runs and runs[-1][2] == told:
            runs[-1] = (runs[-1][0], number, told)
        else:
            runs.append((number, number, told))
    return tuple(
        Opening(_days([str(names[day]) for day in range(first, last + 1)]), told) for first, last, told in runs
    )


def _days(names: Sequence[str]) -> str:
    """Those that follow each other: one, two, or from the first to the last."""
    words = names[0]
    if len(names) > 1:
        between = _("%(first)s and %(last)s") if len(names) == 2 else pgettext("days", "%(first)s to %(last)s")
        words = between % {"first": names[0], "last": names[-1]}
    return words[:1].upper() + words[1:]


def _times(spans: Sequence[tuple[str, str]], language: str) -> str:
    return times_label(spans, language) or pgettext("shop", "closed")


def times_label(spans: Sequence[tuple[str, str]], language: str) -> str:
    """From when to when, as in the country: ``9 h – 12 h 30, 14 h – 19 h`` in French, ``09:00–12:30`` in English."""
    # A line may end after a dash, even before a space that is not to be broken (UAX 14, LB12a): the joiner forbids it.
    to = "\N{NO-BREAK SPACE}–\N{WORD JOINER}\N{NO-BREAK SPACE}" if language == "fr" else "–\N{WORD JOINER}"
    return ", ".join(f"{_time(start, language)}{to}{_time(end, language)}" for start, end in spans)


def _time(text: str, language: str) -> str:
    hour, minute = map(int, text.split(":"))
    if language == "fr":
        # As on every shop door; CLDR has the railway's way only.
        return f"{hour} h {minute:02}".removesuffix(" 00").replace(" ", "\N{NO-BREAK SPACE}")
    if hour == 24:
        return text  # the end of a day, which is no time of it
    return str(format_time(time(hour, minute), format="short", locale="en_GB" if language == "en" else language))


def _exceptions(hours: OpeningHours, here: Here) -> tuple[Opening, ...]:
    """The days of the next weeks that are not as usual."""
    today = here.now.date()
    days = sorted(date.fromisoformat(day) for day in hours if day not in DAYS)
    near = (day for day in days if today <= day <= today + _AHEAD)
    return tuple(Opening(date_label(day, here.language), _times(hours[day.isoformat()], here.language)) for day in near)
