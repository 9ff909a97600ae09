"""What was promised, compared with what happened."""

from datetime import date

from django.http import HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET

from comptoir.backoffice.delivery.reading import delivery_labels
from comptoir.backoffice.delivery.screens import PromiseList, PromiseRow
from comptoir.backoffice.desk import Desk, desk
from comptoir.backoffice.formats import month_text, number_text, percent_text
from comptoir.backoffice.offering import offering_tabs
from comptoir.domains.fulfilment.permissions import FULFILMENT_VIEW
from comptoir.domains.fulfilment.queries import promises_kept
from comptoir.domains.fulfilment.values import PromiseCount
from comptoir.kernel.clock import local_day


@require_GET
@desk("delivery", FULFILMENT_VIEW)
def promises(at: Desk) -> HttpResponse:
    """This month and the eleven before it."""
    zone = at.market.time_zone
    counted = promises_kept(
        market=at.market.code, since=_a_year_before(local_day(at.now, zone)), time_zone=zone, actor=at.actor
    )
    labels = delivery_labels(at, at.market.code)
    screen = PromiseList(
        title=_("Delivery"),
        context=_("Parcels shipped in the last twelve months, and whether they arrived on the promised day."),
        tabs=offering_tabs(at, "delivery-promises"),
        rows=tuple(_row(each, labels.get((at.market.code, each.method), each.method)) for each in counted),
    )
    return at.show(screen)


def _a_year_before(day: date) -> date:
    month = day.year * 12 + day.month - 1 - 11
    return date(month // 12, month % 12 + 1, 1)


def _row(each: PromiseCount, method: str) -> PromiseRow:
    arrived = each.kept + each.late
    days = ngettext("%(days)s day", "%(days)s days", each.days_late) % {"days": number_text(each.days_late)}
    return PromiseRow(
        month=month_text(each.month),
        method=method,
        promised=each.promised,
        kept=each.kept,
        share=percent_text(each.kept, arrived) if arrived else "",
        late=each.late,
        days_late=days if each.late else "",
        unknown=each.unknown,
    )
