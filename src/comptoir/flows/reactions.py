"""Policies between domains: news that a flow answers. Flows own their transactions, so each is done by a job."""

from collections.abc import Sequence
from datetime import datetime

from comptoir.domains.fulfilment.events import PicksShort
from comptoir.domains.integrations.events import SubscriptionFailing, SubscriptionRecovered
from comptoir.domains.payments.events import PaymentRefunded
from comptoir.flows.jobs import look_at_webhooks, look_for_stuck_work
from comptoir.kernel.access import Actor
from comptoir.kernel.events import reaction


@reaction(PaymentRefunded, together=True)
def close_case_of_sent_refund(events: Sequence[PaymentRefunded], *, actor: Actor, now: datetime) -> None:
    """A refund that somebody was to send is a case no longer."""
    look_for_stuck_work.enqueue()


@reaction(PicksShort)
def keep_case_of_missing_goods(event: PicksShort, *, actor: Actor, now: datetime) -> None:
    """What pickers did not find is a case until it is found, or nothing lacks it any more."""
    look_for_stuck_work.enqueue()


@reaction(SubscriptionFailing, SubscriptionRecovered, together=True)
def keep_case_of_webhook(
    events: Sequence[SubscriptionFailing | SubscriptionRecovered], *, actor: Actor, now: datetime
) -> None:
    """A subscriber that nothing reaches is a case for as long as that lasts."""
    look_at_webhooks.enqueue()
