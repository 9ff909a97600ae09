from comptoir.kernel.events import Event, event


@event("network.places_changed.1")
class PlacesChanged(Event):
    """Places were opened, closed or changed."""

    place_codes: tuple[str, ...]
