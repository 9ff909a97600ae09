"""Vouchers: the list, making some, one in full, the codes of a batch, switching one off and on."""

from uuid import UUID

from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from comptoir.backoffice.desk import Desk, desk
from comptoir.backoffice.parts import Link
from comptoir.backoffice.pricing.forms import NewVoucherForm
from comptoir.backoffice.pricing.reading import batch_page, voucher_list, voucher_page
from comptoir.backoffice.pricing.screens import VoucherForm
from comptoir.backoffice.refusals import refusals_in
from comptoir.domains.pricing.actions import add_vouchers, switch_voucher_off, switch_voucher_on
from comptoir.domains.pricing.permissions import PRICING_VIEW, PRICING_VOUCHERS
from comptoir.domains.pricing.queries import voucher as voucher_by_id
from comptoir.domains.pricing.values import VoucherId
from comptoir.kernel.ids import new_id


@require_GET
@desk("products", PRICING_VIEW)
def vouchers(at: Desk) -> HttpResponse:
    return at.show(voucher_list(at))


@require_http_methods(["GET", "POST"])
@desk("products", PRICING_VOUCHERS)
def voucher_new(at: Desk) -> HttpResponse:
    if at.request.method != "POST":
        return at.show(_form_page(NewVoucherForm(initial={"key": new_id()}, market=at.market)))
    form = NewVoucherForm(at.request.POST, market=at.market)
    if form.is_valid():
        key = form.cleaned_data["key"]
        made: tuple[VoucherId, ...] = ()
        with refusals_in(form, {"starts_at": "starts_on", "ends_at": "ends_on"}):
            made = add_vouchers(batch=form.drafts(at.now), key=key, actor=at.actor, now=at.now)
        if made:
            return at.to("voucher", made[0]) if len(made) == 1 else at.to("voucher-batch", key)
    return at.show(_form_page(form), status=422)


def _form_page(form: NewVoucherForm) -> VoucherForm:
    return VoucherForm(
        title=_("Create vouchers"),
        context=_("A voucher cannot be edited once created: deactivate it and create another."),
        back=Link(_("Vouchers"), reverse("backoffice:vouchers")),
        form=form,
        action=reverse("backoffice:voucher-new"),
    )


@require_GET
@desk("products", PRICING_VIEW)
def voucher(at: Desk, id: UUID) -> HttpResponse:
    return at.show(voucher_page(at, voucher_by_id(VoucherId(id), actor=at.actor)))


@require_GET
@desk("products", PRICING_VIEW)
def batch(at: Desk, id: UUID) -> HttpResponse:
    return at.show(batch_page(at, id))


@require_POST
@desk("products", PRICING_VOUCHERS)
def switch(at: Desk, id: UUID) -> HttpResponse:
    """Switch it off, or on again when it is off."""
    known = voucher_by_id(VoucherId(id), actor=at.actor)
    change = switch_voucher_off if known.active else switch_voucher_on
    change(voucher_id=known.id, actor=at.actor, now=at.now)
    at.said(_("No one can use it any more.") if known.active else _("It can be used again."))
    return at.to("voucher", id)
