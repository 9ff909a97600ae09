"""What happens to an order, its money, its parcels and the stock goes out to whoever subscribed to it."""

from collections.abc import Sequence
from datetime import datetime

from comptoir.domains.integrations.actions import queue_deliveries
from comptoir.domains.integrations.jobs import tell_subscribers_later
from comptoir.domains.integrations.values import ABOUT_ORDERS
from comptoir.domains.inventory.events import AvailabilityChanged
from comptoir.kernel.access import Actor
from comptoir.kernel.events import Event, payload_of, reaction


@reaction(*ABOUT_ORDERS, together=True)
def tell_subscribers(events: Sequence[Event], *, actor: Actor, now: datetime) -> None:
    """In the order of the outbox, with the sequence numbers in the same transaction."""
    queue_deliveries(happened=events, actor=actor, now=now)


@reaction(AvailabilityChanged)
def tell_of_availability(event: AvailabilityChanged, *, actor: Actor, now: datetime) -> None:
    """By a job: positions are given under the subscriptions' locks, and a bulk batch holds on to what it locks for as
    long as all its reactions take. News of orders would wait for it."""
    tell_subscribers_later.enqueue(name=event.NAME, payload=payload_of(event))
