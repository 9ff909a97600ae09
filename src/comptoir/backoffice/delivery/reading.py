"""Ways of delivery as lines and as a page."""

from datetime import time
from typing import Any

from django import forms
from django.http import QueryDict
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from comptoir.backoffice.countries import country_name
from comptoir.backoffice.delivery.forms import KINDS, MethodForm, RateFormSet
from comptoir.backoffice.delivery.screens import MethodLine, MethodList, MethodPage
from comptoir.backoffice.desk import Desk
from comptoir.backoffice.formats import money_text, number_text
from comptoir.backoffice.history.telling import history_told
from comptoir.backoffice.parts import Act, Link, Pill, Tab, Tone, Words
from comptoir.backoffice.texts import spread
from comptoir.domains.delivery.errors import UnknownMethod
from comptoir.domains.delivery.permissions import DELIVERY_EDIT, DELIVERY_VIEW
from comptoir.domains.delivery.queries import gaps_of, methods
from comptoir.domains.delivery.values import Method, MethodKind, RateGap
from comptoir.domains.network.queries import selling_places
from comptoir.kernel.texts import text_in

RATES = "rates"
_MOST_NEW_ROWS = 20


def method_of(at: Desk, code: str) -> Method:
    """The market's method of that code.

    :raises UnknownMethod: when there is none.
    """
    for method in methods(at.market.code, actor=at.actor):
        if method.code == code:
            return method
    raise UnknownMethod(code=code)


def delivery_labels(at: Desk, market: str) -> dict[tuple[str, str], str]:
    """The market's methods by market and code, in the reader's language: an order keeps the buyer's."""
    if not at.actor.can(DELIVERY_VIEW, market=market):
        return {}
    return {(market, method.code): text_in(method.labels, at.language) for method in methods(market, actor=at.actor)}


def method_list(at: Desk, tabs: tuple[Tab, ...]) -> MethodList:
    new = reverse("backoffice:delivery-new")
    may_edit = at.can(DELIVERY_EDIT)
    return MethodList(
        title=_("Delivery"),
        context=_("How orders reach customers in %(market)s, at what price and when.") % {"market": at.market.name},
        tabs=tabs,
        actions=(Act(label=_("Add a method"), href=new, icon="plus", primary=True),) if may_edit else (),
        rows=tuple(_line(at, method) for method in methods(at.market.code, actor=at.actor)),
        new_href=new,
    )


def _line(at: Desk, method: Method) -> MethodLine:
    return MethodLine(
        href=reverse("backoffice:delivery-method", args=[method.code]),
        name=text_in(method.labels, at.language),
        kind=dict(KINDS)[method.kind.value],
        icon="store" if method.kind is MethodKind.PICKUP else "truck",
        prices=_prices(method),
        promise=_promise(method),
        state=_state(method.active),
    )


def _state(active: bool) -> Pill:
    return Pill(_("Offered"), Tone.POSITIVE) if active else Pill(_("Hidden"), Tone.NEUTRAL)


def _prices(method: Method) -> Words:
    """The cheapest price that costs something, and from which basket it is free."""
    if not method.rates:
        return _("no price yet: not offered")
    paid = [rate.price for rate in method.rates if rate.price]
    free = [rate for rate in method.rates if not rate.price]
    if not paid:
        return _("free")
    words = _("from %(price)s") % {"price": money_text(min(paid))}
    if not free:
        return words
    least = min((rate.from_total for rate in free if rate.from_total), default=None)
    return _("%(price)s, free from %(basket)s") % {"price": words, "basket": money_text(least)} if least else words


def _promise(method: Method) -> Words:
    first = method.handling_days + method.transit_days_min
    last = method.handling_days + method.transit_days_max
    if not last:
        days = _("the same day")
    elif first == last:
        days = ngettext("%(days)s working day", "%(days)s working days", last) % {"days": last}
    else:
        days = _("%(first)s to %(last)s working days") % {"first": first, "last": last}
    return _("%(days)s, if ordered before %(time)s") % {"days": days, "time": f"{method.cut_off:%H:%M}"}


