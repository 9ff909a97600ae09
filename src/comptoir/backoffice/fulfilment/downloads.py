"""Files that were bought: what staff see and do about them on the order, and how long and often they may be fetched."""

from uuid import UUID

from django import forms
from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST

from comptoir.backoffice.desk import Desk, desk
from comptoir.backoffice.fields import WholeNumberField
from comptoir.backoffice.history.telling import history_told
from comptoir.backoffice.markets.layout import group
from comptoir.backoffice.markets.screens import SettingsForm
from comptoir.backoffice.markets.sections import sections_for
from comptoir.backoffice.refusals import refusals_in
from comptoir.domains.fulfilment.actions import end_download, renew_download, save_download_rules
from comptoir.domains.fulfilment.errors import UnknownDownload
from comptoir.domains.fulfilment.permissions import FULFILMENT_SHIP
from comptoir.domains.fulfilment.queries import download, download_rules
from comptoir.domains.fulfilment.values import MOST_DAYS, MOST_TIMES, Download, DownloadId, DownloadRules
from comptoir.domains.markets.permissions import MARKETS_EDIT
from comptoir.domains.orders.queries import order_for_staff
from comptoir.domains.orders.values import Order, OrderId


@require_POST
@desk("orders", FULFILMENT_SHIP)
def renew(at: Desk, id: UUID, download: UUID) -> HttpResponse:
    placed, found = _of(at, id, download)
    renew_download(download_id=found.id, market=placed.market, actor=at.actor, now=at.now)
    at.said(_("The link is new. The customer finds it on the page of the order."))
    return at.to("order", id)


@require_POST
@desk("orders", FULFILMENT_SHIP)
def end(at: Desk, id: UUID, download: UUID) -> HttpResponse:
    placed, found = _of(at, id, download)
    end_download(download_id=found.id, market=placed.market, actor=at.actor, now=at.now)
    at.said(_("The link no longer works. Renew it to open it again."))
    return at.to("order", id)


def _of(at: Desk, order_id: UUID, download_id: UUID) -> tuple[Order, Download]:
    """A download, under the order that it is of."""
    placed, found = order_for_staff(OrderId(order_id), actor=at.actor), download(DownloadId(download_id))
    if found.order_id != placed.id:
        raise UnknownDownload
    return placed, found


class DownloadRulesForm(forms.Form):
    times = WholeNumberField(label=gettext_lazy("Downloads of each file"), least=1, most=MOST_TIMES)
    days = WholeNumberField(label=gettext_lazy("Days after payment"), least=1, most=MOST_DAYS)


@require_http_methods(["GET", "POST"])
@desk("settings", MARKETS_EDIT)
def download_settings(at: Desk) -> HttpResponse:
    market = at.market
    at.actor.must(MARKETS_EDIT, market=market.code)
    if at.request.method != "POST":
        known = download_rules(market.code)
        return at.show(_page(at, DownloadRulesForm(initial={"times": known.times, "days": known.days})))
    form = DownloadRulesForm(at.request.POST)
    if form.is_valid():
        with refusals_in(form):
            rules = DownloadRules(**form.cleaned_data)
            save_download_rules(market=market.code, rules=rules, actor=at.actor, now=at.now)
    if form.errors:
        return at.show(_page(at, form), status=422)
    at.said(_("The rules are saved. They apply to files bought from now on."))
    return at.to("settings-downloads")


def _page(at: Desk, form: DownloadRulesForm) -> SettingsForm:
    return SettingsForm(
        title=_("Downloads"),
        context=_("How often, and how long, customers of %(market)s can download what they bought.")
        % {"market": at.market.name},
        sections=sections_for(at.actor, "downloads"),
        form=form,
        groups=(
            group(
                form,
                _("Limits of a link"),
                _("Whoever needs more writes to you, and you renew the link on the order."),
                ("times", "days"),
                optional=False,
            ),
        ),
        action=reverse("backoffice:settings-downloads"),
        save_label=_("Save the rules"),
        history=history_told("markets.market", at.market.code),
    )
