"""Ways to pay: the list, one in full, and whether it is offered."""

from decimal import Decimal
from typing import Any

from django.conf import settings
from django.http import HttpResponse, QueryDict
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from comptoir.backoffice.desk import Desk, desk
from comptoir.backoffice.history.telling import history_told
from comptoir.backoffice.offering import offering_tabs
from comptoir.backoffice.parts import Link, Pill, Tone, Words
from comptoir.backoffice.payments.forms import MethodForm
from comptoir.backoffice.payments.screens import MethodLine, MethodList, MethodPage, NewMethod
from comptoir.backoffice.refusals import refusals_in
from comptoir.backoffice.texts import gathered, spread
from comptoir.domains.payments.actions import enable_payment_method, save_payment_method
from comptoir.domains.payments.permissions import PAYMENTS_CONFIGURE, PAYMENTS_VIEW
from comptoir.domains.payments.queries import methods
from comptoir.domains.payments.values import METHOD_PRESETS, Method, preset_method
from comptoir.kernel import ports
from comptoir.kernel.errors import NotFound
from comptoir.kernel.texts import text_in

_ABOUT = {
    "stripe": gettext_lazy("Cards and wallets through Stripe. Needs the keys of your Stripe account."),
    "transfer": gettext_lazy("The customer pays to your IBAN; you record the payment when it arrives."),
    "stored_value": gettext_lazy("Customers pay with codes you issue, alone or with another payment method."),
    "simulator": gettext_lazy("A fictitious bank, to try everything without real money."),
}
_NAMES = {
    "stripe": "Stripe",
    "transfer": gettext_lazy("Bank transfer"),
    "simulator": gettext_lazy("Test bank"),
    "stored_value": gettext_lazy("Our own books"),
}
_ICONS = {"stripe": "credit-card", "transfer": "landmark", "simulator": "circle-dashed", "stored_value": "tag"}
_ONLY_FOR_TRYING = "simulator"


@require_GET
@desk("payments", PAYMENTS_VIEW)
def payments(at: Desk) -> HttpResponse:
    known = methods(at.market.code)
    screen = MethodList(
        title=_("Payment methods"),
        context=_("How customers pay in %(market)s.") % {"market": at.market.name},
        tabs=offering_tabs(at, "payments"),
        rows=tuple(_line(at, method) for method in known),
        possible=_possible(at, {method.provider for method in known}) if at.can(PAYMENTS_CONFIGURE) else (),
    )
    return at.show(screen)


def _line(at: Desk, method: Method) -> MethodLine:
    return MethodLine(
        href=reverse("backoffice:payment-method", args=[method.code]),
        name=text_in(method.labels, at.language),
        provider=_provider(method, text_in(method.labels, at.language)),
        hold=_hold(method.hold_minutes),
        state=_state(method.enabled),
        icon=_ICONS.get(method.provider, "credit-card"),
    )


def _provider(method: Method, name: str) -> Words:
    """Who takes the money, where the name does not say it already."""
    provider = str(_NAMES.get(method.provider, method.provider))
    return "" if provider == name else provider


def _state(enabled: bool) -> Pill:
    return Pill(_("Offered"), Tone.POSITIVE) if enabled else Pill(_("Hidden"), Tone.NEUTRAL)


