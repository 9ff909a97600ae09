"""Purchase orders."""

from collections.abc import Mapping
from uuid import UUID

from django import forms
from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from comptoir.backoffice.amounts import read_price, written_amount
from comptoir.backoffice.desk import Desk, desk
from comptoir.backoffice.formats import day_text, money_text, number_text
from comptoir.backoffice.history.telling import history_told
from comptoir.backoffice.inventory.forms import (
    BecauseForm,
    OnceForm,
    PlacePurchaseForm,
    PurchaseForm,
    PurchaseLinesForm,
    ReceiveGoodsForm,
    Written,
)
from comptoir.backoffice.inventory.mailing import address_for, address_missing, mail_panel
from comptoir.backoffice.inventory.papers import (
    PURCHASE,
    article_lines,
    articles_in,
    labels_for,
    place_choices,
    place_names,
    supply_tabs,
)
from comptoir.backoffice.inventory.picking import picking_goes_on
from comptoir.backoffice.inventory.screens import Panel, PaperList, PaperPage, PaperRow
from comptoir.backoffice.narrowing import Narrowing
from comptoir.backoffice.parts import Act, Link
from comptoir.backoffice.refusals import refusals_in
from comptoir.domains.catalogue.queries import variants_for
from comptoir.domains.catalogue.values import VariantId
from comptoir.domains.inventory.actions import (
    cancel_purchase_order,
    change_purchase_order,
    close_purchase_order,
    draft_purchase_order,
    place_purchase_order,
    receive_goods,
)
from comptoir.domains.inventory.permissions import INVENTORY_ADJUST, INVENTORY_BUY, INVENTORY_VIEW
from comptoir.domains.inventory.queries import (
    purchase_order,
    purchase_order_pdf,
    purchase_orders,
    suppliers,
    supplies_for,
)
from comptoir.domains.inventory.values import PurchaseLine, PurchaseOrder, PurchaseOrderId, PurchaseState
from comptoir.flows.mail_purchase_order import mail_purchase_order
from comptoir.kernel.money import NotAnAmount

_OPEN = (PurchaseState.DRAFT, PurchaseState.ORDERED, PurchaseState.PARTLY_RECEIVED)
_COMING = (PurchaseState.ORDERED, PurchaseState.PARTLY_RECEIVED)


@require_GET
@desk("stock", INVENTORY_VIEW)
def purchases(at: Desk) -> HttpResponse:
    wanted = Narrowing.read(at.request, "view")
    states = None if wanted.get("view") == "all" else _OPEN
    page, names = purchase_orders(states, actor=at.actor, cursor=wanted.cursor), place_names(at)
    new = Act(label=_("New purchase order"), href=reverse("backoffice:purchase-new"), icon="plus", primary=True)
    every = Act(label=_("Include ended ones"), href=wanted.href(view="all"))
    screen = PaperList(
        title=_("Purchase orders"),
        context=_("What was ordered from suppliers and has not arrived yet."),
        tabs=supply_tabs("purchases"),
        actions=((every,) if states else ()) + ((new,) if at.can(INVENTORY_BUY) else ()),
        heads=(_("Supplier"), _("For location"), _("Expected on"), _("Incoming units"), _("Total")),
        rows=tuple(
            PaperRow(
                href=reverse("backoffice:purchase", args=[one.id]),
                name=one.number,
                facts=(
                    one.supplier_name,
                    names.get(one.place_code, one.place_code),
                    day_text(one.expected_on) if one.expected_on else "–",
                    number_text(one.outstanding),
                    money_text(one.total),
                ),
                state=PURCHASE[one.state],
            )
            for one in page.items
        ),
        none=_("Nothing is on order"),
        none_hint=_("Low-stock items are suggested under “To order”."),
        next_href=wanted.href(cursor=page.next_cursor) if page.next_cursor else "",
    )
    return at.show(screen)


@require_http_methods(["GET", "POST"])
@desk("stock", INVENTORY_BUY)
def purchase_new(at: Desk) -> HttpResponse:
    known = [one for one in suppliers(actor=at.actor) if one.active]
    choices = {"suppliers": [(one.code, one.name) for one in known], "places": place_choices(at)}
    if at.request.method != "POST":
        return at.show(_new(PurchaseForm(**choices)))
    form = PurchaseForm(at.request.POST, **choices)
    if picking_goes_on(at, form):
        return at.show(_new(form))
    id = None
    if form.is_valid():
        code = form.cleaned_data["supplier"]
        currency = next(one.currency for one in known if one.code == code)
        lines = _priced(at, form, form.cleaned_data["lines"], currency)
        if not form.errors:
            with refusals_in(form):
                id = draft_purchase_order(
                    supplier_code=code,
                    place_code=form.cleaned_data["place"],
                    lines=lines,
                    key=form.cleaned_data["key"],
                    actor=at.actor,
                    now=at.now,
                )
    if id is None:
        return at.show(_new(form), status=422)
    at.said(_("The purchase order draft is created."))
    return at.to("purchase", id)


