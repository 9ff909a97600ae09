"""Ways of delivery: the list, one in full, its prices, and whether it is offered."""

from django.http import HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from comptoir.backoffice.delivery.forms import MethodForm, RateForm
from comptoir.backoffice.delivery.reading import method_form, method_list, method_of, method_page, rate_rows
from comptoir.backoffice.desk import Desk, desk
from comptoir.backoffice.offering import offering_tabs
from comptoir.backoffice.refusals import field_of, refusals_in, told
from comptoir.backoffice.texts import gathered
from comptoir.domains.delivery.actions import save_method, set_method_active, set_rates
from comptoir.domains.delivery.permissions import DELIVERY_EDIT, DELIVERY_VIEW
from comptoir.domains.delivery.values import Method, MethodDraft, MethodKind, Rate
from comptoir.kernel.errors import BusinessError


@require_GET
@desk("delivery", DELIVERY_VIEW)
def delivery(at: Desk) -> HttpResponse:
    return at.show(method_list(at, offering_tabs(at, "delivery")))


@require_http_methods(["GET", "POST"])
@desk("delivery", DELIVERY_VIEW)
def method(at: Desk, code: str) -> HttpResponse:
    return _edit(at, method_of(at, code))


@require_http_methods(["GET", "POST"])
@desk("delivery", DELIVERY_EDIT)
def method_new(at: Desk) -> HttpResponse:
    return _edit(at, None)


def _edit(at: Desk, known: Method | None) -> HttpResponse:
    if at.request.method != "POST":
        return at.show(method_page(at, known, method_form(at, known)))
    at.actor.must(DELIVERY_EDIT)
    form = method_form(at, known, at.request.POST)
    if form.is_valid():
        draft = _draft(at, known, form)
        with refusals_in(form, {"labels": "label"}):
            save_method(method=draft, actor=at.actor, now=at.now)
        if form.is_valid():
            at.said(_("The method is saved.") if known else _("The method is saved. Now enter its prices."))
            return at.to("delivery-method", draft.code)
    return at.show(method_page(at, known, form), status=422)


def _draft(at: Desk, known: Method | None, form: MethodForm) -> MethodDraft:
    values = form.cleaned_data
    kind = MethodKind(values["kind"])
    names = ("carrier", "cut_off", "handling_days", "transit_days_min", "transit_days_max", "position")
    return MethodDraft(
        code=known.code if known else values["code"],
        market=at.market.code,
        kind=kind,
        labels={**(known.labels if known else {}), **gathered("label", values, at.languages)},
        place_code=values["place_code"] if kind is MethodKind.PICKUP else "",
        active=known.active if known else True,
        **{name: values[name] for name in names},
    )


@require_POST
@desk("delivery", DELIVERY_EDIT)
def rates(at: Desk, code: str) -> HttpResponse:
    known = method_of(at, code)
    rows = rate_rows(at, known, at.request.POST)
    if rows.is_valid():
        kept: list[RateForm] = [row for row in rows.forms if row.cleaned_data and not row.cleaned_data.get("DELETE")]
        try:
            set_rates(market=at.market.code, code=code, rates=[_rate(row) for row in kept], actor=at.actor, now=at.now)
        except BusinessError as error:
            _refuse(kept, error)
        else:
            at.said(_("The prices are saved."))
            return at.to("delivery-method", code)
    return at.show(method_page(at, known, method_form(at, known), rows), status=422)


def _rate(row: RateForm) -> Rate:
    values = row.cleaned_data
    return Rate(
        price=values["price"],
        countries=values["countries"],
        from_total=values["from_total"],
        up_to_weight_grams=values["up_to_weight_grams"],
    )


def _refuse(rows: list[RateForm], error: BusinessError) -> None:
    for one in told(error):
        _head, _dot, tail = field_of(one).partition(".")
        index, _dot, name = tail.partition(".")
        number = int(index) if index.isdecimal() and int(index) < len(rows) else 0
        rows[number].add_error(name if name in rows[number].fields else "price", str(one))


@require_POST
@desk("delivery", DELIVERY_EDIT)
def active(at: Desk, code: str) -> HttpResponse:
    offer = at.request.POST.get("active") == "yes"
    set_method_active(market=at.market.code, code=code, active=offer, actor=at.actor, now=at.now)
    at.said(
        _("Customers can choose it now.") if offer else _("Customers no longer see it. Existing orders are unchanged.")
    )
    return at.to("delivery-method", code)
