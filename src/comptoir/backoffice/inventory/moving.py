"""Transfers between places."""

from collections.abc import Mapping
from uuid import UUID

from django import forms
from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from comptoir.backoffice.desk import Desk, desk
from comptoir.backoffice.formats import moment_text, number_text
from comptoir.backoffice.history.telling import history_told
from comptoir.backoffice.inventory.forms import BecauseForm, ReceiveTransferForm, TransferForm
from comptoir.backoffice.inventory.papers import (
    TRANSFER,
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
from comptoir.domains.catalogue.values import VariantId
from comptoir.domains.inventory.actions import cancel_transfer, open_transfer, receive_transfer
from comptoir.domains.inventory.permissions import INVENTORY_ADJUST, INVENTORY_VIEW
from comptoir.domains.inventory.queries import transfer as transfer_of
from comptoir.domains.inventory.queries import transfers as transfers_in
from comptoir.domains.inventory.values import StockLine, Transfer, TransferId, TransferState

_OPEN = (TransferState.IN_TRANSIT, TransferState.PARTLY_RECEIVED)


@require_GET
@desk("stock", INVENTORY_VIEW)
def transfers(at: Desk) -> HttpResponse:
    wanted = Narrowing.read(at.request, "view")
    states = None if wanted.get("view") == "all" else _OPEN
    page, names = transfers_in(states, actor=at.actor, cursor=wanted.cursor), place_names(at)
    new = Act(label=_("New transfer"), href=reverse("backoffice:transfer-new"), icon="plus", primary=True)
    every = Act(label=_("Include ended ones"), href=wanted.href(view="all"))
    screen = PaperList(
        title=_("Transfers"),
        context=_("Items that left one location and have not reached the other."),
        tabs=supply_tabs("transfers"),
        actions=((every,) if states else ()) + ((new,) if at.can(INVENTORY_ADJUST) else ()),
        heads=(_("From location"), _("To location"), _("Shipped on"), _("Units in transit")),
        rows=tuple(
            PaperRow(
                href=reverse("backoffice:transfer", args=[one.id]),
                name=one.number,
                facts=(
                    names.get(one.source_code, one.source_code),
                    names.get(one.destination_code, one.destination_code),
                    moment_text(one.opened_at, now=at.now),
                    number_text(one.under_way),
                ),
                state=TRANSFER[one.state],
            )
            for one in page.items
        ),
        none=_("Nothing in transit"),
        none_hint=_("A transfer takes items out of one location at once and adds them to the other when they arrive."),
        next_href=wanted.href(cursor=page.next_cursor) if page.next_cursor else "",
    )
    return at.show(screen)


@require_http_methods(["GET", "POST"])
@desk("stock", INVENTORY_ADJUST)
def transfer_new(at: Desk) -> HttpResponse:
    if at.request.method != "POST":
        return at.show(_new(TransferForm(places=place_choices(at))))
    form, id = TransferForm(at.request.POST, places=place_choices(at)), None
    if picking_goes_on(at, form):
        return at.show(_new(form))
    if form.is_valid():
        found = articles_in(form, form.cleaned_data["lines"])
        if not form.errors:
            with refusals_in(form):
                id = open_transfer(
                    source_code=form.cleaned_data["source"],
                    destination_code=form.cleaned_data["destination"],
                    lines=[StockLine(variant_id=variant, quantity=line.quantity) for variant, line in found],
                    key=form.cleaned_data["key"],
                    actor=at.actor,
                    now=at.now,
                )
    if id is None:
        return at.show(_new(form), status=422)
    at.said(_("The items are on their way."))
    return at.to("transfer", id)


def _new(form: forms.Form) -> PaperPage:
    panel = Panel(
        title=_("Items to transfer"),
        form=form,
        action=reverse("backoffice:transfer-new"),
        button=_("Ship the items"),
        lead=_("Reserved units stay where they are."),
    )
    return PaperPage(title=_("New transfer"), back=_back(), panels=(panel,))


def _back() -> Link:
    return Link(_("Transfers"), reverse("backoffice:transfers"))


@require_GET
@desk("stock", INVENTORY_VIEW)
def transfer(at: Desk, id: UUID) -> HttpResponse:
    return at.show(_page(at, transfer_of(TransferId(id), actor=at.actor), {}))


@require_POST
@desk("stock", INVENTORY_ADJUST)
def transfer_receive(at: Desk, id: UUID) -> HttpResponse:
    known = transfer_of(TransferId(id), actor=at.actor)
    form = ReceiveTransferForm(at.request.POST, articles=_under_way(at, known))
    if form.is_valid():
        with refusals_in(form):
            receive_transfer(
                transfer_id=known.id,
                lines=form.pieces("arrived"),
                lost=form.pieces("lost"),
                because=form.cleaned_data["because"],
                key=form.cleaned_data["key"],
                actor=at.actor,
                now=at.now,
            )
    return _after(at, known, "receive", form, _("The items are in stock."))


@require_POST
@desk("stock", INVENTORY_ADJUST)
def transfer_cancel(at: Desk, id: UUID) -> HttpResponse:
    known = transfer_of(TransferId(id), actor=at.actor)
    form = BecauseForm(at.request.POST)
    if form.is_valid():
        with refusals_in(form):
            because = form.cleaned_data["because"]
            cancel_transfer(transfer_id=known.id, because=because, actor=at.actor, now=at.now)
    return _after(at, known, "cancel", form, _("The items are back in stock."))


def _after(at: Desk, known: Transfer, step: str, form: forms.Form, words: str) -> HttpResponse:
    if form.errors:
        return at.show(_page(at, known, {step: form}), status=422)
    at.said(words)
    return at.to("transfer", known.id)


def _under_way(at: Desk, known: Transfer) -> list[tuple[VariantId, str, int]]:
    labels = labels_for(at, [line.variant_id for line in known.lines])
    return [(one.variant_id, labels.get(one.variant_id, "–"), one.under_way) for one in known.lines if one.under_way]


def _page(at: Desk, known: Transfer, asked: Mapping[str, forms.Form]) -> PaperPage:
    names = place_names(at)
    cells = [
        (
            line.variant_id,
            (
                number_text(line.sent),
                number_text(line.received),
                number_text(line.lost),
                number_text(line.given_back),
                number_text(line.under_way),
            ),
        )
        for line in known.lines
    ]
    return PaperPage(
        title=known.number,
        context=_("From %(source)s to %(destination)s.")
        % {"source": names.get(known.source_code, ""), "destination": names.get(known.destination_code, "")},
        pills=(TRANSFER[known.state],),
        back=_back(),
        heads=(_("Units shipped"), _("Arrived"), _("Units lost"), _("Refunded"), _("In transit")),
        lines=article_lines(at, cells),
        panels=tuple(_panels(at, known, asked)),
        history=history_told("inventory.transfer", known.id),
    )


def _panels(at: Desk, known: Transfer, asked: Mapping[str, forms.Form]) -> list[Panel]:
    if known.state not in _OPEN or not at.can(INVENTORY_ADJUST):
        return []
    receiving = asked.get("receive") or ReceiveTransferForm(articles=_under_way(at, known), auto_id="receive_%s")
    panels = [
        Panel(
            title=_("Items received"),
            form=receiving,
            action=reverse("backoffice:transfer-receive", args=[known.id]),
            button=_("Put in stock"),
            lead=_("Losses are written off with their reason; the rest stays in transit."),
        )
    ]
    if known.state is TransferState.IN_TRANSIT:
        panels.append(
            Panel(
                title=_("Recall them"),
                form=asked.get("cancel") or BecauseForm(auto_id="cancel_%s"),
                action=reverse("backoffice:transfer-cancel", args=[known.id]),
                button=_("Recall the items"),
                folded="cancel" not in asked,
                danger=True,
            )
        )
    return panels
