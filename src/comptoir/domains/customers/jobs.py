"""Forgetting what nobody comes back to."""

from comptoir.domains.customers.actions import forget_stale_sessions
from comptoir.kernel import clock
from comptoir.kernel.access import job_actor
from comptoir.kernel.jobs import job


@job(every="41 3 * * *")
def sign_out_the_absent() -> None:
    """Browsers not seen for long are signed out; links that are too old are thrown away."""
    forget_stale_sessions(actor=job_actor("customers"), now=clock.now())
