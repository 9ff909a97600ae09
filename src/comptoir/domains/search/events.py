from comptoir.domains.catalogue.values import ProductId
from comptoir.kernel.events import Event, Lane, event


@event("search.cards_changed.1", lane=Lane.BULK)
class CardsChanged(Event):
    """What lists and pages show of these products is another now. ``listed`` when products came in or went out."""

    market: str
    product_ids: tuple[ProductId, ...]
    category_ids: tuple[str, ...]


@event("search.companions_changed.1", lane=Lane.BULK)
class CompanionsChanged(Event):
    """Other goods are bought together with these products now."""

    product_ids: tuple[ProductId, ...]


@event("search.arrangements_changed.1")
class ArrangementsChanged(Event):
    """What comes first or is left out in these categories is another now."""

    market: str
    category_ids: tuple[str, ...]
