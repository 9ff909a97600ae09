from comptoir.domains.catalogue.values import VariantId
from comptoir.kernel.events import Event, Lane, event


@event("inventory.availability_changed.1", lane=Lane.BULK)
class AvailabilityChanged(Event):
    """What buyers are told about these variants changed: the band moved, not merely the number."""

    variant_ids: tuple[VariantId, ...]
