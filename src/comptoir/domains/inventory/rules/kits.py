"""What a buyer is told of a kit, which has no stock of its own, and of what lies on no shelf at all."""

from collections.abc import Sequence, Set
from datetime import date

from comptoir.domains.catalogue.values import VariantId
from comptoir.domains.inventory.rules.stock import band_of
from comptoir.domains.inventory.values import Arrival, Availability, Band, KitPart, PartStock

PLENTY = 1_000_000
"""So many pieces can be promised of what lies on no shelf: more than any order asks for."""
MOST_PARTS = 50
MOST_OF_A_PART = 999


def is_good_kit(kit_id: VariantId, parts: Sequence[KitPart]) -> bool:
    """Whether these can be the parts of a kit, as far as that can be told without looking."""
    different = {part.variant_id for part in parts}
    return (
        len(different) == len(parts) <= MOST_PARTS
        and kit_id not in different
        and all(1 <= part.quantity <= MOST_OF_A_PART for part in parts)
    )


def unlimited(variant_id: VariantId) -> Availability:
    """What buyers are told of a download or a service."""
    return Availability(variant_id=variant_id, available=PLENTY, band=Band.IN_STOCK, on_shelf=PLENTY, unlimited=True)


def availability_of_kit(kit_id: VariantId, parts: Sequence[PartStock]) -> Availability:
    """So many whole kits as the scarcest part allows. A kit waits for each part that has to be waited for: the latest
    day counts, and none is told where one part does not know."""
    available = min(part.availability.available // part.quantity for part in parts)
    on_shelf = min(part.availability.on_shelf // part.quantity for part in parts)
    waiting = [part.availability for part in parts if part.availability.on_order(part.quantity * (on_shelf + 1))]
    return Availability(
        variant_id=kit_id,
        available=available,
        band=band_of(on_shelf, available),
        on_shelf=on_shelf,
        preorder=any(each.preorder for each in waiting),
        arrivals=_arrivals(parts, on_shelf, available),
        parts=tuple(parts),
        places=_places(parts),
        unlimited=all(part.availability.unlimited for part in parts),
    )


def _places(parts: Sequence[PartStock]) -> dict[str, int]:
    """Where whole kits could be made up. What lies on no shelf is missing nowhere."""
    shelves = [(part.availability.places, part.quantity) for part in parts if not part.availability.unlimited]
    places = {place for known, _quantity in shelves for place in known}
    kits = {place: min(known.get(place, 0) // quantity for known, quantity in shelves) for place in places}
    return {place: kits[place] for place in sorted(kits) if kits[place] > 0}


def _arrivals(parts: Sequence[PartStock], on_shelf: int, available: int) -> tuple[Arrival, ...]:
    ends = {
        min((part.availability.on_shelf + arrival.pieces) // part.quantity, available) - on_shelf
        for part in parts
        for arrival in part.availability.arrivals
    }
    found: list[Arrival] = []
    for kits in sorted(end for end in ends if end > 0):
        wanted = [(part.availability, part.quantity * (on_shelf + kits)) for part in parts]
        days = [stock.day_for(pieces) for stock, pieces in wanted if stock.on_order(pieces)]
        known = [day for day in days if day is not None]
        if not known or len(known) < len(days):
            break
        if found and found[-1].on == max(known):
            found.pop()
        found.append(Arrival(pieces=kits, on=max(known)))
    return tuple(found)


def kits_sound_alike(one: Availability, other: Availability) -> bool:
    """Whether a buyer is told the same of both, the number aside."""
    return _told(one) == _told(other)


def _told(kit: Availability) -> tuple[Band, bool, date | None, Set[str]]:
    waits = kit.band is Band.TO_ORDER
    return kit.band, waits and kit.preorder, kit.expected_on if waits else None, kit.places.keys()
