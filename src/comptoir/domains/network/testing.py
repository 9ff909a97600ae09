"""Places for tests of this and other domains."""

from datetime import UTC, datetime

from comptoir.domains.network.actions import save_place
from comptoir.domains.network.queries import places_for
from comptoir.domains.network.values import Place, PlaceKind
from comptoir.kernel.access import job_actor
from comptoir.kernel.addresses import Address

WAREHOUSE = Place(
    code="entrepot",
    kind=PlaceKind.WAREHOUSE,
    name={"fr": "Entrepôt de Corbas", "en": "Corbas warehouse"},
    address=Address(line1="4 rue du Dauphiné", postal_code="69960", city="Corbas", country="FR"),
)
SHOP = Place(
    code="boutique",
    kind=PlaceKind.SHOP,
    name={"fr": "Boutique de la Croix-Rousse", "en": "Croix-Rousse shop"},
    address=Address(line1="18 grande rue de la Croix-Rousse", postal_code="69004", city="Lyon", country="FR"),
    opening_hours={"tue": (("09:30", "12:30"), ("15:00", "19:00")), "sat": (("09:00", "19:00"),)},
    priority=10,
    offers_pickup=True,
)
QUARANTINE = Place(
    code="quarantaine",
    kind=PlaceKind.QUARANTINE,
    name={"fr": "Quarantaine de Corbas", "en": "Corbas quarantine"},
    address=WAREHOUSE.address,
)


def make_place(place: Place = WAREHOUSE, *, now: datetime = datetime(2026, 1, 5, 9, tzinfo=UTC)) -> Place:
    """The place, as saved."""
    save_place(place=place, actor=job_actor("test"), now=now)
    return places_for([place.code])[place.code]
