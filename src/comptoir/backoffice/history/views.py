"""The audit trail of everything."""

from collections.abc import Sequence
from uuid import UUID

from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from comptoir.backoffice.desk import Desk, desk
from comptoir.backoffice.history.facts import VALUES
from comptoir.backoffice.history.screens import AuditTrail
from comptoir.backoffice.history.telling import subject_word, told_of
from comptoir.backoffice.markets.sections import sections_for
from comptoir.backoffice.narrowing import Narrowing
from comptoir.backoffice.parts import Link, Told
from comptoir.domains.accounts.permissions import ACCOUNTS_VIEW
from comptoir.domains.orders.queries import numbers_for
from comptoir.kernel.history import TrailLine, trail
from comptoir.kernel.texts import text_in

_EVERYTHING = "everything"
_NAMES = ("titles", "names", "labels", "name", "label", "number")
_ORDER = "orders.order"
# Where a subject has a page of its own, by the id that the trail keeps.
_PAGES = {
    _ORDER: "order",
    "cases.case": "case",
    "catalogue.product": "product",
    "catalogue.swatch": "colours-of",
    "customers.customer": "customer",
    "content.page": "page",
    "content.design": "design",
    "network.place": "settings-place",
    "accounts.user": "settings-member",
    "markets.market": "settings-market",
}


@require_GET
@desk("settings", ACCOUNTS_VIEW)
def audit(at: Desk) -> HttpResponse:
    at.actor.must_everywhere(ACCOUNTS_VIEW)  # a line does not say which market it is about
    wanted = Narrowing.read(at.request, "view")
    page = trail(by_hand=wanted.get("view") != _EVERYTHING, cursor=wanted.cursor)
    screen = AuditTrail(
        title=_("Audit trail"),
        context=_("Who did what, when and why. Nothing is ever removed from this list."),
        sections=sections_for(at.actor, "audit"),
        views=(wanted.tab("view", "", _("What people did")), wanted.tab("view", _EVERYTHING, _("Everything"))),
        listing=wanted.listing(search_label="", shown=len(page.items), next_cursor=page.next_cursor),
        lines=_told(at, page.items),
    )
    return at.show(screen)


def _told(at: Desk, lines: Sequence[TrailLine]) -> tuple[Told, ...]:
    numbers = numbers_for([UUID(line.subject_id) for line in lines if line.subject_type == _ORDER])
    called = {str(id): number for id, number in numbers.items()}
    return tuple(
        told_of(line.subject_type, line, subject=_subject(at, line, called.get(line.subject_id, ""))) for line in lines
    )


def _subject(at: Desk, line: TrailLine, called: str) -> Link | None:
    """The thing by its name or a link to it; where there is neither, the sentence says all that can be said."""
    page, name = _PAGES.get(line.subject_type), called or _name(at, line)
    if not page and not name:
        return None
    href = reverse(f"backoffice:{page}", args=[line.subject_id]) if page else ""
    return Link(f"{subject_word(line.subject_type)} {name}".rstrip(), href)


def _name(at: Desk, line: TrailLine) -> str:
    """What the thing is called, where the line says so; "" otherwise."""
    named = next((line.after[fact] for fact in _NAMES if line.after.get(fact)), "")
    return text_in(named, at.language) if isinstance(named, dict) else str(VALUES.get(str(named), named))