def _hold(minutes: int) -> Words:
    if minutes % 1440 == 0:
        return ngettext("%(count)s day", "%(count)s days", minutes // 1440) % {"count": minutes // 1440}
    if minutes % 60 == 0:
        return ngettext("%(count)s hour", "%(count)s hours", minutes // 60) % {"count": minutes // 60}
    return ngettext("%(count)s minute", "%(count)s minutes", minutes) % {"count": minutes}


def _possible(at: Desk, used: set[str]) -> tuple[NewMethod, ...]:
    hidden = used | ({_ONLY_FOR_TRYING} if settings.COMPTOIR_ENV == "production" else set())
    return tuple(
        NewMethod(
            href=reverse("backoffice:payment-new", args=[kind]),
            name=text_in(METHOD_PRESETS[kind].labels, at.language),
            about=_ABOUT.get(kind, ""),
            icon=_ICONS.get(kind, "credit-card"),
        )
        for kind in ports.kinds("payments")
        if kind in METHOD_PRESETS and kind not in hidden
    )


@require_http_methods(["GET", "POST"])
@desk("payments", PAYMENTS_VIEW)
def method(at: Desk, code: str) -> HttpResponse:
    return _edit(at, _method(at, code), reverse("backoffice:payment-method", args=[code]), is_new=False)


@require_http_methods(["GET", "POST"])
@desk("payments", PAYMENTS_CONFIGURE)
def method_new(at: Desk, provider: str) -> HttpResponse:
    if provider not in METHOD_PRESETS or provider not in ports.kinds("payments"):
        raise NotFound
    fresh = preset_method(provider, market=at.market.code, position=len(methods(at.market.code)))
    return _edit(at, fresh, reverse("backoffice:payment-new", args=[provider]), is_new=True)


def _method(at: Desk, code: str) -> Method:
    for known in methods(at.market.code):
        if known.code == code:
            return known
    raise NotFound


def _edit(at: Desk, known: Method, action: str, *, is_new: bool) -> HttpResponse:
    if at.request.method != "POST":
        return at.show(_page(at, known, _form(at, known), action, is_new=is_new))
    at.actor.must(PAYMENTS_CONFIGURE)
    form = _form(at, known, at.request.POST)
    if form.is_valid():
        with refusals_in(form, {"labels": f"label_{at.languages[0]}", "hold_minutes": "hold_hours"}):
            save_payment_method(method=_written(at, known, form.cleaned_data), actor=at.actor, now=at.now)
        if form.is_valid():
            at.said(_("The payment method is saved."))
            return at.to("payment-method", known.code)
    return at.show(_page(at, known, form, action, is_new=is_new), status=422)


def _form(at: Desk, known: Method, data: QueryDict | None = None) -> MethodForm:
    initial = {
        "hold_hours": (Decimal(known.hold_minutes) / 60).normalize(),
        "position": known.position,
        **spread("label", known.labels, at.languages),
        **spread("instructions", known.instructions, at.languages),
    }
    return MethodForm(data, initial=initial, languages=at.languages)


def _written(at: Desk, known: Method, values: dict[str, Any]) -> Method:
    return Method(
        code=known.code,
        market=known.market,
        provider=known.provider,
        labels={**known.labels, **gathered("label", values, at.languages)},
        instructions={
            **{code: text for code, text in known.instructions.items() if code not in at.languages},
            **gathered("instructions", values, at.languages),
        },
        enabled=known.enabled,
        position=values["position"],
        hold_minutes=int(values["hold_hours"] * 60),
    )


def _page(at: Desk, known: Method, form: MethodForm, action: str, *, is_new: bool) -> MethodPage:
    enable = reverse("backoffice:payment-enable", args=[known.code])
    return MethodPage(
        title=text_in(known.labels, at.language),
        context=_("Market %(market)s, code “%(code)s”.") % {"market": at.market.name, "code": known.code},
        pills=() if is_new else (_state(known.enabled),),
        read_only=not at.can(PAYMENTS_CONFIGURE),
        back=Link(_("Payment methods"), reverse("backoffice:payments")),
        form=form,
        action=action,
        enabled=known.enabled,
        enable_action="" if is_new or not at.can(PAYMENTS_CONFIGURE) else enable,
        about=_ABOUT.get(known.provider, ""),
        history=() if is_new else history_told("payments.paymentmethod", f"{known.market}/{known.code}"),
    )


@require_POST
@desk("payments", PAYMENTS_CONFIGURE)
def enable(at: Desk, code: str) -> HttpResponse:
    offer = at.request.POST.get("enabled") == "yes"
    enable_payment_method(market=at.market.code, code=code, enabled=offer, actor=at.actor, now=at.now)
    at.said(_("Customers can now pay this way.") if offer else _("Customers no longer see it. Open payments continue."))
    return at.to("payment-method", code)
