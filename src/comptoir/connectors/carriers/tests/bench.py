"""What the tests of carriers share: a parcel to send, and the other end as they see it."""

from datetime import date
from typing import Protocol

from comptoir.domains.fulfilment.values import Carrier, LabelId, LabelRequest, Tracker
from comptoir.kernel.addresses import Address
from comptoir.kernel.ids import new_id
from comptoir.kernel.money import Money

SENDER = Address(
    company="La Halle aux saveurs SAS",
    line1="14 quai des Moulins",
    postal_code="69002",
    city="Lyon",
    country="FR",
    phone="+33400000000",
)
RECIPIENT = Address(
    name="Lucie Martin",
    line1="8 rue des Remparts",
    line2="Bâtiment B",
    postal_code="33000",
    city="Bordeaux",
    country="FR",
    phone="+33600000000",
)


def a_parcel(carrier: str) -> LabelRequest:
    """1.24 kg of honey from Lyon to Bordeaux."""
    return LabelRequest(
        carrier=carrier,
        order_number="FR-1001",
        sender=SENDER,
        recipient=RECIPIENT,
        email="lucie@exemple.example",
        language="fr",
        weight_grams=1_240,
        value=Money(4_990, "EUR"),
        asked_on=date(2026, 11, 23),
    )


def new_key() -> LabelId:
    return LabelId(new_id())


class Bench(Protocol):
    """A connector and its other end. Without a network, ``has_network`` is false and the last three are not asked."""

    carrier: Carrier
    serves: str
    has_network: bool

    def refuse_next(self, reason: str) -> None:
        """The carrier does not take the next parcel."""

    def lose_next_reply(self) -> None:
        """The carrier books the next parcel, and its answer is lost."""

    def be_down(self) -> None:
        """Nobody answers any more."""


class TrackingBench(Protocol):
    """A connector that can tell where parcels are, and its other end."""

    tracker: Tracker
    serves: str

    def hand_over_and_deliver(self, tracking_number: str) -> None:
        """The carrier takes the parcel at 10:00 on 24 November 2026 in Paris, and delivers it the next day at 9:30."""

    def be_down(self) -> None:
        """Nobody answers any more."""
