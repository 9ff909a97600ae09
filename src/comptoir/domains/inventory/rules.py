"""Pure rules of stock: which place serves which line, and what a buyer is told."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from comptoir.domains.catalogue.values import VariantId
from comptoir.domains.inventory.values import Band, Level, Shortage, StockLine

LOW_STOCK = 5
"""From this many pieces down, a buyer is told that few are left."""


@dataclass(frozen=True, slots=True)
class Pick:
    """So many pieces of a variant, to be taken from one place."""

    variant_id: VariantId
    place_code: str
    quantity: int


def band_of(available: int) -> Band:
    """What a buyer is told of that many pieces."""
    if available <= 0:
        return Band.OUT
    return Band.LOW if available <= LOW_STOCK else Band.IN_STOCK


def choose_places(
    lines: Sequence[StockLine], levels: Sequence[Level], *, place_order: Sequence[str]
) -> tuple[list[Pick], list[Shortage]]:
    """Where each line is taken from: all from one place if one can serve the whole order, else place by place.

    ``place_order`` lists the places that may serve, best first. Either the picks cover every line, or the shortages
    name every line that cannot be covered and there are no picks.
    """
    free = {(level.variant_id, level.place_code): max(0, level.available) for level in levels}
    wanted = _by_variant(lines)
    shortages = [
        Shortage(variant_id=variant, wanted=quantity, available=_free_of(variant, free, place_order))
        for variant, quantity in wanted.items()
        if _free_of(variant, free, place_order) < quantity
    ]
    if shortages:
        return [], shortages
    for place in place_order:
        if all(free.get((variant, place), 0) >= quantity for variant, quantity in wanted.items()):
            return [Pick(variant, place, quantity) for variant, quantity in wanted.items()], []
    picks: list[Pick] = []
    for variant, quantity in wanted.items():
        picks += _split(variant, quantity, free, place_order)
    return picks, []


def _by_variant(lines: Sequence[StockLine]) -> dict[VariantId, int]:
    wanted: dict[VariantId, int] = {}
    for line in lines:
        wanted[line.variant_id] = wanted.get(line.variant_id, 0) + line.quantity
    return wanted


def _free_of(variant: VariantId, free: Mapping[tuple[VariantId, str], int], places: Sequence[str]) -> int:
    return sum(free.get((variant, place), 0) for place in places)


def _split(
    variant: VariantId, quantity: int, free: Mapping[tuple[VariantId, str], int], places: Sequence[str]
) -> list[Pick]:
    picks = []
    for place in places:
        part = min(quantity, free.get((variant, place), 0))
        if part:
            picks.append(Pick(variant, place, part))
            quantity -= part
    return picks
