from django.utils.translation import gettext_lazy as _

from comptoir.kernel.errors import Conflict, Invalid, NotFound


class NothingToShip(Conflict):
    """No shipment of this order is being prepared."""

    code = "fulfilment.nothing_to_ship"
    message = _("No parcel of this order is being prepared.")


class ParcelGone(NothingToShip):
    """That one has left; another may still be prepared."""

    code = "fulfilment.parcel_gone"
    message = _("This parcel has already shipped.")


class NothingToPick(Conflict):
    """None of these shipments waits to be picked at that place."""

    code = "fulfilment.nothing_to_pick"
    message = _("There is nothing to pick here: it is elsewhere, already being picked, or shipped.")


class NothingHere(Conflict):
    """What this order needs lies at other places."""

    code = "fulfilment.nothing_here"
    message = _("None of it is at this location: pick it where it is.")


class TooManyToPick(Invalid):
    code = "fulfilment.too_many_to_pick"
    message = _("A batch has at most %(most)s parcels.")


class UnknownBatch(NotFound):
    code = "fulfilment.unknown_batch"
    message = _("There is no such batch.")


class WrongCollectionCode(Invalid):
    code = "fulfilment.wrong_collection_code"
    message = _("This is not the code of this order.")


class NotSent(Conflict):
    """It is still here: nothing can be told of its way."""

    code = "fulfilment.not_sent"
    message = _("This parcel has not shipped yet.")


class BadTrackingEvent(Invalid):
    code = "fulfilment.bad_tracking_event"
    message = _("An event has a key of up to 200 characters and a time that is not in the future.")


class BadReport(Invalid):
    """No end of its way that people learn of, or one on a day on which it was not under way."""

    code = "fulfilment.bad_report"
    message = _("A parcel arrives, comes back or is lost between the day it left and today.")


class CarrierDelivered(Conflict):
    """A carrier's own word stands above a person's."""

    code = "fulfilment.carrier_delivered"
    message = _("The carrier itself reports this parcel as delivered: raise it with the carrier.")


class CorrectionUnexplained(Invalid):
    code = "fulfilment.correction_unexplained"
    message = _("This parcel is marked as delivered: say how you know otherwise.")


class NotPacked(Conflict):
    """These pieces are not in that shipment, or nothing would be left in it."""

    code = "fulfilment.not_packed"
    message = _("These units are not in this parcel.")


class BadFound(Invalid):
    """Fewer than none, or more than were to be picked."""

    code = "fulfilment.bad_found"
    message = _("For each item, you find between none and the number to pick.")


class NotBeingPicked(Conflict):
    code = "fulfilment.not_being_picked"
    message = _("This batch was cancelled: nothing more is picked for it.")


class CollectionCodeMissing(Invalid):
    """Neither the code, nor how whoever collects it is known otherwise."""

    code = "fulfilment.collection_code_missing"
    message = _("Ask for the code, or write how you know that these items are theirs.")


class NoLabel(Conflict):
    """None of these parcels has a label that can be printed."""

    code = "fulfilment.no_label"
    message = _("There is no label to print.")


class BadWeight(Invalid):
    code = "fulfilment.bad_weight"
    message = _("A parcel weighs between 1 g and 1,000 kg.")


class LabelDamaged(Conflict):
    """The stored label is missing, or is not the one that the carrier gave."""

    code = "fulfilment.label_damaged"
    message = _("The stored label is not the one the carrier gave. Void it and request another one.")


class BadTrackingNumber(Invalid):
    code = "fulfilment.bad_tracking_number"
    message = _("A tracking number has 3 to 50 letters and digits.")


class CalledOffLabel(Conflict):
    """The carrier does not expect a parcel under that number."""

    code = "fulfilment.called_off_label"
    message = _("%(tracking_number)s is the number of a voided label. Destroy it and create another one.")


class LabelOfAnother(Conflict):
    """Two parcels would travel under the number of one label."""

    code = "fulfilment.label_of_another"
    message = _("%(tracking_number)s is the label number of another parcel of this order.")


class UnknownShipment(NotFound):
    code = "fulfilment.unknown_shipment"
    message = _("There is no such parcel.")


class UnknownDownload(NotFound):
    code = "fulfilment.unknown_download"
    message = _("There is no such download.")


class DownloadOver(Conflict):
    """It was fetched as often as it may be, its time is over, or it was ended."""

    code = "fulfilment.download_over"
    message = _("This download link is no longer valid. Write to us, and we will send you a new one.")


class BadDownloadRules(Invalid):
    code = "fulfilment.bad_download_rules"
    message = _("This must be a whole number from 1 to %(most)s.")
