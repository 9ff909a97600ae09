"""Steps that ask for their reason, each on a page that says before what follows."""

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


def cancel_page(at: Desk, id: UUID, form: forms.Form) -> ReasonPage:
    found = order_for_staff(OrderId(id), actor=at.actor)
    return ReasonPage(
        title=_("Cancel order %(number)s?") % {"number": found.number},
        back=_back(found),
        form=form,
        lead=_("This cannot be taken back:"),
        consequences=_of_cancelling(found),
        action=reverse("backoffice:order-cancel", args=[id]),
        do=_("Cancel the order"),
        leave=_("Keep the order"),
        danger=True,
    )


def _of_cancelling(found: Order) -> tuple[Words, ...]:
    paid = found.state is not OrderState.AWAITING_PAYMENT
    money = _("%(total)s are refunded to the customer.") % {"total": money_text(found.total)}
    return (
        money if paid else _("The customer can no longer pay for it."),
        _("The goods go back to stock."),
        _("The customer is told by e-mail."),
    )


def hold_page(at: Desk, id: UUID, form: forms.Form) -> ReasonPage:
    found = order_for_staff(OrderId(id), actor=at.actor)
    return ReasonPage(
        title=_("Hold order %(number)s?") % {"number": found.number},
        back=_back(found),
        form=form,
        lead=_("Until somebody releases it:"),
        consequences=(
            _("Nothing of it is prepared or leaves."),
            _("Its goods and its money stay where they are."),
            _("The customer is not told."),
        ),
        action=reverse("backoffice:order-hold", args=[id]),
        do=_("Hold the order"),
        leave=_("Back to the order"),
    )


def _back(found: Order) -> Link:
    return Link(_("Order %(number)s") % {"number": found.number}, reverse("backoffice:order", args=[found.id]))
