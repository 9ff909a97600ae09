"""What network gives and takes."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from comptoir.kernel.addresses import Address
from comptoir.kernel.texts import Texts

DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")

type OpeningHours = Mapping[str, tuple[tuple[str, str], ...]]
"""Local times by day, ``{"mon": (("09:00", "12:30"), ("14:00", "19:00"))}``; a day that is missing is closed.

A date (``"2026-12-24"``) instead of a day of the week is that date's exception.
"""


class PlaceKind(StrEnum):
    WAREHOUSE = "warehouse"
    SHOP = "shop"
    QUARANTINE = "quarantine"  # doubtful goods are put aside here: nothing is sold from it


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """Somewhere goods are kept. Lower ``priority`` ships first; ``offers_pickup``: buyers may collect there.

    A place of a ``partner`` serves only what is collected there and what goes to its ``territory``: countries, or the
    beginnings of their postal codes (``FR-69``).
    """

    code: str
    kind: PlaceKind
    name: Texts
    address: Address
    opening_hours: OpeningHours = field(default_factory=dict)
    time_zone: str = "Europe/Paris"
    priority: int = 0
    offers_pickup: bool = False
    active: bool = True
    partner: bool = False
    territory: tuple[str, ...] = ()

    @property
    def sells(self) -> bool:
        """Whether what stands there can be promised to buyers."""
        return self.active and self.kind is not PlaceKind.QUARANTINE
