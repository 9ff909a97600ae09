"""The settings that say which orders are held as soon as they are paid."""

from typing import Any

from django import forms
from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from comptoir.backoffice.amounts import MoneyField
from comptoir.backoffice.desk import Desk, desk
from comptoir.backoffice.fields import WholeNumberField
from comptoir.backoffice.history.telling import history_told
from comptoir.backoffice.markets.layout import group
from comptoir.backoffice.markets.screens import SettingsForm
from comptoir.backoffice.markets.sections import sections_for
from comptoir.backoffice.refusals import refusals_in
from comptoir.domains.orders.actions import set_hold_rules
from comptoir.domains.orders.permissions import ORDERS_CONFIGURE
from comptoir.domains.orders.queries import hold_rules
from comptoir.domains.orders.values import HoldRules


class HoldRulesForm(forms.Form):
    """Empty fields hold nothing."""

    countries_differ = forms.BooleanField(
        label=gettext_lazy("Delivered to a different country than billed"), required=False
    )
    orders_most = WholeNumberField(
        label=gettext_lazy("More orders from one customer or connection than"), least=1, most=1_000, required=False
    )
    emails_most = WholeNumberField(
        label=gettext_lazy("More e-mail addresses from one connection than"), least=1, most=1_000, required=False
    )
    hours = WholeNumberField(label=gettext_lazy("Within how many hours"), least=1, most=1_000)
    tries_most = WholeNumberField(
        label=gettext_lazy("More refused payments than"),
        least=1,
        most=1_000,
        required=False,
        help_text=gettext_lazy("For the same order, before one succeeded."),
    )

    def __init__(self, *args: Any, currency: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["amount_above"] = MoneyField(label=_("Any order above"), currency=currency, required=False)
        self.fields["first_above"] = MoneyField(
            label=_("A customer’s first order above"), currency=currency, required=False
        )


@require_http_methods(["GET", "POST"])
@desk("settings", ORDERS_CONFIGURE)
def hold_settings(at: Desk) -> HttpResponse:
    market = at.market
    at.actor.must(ORDERS_CONFIGURE, market=market.code)
    if at.request.method != "POST":
        known = hold_rules(market.code)
        initial = {name: getattr(known, name) for name in HoldRules.__slots__}
        return at.show(_page(at, HoldRulesForm(initial=initial, currency=market.currency)))
    form = HoldRulesForm(at.request.POST, currency=market.currency)
    if form.is_valid():
        with refusals_in(form):
            set_hold_rules(market=market.code, rules=HoldRules(**form.cleaned_data), actor=at.actor, now=at.now)
    if form.errors:
        return at.show(_page(at, form), status=422)
    at.said(_("The rules are saved. They apply to orders paid from now on."))
    return at.to("settings-holds")


def _page(at: Desk, form: HoldRulesForm) -> SettingsForm:
    return SettingsForm(
        title=_("Orders on hold"),
        context=_("Which orders of %(market)s wait for review once paid.") % {"market": at.market.name},
        sections=sections_for(at.actor, "holds"),
        form=form,
        groups=(
            group(
                form, _("Amounts"), _("A blank field holds nothing."), ("amount_above", "first_above"), optional=False
            ),
            group(form, _("Many in a short time"), "", ("orders_most", "emails_most"), ("hours",), optional=False),
            group(form, _("Other signs"), "", ("tries_most",), ("countries_differ",), optional=False),
        ),
        action=reverse("backoffice:settings-holds"),
        save_label=_("Save the rules"),
        history=history_told("orders.holdrules", at.market.code),
    )
