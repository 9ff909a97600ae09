from django.utils.translation import gettext_lazy as _

from comptoir.kernel.errors import Conflict, Invalid, NotFound


class NothingToShip(Conflict):
    """No shipment of this order is being prepared."""

    code = "fulfilment.nothing_to_ship"
    message = _("No parcel of this order is being prepared.")


class BadTrackingNumber(Invalid):
    code = "fulfilment.bad_tracking_number"
    message = _("A tracking number has 3 to 50 letters and digits.")


class UnknownShipment(NotFound):
    code = "fulfilment.unknown_shipment"
    message = _("There is no such parcel.")
