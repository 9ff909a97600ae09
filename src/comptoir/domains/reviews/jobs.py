"""Buyers are asked when their day has come."""

from comptoir.domains.reviews.actions import invite_reviewers
from comptoir.domains.reviews.queries import due_invitations
from comptoir.kernel import clock
from comptoir.kernel.access import job_actor
from comptoir.kernel.jobs import job


@job(every="*/10 * * * *", alone=True)
def invite_due_reviewers() -> None:
    """Some at a time; who was asked is not asked again, however often this runs."""
    now = clock.now()
    invite_reviewers(order_ids=due_invitations(now), actor=job_actor("reviews"), now=now)
