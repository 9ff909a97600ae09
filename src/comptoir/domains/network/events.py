from comptoir.kernel.events import Event, Lane, event


@event("network.places_changed.1")
class PlacesChanged(Event):
    """Places were opened, closed or changed."""

    place_codes: tuple[str, ...]


@event("network.selling_changed.1", lane=Lane.BULK)
class SellingChanged(Event):
    """What stands at these places can be sold from now on, or no longer: they were opened, closed, or became a
    quarantine."""

    place_codes: tuple[str, ...]
