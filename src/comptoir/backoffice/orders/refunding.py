"""Giving money back by hand: as a gesture, and by transfer."""

from uuid import UUID

from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_http_methods, require_POST
from stdnum import iban

from comptoir.backoffice.desk import Desk, desk
from comptoir.backoffice.formats import money_text
from comptoir.backoffice.orders.known import may, seen_by_staff
from comptoir.backoffice.orders.refund_forms import RefundForm, lines_to_refund
from comptoir.backoffice.orders.screens import ByHandList, ByHandRow, CreditGivenPage, RefundPage
from comptoir.backoffice.parts import Link, Words
from comptoir.backoffice.refusals import refusals_in
from comptoir.domains.invoicing.queries import documents_of
from comptoir.domains.orders.queries import gesture_worth, numbers_for
from comptoir.domains.orders.values import Gesture, GestureWay, Order, OrderId
from comptoir.domains.payments.permissions import PAYMENTS_REFUND, PAYMENTS_VIEW
from comptoir.domains.payments.queries import methods, payment_of_refund, payments_of, refunds_by_hand
from comptoir.domains.payments.values import PAID_BEYOND_DUE, OperationId, RefundByHand
from comptoir.domains.stored_value.permissions import STORED_VALUE_ISSUE
from comptoir.domains.stored_value.values import Issued
from comptoir.flows.confirm_refund import confirm_refund
from comptoir.flows.keep_refund_as_credit import keep_refund_as_credit
from comptoir.flows.refund_order import GivenBack, refund_order
from comptoir.kernel.money import Money, total_of
from comptoir.kernel.texts import text_in


@require_http_methods(["GET", "POST"])
@desk("orders", PAYMENTS_REFUND)
def refund(at: Desk, id: UUID) -> HttpResponse:
    found = seen_by_staff(at, OrderId(id))
    written = (at.request.POST,) if at.request.method == "POST" else ()
    most = refundable(found)
    form = RefundForm(*written, lines=lines_to_refund(found), most=most, credit=may(at, found, STORED_VALUE_ISSUE))
    if not written:
        return at.show(_refund_page(found, form, most))
    given = None
    if form.is_valid():
        with refusals_in(form):
            given = _given(at, found, form)
    if given is None:
        return at.show(_refund_page(found, form, most), status=422)
    if given.credit:
        return at.show(_credit_page(found, given.credit))
    at.said(_("The refund is on its way to the customer."))
    return at.to("order", id)


def refundable(found: Order) -> Money:
    """What may still be given back of what an order's payments took."""
    return total_of((payment.refundable for payment in payments_of(found.id)), found.total.currency)


def _given(at: Desk, found: Order, form: RefundForm) -> GivenBack:
    values = form.cleaned_data
    positions = tuple(sorted(values["positions"]))
    gesture = Gesture(
        id=values["key"],
        amount=gesture_worth(found, positions) if values["amount"] is None else values["amount"],
        way=GestureWay(values.get("way") or GestureWay.REFUND),
        positions=positions,
    )
    return refund_order(order_id=found.id, gesture=gesture, because=values["because"], actor=at.actor, now=at.now)


def _refund_page(found: Order, form: RefundForm, most: Money) -> RefundPage:
    return RefundPage(
        title=_("Refund order %(number)s") % {"number": found.number},
        context=_("The customer keeps the items: if they come back, receive the return.")
        if any(line.with_customer for line in found.lines)
        else "",
        back=_back(found),
        form=form,
        most=most,
        consequences=_consequences(found),
        action=reverse("backoffice:order-refund", args=[found.id]),
    )


def _consequences(found: Order) -> tuple[Words, ...]:
    invoiced = bool(documents_of(found.id))
    return (
        _("A credit note for this amount is issued.") if invoiced else _("It is credited when the invoice is issued."),
        _("Refunds go to the original payment methods, the latest payment first."),
        _("Store credit belongs to %(email)s; its code is sent there, and shown once, here.") % {"email": found.email},
    )