def _new(form: forms.Form) -> PaperPage:
    panel = Panel(
        title=_("Items to buy"), form=form, action=reverse("backoffice:purchase-new"), button=_("Create draft")
    )
    return PaperPage(title=_("New purchase order"), back=_back(), panels=(panel,))


def _back() -> Link:
    return Link(_("Purchase orders"), reverse("backoffice:purchases"))


def _priced(at: Desk, form: forms.Form, written: tuple[Written, ...], currency: str) -> list[PurchaseLine]:
    """The lines with their prices: as written, or as they are known of the supplier."""
    found = articles_in(form, written)
    known = supplies_for([id for id, _line in found], actor=at.actor)
    lines = []
    for id, line in found:
        supply = known.get(id)
        try:
            cost = read_price(line.amount, currency) if line.amount else supply.unit_cost if supply else None
        except NotAnAmount:
            cost = None
        if cost is None or cost.currency != currency:
            form.add_error("lines", _("Enter the unit price of “%(sku)s”.") % {"sku": line.sku})
        else:
            lines.append(PurchaseLine(variant_id=id, ordered=line.quantity, unit_cost=cost))
    return lines


@require_GET
@desk("stock", INVENTORY_VIEW)
def purchase(at: Desk, id: UUID) -> HttpResponse:
    return at.show(_page(at, purchase_order(PurchaseOrderId(id), actor=at.actor), {}))


@require_GET
@desk("stock", INVENTORY_VIEW)
def purchase_pdf(at: Desk, id: UUID) -> HttpResponse:
    """The purchase order for its supplier, in the reader's language."""
    known = purchase_order(PurchaseOrderId(id), actor=at.actor)
    pdf = purchase_order_pdf(known, language=at.language, actor=at.actor)
    headers = {"Content-Disposition": f'inline; filename="{known.number}.pdf"'}
    return HttpResponse(pdf, content_type="application/pdf", headers=headers)


@require_POST
@desk("stock", INVENTORY_BUY)
def purchase_lines(at: Desk, id: UUID) -> HttpResponse:
    known = purchase_order(PurchaseOrderId(id), actor=at.actor)
    form = PurchaseLinesForm(at.request.POST)
    if picking_goes_on(at, form):
        return at.show(_page(at, known, {"lines": form}))
    if form.is_valid():
        lines = _priced(at, form, form.cleaned_data["lines"], known.total.currency)
        if not form.errors:
            with refusals_in(form):
                change_purchase_order(purchase_order_id=known.id, lines=lines, actor=at.actor, now=at.now)
    return _after(at, known, "lines", form, _("The purchase order is changed."))


@require_POST
@desk("stock", INVENTORY_BUY)
def purchase_place(at: Desk, id: UUID) -> HttpResponse:
    known = purchase_order(PurchaseOrderId(id), actor=at.actor)
    form = PlacePurchaseForm(at.request.POST)
    if form.is_valid():
        with refusals_in(form):
            place_purchase_order(
                purchase_order_id=known.id,
                expected_on=form.cleaned_data["expected_on"],
                actor=at.actor,
                now=at.now,
            )
    return _after(at, known, "place", form, _("The items are on order."))


@require_POST
@desk("stock", INVENTORY_ADJUST)
def purchase_receive(at: Desk, id: UUID) -> HttpResponse:
    known = purchase_order(PurchaseOrderId(id), actor=at.actor)
    form = ReceiveGoodsForm(at.request.POST, articles=_outstanding(at, known))
    if form.is_valid():
        with refusals_in(form):
            receive_goods(
                purchase_order_id=known.id,
                lines=form.pieces(),
                key=form.cleaned_data["key"],
                even_more=form.cleaned_data["even_more"],
                actor=at.actor,
                now=at.now,
            )
    return _after(at, known, "receive", form, _("The items are in stock."))


@require_POST
@desk("stock", INVENTORY_BUY)
def purchase_mail(at: Desk, id: UUID) -> HttpResponse:
    known = purchase_order(PurchaseOrderId(id), actor=at.actor)
    form = OnceForm(at.request.POST)
    if form.is_valid():
        with refusals_in(form):
            key = form.cleaned_data["key"]
            mail_purchase_order(purchase_order_id=known.id, key=key, actor=at.actor, now=at.now)
    return _after(at, known, "mail", form, _("The purchase order is being sent to the supplier."))


@require_POST
@desk("stock", INVENTORY_BUY)
def purchase_cancel(at: Desk, id: UUID) -> HttpResponse:
    known = purchase_order(PurchaseOrderId(id), actor=at.actor)
    form = BecauseForm(at.request.POST)
    if form.is_valid():
        with refusals_in(form):
            because = form.cleaned_data["because"]
            cancel_purchase_order(purchase_order_id=known.id, because=because, actor=at.actor, now=at.now)
    return _after(at, known, "cancel", form, _("The purchase order is cancelled."))


