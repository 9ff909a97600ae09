"""The states of batches and labels as words."""

from collections.abc import Mapping

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from comptoir.backoffice.parts import Pill, Tone
from comptoir.domains.fulfilment.values import BatchState, LabelState, TrackingStatus

BATCH: Mapping[BatchState, Pill] = {
    BatchState.PICKING: Pill(_("Being picked"), Tone.WAITING),
    BatchState.PICKED: Pill(pgettext_lazy("a batch", "Picked"), Tone.POSITIVE),
    BatchState.CANCELLED: Pill(pgettext_lazy("a batch", "Cancelled"), Tone.NEUTRAL),
}

LABEL: Mapping[LabelState, Pill] = {
    LabelState.ASKED: Pill(_("Label pending"), Tone.WAITING),
    LabelState.MADE: Pill(_("Label ready"), Tone.POSITIVE),
    LabelState.REFUSED: Pill(_("Label refused"), Tone.DANGER),
    LabelState.CALLED_OFF: Pill(_("Label voided"), Tone.NEUTRAL),
    LabelState.WITHDRAWN: Pill(_("Label voided"), Tone.NEUTRAL),
    LabelState.CHARGED: Pill(_("Label not voided"), Tone.WARNING),
}

TRACKING: Mapping[TrackingStatus, Pill] = {
    TrackingStatus.HANDED_OVER: Pill(_("Handed to the carrier"), Tone.INFO),
    TrackingStatus.IN_TRANSIT: Pill(_("On its way"), Tone.INFO),
    TrackingStatus.OUT_FOR_DELIVERY: Pill(_("Out for delivery"), Tone.INFO),
    TrackingStatus.ATTEMPTED: Pill(_("No one was there"), Tone.WARNING),
    TrackingStatus.AT_PICKUP_POINT: Pill(_("At the pick-up point"), Tone.WARNING),
    TrackingStatus.DELIVERED: Pill(pgettext_lazy("a parcel", "Delivered"), Tone.POSITIVE),
    TrackingStatus.RETURNED: Pill(_("Being returned"), Tone.DANGER),
    TrackingStatus.LOST: Pill(_("Lost"), Tone.DANGER),
}