def _credit_page(found: Order, issued: Issued) -> CreditGivenPage:
    return CreditGivenPage(
        title=_("Store credit of %(amount)s is issued") % {"amount": money_text(issued.entry.amount)},
        back=_back(found),
        code=issued.code,
        email=found.email,
    )


def _back(found: Order) -> Link:
    return Link(_("Order %(number)s") % {"number": found.number}, reverse("backoffice:order", args=[found.id]))


@require_GET
@desk("orders", PAYMENTS_VIEW)
def refunds(at: Desk) -> HttpResponse:
    """The queue of refunds that a person has to send."""
    waiting = refunds_by_hand(at.market.code, actor=at.actor)
    numbers = numbers_for([one.order_id for one in waiting])
    labels = {method.code: text_in(method.labels, at.language) for method in methods(at.market.code)}
    rows = tuple(
        ByHandRow(
            href=reverse("backoffice:order", args=[one.order_id]),
            number=numbers.get(OrderId(one.order_id), _("Order")),
            method=labels.get(one.method, one.method),
            why=_why(one.cause),
            requested_at=one.requested_at,
            amount=one.amount,
            holder=one.to.holder if one.to else "",
            iban=iban.format(one.to.iban) if one.to else "",
            sent_action=reverse("backoffice:refund-sent", args=[one.id]) if at.can(PAYMENTS_REFUND) else "",
            kept_action=reverse("backoffice:refund-kept", args=[one.id]) if _may_keep(at, one) else "",
        )
        for one in waiting
    )
    screen = ByHandList(
        title=_("Refunds to send"),
        context=_("Refunds by bank transfer: send them from your account, then mark them as sent here."),
        back=Link(_("Orders"), reverse("backoffice:orders")),
        listing=None,
        rows=rows,
    )
    return at.show(screen)


_CAUSES = {
    "cancelled": gettext_lazy("Order cancelled"),
    "return": gettext_lazy("Items returned"),
    "gesture": gettext_lazy("Refund as a goodwill gesture"),
    "revision": gettext_lazy("Order changed"),
    "dispute": gettext_lazy("Dispute won"),
    "wrong": gettext_lazy("Amount differs from the request"),
    "unwanted": gettext_lazy("Paid more than once"),
    "sold": gettext_lazy("Sold out before it was paid"),
    "too": gettext_lazy("Overpaid"),
}
"""By the first word of the cause that the refund was asked for."""


def _why(cause: str) -> Words:
    return _CAUSES.get(cause.partition(" ")[0], cause)


def _may_keep(at: Desk, one: RefundByHand) -> bool:
    return one.cause in PAID_BEYOND_DUE and at.can(PAYMENTS_REFUND) and at.can(STORED_VALUE_ISSUE)


@require_POST
@desk("orders", PAYMENTS_REFUND)
def refund_kept(at: Desk, id: UUID) -> HttpResponse:
    """What was paid beyond what was due becomes store credit of the customer."""
    at.actor.must(PAYMENTS_REFUND, market=payment_of_refund(OperationId(id)).market)
    because = _("Overpaid")
    keep_refund_as_credit(operation_id=OperationId(id), because=because, actor=at.actor, now=at.now)
    at.said(_("It is now store credit: the code was sent to the customer."))
    return at.to("refunds")


@require_POST
@desk("orders", PAYMENTS_REFUND)
def refund_sent(at: Desk, id: UUID) -> HttpResponse:
    """A person has sent the money of a refund back, from the bank account."""
    found = payment_of_refund(OperationId(id))
    at.actor.must(PAYMENTS_REFUND, market=found.market)
    confirm_refund(operation_id=OperationId(id), actor=at.actor, now=at.now)
    at.said(_("The refund is recorded as sent."))
    return at.to("refunds") if at.request.POST.get("back") == "queue" else at.to("order", found.order_id)
