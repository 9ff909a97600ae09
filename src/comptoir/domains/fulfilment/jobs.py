"""Clearing away."""

from datetime import timedelta

from comptoir.domains.fulfilment.actions import forget_labels
from comptoir.kernel import clock
from comptoir.kernel.access import job_actor
from comptoir.kernel.jobs import job

_NOBODY_PRINTS_IT_AGAIN = timedelta(days=90)


@job(every="23 4 * * *", alone=True)
def forget_old_labels() -> None:
    """Delete the labels of parcels that left long ago: they name people."""
    now, actor = clock.now(), job_actor("fulfilment.forget_old_labels")
    forget_labels(left_before=now - _NOBODY_PRINTS_IT_AGAIN, actor=actor, now=now)
