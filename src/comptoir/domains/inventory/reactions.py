"""What buyers are told depends on which places sell."""

from collections.abc import Sequence
from datetime import datetime

from comptoir.domains.inventory.actions import tell_stock_of_places
from comptoir.domains.network.events import SellingChanged
from comptoir.kernel.access import Actor
from comptoir.kernel.events import reaction


@reaction(SellingChanged, together=True)
def tell_what_places_hold(events: Sequence[SellingChanged], *, actor: Actor, now: datetime) -> None:
    """Places were opened, closed, or became a quarantine."""
    codes = {code for event in events for code in event.place_codes}
    tell_stock_of_places(place_codes=codes, actor=actor, now=now)