def method_form(at: Desk, method: Method | None, data: QueryDict | None = None) -> MethodForm:
    collection = [(place.code, text_in(place.name, at.language)) for place in selling_places()]
    return MethodForm(
        data, initial=_initial(at, method), languages=at.languages, places=collection, is_new=method is None
    )


def _initial(at: Desk, method: Method | None) -> dict[str, Any]:
    if method is None:
        return {
            "kind": MethodKind.HOME.value, "cut_off": time(14), "handling_days": 0,
            "transit_days_min": 1, "transit_days_max": 2, "position": 0,
        }  # fmt: skip
    names = ("place_code", "carrier", "cut_off", "handling_days", "transit_days_min", "transit_days_max", "position")
    values = {name: getattr(method, name) for name in names}
    return {**values, "kind": method.kind.value, **spread("label", method.labels, at.languages)}


def rate_rows(at: Desk, method: Method, data: QueryDict | None = None) -> Any:
    """The prices as rows to be edited; countries are left out where they are all of the market's."""
    every = set(at.market.countries)
    initial = [
        {
            "countries": "" if set(rate.countries) == every else " ".join(rate.countries),
            "from_total": rate.from_total or None,
            "up_to_weight_grams": rate.up_to_weight_grams,
            "price": rate.price,
        }
        for rate in method.rates
    ]
    rows = RateFormSet(data, prefix=RATES, initial=initial, form_kwargs={"currency": at.market.currency})
    asked = at.asked("rows")
    rows.extra = max(min(_MOST_NEW_ROWS, int(asked)) if asked.isdecimal() else 0, 0 if initial else 1)
    return rows


def method_page(at: Desk, method: Method | None, form: MethodForm, rates: Any = None) -> MethodPage:
    if method is None:
        return _new_page(at, form)
    if rates is None:
        rates = rate_rows(at, method)
    return MethodPage(
        title=text_in(method.labels, at.language),
        read_only=not at.can(DELIVERY_EDIT),
        context=_("Market %(market)s, code “%(code)s”.") % {"market": at.market.name, "code": method.code},
        pills=(_state(method.active),),
        back=_back(),
        form=form,
        action=reverse("backoffice:delivery-method", args=[method.code]),
        rates=rates,
        rates_action=reverse("backoffice:delivery-rates", args=[method.code]),
        add_row_href=f"?rows={rates.extra + 1}",
        active=method.active,
        active_action=reverse("backoffice:delivery-active", args=[method.code]) if at.can(DELIVERY_EDIT) else "",
        currency=at.market.currency,
        gaps=tuple(map(_gap, gaps_of(method, countries=at.market.countries))) if method.rates else (),
        history=history_told("delivery.method", f"{method.market}/{method.code}"),
    )


def _gap(gap: RateGap) -> Words:
    """To whom it is not offered, in a sentence."""
    told = {
        "countries": ", ".join(map(country_name, gap.countries)) or _("anyone"),
        "basket": money_text(gap.below) if gap.below else "",
        "weight": number_text(gap.above_grams or 0),
    }
    if gap.below and gap.above_grams:
        return _("Not offered to %(countries)s above %(weight)s g, for baskets below %(basket)s.") % told
    if gap.below:
        return _("Not offered to %(countries)s for baskets below %(basket)s.") % told
    if gap.above_grams:
        return _("Not offered to %(countries)s above %(weight)s g.") % told
    return _("Not offered to %(countries)s: no line is for them.") % told


def _back() -> Link:
    return Link(_("Delivery"), reverse("backoffice:delivery"))


def _new_page(at: Desk, form: forms.Form) -> MethodPage:
    return MethodPage(
        title=_("New delivery method"),
        context=_("Save first, then enter its prices."),
        back=_back(),
        form=form,
        action=reverse("backoffice:delivery-new"),
        rates=None,
        rates_action="",
        add_row_href="",
        active=True,
        active_action="",
        currency=at.market.currency,
        gaps=(),
        history=(),
    )
