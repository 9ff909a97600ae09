"""What is made anew by itself."""

from comptoir.domains.search.actions import refresh_companions
from comptoir.kernel import clock
from comptoir.kernel.access import job_actor
from comptoir.kernel.jobs import job


@job(every="10 3 * * *", alone=True)
def count_companions() -> None:
    """What is bought together, from the orders of a year."""
    refresh_companions(actor=job_actor("search"), now=clock.now())
