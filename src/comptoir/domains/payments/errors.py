from django.utils.translation import gettext_lazy as _

from comptoir.kernel.errors import Busy, Conflict, Forbidden, Invalid, NotFound, TooMany


class UnknownPayment(NotFound):
    code = "payments.unknown_payment"
    message = _("We could not find this payment.")


class UnknownOperation(NotFound):
    code = "payments.unknown_operation"
    message = _("We could not find this payment operation.")


class MethodNotOffered(Invalid):
    """The method does not exist in the market, or is switched off."""

    code = "payments.method_not_offered"
    message = _("This payment method is not available.")


class UnknownProvider(Invalid):
    """No connector of that kind is installed."""

    code = "payments.unknown_provider"
    message = _("There is no payment provider “%(provider)s”.")


class BadMethod(Invalid):
    code = "payments.bad_method"
    message = _("A payment method needs a code, a name in each language and a time for which items are reserved.")


class PaymentUnderWay(Conflict):
    """The order has another payment that is open or done. ``payment_id`` names it."""

    code = "payments.payment_under_way"
    message = _("A payment for this order is already in progress.")


class TooManyDeclined(TooMany):
    """So many attempts were refused, for this order or from this source, that cards are perhaps being tried out."""

    code = "payments.too_many_declined"
    message = _(
        "Several payments were refused by the bank. Please wait %(minutes)s minutes before you try a card "
        "again, or choose another payment method. Nothing of your order is lost."
    )


class BadAmount(Invalid):
    """The amount is not positive, or of another currency."""

    code = "payments.bad_amount"
    message = _("The amount must be more than zero, in %(currency)s.")


class TooMuch(Conflict):
    """More than is left to capture or to refund; ``available`` is what is left."""

    code = "payments.too_much"
    message = _("Only %(available)s is left on this payment.")


class NotPossibleNow(Conflict):
    """The payment is in no state for this operation."""

    code = "payments.not_possible_now"
    message = _("The state of this payment does not allow it.")


class OperationDiffers(Conflict):
    """The same operation was asked for before, with another amount."""

    code = "payments.operation_differs"
    message = _("This was already requested with a different amount.")


class NothingToRecord(Conflict):
    """The order waits for no money that a person records."""

    code = "payments.nothing_to_record"
    message = _("This order is not waiting for a payment that you could record.")


class ReceiptMismatch(Invalid):
    """What arrived is not what the payment is over."""

    code = "payments.receipt_mismatch"
    message = _("This payment was recorded with a different amount, %(due)s.")


class AlreadyRecorded(Conflict):
    """Nothing is due any more, and that money was recorded before."""

    code = "payments.already_recorded"
    message = _("%(amount)s is already recorded for this order, and nothing more is due.")


class RecordedBefore(Invalid):
    """Money of that amount and reference was recorded for the order before, and nobody says that it came twice."""

    code = "payments.recorded_before"
    message = _("%(amount)s is already recorded for this order with this reference. Tick below if it came twice.")


class MoreThanDue(Invalid):
    """More has arrived than is due, and nobody has said what becomes of the rest."""

    code = "payments.more_than_due"
    message = _("%(due)s is due. Say whether the rest is refunded or kept as store credit.")

    def __str__(self) -> str:
        if self.facts["due"]:
            return super().__str__()
        return str(_("Nothing is due. Say whether the payment is refunded or kept as store credit."))


class NothingToSend(Conflict):
    """No refund of the order waits for somebody to send it."""

    code = "payments.nothing_to_send"
    message = _("No refund is waiting to be sent: it has been sent, or none is due.")


class BadHolder(Invalid):
    code = "payments.bad_holder"
    message = _("Enter the account holder’s name, in at most 70 characters.")


class BadIban(Invalid):
    code = "payments.bad_iban"
    message = _("This is not a valid IBAN. Copy it from your bank’s page or statement.")


class BadSignature(Forbidden):
    """A message is unsigned, wrongly signed, or there is no secret to check it with."""

    code = "payments.bad_signature"
    message = _("This message is not signed by the provider.")


class StaleMessage(Forbidden):
    """A message's time is too far from ours: perhaps somebody plays an old one again."""

    code = "payments.stale_message"
    message = _("This message is too old.")


class MalformedMessage(Invalid):
    """A signed message that we do not understand."""

    code = "payments.malformed_message"
    message = _("This message cannot be read.")


class ProviderUnreachable(Busy):
    """The provider does not answer just now, or not so that it can be relied on."""

    code = "payments.provider_unreachable"
    message = _("The payment provider cannot be reached just now.")


class NotSupported(Conflict):
    """The provider cannot do this."""

    code = "payments.not_supported"
    message = _("This payment provider cannot do this.")
