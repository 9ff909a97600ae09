"""Which place serves which line."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import takewhile

from comptoir.domains.catalogue.values import VariantId
from comptoir.domains.inventory.values import Destination, Level, Shortage, StockLine


@dataclass(frozen=True, slots=True)
class Pick:
    """So many pieces of a variant, to be taken from one place."""

    variant_id: VariantId
    place_code: str
    quantity: int


@dataclass(frozen=True, slots=True, kw_only=True)
class ServingPlace:
    """A place that may serve orders. That of a partner keeps to its ``territory``: ``FR``, or ``FR-69``."""

    code: str
    country: str = ""
    postal_code: str = ""
    partner: bool = False
    territory: tuple[str, ...] = ()


def places_serving(
    known: Sequence[ServingPlace], *, destination: Destination | None, nearest: bool, preferred: str | None
) -> list[str]:
    """The places that may serve an order, best first. ``known`` come in the order of their rank.

    Where the buyer collects serves first, whoever owns it. A partner's place serves nothing else outside its territory,
    and nothing at all that goes nobody knows where. ``nearest`` puts what is near to the destination before rank.
    """
    may = [one for one in known if one.code == preferred or not one.partner or _is_within(one, destination)]
    if nearest and destination:
        may.sort(key=lambda one: distance(one, destination))  # stable: equally near ones keep their rank
    return [one.code for one in sorted(may, key=lambda one: one.code != preferred)]


def _is_within(place: ServingPlace, destination: Destination | None) -> bool:
    if destination is None:
        return False
    areas = (area.partition("-") for area in place.territory)
    code = _compact(destination.postal_code)
    return any(country == destination.country and code.startswith(start) for country, _dash, start in areas)


def distance(place: ServingPlace, destination: Destination) -> tuple[int, int, int]:
    """How far a place is from where an order goes, to be compared only: no kilometres, and nothing is looked up.

    Another country is farther than any place in the same one. Within a country, the more first characters the two
    postal codes share, the nearer (they are given out by region, then by town); then by the gap between their numbers.
    """
    if place.country != destination.country:
        return 1, 0, 0
    here, there = _compact(place.postal_code), _compact(destination.postal_code)
    shared = sum(1 for _same in takewhile(lambda pair: pair[0] == pair[1], zip(here, there, strict=False)))
    numbers = here.isdecimal() and there.isdecimal()
    return 0, max(len(here), len(there)) - shared, abs(int(here) - int(there)) if numbers else 0


def _compact(postal_code: str) -> str:
    return "".join(character for character in postal_code.upper() if character.isalnum())


def choose_places(
    lines: Sequence[StockLine], levels: Sequence[Level], *, place_order: Sequence[str], split: bool = True
) -> tuple[list[Pick], list[Shortage]]:
    """Where each line is taken from: all from one place if one can serve the whole order, else place by place.

    What stands on a shelf goes before what is still to come, wherever that is. ``place_order`` lists the places that
    may serve, best first. Without ``split`` one place serves the whole order or none does. Either the picks cover every
    line, or the shortages name every line that cannot be covered and there are no picks; of an order that may not be
    split, those at the place that lacks the fewest pieces.
    """
    shelf = {(level.variant_id, level.place_code): max(0, level.free) for level in levels}
    free = {(level.variant_id, level.place_code): max(0, level.available) for level in levels}
    wanted = _by_variant(lines)
    shortages = [
        Shortage(variant_id=variant, wanted=quantity, available=_free_of(variant, free, place_order))
        for variant, quantity in wanted.items()
        if _free_of(variant, free, place_order) < quantity
    ]
    if shortages:
        return [], shortages
    there = {variant: min(quantity, _free_of(variant, shelf, place_order)) for variant, quantity in wanted.items()}
    alone = [place for place in place_order if all(free.get((id, place), 0) >= wanted[id] for id in wanted)]
    best = [place for place in alone if all(shelf.get((id, place), 0) >= there[id] for id in wanted)]
    if best or (alone and not split):
        place = (best or alone)[0]
        return [Pick(variant, place, quantity) for variant, quantity in wanted.items()], []
    if not split:
        return [], _missing_at_best(wanted, free, place_order)
    picks: list[Pick] = []
    for variant, quantity in wanted.items():
        picks += _split(variant, quantity, (shelf, free), place_order)
    return picks, []


def _missing_at_best(
    wanted: Mapping[VariantId, int], free: Mapping[tuple[VariantId, str], int], places: Sequence[str]
) -> list[Shortage]:
    missing = [
        [
            Shortage(variant_id=variant, wanted=quantity, available=free.get((variant, place), 0))
            for variant, quantity in wanted.items()
            if free.get((variant, place), 0) < quantity
        ]
        for place in places
    ]
    return min(missing, key=lambda each: sum(one.wanted - one.available for one in each), default=[])


def _by_variant(lines: Sequence[StockLine]) -> dict[VariantId, int]:
    wanted: dict[VariantId, int] = {}
    for line in lines:
        wanted[line.variant_id] = wanted.get(line.variant_id, 0) + line.quantity
    return wanted


def _free_of(variant: VariantId, free: Mapping[tuple[VariantId, str], int], places: Sequence[str]) -> int:
    return sum(free.get((variant, place), 0) for place in places)


def _split(
    variant: VariantId,
    quantity: int,
    offers: Sequence[Mapping[tuple[VariantId, str], int]],
    places: Sequence[str],
) -> list[Pick]:
    """Place by place of the first offer, and what is missing then of the next one, which is as much or more."""
    taken: dict[str, int] = {}
    for offer in offers:
        for place in places:
            part = min(quantity, offer.get((variant, place), 0) - taken.get(place, 0))
            if part > 0:
                taken[place] = taken.get(place, 0) + part
                quantity -= part
    return [Pick(variant, place, taken[place]) for place in places if place in taken]
