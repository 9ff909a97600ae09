"""Work of its own account: what the passing of time makes untrue."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from django.db import transaction

from comptoir.domains.delivery.queries import methods
from comptoir.domains.delivery.values import Method
from comptoir.domains.markets.queries import markets
from comptoir.kernel import clock
from comptoir.kernel.access import job_actor
from comptoir.kernel.jobs import job
from comptoir.storefront.surrogates import delivery_key, purge

_EVERY = timedelta(minutes=15)


@job(every="*/15 * * * *", alone=True)
def purge_passed_promises() -> None:
    """Product pages promise a date "if you order now": they are made anew after each cut-off, and when the day ends."""
    now, actor = clock.now(), job_actor("storefront.purge_passed_promises")
    for market in markets():
        if any(promises_otherwise(method, now) for method in methods(market.code, actor=actor)):
            with transaction.atomic():
                purge([delivery_key(market.code)])


def promises_otherwise(method: Method, now: datetime) -> bool:
    """Whether a cut-off or a midnight has passed since the run before this one, where the goods leave."""
    here = now.astimezone(ZoneInfo(method.time_zone))
    before = here - _EVERY
    cut_off = datetime.combine(here.date(), method.cut_off, here.tzinfo)
    return before.date() != here.date() or before < cut_off <= here
