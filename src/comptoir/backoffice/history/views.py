"""The audit trail of everything."""

from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from comptoir.backoffice.desk import Desk, desk
from comptoir.backoffice.history.screens import AuditTrail
from comptoir.backoffice.history.telling import subject_word, told_of
from comptoir.backoffice.markets.sections import sections_for
from comptoir.backoffice.narrowing import Narrowing
from comptoir.backoffice.parts import Link
from comptoir.domains.accounts.permissions import ACCOUNTS_VIEW
from comptoir.kernel.history import TrailLine, trail

# Where a subject has a page of its own, by the id that the trail keeps.
_PAGES = {
    "orders.order": "order",
    "catalogue.product": "product",
    "customers.customer": "customer",
    "content.page": "page",
    "network.place": "settings-place",
    "accounts.user": "settings-member",
    "markets.market": "settings-market",
}


@require_GET
@desk("settings", ACCOUNTS_VIEW)
def audit(at: Desk) -> HttpResponse:
    wanted = Narrowing.read(at.request)
    page = trail(cursor=wanted.cursor)
    screen = AuditTrail(
        title=_("Settings"),
        context=_("Who did what, when and why. Nothing is ever taken out of this list."),
        sections=sections_for(at.actor, "audit"),
        listing=wanted.listing(search_label="", shown=len(page.items), next_cursor=page.next_cursor),
        lines=tuple(told_of(line.subject_type, line, subject=_subject(line)) for line in page.items),
    )
    return at.show(screen)


def _subject(line: TrailLine) -> Link:
    name = _PAGES.get(line.subject_type)
    href = reverse(f"backoffice:{name}", args=[line.subject_id]) if name else ""
    return Link(subject_word(line.subject_type), href)
