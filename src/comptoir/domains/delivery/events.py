from comptoir.kernel.events import Event, event


@event("delivery.delivery_changed.1")
class DeliveryChanged(Event):
    """Methods, rates or days of a market changed."""

    market: str
