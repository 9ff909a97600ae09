from comptoir.kernel.events import Event, event


@event("visitors.services_changed.1")
class VisitorServicesChanged(Event):
    """Visitors are asked about other services from now on."""

    number: int
