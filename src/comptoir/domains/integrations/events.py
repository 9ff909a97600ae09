from datetime import datetime

from comptoir.domains.integrations.values import SubscriptionId
from comptoir.kernel.events import Event, event


@event("integrations.subscription_failing.1")
class SubscriptionFailing(Event):
    """Nothing has reached this subscriber since then, for so long that somebody should look. Told once a failure."""

    subscription_id: SubscriptionId
    name: str
    failing_since: datetime
