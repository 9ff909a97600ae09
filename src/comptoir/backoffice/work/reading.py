"""Failed work as a page: by what failed, each with its first failures."""

from collections import defaultdict
from collections.abc import Iterable

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from comptoir.backoffice.desk import Desk
from comptoir.backoffice.formats import number_text
from comptoir.backoffice.markets.sections import sections_for
from comptoir.backoffice.parts import Words
from comptoir.backoffice.work.screens import FailedGroup, FailedLine, WorkPage
from comptoir.kernel.events.dead import DeadKind, DeadLetter, dead_kinds, unplayed_dead_letters
from comptoir.kernel.events.relay import MAX_ATTEMPTS
from comptoir.kernel.jobs import FailedJob, FailedKind, failed_jobs, failed_kinds
from comptoir.kernel.permissions import OPERATIONS_REPLAY

_MOST_GROUPS = 100
_SHOWN_OF_EACH = 20


def work_page(at: Desk) -> WorkPage:
    letters: defaultdict[tuple[str, str], list[DeadLetter]] = defaultdict(list)
    for letter in unplayed_dead_letters(each=_SHOWN_OF_EACH):
        letters[letter.reaction, letter.name].append(letter)
    jobs: defaultdict[str, list[FailedJob]] = defaultdict(list)
    for job in failed_jobs(each=_SHOWN_OF_EACH):
        jobs[job.name].append(job)
    return WorkPage(
        title=_("Failed jobs"),
        context=_("What the program gave up on after many attempts. Nothing is lost: fix the cause, then retry."),
        sections=sections_for(at.actor, "work"),
        read_only=not at.actor.can(OPERATIONS_REPLAY),
        groups=(
            *(_of_reaction(kind, letters[kind.reaction, kind.name]) for kind in dead_kinds(limit=_MOST_GROUPS)),
            *(_of_job(kind, jobs[kind.name]) for kind in failed_kinds(limit=_MOST_GROUPS)),
        ),
        action=reverse("backoffice:settings-work-replay"),
    )


def _of_reaction(kind: DeadKind, letters: Iterable[DeadLetter]) -> FailedGroup:
    return FailedGroup(
        title=kind.reaction,
        about=_("gave up on %(event)s") % {"event": kind.name},
        kind={"reaction": kind.reaction, "event": kind.name},
        count=kind.count,
        since=kind.since,
        last_at=kind.last_at,
        lines=tuple(
            FailedLine(
                name="letter",
                value=letter.id,
                about=letter.subject or _("event %(id)s") % {"id": letter.event_id},
                error=letter.error,
                since=letter.died_at,
                note=_tries(MAX_ATTEMPTS),
            )
            for letter in letters
        ),
    )


def _of_job(kind: FailedKind, jobs: Iterable[FailedJob]) -> FailedGroup:
    return FailedGroup(
        title=kind.name,
        about=_("failed permanently"),
        kind={"job_name": kind.name},
        count=kind.count,
        since=kind.since,
        last_at=kind.last_at,
        lines=tuple(
            FailedLine(
                name="job",
                value=job.id,
                about=", ".join(f"{name}: {value}" for name, value in job.arguments.items()) or _("no arguments"),
                error="",
                since=job.failed_at,
                note=_tries(job.tries),
            )
            for job in jobs
        ),
    )


def _tries(count: int) -> Words:
    return ngettext("%(count)s attempt", "%(count)s attempts", count) % {"count": number_text(count)}
