"""The states of orders, payments and parcels as words, and why a payment failed."""

from collections.abc import Mapping

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from comptoir.backoffice.parts import Pill, Tone, Words
from comptoir.domains.delivery.values import MethodKind
from comptoir.domains.fulfilment.values import ShipmentState
from comptoir.domains.orders.values import BEING_PREPARED, ChosenDelivery, OrderState
from comptoir.domains.payments.values import (
    KEPT_AS_CREDIT,
    VOIDABLE,
    Decline,
    Operation,
    OperationState,
    Payment,
    PaymentState,
)

ORDER: Mapping[OrderState, Pill] = {
    OrderState.AWAITING_PAYMENT: Pill(_("To be paid"), Tone.WAITING),
    OrderState.PAID: Pill(_("To prepare"), Tone.WARNING),
    OrderState.PREPARING: Pill(_("In preparation"), Tone.INFO),
    OrderState.PARTLY_SHIPPED: Pill(_("Partly shipped"), Tone.INFO),
    OrderState.SHIPPED: Pill(_("Shipped"), Tone.POSITIVE),
    OrderState.CANCELLED: Pill(_("Cancelled"), Tone.NEUTRAL),
}

_COLLECTED = Pill(_("Collected"), Tone.POSITIVE)
ON_HOLD = Pill(_("On hold"), Tone.DANGER)
WAITS = Pill(_("Waiting for stock"), Tone.WAITING)
"""Something that is kept for it does not stand on its shelf yet."""
DIFFERENCE_DUE = Pill(_("Difference to pay"), Tone.WAITING)
WAITS_FOR_RETURN = Pill(_("Waiting for a return"), Tone.NEUTRAL)


def is_collected(delivery: ChosenDelivery) -> bool:
    """Whether the customer comes for the goods: nothing is sent then."""
    return delivery.kind == MethodKind.PICKUP


def order_pill(state: OrderState, delivery: ChosenDelivery, *, swaps: bool, due: bool) -> Pill:
    """``swaps`` is whether it waits for goods that come back, not for money; ``due`` whether it became dearer than what
    was paid: it is not to be prepared then, but to be paid."""
    if swaps:
        return WAITS_FOR_RETURN
    if due and state is OrderState.PAID:
        return DIFFERENCE_DUE
    return _COLLECTED if state is OrderState.SHIPPED and is_collected(delivery) else ORDER[state]


def order_pills(
    state: OrderState, delivery: ChosenDelivery, *, held: bool, waits: bool, swaps: bool, due: bool
) -> tuple[Pill, ...]:
    beside = ((ON_HOLD, held), (WAITS, waits), (DIFFERENCE_DUE, due and state in BEING_PREPARED))
    first = order_pill(state, delivery, swaps=swaps, due=due)
    return (first, *(pill for pill, applies in beside if applies))


def shipment_pill(state: ShipmentState, delivery: ChosenDelivery) -> Pill:
    return _COLLECTED if state is ShipmentState.SHIPPED and is_collected(delivery) else SHIPMENT[state]


PAYMENT: Mapping[PaymentState, Pill] = {
    PaymentState.CREATED: Pill(_("Started"), Tone.WAITING),
    PaymentState.PENDING: Pill(_("Expected"), Tone.WAITING),
    PaymentState.FAILED: Pill(_("Declined"), Tone.DANGER),
    PaymentState.MISMATCHED: Pill(_("Another amount"), Tone.DANGER),
    PaymentState.AUTHORISED: Pill(_("Authorised"), Tone.INFO),
    PaymentState.VOIDED: Pill(_("Voided"), Tone.NEUTRAL),
    PaymentState.CAPTURED: Pill(_("Received"), Tone.POSITIVE),
    PaymentState.PARTIALLY_REFUNDED: Pill(_("Partly refunded"), Tone.WARNING),
    PaymentState.REFUNDED: Pill(_("Refunded"), Tone.NEUTRAL),
}

_VOIDING = Pill(_("Being voided"), Tone.WAITING)


def payment_pill(payment: Payment) -> Pill:
    """What is to be given up is no money of ours any more, though its provider has not answered yet."""
    return _VOIDING if payment.voiding and payment.state in VOIDABLE else PAYMENT[payment.state]


REFUND: Mapping[OperationState, Pill] = {
    OperationState.REQUESTED: Pill(_("To be sent"), Tone.WARNING),
    OperationState.UNKNOWN: Pill(_("To be sent"), Tone.WARNING),
    OperationState.SUCCEEDED: Pill(_("Refunded"), Tone.NEUTRAL),
    OperationState.FAILED: Pill(_("Refused"), Tone.DANGER),
}

_KEPT = Pill(_("Kept as store credit"), Tone.NEUTRAL)


def refund_pill(refund: Operation) -> Pill:
    """One that was given as store credit was not refused by anybody."""
    return _KEPT if refund.reason == KEPT_AS_CREDIT else REFUND[refund.state]


SHIPMENT: Mapping[ShipmentState, Pill] = {
    ShipmentState.PREPARING: Pill(_("In preparation"), Tone.INFO),
    ShipmentState.READY: Pill(_("Ready to collect"), Tone.WARNING),
    ShipmentState.SHIPPED: Pill(_("On its way"), Tone.POSITIVE),
    ShipmentState.CANCELLED: Pill(pgettext_lazy("a parcel", "Cancelled"), Tone.NEUTRAL),
}

_DECLINES: Mapping[str, Words] = {
    Decline.CARD_REFUSED: _("The bank refused the card."),
    Decline.NO_FUNDS: _("Insufficient funds."),
    Decline.NOT_AUTHENTICATED: _("The customer did not confirm the payment with their bank."),
    Decline.GIVEN_UP: _("The customer gave up before paying."),
    Decline.EXPIRED: _("The card has expired."),
    Decline.UNREACHABLE: _("The provider could not be reached; nothing was charged."),
    Decline.NOT_REACHED: _("The provider could not be reached; nothing was charged."),
}


def decline_words(failure: str) -> Words:
    """Why a payment failed, for staff; "" where it did not."""
    return _DECLINES.get(failure, _("The provider refused the payment.")) if failure else ""
