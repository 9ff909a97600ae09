"""Counts: a place is counted while it goes on selling."""

from collections.abc import Mapping
from uuid import UUID

from django import forms
from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from comptoir.backoffice.desk import Desk, desk
from comptoir.backoffice.formats import moment_text, number_text
from comptoir.backoffice.history.telling import history_told
from comptoir.backoffice.inventory.forms import BecauseForm, CountedForm, NewCountForm, Written
from comptoir.backoffice.inventory.papers import (
    COUNT,
    article_lines,
    articles_in,
    place_choices,
    place_names,
    supply_tabs,
)
from comptoir.backoffice.inventory.picking import picking_goes_on
from comptoir.backoffice.inventory.screens import Panel, PaperList, PaperPage, PaperRow
from comptoir.backoffice.narrowing import Narrowing
from comptoir.backoffice.parts import Act, Link
from comptoir.backoffice.refusals import refusals_in
from comptoir.domains.inventory.actions import cancel_count, close_count, open_count, record_counted
from comptoir.domains.inventory.permissions import INVENTORY_ADJUST, INVENTORY_VIEW
from comptoir.domains.inventory.queries import count_session, count_sessions
from comptoir.domains.inventory.values import CountId, CountLine, CountSession, CountState, StockLine

_MOST_SHOWN = 200


@require_GET
@desk("stock", INVENTORY_VIEW)
def counts(at: Desk) -> HttpResponse:
    wanted = Narrowing.read(at.request, "view")
    states = None if wanted.get("view") == "all" else (CountState.OPEN,)
    page, names = count_sessions(states, actor=at.actor, cursor=wanted.cursor), place_names(at)
    new = Act(label=_("Start a count"), href=reverse("backoffice:count-new"), icon="plus", primary=True)
    every = Act(label=_("Include ended ones"), href=wanted.href(view="all"))
    screen = PaperList(
        title=_("Counts"),
        context=_("Locations being counted. They keep selling meanwhile."),
        tabs=supply_tabs("counts"),
        actions=((every,) if states else ()) + ((new,) if at.can(INVENTORY_ADJUST) else ()),
        heads=(_("Location"), _("Started"), _("Counted")),
        rows=tuple(
            PaperRow(
                href=reverse("backoffice:count", args=[one.id]),
                name=one.number,
                facts=(
                    names.get(one.place_code, one.place_code),
                    moment_text(one.opened_at, now=at.now),
                    _progress(one),
                ),
                state=COUNT[one.state],
            )
            for one in page.items
        ),
        none=_("No count in progress"),
        none_hint=_("A stock count compares each item with the expected stock at the moment it is counted."),
        next_href=wanted.href(cursor=page.next_cursor) if page.next_cursor else "",
    )
    return at.show(screen)


def _progress(one: CountSession) -> str:
    return _("%(done)s of %(all)s") % {"done": number_text(one.counted), "all": number_text(one.to_count)}


@require_http_methods(["GET", "POST"])
@desk("stock", INVENTORY_ADJUST)
def count_new(at: Desk) -> HttpResponse:
    if at.request.method != "POST":
        return at.show(_new(NewCountForm(places=place_choices(at))))
    form, id = NewCountForm(at.request.POST, places=place_choices(at)), None
    if form.is_valid():
        skus = form.cleaned_data["skus"].split()
        found = articles_in(form, [Written(sku, 0, "") for sku in skus], "skus")
        if not form.errors:
            with refusals_in(form):
                id = open_count(
                    place_code=form.cleaned_data["place"],
                    variant_ids=[variant for variant, _line in found] if skus else None,
                    actor=at.actor,
                    now=at.now,
                )
    if id is None:
        return at.show(_new(form), status=422)
    return at.to("count", id)


def _new(form: forms.Form) -> PaperPage:
    panel = Panel(
        title=_("Items to count"), form=form, action=reverse("backoffice:count-new"), button=_("Start counting")
    )
    return PaperPage(title=_("New count"), back=_back(), panels=(panel,))


def _back() -> Link:
    return Link(_("Counts"), reverse("backoffice:counts"))


@require_GET
@desk("stock", INVENTORY_VIEW)
def count(at: Desk, id: UUID) -> HttpResponse:
    return at.show(_page(at, count_session(CountId(id), actor=at.actor), {}))


