"""The sweep: finishes what was cut off in the middle. Every step can be run twice, and by two workers at once."""

from comptoir.flows.abandon_orders import abandon_orders
from comptoir.flows.expire_reservations import expire_reservations
from comptoir.flows.finish_orphans import finish_orphans
from comptoir.flows.sweep_payments import sweep_payments
from comptoir.kernel import clock
from comptoir.kernel.access import job_actor
from comptoir.kernel.jobs import job

SWEEP = job_actor("sweep")


@job(every="* * * * * */20", alone=True)
def sweep() -> None:
    """Ask providers for missing answers, answer whoever waits for them, give back what was not paid in time."""
    now = clock.now()
    sweep_payments(actor=SWEEP, now=now)
    finish_orphans(now=now)
    expire_reservations(actor=SWEEP, now=now)


@job(every="17 * * * *", alone=True)
def abandon() -> None:
    """Call off orders that were never paid."""
    abandon_orders(actor=SWEEP, now=clock.now())
