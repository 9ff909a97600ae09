from comptoir.domains.catalogue.values import VariantId
from comptoir.kernel.events import Event, Lane, event


@event("pricing.prices_changed.1")
class PricesChanged(Event):
    """Somebody changed a few prices of a market and wants to see them in the shop."""

    market: str
    variant_ids: tuple[VariantId, ...]


@event("pricing.many_prices_changed.1", lane=Lane.BULK)
class ManyPricesChanged(Event):
    """A part of a large change of prices: an import, a feed. React to both in the same way."""

    market: str
    variant_ids: tuple[VariantId, ...]
