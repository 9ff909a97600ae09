"""What others may ask of network. Remembered until a place changes."""

from collections.abc import Collection

from comptoir.domains.network.errors import UnknownPlace
from comptoir.domains.network.models import Place as PlaceRow
from comptoir.domains.network.values import Place, PlaceKind
from comptoir.kernel.addresses import Address
from comptoir.kernel.remember import remembered


@remembered("network")
def all_places() -> tuple[Place, ...]:
    """Every place, closed ones included, by priority."""
    return tuple(map(place_of, PlaceRow.objects.order_by("priority", "code")))


def places() -> tuple[Place, ...]:
    """The open places, quarantines included, by priority: the first ships first."""
    return tuple(known for known in all_places() if known.active)


def selling_places() -> tuple[Place, ...]:
    """Of the open places, those whose stock buyers are promised: all but quarantines."""
    return tuple(known for known in all_places() if known.sells)


def places_for(codes: Collection[str]) -> dict[str, Place]:
    """The places of these codes, closed ones included; unknown codes are left out."""
    return {known.code: known for known in all_places() if known.code in codes}


def place(code: str) -> Place:
    """The place of that code, also when it is closed (``active`` tells).

    :raises UnknownPlace: when there is none.
    """
    for known in all_places():
        if known.code == code:
            return known
    raise UnknownPlace(place=code)


def pickup_places() -> tuple[Place, ...]:
    """The open places where buyers may collect their goods."""
    return tuple(known for known in selling_places() if known.offers_pickup)


def place_of(row: PlaceRow) -> Place:
    """The row as a value."""
    return Place(
        code=row.code,
        kind=PlaceKind(row.kind),
        name=row.name,
        address=Address.read(row.address),
        opening_hours={day: tuple((start, end) for start, end in spans) for day, spans in row.opening_hours.items()},
        time_zone=row.time_zone,
        priority=row.priority,
        offers_pickup=row.offers_pickup,
        active=row.active,
        partner=row.partner,
        territory=tuple(row.territory),
    )
