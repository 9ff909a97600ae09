"""The only place that reads the clock. Read it once, at the edge of a request or job, and pass it on.

In test mode the time can be set (`comptoir clock set`): a database row that every process reads, so that
web, worker and command line live in the same moment. Production refuses it.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from comptoir.kernel.errors import BusinessError
from comptoir.kernel.models import ClockSetting
from comptoir.kernel.remember import forget, remembered


class ClockNotSettable(BusinessError):
    """Time is set in test mode, lived again in demonstrations, and left alone in production."""

    code = "kernel.clock_not_settable"
    message = _("The time can be set in test mode only (COMPTOIR_ENV=test).")


_lived_again: ContextVar[datetime | None] = ContextVar("lived_again", default=None)


def now() -> datetime:
    """The instant, UTC. In test mode, the one that was set, running on from there."""
    if (moment := _lived_again.get()) is not None:
        return moment
    real = real_now()
    return real if settings.COMPTOIR_ENV != "test" else real + _shift()


@remembered("clock")
def _shift() -> timedelta:
    row = ClockSetting.objects.filter(pk=1).values_list("shown", "set_at").first()
    return timedelta(0) if row is None else row[0] - row[1]


def real_now() -> datetime:
    """The real instant, whatever the test clock shows: for delays, retries and lags, which are not business time."""
    return datetime.now(UTC)


def local_day(instant: datetime, time_zone: str) -> date:
    """The calendar day of an instant where the market lives."""
    return instant.astimezone(ZoneInfo(time_zone)).date()


def set_clock(shown: datetime) -> None:
    """From now on it is ``shown`` for every process of this installation.

    :raises ClockNotSettable: outside test mode.
    """
    if settings.COMPTOIR_ENV != "test":
        raise ClockNotSettable
    with transaction.atomic():
        ClockSetting.objects.update_or_create(pk=1, defaults={"shown": shown, "set_at": real_now()})
        forget("clock")


def release_clock() -> None:
    """Back to real time.

    :raises ClockNotSettable: outside test mode.
    """
    if settings.COMPTOIR_ENV != "test":
        raise ClockNotSettable
    with transaction.atomic():
        ClockSetting.objects.filter(pk=1).delete()
        forget("clock")


@contextmanager
def living_again(moment: datetime) -> Iterator[None]:
    """Within it, it is ``moment`` for this thread alone, and stays so: past days are lived again to make demo data.

    :raises ClockNotSettable: in production.
    """
    if settings.COMPTOIR_ENV == "production":
        raise ClockNotSettable
    token = _lived_again.set(moment)
    try:
        yield
    finally:
        _lived_again.reset(token)
