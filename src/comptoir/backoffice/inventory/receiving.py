"""Goods that came without a purchase order."""

from uuid import UUID

from django import forms
from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_http_methods

from comptoir.backoffice.amounts import read_price
from comptoir.backoffice.desk import Desk, desk
from comptoir.backoffice.formats import moment_text, money_text, number_text
from comptoir.backoffice.history.telling import history_told
from comptoir.backoffice.inventory.forms import TakeInForm
from comptoir.backoffice.inventory.papers import article_lines, articles_in, place_choices, place_names, supply_tabs
from comptoir.backoffice.inventory.picking import picking_goes_on
from comptoir.backoffice.inventory.screens import Panel, PaperList, PaperPage, PaperRow
from comptoir.backoffice.narrowing import Narrowing
from comptoir.backoffice.parts import Act, Link, Pill, Tone
from comptoir.backoffice.refusals import refusals_in
from comptoir.domains.inventory.actions import take_in_goods
from comptoir.domains.inventory.permissions import INVENTORY_ADJUST, INVENTORY_VIEW
from comptoir.domains.inventory.queries import goods_receipt, goods_receipts
from comptoir.domains.inventory.values import ReceiptId, ReceiptLine
from comptoir.kernel.money import NotAnAmount

_ON_SHELF = Pill(gettext_lazy("On the shelf"), Tone.POSITIVE)


@require_GET
@desk("stock", INVENTORY_VIEW)
def receipts(at: Desk) -> HttpResponse:
    wanted = Narrowing.read(at.request)
    page, names = goods_receipts(actor=at.actor, cursor=wanted.cursor), place_names(at)
    new = Act(label=_("Receive items"), href=reverse("backoffice:receipt-new"), icon="plus", primary=True)
    screen = PaperList(
        title=_("Receipts"),
        context=_("What came without a purchase order. What was ordered is received on its purchase order."),
        tabs=supply_tabs("receipts"),
        actions=(new,) if at.can(INVENTORY_ADJUST) else (),
        heads=(_("Delivery note"), _("Location"), _("Came on"), _("Pieces")),
        rows=tuple(
            PaperRow(
                href=reverse("backoffice:receipt", args=[one.id]),
                name=one.number,
                facts=(
                    one.delivery_note,
                    names.get(one.place_code, one.place_code),
                    moment_text(one.received_at, now=at.now),
                    number_text(one.pieces),
                ),
                state=_ON_SHELF,
            )
            for one in page.items
        ),
        none=_("Nothing came without a purchase order"),
        none_hint=_("Receive items that have no purchase order, with their delivery note."),
        next_href=wanted.href(cursor=page.next_cursor) if page.next_cursor else "",
    )
    return at.show(screen)


@require_http_methods(["GET", "POST"])
@desk("stock", INVENTORY_ADJUST)
def receipt_new(at: Desk) -> HttpResponse:
    if at.request.method != "POST":
        return at.show(_new(TakeInForm(places=place_choices(at))))
    form, id = TakeInForm(at.request.POST, places=place_choices(at)), None
    if picking_goes_on(at, form):
        return at.show(_new(form))
    if form.is_valid():
        lines = _lines(at, form)
        if not form.errors:
            with refusals_in(form):
                id = take_in_goods(
                    place_code=form.cleaned_data["place"],
                    lines=lines,
                    delivery_note=form.cleaned_data["delivery_note"],
                    key=form.cleaned_data["key"],
                    actor=at.actor,
                    now=at.now,
                )
    if id is None:
        return at.show(_new(form), status=422)
    at.said(_("The items are in stock."))
    return at.to("receipt", id)


def _lines(at: Desk, form: TakeInForm) -> list[ReceiptLine]:
    lines = []
    for id, line in articles_in(form, form.cleaned_data["lines"]):
        try:
            cost = read_price(line.amount, at.market.currency) if line.amount else None
        except NotAnAmount:
            form.add_error(
                "lines", _("“%(amount)s” is not a price of “%(sku)s”.") % {"amount": line.amount, "sku": line.sku}
            )
            continue
        lines.append(ReceiptLine(variant_id=id, quantity=line.quantity, unit_cost=cost))
    return lines


def _new(form: forms.Form) -> PaperPage:
    panel = Panel(
        title=_("What came"),
        form=form,
        action=reverse("backoffice:receipt-new"),
        button=_("Put them on the shelf"),
        lead=_("For items without a purchase order. What was ordered is received on its purchase order."),
    )
    return PaperPage(title=_("Receive items"), back=_back(), panels=(panel,))


def _back() -> Link:
    return Link(_("Receipts"), reverse("backoffice:receipts"))


@require_GET
@desk("stock", INVENTORY_VIEW)
def receipt(at: Desk, id: UUID) -> HttpResponse:
    known = goods_receipt(ReceiptId(id), actor=at.actor)
    cells = [
        (
            line.variant_id,
            (number_text(line.quantity), money_text(line.unit_cost) if line.unit_cost is not None else "–"),
        )
        for line in known.lines
    ]
    place = place_names(at).get(known.place_code, known.place_code)
    screen = PaperPage(
        title=known.number,
        context=_("Delivery note %(note)s, at %(place)s.") % {"note": known.delivery_note, "place": place},
        pills=(_ON_SHELF,),
        back=_back(),
        heads=(_("Pieces"), _("Cost of one")),
        lines=article_lines(at, cells),
        history=history_told("inventory.goodsreceipt", known.id),
    )
    return at.show(screen)
