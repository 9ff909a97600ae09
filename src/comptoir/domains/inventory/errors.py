from collections.abc import Sequence

from django.utils.translation import gettext_lazy as _

from comptoir.domains.inventory.values import Shortage
from comptoir.kernel.errors import Conflict, Invalid


class InsufficientStock(Conflict):
    """Not enough to promise. ``shortages`` lists every missing line, so that the buyer is told once."""

    code = "inventory.insufficient_stock"
    message = _("Some articles are no longer available in the quantity you want.")

    def __init__(self, *, shortages: Sequence[Shortage]) -> None:
        super().__init__()
        self.shortages = tuple(shortages)


class UnknownPlace(Invalid):
    code = "inventory.unknown_place"
    message = _("There is no place with the code “%(place_code)s”.")


class BadQuantity(Invalid):
    code = "inventory.bad_quantity"
    message = _("A stock quantity is a whole number between 0 and 1,000,000,000.")


class ReservationLapsed(Conflict):
    """The reservation ended before the payment came, and the goods are gone."""

    code = "inventory.reservation_lapsed"
    message = _("The goods were kept for a limited time and have been sold since.")


class NotReserved(Conflict):
    """The order holds no such pieces at that place."""

    code = "inventory.not_reserved"
    message = _("These goods are not kept for this order.")
