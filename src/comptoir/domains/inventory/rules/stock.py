"""What a buyer is told of what stands on shelves, and what of a policy or a supplier cannot stand."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from itertools import accumulate

from comptoir.domains.catalogue.values import VariantId
from comptoir.domains.inventory.values import (
    Arrival,
    Availability,
    Band,
    Coming,
    Level,
    PlacedLine,
    StockPolicy,
    Supplier,
)

LOW_STOCK = 5
"""From this many pieces down, a buyer is told that few are left."""


def merged(lines: Sequence[PlacedLine]) -> list[PlacedLine]:
    """One line for each variant and place."""
    quantities: dict[tuple[VariantId, str], int] = {}
    for line in lines:
        key = (line.variant_id, line.place_code)
        quantities[key] = quantities.get(key, 0) + line.quantity
    return [PlacedLine(variant_id=id, place_code=code, quantity=count) for (id, code), count in quantities.items()]


def band_of(on_shelf: int, available: int, low_stock: int | None = None) -> Band:
    """What a buyer is told of so many pieces, of which so many stand on a shelf.

    ``low_stock`` is the variant's own number from which few are left.
    """
    if available <= 0:
        return Band.OUT
    if on_shelf <= 0:
        return Band.TO_ORDER
    return Band.LOW if on_shelf <= (LOW_STOCK if low_stock is None else low_stock) else Band.IN_STOCK


@dataclass(frozen=True, slots=True, kw_only=True)
class Beyond:
    """A level from which more may be promised than stands there: its ``free`` pieces may be negative."""

    place_code: str
    free: int
    backorder_limit: int
    preorder: bool = False
    expected_on: date | None = None
    coming: tuple[Coming, ...] = ()

    @classmethod
    def of(cls, level: Level) -> "Beyond":
        return cls(
            place_code=level.place_code,
            free=level.free,
            backorder_limit=level.backorder_limit,
            preorder=level.preorder,
            expected_on=level.expected_on,
            coming=level.coming,
        )

    @property
    def promised(self) -> int:
        """How many pieces beyond the shelf are somebody's already."""
        return max(0, -self.free)

    @property
    def room(self) -> int:
        """How many more may be promised beyond the shelf."""
        return max(0, self.backorder_limit - self.promised)

    def expected_for(self, pieces: int) -> date | None:
        """When the last of so many more pieces beyond the shelf is expected: on the day the policy names, else as
        purchase orders say, which serve what is promised already before it."""
        if self.expected_on or not self.coming:
            return self.expected_on
        sent = accumulate(each.pieces for each in self.coming)
        days = (each.on for each, so_far in zip(self.coming, sent, strict=True) if so_far >= self.promised + pieces)
        return next(days, None)

    def turns(self) -> set[int]:
        """The numbers of further pieces at which the day becomes another."""
        sent = (so_far - self.promised for so_far in accumulate(each.pieces for each in self.coming))
        return {self.room, *(pieces for pieces in sent if 0 < pieces < self.room)}


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """A variant over several places, added up; ``beyond`` are the levels with a back-order limit.

    ``available`` counts the limits and what was promised and is not there: it may be negative. ``free`` is what stands
    on any shelf and is nobody's, ``places`` where, with the pieces. ``in_kits``: what is told of it is told of kits,
    too.
    """

    available: int = 0
    free: int = 0
    low_stock: int | None = None
    beyond: tuple[Beyond, ...] = ()
    in_kits: bool = False
    places: Mapping[str, int] = field(default_factory=dict)

    @property
    def on_shelf(self) -> int:
        """What can be promised from shelves: some of the free pieces make good what is missing elsewhere."""
        return max(0, min(self.free, self.available))

    def less(self, quantity: int, *, place_code: str, free: int) -> "Standing":
        """With so many pieces promised more, at a place with so many free ones."""
        still = ((place, left - quantity if place == place_code else left) for place, left in self.places.items())
        return replace(
            self,
            available=self.available - quantity,
            free=self.free - min(quantity, max(0, free)),
            places={place: left for place, left in still if left > 0},
            beyond=tuple(
                replace(each, free=each.free - quantity) if each.place_code == place_code else each
                for each in self.beyond
            ),
        )


def availability_of(variant_id: VariantId, standing: Standing) -> Availability:
    """What a buyer is told, the number included."""
    available = max(0, standing.available)
    return Availability(
        variant_id=variant_id,
        available=available,
        band=band_of(standing.on_shelf, available, standing.low_stock),
        on_shelf=standing.on_shelf,
        preorder=any(each.preorder for each in standing.beyond),
        arrivals=arrivals_of(standing.beyond),
        places=standing.places,
    )


