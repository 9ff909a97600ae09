from dataclasses import replace
from datetime import datetime
from typing import Any

from django.db import transaction

from comptoir.domains.network.events import PlacesChanged, SellingChanged
from comptoir.domains.network.models import Place as PlaceRow
from comptoir.domains.network.permissions import NETWORK_EDIT
from comptoir.domains.network.queries import place_of
from comptoir.domains.network.rules import place_errors
from comptoir.domains.network.values import Place
from comptoir.kernel.access import Actor
from comptoir.kernel.addresses import check_address
from comptoir.kernel.errors import ManyInvalid
from comptoir.kernel.events import emit
from comptoir.kernel.history import record
from comptoir.kernel.remember import forget


def save_place(*, place: Place, actor: Actor, now: datetime) -> None:
    """Open a place, or change the one of that code. Saving what is there already changes nothing.

    The address needs no name of its own: the place's is taken.

    :raises ManyInvalid: with everything that is wrong, by field.
    """
    actor.must(NETWORK_EDIT)
    named = replace(place.address, name=place.address.name or next(iter(place.name.values()), ""))
    address, faults = check_address(named)
    place = replace(place, address=address)
    if errors := (*place_errors(place), *faults):
        raise ManyInvalid(errors=errors)
    columns = _columns(place)
    with transaction.atomic(savepoint=False):
        row, is_new = PlaceRow.objects.select_for_update().get_or_create(code=place.code, defaults=columns)
        after = {name: value for name, value in columns.items() if is_new or getattr(row, name) != value}
        if not after:
            return
        PlaceRow.objects.filter(code=place.code).update(**after)
        record(
            action="saved",
            subject_type="network.place",
            subject_id=place.code,
            actor=actor,
            now=now,
            before={} if is_new else {name: getattr(row, name) for name in after},
            after=after,
        )
        emit(PlacesChanged(place_codes=(place.code,)))
        if not is_new and place.sells != place_of(row).sells:
            emit(SellingChanged(place_codes=(place.code,)))
        forget("network")


def _columns(place: Place) -> dict[str, Any]:
    return {
        "kind": str(place.kind),
        "name": dict(place.name),
        "address": place.address.values(),
        "opening_hours": {day: [list(span) for span in spans] for day, spans in place.opening_hours.items()},
        "time_zone": place.time_zone,
        "priority": place.priority,
        "offers_pickup": place.offers_pickup,
        "active": place.active,
        "partner": place.partner,
        "territory": list(place.territory),
    }
