"""Goods that came without a purchase order."""

from uuid import UUID

from django import forms
from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from comptoir.backoffice.amounts import read_price
from comptoir.backoffice.desk import Desk, desk
from comptoir.backoffice.formats import moment_text, money_text, number_text
from comptoir.backoffice.history.telling import history_told
from comptoir.backoffice.inventory.forms import BecauseForm, TakeInForm
from comptoir.backoffice.inventory.papers import article_lines, articles_in, place_choices, place_names, supply_tabs
from comptoir.backoffice.inventory.picking import picking_goes_on
from comptoir.backoffice.inventory.screens import Panel, PaperList, PaperPage, PaperRow
from comptoir.backoffice.narrowing import Narrowing
from comptoir.backoffice.parts import Act, Link, Pill, Tone
from comptoir.backoffice.refusals import refusals_in
from comptoir.domains.inventory.actions import cancel_receipt, take_in_goods
from comptoir.domains.inventory.errors import DeliveryNoteKnown
from comptoir.domains.inventory.permissions import INVENTORY_ADJUST, INVENTORY_VIEW
from comptoir.domains.inventory.queries import goods_receipt, goods_receipts
from comptoir.domains.inventory.values import GoodsReceipt, ReceiptId, ReceiptLine
from comptoir.kernel.money import NotAnAmount

_IN_STOCK = Pill(gettext_lazy("In stock"), Tone.POSITIVE)
_CANCELLED = Pill(gettext_lazy("Cancelled"), Tone.NEUTRAL)


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
        heads=(_("Delivery note"), _("Location"), _("Received"), _("Units")),
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
                state=_state(one),
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
                    is_another=form.cleaned_data.get("is_another", False),
                    key=form.cleaned_data["key"],
                    actor=at.actor,
                    now=at.now,
                )
    if id is None:
        if form.has_error("delivery_note", DeliveryNoteKnown.code):
            form.ask_whether_another()
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


def _state(one: GoodsReceipt) -> Pill:
    return _CANCELLED if one.cancelled_at else _IN_STOCK


@require_GET
@desk("stock", INVENTORY_VIEW)
def receipt(at: Desk, id: UUID) -> HttpResponse:
    return at.show(_page(at, goods_receipt(ReceiptId(id), actor=at.actor)))


@require_POST
@desk("stock", INVENTORY_ADJUST)
def receipt_cancel(at: Desk, id: UUID) -> HttpResponse:
    known, form = goods_receipt(ReceiptId(id), actor=at.actor), BecauseForm(at.request.POST)
    if form.is_valid():
        with refusals_in(form):
            cancel_receipt(receipt_id=known.id, because=form.cleaned_data["because"], actor=at.actor, now=at.now)
    if form.errors:
        return at.show(_page(at, known, form), status=422)
    at.said(_("The receipt is cancelled: its items have left stock."))
    return at.to("receipt", known.id)


def _panels(at: Desk, known: GoodsReceipt, asked: forms.Form | None) -> tuple[Panel, ...]:
    if known.cancelled_at or not at.can(INVENTORY_ADJUST):
        return ()
    return (
        Panel(
            title=_("Cancel the receipt"),
            form=asked or BecauseForm(),
            action=reverse("backoffice:receipt-cancel", args=[known.id]),
            button=_("Cancel the receipt"),
            lead=_("If it was entered by mistake: its items leave stock again."),
            folded=asked is None,
            danger=True,
        ),
    )


def _page(at: Desk, known: GoodsReceipt, asked: forms.Form | None = None) -> PaperPage:
    cells = [
        (
            line.variant_id,
            (number_text(line.quantity), money_text(line.unit_cost) if line.unit_cost is not None else "–"),
        )
        for line in known.lines
    ]
    place = place_names(at).get(known.place_code, known.place_code)
    return PaperPage(
        title=known.number,
        context=_("Delivery note %(note)s, at %(place)s.") % {"note": known.delivery_note, "place": place},
        pills=(_state(known),),
        back=_back(),
        heads=(_("Units"), _("Unit cost")),
        lines=article_lines(at, cells),
        panels=_panels(at, known, asked),
        history=history_told("inventory.goodsreceipt", known.id),
    )
