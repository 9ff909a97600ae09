"""Giving money back by hand: as a gesture, and by transfer."""

from uuid import UUID

from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from comptoir.backoffice.desk import Desk, desk
from comptoir.backoffice.formats import money_text
from comptoir.backoffice.orders.by_hand import by_hand_rows, sent_together
from comptoir.backoffice.orders.by_hand_screens import ByHandList
from comptoir.backoffice.orders.known import may, seen_by_staff
from comptoir.backoffice.orders.refund_forms import RefundForm, lines_to_refund
from comptoir.backoffice.orders.screens import CreditGivenPage, RefundPage
from comptoir.backoffice.parts import Link, Words
from comptoir.backoffice.refusals import refusals_in
from comptoir.domains.invoicing.queries import documents_of
from comptoir.domains.orders.queries import gesture_worth, numbers_for
from comptoir.domains.orders.values import Gesture, GestureWay, Order, OrderId
from comptoir.domains.payments.errors import UnknownOperation
from comptoir.domains.payments.permissions import PAYMENTS_REFUND, PAYMENTS_VIEW
from comptoir.domains.payments.queries import payment_of_refund, payments_of, refunds_by_hand
from comptoir.domains.payments.values import OperationId
from comptoir.domains.stored_value.permissions import STORED_VALUE_ISSUE
from comptoir.domains.stored_value.values import Issued
from comptoir.flows.confirm_refunds import confirm_refunds
from comptoir.flows.keep_refund_as_credit import keep_refund_as_credit
from comptoir.flows.refund_order import GivenBack, refund_order
from comptoir.kernel.money import Money, total_of

_MOST_TOGETHER = 100


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
    rows = by_hand_rows(at, sent_together(waiting), numbers, at.market.code)
    screen = ByHandList(
        title=_("Refunds to send"),
        context=_("Refunds by bank transfer: send them from your account, then mark them as sent here."),
        back=Link(_("Orders"), reverse("backoffice:orders")),
        listing=None,
        rows=rows,
    )
    return at.show(screen)


@require_POST
@desk("orders", PAYMENTS_REFUND)
def refund_kept(at: Desk, id: UUID) -> HttpResponse:
    """What was paid beyond what was due becomes store credit of the customer."""
    at.actor.must(PAYMENTS_REFUND, market=payment_of_refund(OperationId(id)).market)
    because = _("Overpaid")
    keep_refund_as_credit(operation_id=OperationId(id), because=because, actor=at.actor, now=at.now)
    at.said(_("It is now store credit: the code was sent to the customer."))
    return at.to("refunds")


def _others(at: Desk) -> list[UUID]:
    """:raises UnknownOperation: for what is no refund's id."""
    try:
        return [UUID(each) for each in at.request.POST.getlist("also")[:_MOST_TOGETHER]]
    except ValueError:
        raise UnknownOperation from None


@require_POST
@desk("orders", PAYMENTS_REFUND)
def refund_sent(at: Desk, id: UUID) -> HttpResponse:
    """A person has sent the money of a refund back, from the bank account, of all payments that it was asked of."""
    ids = [OperationId(each) for each in (id, *_others(at))]
    found = [payment_of_refund(each) for each in ids]
    for payment in found:
        at.actor.must(PAYMENTS_REFUND, market=payment.market)
    confirm_refunds(operation_ids=ids, actor=at.actor, now=at.now)
    at.said(_("The refund is recorded as sent."))
    return at.to("refunds") if at.request.POST.get("back") == "queue" else at.to("order", found[0].order_id)
