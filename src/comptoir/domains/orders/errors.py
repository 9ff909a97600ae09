from django.utils.translation import gettext_lazy as _

from comptoir.kernel.errors import Conflict, NotFound
from comptoir.kernel.money import Money


class UnknownOrder(NotFound):
    code = "orders.unknown"
    message = _("This order does not exist, or is not yours.")


class CartAlreadyOrdered(Conflict):
    """A cart makes one order; ``order_id`` says which."""

    code = "orders.cart_already_ordered"
    message = _("This basket has already been ordered.")


class OrderNotPast(Conflict):
    """Only what ended at least thirty days ago can be taken over as it was: younger orders still tell their news."""

    code = "orders.not_past"
    message = _("Order %(order_id)s has not ended long enough ago, or its steps are out of order.")


class TotalChanged(Conflict):
    """The total is no longer the one that was shown; ``total`` is today's."""

    code = "orders.total_changed"
    message = _("The total has changed since it was shown to you. Please look at it again.")

    def __init__(self, *, total: Money) -> None:
        super().__init__(total=total)
        self.total = total


class TermsNotAccepted(Conflict):
    """Other terms apply than those that were accepted; ``terms_version`` is the present one."""

    code = "orders.terms_not_accepted"
    message = _("Please accept the terms of sale as they are now.")


class TooLateToCancel(Conflict):
    """It is being prepared; only staff can call it off now."""

    code = "orders.too_late_to_cancel"
    message = _("Your order is already being prepared. Please write to us.")


class NotAwaitingPayment(Conflict):
    """There is nothing to pay: it is paid already, or was cancelled."""

    code = "orders.not_awaiting_payment"
    message = _("This order is not waiting for a payment.")


class NotPaidFor(Conflict):
    """The money that was set aside could not be taken; goods do not leave."""

    code = "orders.not_paid_for"
    message = _("The payment provider did not release the money. The order cannot leave yet.")
