from datetime import datetime

from comptoir.domains.integrations.values import SubscriptionId
from comptoir.kernel.events import Event, event


@event("integrations.subscription_failing.1")
class SubscriptionFailing(Event):
    """Nothing has reached this subscriber since then, for so long that somebody should look. Told once a failure."""

    subscription_id: SubscriptionId
    name: str
    failing_since: datetime


@event("integrations.subscription_recovered.1")
class SubscriptionRecovered(Event):
    """A failure that was told is over: something has arrived, or it was changed, switched or removed."""

    subscription_id: SubscriptionId
