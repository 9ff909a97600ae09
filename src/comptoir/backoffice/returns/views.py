"""Returns: the queue, the page, and one step a request."""

from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from comptoir.backoffice.desk import Desk, desk
from comptoir.backoffice.orders.known import in_words_of
from comptoir.backoffice.parts import Words
from comptoir.backoffice.refusals import refusals_in
from comptoir.backoffice.returns.forms import RefuseForm, ReplaceForm
from comptoir.backoffice.returns.previewing import preview_receipt
from comptoir.backoffice.returns.reading import back_words, receive_form, replace_form, return_list, return_page
from comptoir.domains.orders.queries import order
from comptoir.domains.returns.actions import accept_return
from comptoir.domains.returns.permissions import RETURNS_HANDLE, RETURNS_VIEW
from comptoir.domains.returns.queries import check_receipt, return_for_staff
from comptoir.domains.returns.values import Return, ReturnId, ReturnState
from comptoir.flows.receive_return import receive_return
from comptoir.flows.replace_goods import replace_goods
from comptoir.flows.turn_down_return import turn_down_return


@require_GET
@desk("orders", RETURNS_VIEW)
def returns(at: Desk) -> HttpResponse:
    return at.show(return_list(at))


@require_GET
@desk("orders", RETURNS_VIEW)
def one_return(at: Desk, id: UUID) -> HttpResponse:
    return at.show(return_page(at, return_for_staff(id, actor=at.actor)))


@require_POST
@desk("orders", RETURNS_HANDLE)
def accept(at: Desk, id: UUID) -> HttpResponse:
    form = forms.Form(at.request.POST)
    with refusals_in(form):
        accept_return(return_id=ReturnId(id), actor=at.actor, now=at.now)
    return _after(at, id, form, _("The return is accepted. The customer is told where to send the items."))


@require_POST
@desk("orders", RETURNS_HANDLE)
def replace(at: Desk, id: UUID) -> HttpResponse:
    found = return_for_staff(id, actor=at.actor)
    form = replace_form(at, found, in_words_of(at, order(found.order_id)), at.request.POST) or forms.Form(
        at.request.POST
    )
    if form.is_valid():
        instead = form.instead if isinstance(form, ReplaceForm) else {}
        with refusals_in(form):
            replace_goods(return_id=found.id, instead=instead, actor=at.actor, now=at.now)
    return _after(at, id, form, _("Replacements are reserved for the customer, and ship when the return arrives."))


@require_POST
@desk("orders", RETURNS_HANDLE)
def refuse(at: Desk, id: UUID) -> HttpResponse:
    form = RefuseForm(at.request.POST)
    if form.is_valid():
        with refusals_in(form):
            turn_down_return(return_id=ReturnId(id), because=form.cleaned_data["because"], actor=at.actor, now=at.now)
    return _after(at, id, form, _("The return is refused. The customer is told why."))


@require_POST
@desk("orders", RETURNS_HANDLE)
def receive(at: Desk, id: UUID) -> HttpResponse:
    """Received once the amount that goes back was shown for what came: another one is shown first."""
    found = return_for_staff(id, actor=at.actor)
    about, data = in_words_of(at, order(found.order_id)), at.request.POST.copy()
    form = receive_form(at, found, about, data)
    if form.is_valid() and found.state is ReturnState.ACCEPTED:
        back = None
        with refusals_in(form, kept_back_fields(found)):
            check_receipt(found, form.received, rest_awaited=form.rest_awaited)
            back = preview_receipt(found=found, order=about, lines=form.received)
        if back is not None and form.cleaned_data["shown"] != str(back.amount.minor):
            data["shown"] = str(back.amount.minor)
            messages.warning(at.request, f"{back_words(back)} {_('Press again to receive the items.')}")
            return at.show(return_page(at, found, form), status=422)
    words: Words = ""
    if form.is_valid():
        with refusals_in(form, kept_back_fields(found)):
            received = receive_return(
                return_id=found.id,
                lines=form.received,
                place_code=form.cleaned_data["place"],
                rest_awaited=form.rest_awaited,
                aside_at=form.cleaned_data.get("aside_at", ""),
                actor=at.actor,
                now=at.now,
            )
            words = _received_words(received)
    return _after(at, id, form, words)


def _received_words(found: Return) -> Words:
    """What follows from a receipt: nothing is promised that does not go back."""
    if found.refund:
        return _("The items are received. The credit note is issued and the refund is on its way.")
    if found.replacement_id:
        return _("The items are received. They pay for what is sent instead: nothing is refunded.")
    return _("The items are received. Nothing is refunded.")


def kept_back_fields(found: Return) -> dict[str, str]:
    names = ("kept_back", "kept_because")
    return {f"{name}.{line.position}": f"{name}_{line.position}" for name in names for line in found.lines}


def _after(at: Desk, id: UUID, form: forms.Form, words: Words) -> HttpResponse:
    """On to the return with good news, or the return with what was refused beside its field."""
    if form.errors:
        for refusal in form.non_field_errors():
            messages.error(at.request, str(refusal))
        return at.show(return_page(at, return_for_staff(id, actor=at.actor), form), status=422)
    at.said(words)
    return at.to("return", id)
