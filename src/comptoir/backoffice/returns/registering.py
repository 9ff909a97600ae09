"""A return that staff write down: a telephone call, or a parcel without its slip."""

from uuid import UUID

from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from comptoir.backoffice.desk import Desk, desk
from comptoir.backoffice.orders.known import seen_by_staff
from comptoir.backoffice.orders.screens import ReasonPage
from comptoir.backoffice.parts import Link
from comptoir.backoffice.refusals import refusals_in
from comptoir.backoffice.returns.forms import RegisterForm
from comptoir.domains.orders.values import Order, OrderId
from comptoir.domains.returns.permissions import RETURNS_REQUEST
from comptoir.domains.returns.queries import swap_choices, withdrawable_lines
from comptoir.domains.returns.values import ReturnKind
from comptoir.flows.declare_return import declare_return
from comptoir.flows.request_exchange import request_exchange
from comptoir.kernel.ids import new_id


@require_http_methods(["GET", "POST"])
@desk("orders", RETURNS_REQUEST)
def register(at: Desk, id: UUID) -> HttpResponse:
    found = seen_by_staff(at, OrderId(id))
    at.actor.must(RETURNS_REQUEST, market=found.market)
    if at.request.method != "POST":
        return at.show(_page(found, _form(at, found)))
    form, made = _form(at, found, at.request.POST), None
    if form.is_valid():
        with refusals_in(form):
            asked = form.asked_of(found.id)
            ask = request_exchange if asked.kind is ReturnKind.EXCHANGE else declare_return
            made = ask(asked=asked, actor=at.actor, now=at.now)
    if made is None:
        return at.show(_page(found, form), status=422)
    at.said(_("The return is registered. The customer receives the acknowledgement by e-mail."))
    return at.to("return", made.id)


def _form(at: Desk, found: Order, data: object = None) -> RegisterForm:
    lines = withdrawable_lines(found)
    positions = {each.line.position for each in lines}
    return RegisterForm(
        data,
        lines=lines,
        choices=swap_choices(found, positions, kind=ReturnKind.EXCHANGE, now=at.now),
        language=at.language,
        initial={
            "key": new_id(),
            "name": found.billing_address.name or found.shipping_address.name,
            "email": found.email,
        },
    )


def _page(found: Order, form: RegisterForm) -> ReasonPage:
    return ReasonPage(
        title=_("Register a return for order %(number)s") % {"number": found.number},
        back=Link(_("Order %(number)s") % {"number": found.number}, reverse("backoffice:order", args=[found.id])),
        form=form,
        lead=_("As if the customer had filled it in:"),
        consequences=(
            _("A withdrawal or an exchange is accepted at once; whatever has not shipped is cancelled."),
            _("A complaint is waiting for your decision."),
            _("The customer receives the acknowledgement by e-mail."),
        ),
        action=reverse("backoffice:order-return", args=[found.id]),
        do=_("Register the return"),
        leave=_("Back to the order"),
        danger=False,
    )
