"""How one article is kept: its policy at each place, its supplier, and what is written off."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any
from uuid import UUID

from django import forms
from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from comptoir.backoffice.amounts import read_price, written_amount
from comptoir.backoffice.desk import Desk, desk
from comptoir.backoffice.inventory.forms import GatherForm, PolicyForm, SpreadForm, SupplyForm, WriteOffForm
from comptoir.backoffice.inventory.papers import place_choices
from comptoir.backoffice.inventory.reading import card_of, count_form, stock_page
from comptoir.backoffice.inventory.screens import Panel
from comptoir.backoffice.refusals import refusals_in
from comptoir.domains.catalogue.values import VariantId
from comptoir.domains.inventory.actions import (
    gather_stock,
    set_stock_policies,
    set_supplies,
    spread_stock,
    write_off_stock,
)
from comptoir.domains.inventory.permissions import INVENTORY_ADJUST, INVENTORY_BUY
from comptoir.domains.inventory.queries import levels_for, suppliers, supplies_for
from comptoir.domains.inventory.values import Level, PlacedLine, StockPolicy, Supplier, Supply
from comptoir.domains.network.queries import all_places
from comptoir.kernel.money import NotAnAmount

_FACTS = ("safety", "low_stock", "target", "backorder_limit", "preorder", "expected_on", "shelf")


@require_POST
@desk("stock", INVENTORY_ADJUST)
def policy(at: Desk, id: UUID) -> HttpResponse:
    form = PolicyForm(at.request.POST)
    if form.is_valid():
        facts = {name: form.cleaned_data[name] for name in _FACTS}
        batch = [StockPolicy(variant_id=VariantId(id), place_code=form.cleaned_data["place"], **facts)]
        with refusals_in(form):
            set_stock_policies(batch=batch, actor=at.actor, now=at.now)
    step = f"policy {form.data.get('place', '')}"
    return _after(at, id, step, form, _("The policy now applies."))


@require_POST
@desk("stock", INVENTORY_ADJUST)
def write_off(at: Desk, id: UUID) -> HttpResponse:
    form = WriteOffForm(at.request.POST, places=place_choices(at))
    if form.is_valid():
        line = PlacedLine(
            variant_id=VariantId(id), place_code=form.cleaned_data["place"], quantity=form.cleaned_data["quantity"]
        )
        with refusals_in(form):
            because, key = form.cleaned_data["because"], form.cleaned_data["key"]
            write_off_stock(lines=[line], because=because, key=key, actor=at.actor, now=at.now)
    return _after(at, id, "write-off", form, _("The units are written off."))


@require_POST
@desk("stock", INVENTORY_ADJUST)
def spread(at: Desk, id: UUID) -> HttpResponse:
    form = SpreadForm(at.request.POST, places=place_choices(at))
    if form.is_valid():
        place, buckets = form.cleaned_data["place"], form.cleaned_data["buckets"]
        with refusals_in(form):
            spread_stock(variant_id=VariantId(id), place_code=place, buckets=buckets, actor=at.actor, now=at.now)
    return _after(at, id, "spread", form, _("The stock of this item is split for the sale."))


@require_POST
@desk("stock", INVENTORY_ADJUST)
def gather(at: Desk, id: UUID) -> HttpResponse:
    form = GatherForm(at.request.POST, places=[(place.code, place.code) for place in all_places()])
    if form.is_valid():
        with refusals_in(form):
            gather_stock(variant_id=VariantId(id), place_code=form.cleaned_data["place"], actor=at.actor, now=at.now)
    return _after(at, id, "gather", form, _("The stock is merged again."))


@require_POST
@desk("stock", INVENTORY_BUY)
def supply(at: Desk, id: UUID) -> HttpResponse:
    known = suppliers(actor=at.actor)
    form = SupplyForm(at.request.POST, suppliers=_choices(known))
    if form.is_valid():
        code = form.cleaned_data["supplier"]
        currency = next(one.currency for one in known if one.code == code)
        try:
            cost = read_price(form.cleaned_data["unit_cost"], currency)
        except NotAnAmount:
            form.add_error("unit_cost", _("Enter an amount such as 12.90."))
        else:
            batch = [Supply(variant_id=VariantId(id), supplier_code=code, unit_cost=cost)]
            with refusals_in(form):
                set_supplies(batch=batch, actor=at.actor, now=at.now)
    return _after(at, id, "supply", form, _("The supplier is set."))


def _after(at: Desk, id: UUID, step: str, form: forms.Form, words: str) -> HttpResponse:
    card = card_of(VariantId(id))
    if form.errors:
        panels = keeping_panels(at, VariantId(id), {step: form})
        return at.show(stock_page(at, card, count_form(at, VariantId(id)), panels), status=422)
    at.said(words)
    return at.to("stock-article", id)


def keeping_panels(at: Desk, id: VariantId, asked: Mapping[str, forms.Form] | None = None) -> tuple[Panel, ...]:
    """The steps beside an article, for those who may take them."""
    given = asked or {}
    panels: list[Panel] = []
    if at.can(INVENTORY_ADJUST):
        levels = {level.place_code: level for level in levels_for([id])[id]}
        panels += [_policy_panel(id, code, name, levels.get(code), given) for code, name in place_choices(at)]
        panels.append(
            Panel(
                title=_("Write off"),
                form=given.get("write-off") or WriteOffForm(places=place_choices(at), auto_id="off_%s"),
                action=reverse("backoffice:stock-write-off", args=[id]),
                button=_("Write the units off"),
                lead=_("Broken, stolen, expired: reserved units are written off too and then show as missing."),
                folded="write-off" not in given,
                danger=True,
            )
        )
        panels += _rush_panels(at, id, [level for level in levels.values() if level.buckets], given)
    if at.can(INVENTORY_BUY) and (sellers := suppliers(actor=at.actor)):
        panels.append(_supply_panel(at, id, sellers, given))
    return tuple(panels)


def _policy_panel(id: VariantId, code: str, name: str, level: Level | None, given: Mapping[str, forms.Form]) -> Panel:
    step = f"policy {code}"
    initial: dict[str, Any] = {"place": code}
    if level:
        initial |= {name: getattr(level, name) for name in _FACTS}
    return Panel(
        title=_("Stock policy at %(place)s") % {"place": name},
        form=given.get(step) or PolicyForm(initial=initial, auto_id=f"policy_{code}_%s"),
        action=reverse("backoffice:stock-policy", args=[id]),
        button=_("Save the policy"),
        folded=step not in given,
    )


def _rush_panels(at: Desk, id: VariantId, spread: Sequence[Level], given: Mapping[str, forms.Form]) -> Iterator[Panel]:
    places = place_choices(at)
    yield Panel(
        title=_("For a high-demand sale"),
        form=given.get("spread") or SpreadForm(places=places, auto_id="spread_%s"),
        action=reverse("backoffice:stock-spread", args=[id]),
        button=_("Split the stock"),
        lead=_(
            "When hundreds want this item in the same minute, they queue for a single stock counter. Split "
            "into parts, it sells from all of them at once; the available quantity does not change."
        ),
        folded="spread" not in given,
    )
    if spread or "gather" in given:
        names = dict(places)
        known = [
            (level.place_code, f"{names.get(level.place_code, level.place_code)} ({level.buckets})") for level in spread
        ]
        yield Panel(
            title=_("Merge after the sale"),
            form=given.get("gather") or GatherForm(places=known, auto_id="gather_%s"),
            action=reverse("backoffice:stock-gather", args=[id]),
            button=_("Merge the stock"),
            lead=_("The stock of this item is split for a sale. It can safely stay so."),
        )


def _supply_panel(at: Desk, id: VariantId, sellers: list[Supplier], given: Mapping[str, forms.Form]) -> Panel:
    known = supplies_for([id], actor=at.actor).get(id)
    initial = {"supplier": known.supplier_code, "unit_cost": written_amount(known.unit_cost)} if known else {}
    return Panel(
        title=_("Supplier"),
        form=given.get("supply") or SupplyForm(initial=initial, suppliers=_choices(sellers), auto_id="supply_%s"),
        action=reverse("backoffice:stock-supply", args=[id]),
        button=_("Set the supplier"),
        folded="supply" not in given,
    )


def _choices(known: list[Supplier]) -> list[tuple[str, str]]:
    return [(one.code, f"{one.name} ({one.currency})") for one in known if one.active]
