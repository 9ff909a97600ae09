"""Which places serve an order, by the rules of its market and of the places themselves."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace

from comptoir.domains.inventory.rules import ServingPlace, places_serving
from comptoir.domains.inventory.values import Destination
from comptoir.domains.markets.queries import market
from comptoir.domains.markets.values import Sourcing
from comptoir.domains.network.queries import selling_places


@dataclass(frozen=True, slots=True)
class Route:
    """The places that serve, best first, among all that are ``opened``, and whether several may."""

    places: Sequence[str]
    opened: Sequence[str]
    split: bool

    @classmethod
    def of(cls, destination: Destination | None, preferred: str | None, also: Collection[str] = ()) -> "Route":
        """``also`` names places that serve whatever their owner's rule. Settings only: no statement once they are
        remembered."""
        known = [
            ServingPlace(
                code=place.code,
                country=place.address.country,
                postal_code=place.address.postal_code,
                partner=place.partner and place.code not in also,
                territory=place.territory,
            )
            for place in selling_places()
        ]
        here = market(destination.market) if destination else None
        nearest = here is not None and here.sourcing is Sourcing.NEAREST
        best_first = places_serving(known, destination=destination, nearest=nearest, preferred=preferred)
        return cls(best_first, [one.code for one in known], here is None or here.split_allowed)

    def only(self, codes: Collection[str]) -> "Route":
        """Of these places, those that are named; all of them where none is."""
        return replace(self, places=[code for code in self.places if code in codes] or self.places)
