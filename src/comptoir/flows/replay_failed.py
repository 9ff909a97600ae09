from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from comptoir.kernel import history
from comptoir.kernel.access import Actor
from comptoir.kernel.events.relay import replay_dead_letters
from comptoir.kernel.jobs import replay_jobs
from comptoir.kernel.permissions import OPERATIONS_REPLAY


@dataclass(frozen=True, slots=True, kw_only=True)
class Replayed:
    """How many reactions and jobs are tried again."""

    reactions: int
    jobs: int

    @property
    def total(self) -> int:
        return self.reactions + self.jobs


def replay_failed(*, letter_ids: Collection[int], job_ids: Collection[int], actor: Actor, now: datetime) -> Replayed:
    """Have reactions and jobs that failed for good tried again, as often as new ones. What is tried again or done
    already is passed over: pressed twice, it is once.

    Safe: a reaction is recorded once for each event, and every job can be run twice. For those who work for every
    market: what failed belongs to no single one.
    """
    actor.must_everywhere(OPERATIONS_REPLAY)
    with transaction.atomic(durable=True):
        reactions = replay_dead_letters(ids=letter_ids) if letter_ids else 0
        jobs = replay_jobs(ids=job_ids) if job_ids else 0
        if reactions or jobs:
            history.record(
                action="failed work replayed",
                subject_type="operations.work",
                subject_id="",
                actor=actor,
                now=now,
                after={"reactions": reactions, "jobs": jobs},
            )
    return Replayed(reactions=reactions, jobs=jobs)