@require_POST
@desk("stock", INVENTORY_ADJUST)
def count_record(at: Desk, id: UUID) -> HttpResponse:
    form = CountedForm(at.request.POST)
    if picking_goes_on(at, form):
        return at.show(_page(at, count_session(CountId(id), actor=at.actor), {"record": form}))
    if form.is_valid():
        found = articles_in(form, form.cleaned_data["lines"])
        if not form.errors:
            lines = [StockLine(variant_id=variant, quantity=line.quantity) for variant, line in found]
            with refusals_in(form):
                record_counted(count_id=CountId(id), lines=lines, actor=at.actor, now=at.now)
    return _after(at, id, "record", form, _("The count is saved."))


@require_POST
@desk("stock", INVENTORY_ADJUST)
def count_close(at: Desk, id: UUID) -> HttpResponse:
    form, changed = forms.Form(at.request.POST), 0
    with refusals_in(form):
        changed = close_count(count_id=CountId(id), actor=at.actor, now=at.now)
    words = ngettext("%(changed)s stock level corrected.", "%(changed)s stock levels corrected.", changed)
    return _after(at, id, "close", form, words % {"changed": changed})


@require_POST
@desk("stock", INVENTORY_ADJUST)
def count_cancel(at: Desk, id: UUID) -> HttpResponse:
    form = BecauseForm(at.request.POST)
    if form.is_valid():
        with refusals_in(form):
            cancel_count(count_id=CountId(id), because=form.cleaned_data["because"], actor=at.actor, now=at.now)
    return _after(at, id, "cancel", form, _("The count is discarded."))


def _after(at: Desk, id: UUID, step: str, form: forms.Form, words: str) -> HttpResponse:
    if form.errors:
        return at.show(_page(at, count_session(CountId(id), actor=at.actor), {step: form}), status=422)
    at.said(words)
    return at.to("count", id)


def _page(at: Desk, known: CountSession, asked: Mapping[str, forms.Form]) -> PaperPage:
    shown = known.lines[:_MOST_SHOWN]
    place = place_names(at).get(known.place_code, known.place_code)
    context = _("%(place)s: %(progress)s items counted.") % {"place": place, "progress": _progress(known)}
    if len(shown) < len(known.lines):
        context += " " + _("The largest differences are shown.")
    return PaperPage(
        title=known.number,
        context=context,
        pills=(COUNT[known.state],),
        back=_back(),
        heads=(_("Expected quantity"), _("Found"), _("Difference"), _("Who")),
        lines=article_lines(at, [(line.variant_id, _cells(line)) for line in shown]),
        panels=tuple(_panels(at, known, asked)),
        history=history_told("inventory.countsession", known.id),
    )


def _cells(line: CountLine) -> tuple[str, ...]:
    if line.counted is None or line.booked is None:
        return ("–", _("to count"), "", "")
    difference = f"{line.difference:+d}".replace("-", "−") if line.difference else "0"
    return (number_text(line.booked), number_text(line.counted), difference, line.counted_by)


def _panels(at: Desk, known: CountSession, asked: Mapping[str, forms.Form]) -> list[Panel]:
    if known.state is not CountState.OPEN or not at.can(INVENTORY_ADJUST):
        return []

    def to(step: str) -> str:
        return reverse(f"backoffice:count-{step}", args=[known.id])

    return [
        Panel(
            title=_("Record what was found"),
            form=asked.get("record") or CountedForm(auto_id="record_%s"),
            action=to("record"),
            button=_("Record"),
            lead=_("Each item is compared with the expected stock at the moment it is counted."),
        ),
        Panel(
            title=_("Close the count"),
            form=asked.get("close") or forms.Form(auto_id="close_%s"),
            action=to("close"),
            button=_("Correct stock levels"),
            lead=_("All differences at once. Items not counted stay as they are."),
        ),
        Panel(
            title=_("Discard the count"),
            form=asked.get("cancel") or BecauseForm(auto_id="cancel_%s"),
            action=to("cancel"),
            button=_("Discard it"),
            folded="cancel" not in asked,
            danger=True,
        ),
    ]
