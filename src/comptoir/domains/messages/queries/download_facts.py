"""What a letter tells of files to download: never their links, which programs that look at mail would use up."""

from datetime import datetime

from django.utils import translation
from django.utils.translation import gettext as _

from comptoir.domains.fulfilment.queries import downloads_of
from comptoir.domains.markets.queries import market
from comptoir.domains.orders.values import Order
from comptoir.kernel.clock import local_day
from comptoir.kernel.formats import date_label, size_label


def download_facts(placed: Order, language: str, *, now: datetime) -> list[dict[str, str]]:
    """The files that can be fetched now."""
    zone = market(placed.market).time_zone
    with translation.override(language):
        return [
            {
                "name": each.name,
                "size": size_label(each.size, language),
                "note": _("until %(day)s, %(count)s times at most")
                % {"day": date_label(local_day(each.expires_at, zone), language), "count": each.left},
            }
            for each in downloads_of(placed.id)
            if each.is_open(now)
        ]
