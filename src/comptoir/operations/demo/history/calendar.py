"""When orders come and when people work: growth, days of the week, hours of the day. Pure."""

from datetime import UTC, date, datetime, time, timedelta
from itertools import accumulate
from math import exp, log
from random import Random
from zoneinfo import ZoneInfo

# Monday to Sunday, midnight to 23 h: how much is ordered, in any unit.
_WEEK = (108, 100, 96, 98, 90, 84, 124)
_DAY = (5, 2, 1, 1, 1, 3, 10, 20, 34, 44, 50, 52, 58, 50, 46, 44, 46, 52, 60, 74, 92, 96, 66, 24)
_SHIFTS = ((time(8), time(12)), (time(13), time(17)))
# January to December: presents in winter, wine and picnics in early summer, quiet Augusts.
_YEAR = (78, 82, 88, 96, 104, 108, 92, 74, 94, 100, 128, 176)


def order_moments(
    *, count: int, start: datetime, end: datetime, growth: float, seasons: bool, time_zone: str, dice: Random
) -> list[datetime]:
    """So many instants between two, earliest first; trade is ``growth`` times as brisk at the end as at the start."""
    zone = ZoneInfo(time_zone)
    first, last = start.astimezone(zone).date(), end.astimezone(zone).date()
    days = [first + timedelta(days=number) for number in range((last - first).days + 1)]
    weights = list(accumulate(_weight(day, first, len(days), growth, seasons) for day in days))
    moments: list[datetime] = []
    while len(moments) < count:
        (day,) = dice.choices(days, cum_weights=weights)
        moment = _moment(day, zone, dice)
        if start <= moment < end:
            moments.append(moment)
    return sorted(moments)


def _weight(day: date, first: date, days: int, growth: float, seasons: bool) -> float:
    risen = exp(log(growth) * (day - first).days / days)
    return risen * _WEEK[day.weekday()] * (_YEAR[day.month - 1] if seasons else 100)


def _moment(day: date, zone: ZoneInfo, dice: Random) -> datetime:
    (hour,) = dice.choices(range(24), weights=_DAY)
    local = datetime.combine(day, time(hour, dice.randrange(60), dice.randrange(60)), zone)
    return local.astimezone(UTC)


def at_work(moment: datetime, time_zone: str) -> datetime:
    """The instant itself when somebody is at work then, else the beginning of the next shift, Monday to Friday."""
    local = moment.astimezone(ZoneInfo(time_zone))
    while True:
        if local.weekday() < 5:
            for opens, closes in _SHIFTS:
                if local.time() < closes:
                    start = datetime.combine(local.date(), opens, local.tzinfo)
                    return max(local, start).astimezone(UTC)
        local = datetime.combine(local.date() + timedelta(days=1), time(0), local.tzinfo)
