"""Money that staff saw arrive on the account: all that is due, a part, or too much."""

from uuid import UUID

from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from comptoir.backoffice.desk import Desk, desk
from comptoir.backoffice.formats import money_text
from comptoir.backoffice.orders.forms import RecordPaymentForm
from comptoir.backoffice.orders.known import may
from comptoir.backoffice.orders.money import still_due
from comptoir.backoffice.orders.reasons import back_to
from comptoir.backoffice.orders.screens import ReasonPage
from comptoir.backoffice.refusals import refusals_in
from comptoir.domains.orders.queries import order_for_staff
from comptoir.domains.orders.values import Order, OrderId
from comptoir.domains.payments.permissions import PAYMENTS_RECORD
from comptoir.domains.payments.queries import payments_of
from comptoir.domains.stored_value.permissions import STORED_VALUE_ISSUE
from comptoir.flows.record_payment import record_payment
from comptoir.kernel.money import Money


@require_http_methods(["GET", "POST"])
@desk("orders", PAYMENTS_RECORD)
def record(at: Desk, id: UUID) -> HttpResponse:
    found = order_for_staff(OrderId(id), actor=at.actor)
    due = still_due(found, payments_of(found.id))
    credit = may(at, found, STORED_VALUE_ISSUE)
    if at.request.method != "POST":
        return at.show(_page(found, due, RecordPaymentForm(due=due, credit=credit)))
    form = RecordPaymentForm(at.request.POST, due=due, credit=credit)
    if form.is_valid():
        values = form.cleaned_data
        with refusals_in(form):
            record_payment(
                order_id=found.id,
                amount=due if values["amount"] is None else values["amount"],
                bank_reference=values["reference"],
                key=str(values["key"] or ""),
                excess=form.excess_way,
                told_apart=values["another"],
                actor=at.actor,
                now=at.now,
            )
    if form.errors:
        return at.show(_page(found, due, form), status=422)
    at.said(_("The payment is recorded."))
    return at.to("order", id)


def _page(found: Order, due: Money, form: RecordPaymentForm) -> ReasonPage:
    return ReasonPage(
        title=_("Payment for order %(number)s") % {"number": found.number},
        back=back_to(found),
        form=form,
        lead=_("%(due)s is due.") % {"due": money_text(due)} if due else _("Nothing is due for this order."),
        consequences=(
            _("What is missing stays due: the customer is asked for it."),
            _("The overpayment is refunded or becomes store credit, as you choose."),
            _("Everything is refunded when the order was cancelled."),
        ),
        action=reverse("backoffice:order-record-payment", args=[found.id]),
        do=_("Record the payment"),
        leave=_("Back to the order"),
    )
