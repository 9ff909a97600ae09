"""What is sold beyond a shelf, in words."""

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from comptoir.backoffice.desk import Desk
from comptoir.backoffice.formats import day_text, number_text
from comptoir.domains.inventory.values import Level
from comptoir.kernel.clock import local_day


def beyond_told(at: Desk, level: Level) -> tuple[str, bool]:
    """How many pieces are promised of what is still to come, when it is expected, and whether that day has passed
    while somebody waits."""
    if not level.backorder_limit:
        return "", False
    promised = max(0, -level.free)
    day = level.expected_on or (level.coming[0].on if level.coming else None)
    late = bool(promised and day and day < local_day(at.now, at.market.time_zone))
    told = ngettext(
        "%(promised)s of %(most)s sold beyond stock",
        "%(promised)s of %(most)s sold beyond stock",
        promised,
    ) % {"promised": number_text(promised), "most": number_text(level.backorder_limit)}
    if day is None:
        return f"{told} · {_('date unknown')}", False
    words = _("was expected on %(day)s") if late else _("expected on %(day)s")
    if level.preorder and not late:
        words = _("a pre-order, available on %(day)s")
    return f"{told} · {words % {'day': day_text(day)}}", late
