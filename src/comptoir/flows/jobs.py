"""The sweep, which finishes what was cut off in the middle, and the checks that look for what nobody is on.

Every step can be run twice, and by two workers at once.
"""

import logging
from datetime import timedelta

from django.conf import settings

from comptoir.domains.payments.errors import ProviderUnreachable
from comptoir.domains.payments.queries import providers_in_use
from comptoir.flows.abandon_orders import abandon_orders
from comptoir.flows.check_webhooks import check_webhooks
from comptoir.flows.check_work import check_work
from comptoir.flows.deliver_due_downloads import deliver_due_downloads
from comptoir.flows.expire_cards import expire_cards
from comptoir.flows.expire_reservations import expire_reservations
from comptoir.flows.finish_orphans import finish_orphans
from comptoir.flows.follow_parcels import follow_parcels
from comptoir.flows.pass_on_credits import pass_on_credits
from comptoir.flows.reconcile_payments import PATIENCE, reconcile_payments
from comptoir.flows.sweep_labels import sweep_labels
from comptoir.flows.sweep_payments import sweep_payments
from comptoir.kernel import clock, ports
from comptoir.kernel.access import job_actor
from comptoir.kernel.jobs import job

SWEEP = job_actor("sweep")

log = logging.getLogger(__name__)


@job(every=f"* * * * * */{settings.SWEEP_EVERY_SECONDS}", alone=True)
def sweep() -> None:
    """Ask providers for missing answers, answer whoever waits for them, give back what was not paid or came back."""
    now = clock.now()
    sweep_payments(actor=SWEEP, now=now)
    finish_orphans(now=now)
    pass_on_credits(actor=SWEEP, now=now)
    expire_reservations(actor=SWEEP, now=now)


@job(every="* * * * * */30", alone=True)
def finish_labels() -> None:
    """Ask carriers for missing labels, and tell them of those that are not wanted after all."""
    sweep_labels(actor=SWEEP, now=clock.now())


@job(every="* * * * * */5", alone=True)
def deliver_files() -> None:
    """Open what was bought to download to its buyers, within seconds of their payment.

    It looks for such orders and does not wait for news of payments: to take the money that was set aside makes news of
    a payment itself.
    """
    deliver_due_downloads(actor=SWEEP, now=clock.now())


@job(every="*/5 * * * *", alone=True)
def follow_sent_parcels() -> None:
    """Ask carriers that can tell where the parcels on their way are."""
    follow_parcels(actor=SWEEP, now=clock.now())


@job(every="17 * * * *", alone=True)
def abandon() -> None:
    """Call off orders that were never paid."""
    abandon_orders(actor=SWEEP, now=clock.now())


@job(every="7 * * * *", alone=True)
def look_for_stuck_work() -> None:
    """Cases for what has waited too long, or is missing; also as soon as pickers say so."""
    check_work(actor=SWEEP, now=clock.now())


@job(every="11 * * * *", alone=True)
def look_at_webhooks() -> None:
    """Cases for subscribers that nothing reaches; also as soon as one begins or ceases to fail."""
    check_webhooks(actor=SWEEP, now=clock.now())


@job(every="29 * * * *", alone=True)
def reconcile_last_day() -> None:
    """Every provider's books against ours, for the payments of the last day."""
    _reconcile(timedelta(days=1))


@job(every="41 2 * * *", alone=True)
def reconcile_last_month() -> None:
    """The same for a month: refunds and late captures change older payments."""
    _reconcile(timedelta(days=31))


def _reconcile(back: timedelta) -> None:
    # Real time: a provider does not live by our test clock.
    real_now, now = clock.real_now(), clock.now()
    for provider in providers_in_use():
        try:
            reconcile_payments(
                provider=provider, since=real_now - back, until=real_now - PATIENCE, actor=SWEEP, now=now
            )
        except (ProviderUnreachable, ports.UnknownConnector) as error:
            # The others can still be compared; that this one was not, the time of its last run tells.
            log.warning("provider's books could not be read", extra={"provider": provider, "error": repr(error)})


@job(every="43 3 * * *", alone=True)
def expire() -> None:
    """End gift cards and store credits whose time is over."""
    expire_cards(actor=SWEEP, now=clock.now())
