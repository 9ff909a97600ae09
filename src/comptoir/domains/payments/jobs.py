"""Forgetting what is no longer needed. Done twice, it is done once."""

from datetime import timedelta

from comptoir.domains.payments.actions import forget_sources
from comptoir.kernel import clock
from comptoir.kernel.access import job_actor
from comptoir.kernel.jobs import job

SOURCES_KEPT = timedelta(days=30)


@job(every="47 3 * * *", alone=True)
def forget_old_sources() -> None:
    """Where payments came from is kept for a month, to see who tries out cards."""
    now = clock.now()
    while forget_sources(before=now - SOURCES_KEPT, actor=job_actor("payments.forget_old_sources"), now=now):
        pass
