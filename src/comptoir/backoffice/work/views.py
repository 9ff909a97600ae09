"""Failed work: the page, and playing it again."""

from collections.abc import Sequence

from django.contrib import messages
from django.http import HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_POST

from comptoir.backoffice.desk import Desk, desk
from comptoir.backoffice.formats import number_text
from comptoir.backoffice.work.reading import work_page
from comptoir.flows.replay_failed import replay_failed
from comptoir.kernel.errors import NotFound
from comptoir.kernel.events.dead import dead_letter_ids
from comptoir.kernel.jobs import failed_job_ids
from comptoir.kernel.permissions import OPERATIONS_REPLAY, OPERATIONS_VIEW

_MOST_TICKED = 1_000


@require_GET
@desk("settings", OPERATIONS_VIEW)
def failed(at: Desk) -> HttpResponse:
    at.actor.must_everywhere(OPERATIONS_VIEW)  # arguments and errors tell of all markets
    return at.show(work_page(at))


@require_POST
@desk("settings", OPERATIONS_REPLAY)
def replay(at: Desk) -> HttpResponse:
    """What was ticked, or with ``all`` everything of the kind that the form names."""
    at.actor.must_everywhere(OPERATIONS_REPLAY)
    letter_ids, job_ids = _kind(at) if "all" in at.request.POST else (_ticked(at, "letter"), _ticked(at, "job"))
    if not letter_ids and not job_ids:
        messages.error(at.request, _("First tick what to retry."))
        return at.to("settings-work")
    done = replay_failed(letter_ids=letter_ids, job_ids=job_ids, actor=at.actor, now=at.now)
    words = ngettext("%(count)s failure retried.", "%(count)s failures retried.", done.total)
    at.said(words % {"count": number_text(done.total)})
    return at.to("settings-work")


def _kind(at: Desk) -> tuple[Sequence[int], Sequence[int]]:
    given = at.request.POST
    if "job_name" in given:
        return (), failed_job_ids(name=given["job_name"])
    return dead_letter_ids(reaction=given.get("reaction", ""), name=given.get("event", "")), ()


def _ticked(at: Desk, name: str) -> Sequence[int]:
    """:raises NotFound: for what is no number of ours."""
    given = at.request.POST.getlist(name)[:_MOST_TICKED]
    if not all(one.isascii() and one.isdigit() and len(one) < 19 for one in given):
        raise NotFound
    return [int(one) for one in given]
