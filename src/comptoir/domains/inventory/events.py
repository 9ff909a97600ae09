from comptoir.domains.catalogue.values import VariantId
from comptoir.kernel.events import Event, Lane, event


@event("inventory.availability_changed.1", lane=Lane.BULK)
class AvailabilityChanged(Event):
    """What buyers are told about these variants changed, not merely the number.

    The band moved, a place has got some or has none left, or they now wait for a back-order or another day.
    """

    variant_ids: tuple[VariantId, ...]
