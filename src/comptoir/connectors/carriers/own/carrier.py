"""Labels of our own making: for couriers without an interface, for our own van, for a parcel that somebody drops off.

No network and nothing to remember: number and label follow from the key and from what was asked.
"""

from comptoir.connectors.carriers.own.label import label_pdf
from comptoir.connectors.carriers.own.number import number_of
from comptoir.domains.fulfilment.values import LabelId, LabelOutcome, LabelRequest, LabelStatus


class OwnCarrier:
    kind = "own"

    def serves(self, carrier: str) -> bool:
        """Any: it is asked last, when no other connector books for that carrier."""
        return True

    def book(self, *, key: LabelId, request: LabelRequest) -> LabelOutcome:
        number = number_of(key)
        return LabelOutcome(
            status=LabelStatus.BOOKED,
            reference=number,
            tracking_number=number,
            pdf=label_pdf(number=number, request=request),
        )

    def withdraw(self, *, key: LabelId, carrier: str, reference: str) -> LabelOutcome:
        """Nobody else knew of it."""
        return LabelOutcome(status=LabelStatus.WITHDRAWN, reference=reference)
