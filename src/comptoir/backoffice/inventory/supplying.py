"""Suppliers: the list and one in full."""

from django import forms
from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_http_methods

from comptoir.backoffice.desk import Desk, desk
from comptoir.backoffice.history.telling import history_told
from comptoir.backoffice.inventory.forms import SupplierForm
from comptoir.backoffice.inventory.papers import supply_tabs
from comptoir.backoffice.inventory.screens import Panel, PaperList, PaperPage, PaperRow
from comptoir.backoffice.parts import Act, Link, Pill, Tone
from comptoir.backoffice.refusals import refusals_in
from comptoir.domains.inventory.actions import save_supplier
from comptoir.domains.inventory.permissions import INVENTORY_BUY, INVENTORY_VIEW
from comptoir.domains.inventory.queries import suppliers
from comptoir.domains.inventory.values import Supplier
from comptoir.kernel.errors import NotFound

_FACTS = ("name", "email", "language", "lead_days", "currency", "active")


@require_GET
@desk("stock", INVENTORY_VIEW)
def supplier_list(at: Desk) -> HttpResponse:
    new = Act(label=_("Add a supplier"), href=reverse("backoffice:supplier-new"), icon="plus", primary=True)
    screen = PaperList(
        title=_("Suppliers"),
        context=_("Who you buy from, and how long they take to deliver."),
        tabs=supply_tabs("suppliers"),
        actions=(new,) if at.can(INVENTORY_BUY) else (),
        heads=(_("E-mail"), _("Lead time"), _("Currency")),
        rows=tuple(
            PaperRow(
                href=reverse("backoffice:supplier", args=[one.code]),
                name=one.name,
                facts=(
                    one.email or "–",
                    ngettext("%(days)s day", "%(days)s days", one.lead_days) % {"days": one.lead_days},
                    one.currency,
                ),
                state=_state(one),
            )
            for one in suppliers(actor=at.actor)
        ),
        none=_("No supplier yet"),
        none_hint=_("Add the suppliers you buy from; each item can then name its own."),
    )
    return at.show(screen)


def _state(one: Supplier) -> Pill:
    return Pill(_("Active"), Tone.POSITIVE) if one.active else Pill(_("Former"), Tone.NEUTRAL)


@require_http_methods(["GET", "POST"])
@desk("stock", INVENTORY_BUY)
def supplier_new(at: Desk) -> HttpResponse:
    if at.request.method != "POST":
        form = SupplierForm(is_new=True, initial={"currency": at.market.currency})
        return at.show(_page(at, None, form))
    form = SupplierForm(at.request.POST, is_new=True)
    if form.is_valid() and any(one.code == form.cleaned_data["code"] for one in suppliers(actor=at.actor)):
        form.add_error("code", _("A supplier already has this code."))
    return _saved(at, None, form)


@require_http_methods(["GET", "POST"])
@desk("stock", INVENTORY_VIEW)
def supplier(at: Desk, code: str) -> HttpResponse:
    known = next((one for one in suppliers(actor=at.actor) if one.code == code), None)
    if known is None:
        raise NotFound
    if at.request.method != "POST":
        initial = {name: getattr(known, name) for name in _FACTS}
        return at.show(_page(at, known, SupplierForm(is_new=False, initial=initial)))
    at.actor.must(INVENTORY_BUY)
    return _saved(at, known, SupplierForm(at.request.POST, is_new=False))


def _saved(at: Desk, known: Supplier | None, form: SupplierForm) -> HttpResponse:
    if not form.errors:
        code = known.code if known else form.cleaned_data["code"]
        facts = {name: form.cleaned_data[name] for name in _FACTS} | {"currency": form.cleaned_data["currency"].upper()}
        with refusals_in(form):
            save_supplier(supplier=Supplier(code=code, **facts), actor=at.actor, now=at.now)
    if form.errors:
        return at.show(_page(at, known, form), status=422)
    at.said(_("The supplier is saved."))
    return at.to("suppliers")


def _page(at: Desk, known: Supplier | None, form: forms.Form) -> PaperPage:
    action = reverse("backoffice:supplier", args=[known.code]) if known else reverse("backoffice:supplier-new")
    panel = Panel(title=_("Details"), form=form, action=action, button=_("Save the supplier"))
    return PaperPage(
        title=known.name if known else _("New supplier"),
        context=_("Code “%(code)s”.") % {"code": known.code} if known else "",
        pills=(_state(known),) if known else (),
        back=Link(_("Suppliers"), reverse("backoffice:suppliers")),
        read_only=not at.can(INVENTORY_BUY),
        panels=(panel,),
        history=history_told("inventory.supplier", known.code) if known else (),
    )
