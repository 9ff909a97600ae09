"""The payments of an order, with what went back of each."""

from django.urls import reverse
from django.utils.translation import gettext as _

from comptoir.backoffice.desk import Desk
from comptoir.backoffice.formats import money_text
from comptoir.backoffice.orders.known import Known, may
from comptoir.backoffice.orders.screens import PaymentRow, RefundRow
from comptoir.backoffice.orders.states import decline_words, payment_pill, refund_pill
from comptoir.backoffice.parts import Words
from comptoir.domains.orders.values import Order
from comptoir.domains.payments.permissions import PAYMENTS_REFUND
from comptoir.domains.payments.queries import methods
from comptoir.domains.payments.values import DisputeState, Operation, OperationState, Payment
from comptoir.kernel.money import Money, total_of
from comptoir.kernel.texts import text_in


def payment_rows(at: Desk, known: Known) -> tuple[PaymentRow, ...]:
    """First to last."""
    if not known.payments:
        return ()
    grouped = {one.id for group in known.together for one in group}
    labels = {method.code: text_in(method.labels, at.language) for method in methods(known.order.market)}
    return tuple(
        PaymentRow(
            method=labels.get(payment.method, payment.method),
            # Where no provider knows the payment, its reference is our own id and tells nobody anything.
            reference=payment.reference if payment.looked_up else "",
            amount=payment.amount,
            state=payment_pill(payment),
            at=payment.captured_at or payment.authorised_at or payment.opened_at,
            note=_note(known, payment),
            refunds=tuple(
                _refund(at, known, payment, refund)
                for refund in known.refunds
                if refund.payment_id == payment.id and refund.id not in grouped
            ),
        )
        for payment in known.payments
    )


def still_due(found: Order, payments: tuple[Payment, ...]) -> Money:
    """What no payment of an order holds yet."""
    return found.left_to_pay(held_by(payments, found.total.currency))


def held_by(payments: tuple[Payment, ...], currency: str) -> Money:
    """What they hold of it."""
    return total_of((payment.secured for payment in payments), currency)


def is_won(known: Known) -> bool:
    """Whether the buyer disputed a payment of the order and the bank has decided for the shop, of each such dispute."""
    return bool(known.disputes) and all(each.state is DisputeState.WON for each in known.disputes)


def _note(known: Known, payment: Payment) -> Words:
    won = [each.amount for each in known.disputes if each.payment_id == payment.id and each.state is DisputeState.WON]
    if won and not payment.disputed:
        return _("Dispute won: the bank leaves you %(amount)s.") % {
            "amount": money_text(total_of(won, payment.amount.currency))
        }
    if payment.disputed:
        return _("The buyer has asked the bank for %(amount)s back.") % {"amount": money_text(payment.disputed)}
    if payment.credited:
        return _("%(amount)s of it was issued as store credit.") % {"amount": money_text(payment.credited)}
    return decline_words(payment.failure)


def _refund(at: Desk, known: Known, payment: Payment, refund: Operation) -> RefundRow:
    by_hand = not payment.looked_up and refund.state in (OperationState.REQUESTED, OperationState.UNKNOWN)
    may_say_so = by_hand and may(at, known.order, PAYMENTS_REFUND)
    return RefundRow(
        amount=refund.amount,
        state=refund_pill(refund),
        at=refund.answered_at or refund.requested_at,
        sent_action=reverse("backoffice:refund-sent", args=[refund.id]) if may_say_so else "",
    )
