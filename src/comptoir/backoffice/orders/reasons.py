"""Steps that ask for their reason, each on a page that says before what follows."""

from collections.abc import Iterator
from uuid import UUID

from django import forms
from django.urls import reverse
from django.utils.translation import gettext as _

from comptoir.backoffice.desk import Desk
from comptoir.backoffice.formats import money_text
from comptoir.backoffice.orders.screens import ReasonPage
from comptoir.backoffice.parts import Link, Words
from comptoir.domains.orders.queries import order_for_staff
from comptoir.domains.orders.values import Order, OrderId, OrderState
from comptoir.domains.payments.queries import payments_of
from comptoir.domains.payments.values import Payment, PaymentState
from comptoir.kernel.money import total_of


def cancel_page(found: Order, form: forms.Form) -> ReasonPage:
    return ReasonPage(
        title=_("Cancel order %(number)s?") % {"number": found.number},
        back=back_to(found),
        form=form,
        lead=_("This cannot be undone:"),
        consequences=_of_cancelling(found),
        action=reverse("backoffice:order-cancel", args=[found.id]),
        do=_("Cancel the order"),
        leave=_("Keep the order"),
        danger=True,
    )


def _of_cancelling(found: Order) -> tuple[Words, ...]:
    unpaid = found.state is OrderState.AWAITING_PAYMENT
    return (
        *((_("The customer can no longer pay for it."),) if unpaid else ()),
        *_money_of_cancelling(found, payments_of(found.id)),
        _("The items return to stock."),
        _("The customer is notified by e-mail."),
    )


def _money_of_cancelling(found: Order, payments: tuple[Payment, ...]) -> Iterator[Words]:
    """What becomes of what its payments hold: what was taken, is set aside, is disputed."""
    currency = found.total.currency
    if taken := total_of((payment.refundable for payment in payments), currency):
        yield _("%(amount)s is refunded to the customer.") % {"amount": money_text(taken)}
    held = total_of((each.secured for each in payments if each.state is PaymentState.AUTHORISED), currency)
    if held:
        yield _("The authorisation of %(amount)s is released.") % {"amount": money_text(held)}
    if disputed := total_of((payment.disputed for payment in payments), currency):
        words = _("%(amount)s is in dispute: the customer’s bank decides, and none of it is refunded.")
        yield words % {"amount": money_text(disputed)}
    if not (taken or held or disputed or found.state is OrderState.AWAITING_PAYMENT):
        yield _("No refund: nothing is left.")


def hold_page(at: Desk, id: UUID, form: forms.Form) -> ReasonPage:
    found = order_for_staff(OrderId(id), actor=at.actor)
    return ReasonPage(
        title=_("Hold order %(number)s?") % {"number": found.number},
        back=back_to(found),
        form=form,
        lead=_("Until someone releases it:"),
        consequences=(
            _("Nothing in it is prepared or shipped."),
            _("Its items and payment stay as they are."),
            _("The customer is not notified."),
        ),
        action=reverse("backoffice:order-hold", args=[id]),
        do=_("Hold the order"),
        leave=_("Back to the order"),
    )


def back_to(found: Order) -> Link:
    """To the order."""
    return Link(_("Order %(number)s") % {"number": found.number}, reverse("backoffice:order", args=[found.id]))