def arrivals_of(beyond: Iterable[Beyond]) -> tuple[Arrival, ...]:
    """When pieces beyond the shelves are expected. Which place will serve is not known yet: of several, the latest
    day counts for each number of pieces, and none is told where one of them does not know."""
    levels = [each for each in beyond if each.room]
    rooms, found = [each.room for each in levels], list[Arrival]()
    for pieces in sorted({turn for each in levels for turn in each.turns()}):
        days = [each.expected_for(min(pieces, each.room)) for each in levels]
        known = [day for day in days if day is not None]
        if len(known) < len(days):
            break
        if found and found[-1].on == max(known):
            found.pop()
        # The places serve one after the other: more than the largest can take, they take together.
        found.append(Arrival(pieces=sum(rooms) if pieces == max(rooms) else pieces, on=max(known)))
    return tuple(found)


def sounds_alike(one: Standing, other: Standing) -> bool:
    """Whether a buyer is told the same of both, the number aside."""
    return _told(one) == _told(other)


def _told(standing: Standing) -> tuple[Band, bool, date | None]:
    band = band_of(standing.on_shelf, standing.available, standing.low_stock)
    if band is not Band.TO_ORDER:
        return band, False, None
    arrivals = arrivals_of(standing.beyond)
    return band, any(each.preorder for each in standing.beyond), arrivals[0].on if arrivals else None


def standing_of(levels: Iterable[Level]) -> Standing:
    """These levels of one variant, added up."""
    known = list(levels)
    few = [level.low_stock for level in known if level.low_stock is not None]
    return Standing(
        available=sum(level.available for level in known),
        free=sum(max(0, level.free) for level in known),
        low_stock=sum(few) if few else None,
        beyond=tuple(Beyond.of(level) for level in known if level.backorder_limit > 0),
        in_kits=any(level.in_kits for level in known),
        places={level.place_code: level.free for level in known if level.free > 0},
    )


def shares(pieces: int, buckets: int) -> list[int]:
    """Pieces dealt out evenly, the first buckets getting one more."""
    each, more = divmod(max(0, pieces), buckets)
    return [each + 1] * more + [each] * (buckets - more)


def floor_of(levels: Sequence[Level], spread: Level) -> int:
    """How many pieces stay in each bucket of a level, so that what buyers are told of the variant stays the same.

    Who takes from one bucket does not see the others: only above the floor of each can nobody be the one who sold the
    piece that made the variant low. ``levels`` are all of it. What other places hold is not relied on, it may be sold
    there; what they are short of is made up for.
    """
    standing = standing_of(levels)
    if standing.in_kits:
        return max(0, spread.available)  # what buyers are told of a kit may turn with every piece
    few = LOW_STOCK if standing.low_stock is None else standing.low_stock
    match band_of(standing.on_shelf, standing.available, standing.low_stock):
        case Band.IN_STOCK:
            turn = spread.backorder_limit + few
        case Band.LOW:
            turn = spread.backorder_limit
        case _ if spread.coming:
            return max(0, spread.available)  # every piece may be the last that comes on the day that buyers are told
        case _:
            turn = 0
    short = sum(max(0, -level.available) for level in levels)
    return -(-(turn + 1 + short) // spread.buckets)


MOST = 1_000_000_000
"""No shelf holds more pieces."""
LONGEST_SHELF = 60


def policy_fault(policy: StockPolicy) -> str:
    """The field of a policy that cannot stand, or ""."""
    numbers = {
        "safety": policy.safety,
        "backorder_limit": policy.backorder_limit,
        "low_stock": policy.low_stock or 0,
        "target": policy.target or 0,
    }
    if wrong := [name for name, number in numbers.items() if not 0 <= number <= MOST]:
        return wrong[0]
    if len(policy.shelf) > LONGEST_SHELF:
        return "shelf"
    if policy.backorder_limit == 0 and (policy.preorder or policy.expected_on):
        return "backorder_limit"
    if policy.target is not None and (policy.low_stock is None or policy.target < policy.low_stock):
        return "target"
    return ""


def along_the_shelves(shelf: str) -> tuple[bool, list[tuple[int, str]]]:
    """For sorting by where things lie: figures count as numbers, A-2 before A-10, and what lies nowhere comes last."""
    parts = re.findall(r"\d+|\D+", shelf.casefold())
    return not shelf, [(int(part), "") if part.isascii() and part.isdigit() else (-1, part) for part in parts]


_SUPPLIER_CODE = re.compile(r"[a-z][a-z0-9-]{0,31}")
_CURRENCY = re.compile(r"[A-Z]{3}")


def supplier_fault(supplier: Supplier) -> str:
    """The field of a supplier that cannot stand, or ""."""
    if not _SUPPLIER_CODE.fullmatch(supplier.code):
        return "code"
    if not supplier.name.strip():
        return "name"
    if not _CURRENCY.fullmatch(supplier.currency):
        return "currency"
    if not 0 <= supplier.lead_days <= 730:
        return "lead_days"
    if supplier.language and not re.fullmatch("[a-z]{2}", supplier.language):
        return "language"
    return "email" if supplier.email and "@" not in supplier.email else ""


SOLD_OVER_DAYS = 28
"""The pace of sales is that of four weeks: long enough to level out the days of the week."""