@require_POST
@desk("stock", INVENTORY_BUY)
def purchase_close(at: Desk, id: UUID) -> HttpResponse:
    known = purchase_order(PurchaseOrderId(id), actor=at.actor)
    form = BecauseForm(at.request.POST)
    if form.is_valid():
        with refusals_in(form):
            because = form.cleaned_data["because"]
            close_purchase_order(purchase_order_id=known.id, because=because, actor=at.actor, now=at.now)
    return _after(at, known, "close", form, _("What has not arrived is no longer expected."))


def _after(at: Desk, known: PurchaseOrder, step: str, form: forms.Form, words: str) -> HttpResponse:
    if form.errors:
        return at.show(_page(at, known, {step: form}), status=422)
    at.said(words)
    return at.to("purchase", known.id)


def _outstanding(at: Desk, known: PurchaseOrder) -> list[tuple[VariantId, str, int]]:
    labels = labels_for(at, [line.variant_id for line in known.lines])
    return [(line.variant_id, labels.get(line.variant_id, "–"), line.outstanding) for line in known.lines]


def _page(at: Desk, known: PurchaseOrder, asked: Mapping[str, forms.Form]) -> PaperPage:
    cells = [
        (
            line.variant_id,
            (
                number_text(line.ordered),
                number_text(line.received),
                money_text(line.unit_cost),
                money_text(line.unit_cost * line.ordered),
            ),
        )
        for line in known.lines
    ]
    to, told = address_for(at, known), history_told("inventory.purchaseorder", known.id)
    expected = _("Expected on %(day)s.") % {"day": day_text(known.expected_on)} if known.expected_on else ""
    about = _("%(supplier)s, for %(place)s. Total %(total)s.") % {
        "supplier": known.supplier_name,
        "place": place_names(at).get(known.place_code, known.place_code),
        "total": money_text(known.total),
    }
    return PaperPage(
        title=known.number,
        context=f"{about} {expected}".strip(),
        pills=(PURCHASE[known.state],),
        actions=(
            Act(
                label=_("PDF for the supplier"),
                href=reverse("backoffice:purchase-pdf", args=[known.id]),
                icon="file-text",
            ),
            *address_missing(known, to),
        ),
        back=_back(),
        heads=(pgettext("goods", "Ordered"), _("Arrived"), _("Unit price"), _("Total")),
        lines=article_lines(at, cells),
        panels=tuple(_panels(at, known, to, asked, moved=len(told))),
        history=told,
    )


def _panels(
    at: Desk, known: PurchaseOrder, to: str | None, asked: Mapping[str, forms.Form], *, moved: int
) -> list[Panel]:
    def panel(step: str, form: forms.Form, title: str, button: str, *, lead: str = "", danger: bool = False) -> Panel:
        action = reverse(f"backoffice:purchase-{step}", args=[known.id])
        folded = danger and step not in asked
        return Panel(
            title=title, form=asked.get(step, form), action=action, button=button, lead=lead, folded=folded,
            danger=danger,
        )  # fmt: skip

    panels = []
    if known.state in _COMING and at.can(INVENTORY_ADJUST):
        form = ReceiveGoodsForm(articles=_outstanding(at, known), auto_id="receive_%s")
        panels.append(panel("receive", form, _("Items received"), _("Put in stock")))
    if not at.can(INVENTORY_BUY):
        return panels
    if mail := mail_panel(at, known, to, asked.get("mail"), moved=moved):
        panels.append(mail)
    if known.state is PurchaseState.DRAFT:
        lead = _("Order from the supplier, then mark it as ordered here: the items then count as incoming.")
        panels.append(
            panel("place", PlacePurchaseForm(auto_id="place_%s"), _("Order"), _("Mark as ordered"), lead=lead)
        )
        lines = PurchaseLinesForm(initial={"lines": _typed(known)}, auto_id="lines_%s")
        panels.append(panel("lines", lines, _("Change the items"), _("Save the items")))
    if known.state in (PurchaseState.DRAFT, PurchaseState.ORDERED):
        why = BecauseForm(auto_id="cancel_%s")
        panels.append(panel("cancel", why, _("Cancel it"), _("Cancel the purchase order"), danger=True))
    if known.state is PurchaseState.PARTLY_RECEIVED:
        why = BecauseForm(auto_id="close_%s")
        panels.append(panel("close", why, _("The rest will not come"), _("Stop waiting"), danger=True))
    return panels


def _typed(known: PurchaseOrder) -> str:
    """The lines of a draft as they are typed."""
    cards = variants_for([line.variant_id for line in known.lines])
    return "\n".join(
        f"{cards[line.variant_id].sku} {line.ordered} {written_amount(line.unit_cost)}"
        for line in known.lines
        if line.variant_id in cards
    )
