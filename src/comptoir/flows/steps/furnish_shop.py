from datetime import datetime

from comptoir.domains.network.actions import save_place
from comptoir.domains.network.values import Place, PlaceKind
from comptoir.domains.payments.actions import save_payment_method
from comptoir.domains.payments.values import preset_method
from comptoir.kernel.access import Actor
from comptoir.kernel.addresses import Address

WAREHOUSE = "warehouse"
_NAMES = {"fr": "Entrepôt", "en": "Warehouse"}


def furnish_shop(*, address: Address, market: str, providers: tuple[str, ...], actor: Actor, now: datetime) -> None:
    """A place for stock at this address, and these ways to pay as they come: what nobody wants to write on day one."""
    place = Place(code=WAREHOUSE, kind=PlaceKind.WAREHOUSE, name=_NAMES, address=address)
    save_place(place=place, actor=actor, now=now)
    for position, provider in enumerate(providers):
        method = preset_method(provider, market=market, position=position)
        save_payment_method(method=method, actor=actor, now=now)
