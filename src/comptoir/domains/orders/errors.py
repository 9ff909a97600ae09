from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from comptoir.domains.orders.values import HoldRule
from comptoir.kernel.errors import Conflict, Invalid, NotFound
from comptoir.kernel.money import Money


class UnknownOrder(NotFound):
    code = "orders.unknown"
    message = _("This order does not exist, or is not yours.")


class OrderLinkReplaced(NotFound):
    """The order's e-mail was corrected: what opened it before does so no more."""

    code = "orders.link_replaced"
    message = _("The e-mail address of this order was corrected: its new link was sent there.")


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
    message = _("The total has changed since it was shown to you. Please check it again.")

    def __init__(self, *, total: Money) -> None:
        super().__init__(total=total)
        self.total = total


class GoodsAwaited(Conflict):
    """Some of the goods are not there any more and have to be waited for, or longer than was shown."""

    code = "orders.goods_awaited"
    message = _("Some items are now on order and come later than shown. Please check the order again.")


class TermsNotAccepted(Conflict):
    """Other terms apply than those that were accepted; ``terms_version`` is the present one."""

    code = "orders.terms_not_accepted"
    message = _("Please accept the current terms of sale.")


class TooLateToCancel(Conflict):
    """It is being prepared; staff can call it off now, and the buyer can withdraw from it."""

    code = "orders.too_late_to_cancel"
    message = _("Your order is already being prepared. Until it ships, you can withdraw from it on its page.")


class NotAwaitingPayment(Conflict):
    """There is nothing to pay: it is paid already, or was cancelled."""

    code = "orders.not_awaiting_payment"
    message = _("This order is not waiting for a payment.")


class NotPaidFor(Conflict):
    """The money that was set aside could not be taken; goods do not leave."""

    code = "orders.not_paid_for"
    message = _("The payment provider did not release the money. The order cannot ship yet.")


class DifferenceDue(Conflict):
    """The order was made dearer, and the difference (``due``) is not paid yet; goods do not leave."""

    code = "orders.difference_due"
    message = _("A difference of %(due)s is still to be paid. The order cannot ship yet.")


_BY_RULE: Mapping[str, Promise] = {
    HoldRule.AMOUNT: _("Its total is above the limit for orders without review."),
    HoldRule.FIRST_AMOUNT: _("It is the customer’s first order, and a large one."),
    HoldRule.COUNTRIES: _("It is delivered to a different country than it is billed to."),
    HoldRule.MANY_ORDERS: _("Many orders came from this customer, or from the same connection, in a short time."),
    HoldRule.MANY_EMAILS: _("Many e-mail addresses ordered from the same connection in a short time."),
    HoldRule.MANY_TRIES: _("Many payments were refused before one succeeded."),
    HoldRule.DISPUTE: _("The buyer has disputed the payment with the bank."),
}


def hold_words(because: str) -> str | Promise:
    """Why an order is on hold: as somebody wrote it, or what the rule says that holds it."""
    return _BY_RULE.get(because, because)


class OnHold(Conflict):
    """Somebody, or a rule, holds the order back; ``because`` says why."""

    code = "orders.on_hold"
    message = _("This order is on hold: %(because)s")

    def __str__(self) -> str:
        return str(self.message) % {"because": hold_words(str(self.facts["because"]))}


class NotHoldable(Conflict):
    """There is nothing left to hold back."""

    code = "orders.not_holdable"
    message = _("This order has shipped or was cancelled: there is nothing to hold.")


class NotRevisable(Conflict):
    """What has left or was cancelled is changed by a return or a new order."""

    code = "orders.not_revisable"
    message = _("This order can no longer be changed.")


class NothingLeft(Conflict):
    """Every piece would be called off: cancel the order instead."""

    code = "orders.nothing_left"
    message = _("Nothing would be left of this order. Please cancel it as a whole.")


class ElsewhereNow(Conflict):
    """The market does not deliver to that country, or other taxes apply where the goods would be handed over."""

    code = "orders.elsewhere_now"
    message = _("Other taxes apply in that country, or this market does not deliver there: it takes a new order.")


class NotDeliveredSo(Invalid):
    code = "orders.not_delivered_so"
    message = _("This delivery method is not available for these items and this address.")


class PartlyLeft(Conflict):
    """Parcels have left by the way of delivery that was agreed."""

    code = "orders.partly_left"
    message = _("Part of the order has shipped: the delivery method and the country can no longer change.")


class OrderChangedMeanwhile(Conflict):
    """Somebody else changed it; ``revision`` is the present one."""

    code = "orders.changed_meanwhile"
    message = _("Someone has changed this order in the meantime. Please check it again.")


class TooManyPieces(Invalid):
    code = "orders.too_many_pieces"
    message = _("This is more units than there are.")


class EmptyNote(Invalid):
    code = "orders.empty_note"
    message = _("Please write between 1 and 4,000 characters.")


class NotRefundable(Conflict):
    """Only what was paid and stands is refunded by hand."""

    code = "orders.not_refundable"
    message = _("No payment of this order can be refunded by hand.")


class BadGesture(Invalid):
    """More than what it is about came to: ``most``."""

    code = "orders.bad_gesture"
    message = _("At most %(most)s of this can be refunded.")


class EmptyGesture(BadGesture):
    """Nothing would be given."""

    code = "orders.empty_gesture"
    message = _("The amount must be more than zero: nothing would be refunded.")


class GestureWithoutReason(BadGesture):
    """Nobody has written why."""

    code = "orders.gesture_without_reason"
    message = _("Please give the reason for the refund.")


class GestureDiffers(Conflict):
    """The same gesture was granted before, with other contents."""

    code = "orders.gesture_differs"
    message = _("This was already refunded with a different amount. Please check the order again.")


class BadHoldRules(Invalid):
    """An amount of another currency or below zero, or a number that would hold everything or nothing."""

    code = "orders.bad_hold_rules"
    message = _("Please enter an amount in the market’s currency, or a number from 1 to 1,000.")


class WaiverNeeded(Invalid):
    """Downloads are delivered at once only with the buyer's prior express consent, and their acknowledgement that the
    right of withdrawal ends by that: article 16, point (m), of directive 2011/83/EU; L221-28, 13°."""

    code = "orders.waiver_needed"
    message = _("Tick this box to receive your downloads as soon as they are paid for.")
