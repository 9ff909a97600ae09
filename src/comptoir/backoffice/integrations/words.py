"""Events, states and failures of webhooks, in words."""

from collections.abc import Mapping

from django.utils.translation import gettext_lazy as _

from comptoir.backoffice.parts import Pill, Tone, Words
from comptoir.domains.integrations.values import EVENT_NAMES, PING, DeliveryState, Failure

_KNOWN: Mapping[str, Words] = {
    "orders.order_placed.1": _("Order placed"),
    "orders.order_paid.1": _("Order paid"),
    "orders.order_preparing.1": _("Order in preparation"),
    "orders.order_revised.1": _("Order changed"),
    "orders.order_difference_paid.1": _("Balance of an order paid"),
    "orders.order_held.1": _("Order put on hold"),
    "orders.order_released.1": _("Order released"),
    "orders.order_pieces_shipped.1": _("Units of an order shipped"),
    "orders.order_shipped.1": _("Order shipped"),
    "orders.order_pieces_returned.1": _("Units of an order returned"),
    "orders.order_cancelled.1": _("Order cancelled"),
    "fulfilment.parcel_ready.1": _("Parcel ready to collect"),
    "fulfilment.parcel_shipped.1": _("Parcel shipped"),
    "fulfilment.parcel_strayed.1": _("Parcel lost or on its way back"),
    "fulfilment.parcel_delivered.1": _("Parcel delivered"),
    "payments.payment_captured.1": _("Payment captured"),
    "payments.payment_refunded.1": _("Payment refunded"),
    "invoicing.document_issued.1": _("Invoice or credit note issued"),
    "inventory.availability_changed.1": _("Item availability changed"),
    PING: _("Test"),
}

CHOICES: tuple[tuple[str, Words], ...] = tuple((name, _KNOWN.get(name, name)) for name in EVENT_NAMES)

STATES: Mapping[DeliveryState, Pill] = {
    DeliveryState.QUEUED: Pill(_("To be sent"), Tone.WAITING),
    DeliveryState.DELIVERED: Pill(_("Arrived"), Tone.POSITIVE),
    DeliveryState.GIVEN_UP: Pill(_("Abandoned"), Tone.DANGER),
}

FAILURES: Mapping[Failure, Words] = {
    Failure.REFUSED_ADDRESS: _("The address is not on the public internet."),
    Failure.UNREACHABLE: _("No one answered at the address."),
    Failure.TOO_SLOW: _("No response within ten seconds."),
    Failure.FAULT: _("Sending failed; the program’s log says why."),
}


def event_words(name: str) -> Words:
    """The event as people call it; its own name where there are no words for it yet."""
    return _KNOWN.get(name, name)
