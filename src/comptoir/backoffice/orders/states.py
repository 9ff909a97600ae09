"""The states of orders, payments, parcels and messages as words."""

from collections.abc import Mapping

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from comptoir.backoffice.parts import Pill, Tone
from comptoir.domains.fulfilment.values import ShipmentState
from comptoir.domains.messages.values import MessageState
from comptoir.domains.orders.values import OrderState
from comptoir.domains.payments.values import PaymentState

ORDER: Mapping[OrderState, Pill] = {
    OrderState.AWAITING_PAYMENT: Pill(_("To be paid"), Tone.WAITING),
    OrderState.PAID: Pill(_("To prepare"), Tone.WARNING),
    OrderState.PREPARING: Pill(_("In preparation"), Tone.INFO),
    OrderState.SHIPPED: Pill(_("Shipped"), Tone.POSITIVE),
    OrderState.CANCELLED: Pill(_("Cancelled"), Tone.NEUTRAL),
}

PAYMENT: Mapping[PaymentState, Pill] = {
    PaymentState.CREATED: Pill(_("Begun"), Tone.WAITING),
    PaymentState.PENDING: Pill(_("Expected"), Tone.WAITING),
    PaymentState.FAILED: Pill(_("Declined"), Tone.DANGER),
    PaymentState.MISMATCHED: Pill(_("Another amount"), Tone.DANGER),
    PaymentState.AUTHORISED: Pill(_("Set aside"), Tone.INFO),
    PaymentState.VOIDED: Pill(_("Called off"), Tone.NEUTRAL),
    PaymentState.CAPTURED: Pill(_("Received"), Tone.POSITIVE),
    PaymentState.PARTIALLY_REFUNDED: Pill(_("Partly given back"), Tone.WARNING),
    PaymentState.REFUNDED: Pill(_("Given back"), Tone.NEUTRAL),
}

SHIPMENT: Mapping[ShipmentState, Pill] = {
    ShipmentState.PREPARING: Pill(_("In preparation"), Tone.INFO),
    ShipmentState.SHIPPED: Pill(_("On its way"), Tone.POSITIVE),
    ShipmentState.CANCELLED: Pill(_("Called off"), Tone.NEUTRAL),
}

MESSAGE: Mapping[MessageState, Pill] = {
    MessageState.QUEUED: Pill(pgettext_lazy("a message", "Waiting"), Tone.WAITING),
    MessageState.SENT: Pill(pgettext_lazy("a message", "Sent"), Tone.POSITIVE),
    MessageState.GIVEN_UP: Pill(pgettext_lazy("a message", "Failed"), Tone.DANGER),
}
