"""The settings: the merchant, the legal entities, the markets."""

from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from comptoir.backoffice.countries import country_name
from comptoir.backoffice.desk import Desk, desk
from comptoir.backoffice.history.telling import history_told
from comptoir.backoffice.markets.forms import DefaultMarketForm, EntityForm, MarketForm
from comptoir.backoffice.markets.layout import entity_groups, market_groups, merchant_groups
from comptoir.backoffice.markets.screens import SettingsForm, SettingsLine, SettingsList
from comptoir.backoffice.markets.sections import sections_for
from comptoir.backoffice.parts import Link, Pill, Tone
from comptoir.backoffice.refusals import refusals_in
from comptoir.domains.catalogue.queries import variants_by_sku, variants_for
from comptoir.domains.catalogue.values import VariantId
from comptoir.domains.markets.actions import save_legal_entity, save_market, save_merchant
from comptoir.domains.markets.errors import UnknownLegalEntity
from comptoir.domains.markets.permissions import MARKETS_EDIT, MARKETS_VIEW
from comptoir.domains.markets.queries import all_markets, legal_entities
from comptoir.domains.markets.queries import market as market_of
from comptoir.domains.markets.queries import merchant as merchant_of
from comptoir.domains.markets.values import (
    CaptureAt,
    InvoiceAt,
    LegalEntity,
    LegalEntityDraft,
    Market,
    MerchantDraft,
    ReturnPostage,
    Sourcing,
)
from comptoir.kernel.addresses import Address

_ADDRESS = ("line1", "line2", "postal_code", "city", "country")
_ENTITY = (
    "name", "legal_form", "share_capital", "siren", "siret", "vat_number", "rcs", "iban", "bic", "email", "phone",
    "oss_registered",
)  # fmt: skip
_MERCHANT = ("name", "support_email", "phone", "sender_name", "sender_email", "default_market")


@require_http_methods(["GET", "POST"])
@desk("settings", MARKETS_VIEW)
def merchant(at: Desk) -> HttpResponse:
    known = merchant_of()
    choices = [(one.code, one.name) for one in all_markets() if one.active]
    if at.request.method != "POST":
        form = DefaultMarketForm(initial={name: getattr(known, name) for name in _MERCHANT}, markets=choices)
        return at.show(_merchant_page(at, form))
    at.actor.must(MARKETS_EDIT)
    form = DefaultMarketForm(at.request.POST, markets=choices)
    if form.is_valid():
        with refusals_in(form):
            save_merchant(merchant=MerchantDraft(**form.cleaned_data), actor=at.actor, now=at.now)
    if form.errors:
        return at.show(_merchant_page(at, form), status=422)
    at.said(_("The settings are saved."))
    return at.to("settings")


def _merchant_page(at: Desk, form: DefaultMarketForm) -> SettingsForm:
    return SettingsForm(
        title=_("Shop"),
        context=_("The shop as customers see it."),
        sections=sections_for(at.actor, "merchant"),
        read_only=not at.can(MARKETS_EDIT),
        form=form,
        groups=merchant_groups(form),
        action=reverse("backoffice:settings"),
        save_label=_("Save the shop"),
        history=history_told("markets.merchant", 1),
    )


@require_GET
@desk("settings", MARKETS_VIEW)
def entities(at: Desk) -> HttpResponse:
    screen = SettingsList(
        title=_("Legal entities"),
        context=_("Who sells and issues the invoices."),
        sections=sections_for(at.actor, "entities"),
        rows=tuple(
            SettingsLine(
                href=reverse("backoffice:settings-entity", args=[one.code]),
                name=one.name,
                note=" · ".join(part for part in (one.siren and f"SIREN {one.siren}", one.address.city) if part),
            )
            for one in legal_entities()
        ),
    )
    return at.show(screen)


@require_http_methods(["GET", "POST"])
@desk("settings", MARKETS_VIEW)
def entity(at: Desk, code: str) -> HttpResponse:
    known = _entity(code)
    if at.request.method != "POST":
        form = EntityForm(initial=_entity_values(known), currency=at.market.currency)
        return at.show(_entity_page(at, known, form))
    at.actor.must(MARKETS_EDIT)
    form = EntityForm(at.request.POST, currency=at.market.currency)
    if form.is_valid():
        with refusals_in(form):
            save_legal_entity(entity=entity_draft(code, form.cleaned_data), actor=at.actor, now=at.now)
    if form.errors:
        return at.show(_entity_page(at, known, form), status=422)
    at.said(_("The legal entity is saved. Issued documents are unchanged."))
    return at.to("settings-entity", code)


def _entity(code: str) -> LegalEntity:
    for known in legal_entities():
        if known.code == code:
            return known
    raise UnknownLegalEntity(id=code)


def _entity_values(known: LegalEntity) -> dict[str, Any]:
    return {
        **{name: getattr(known, name) for name in _ENTITY},
        **{name: getattr(known.address, name) for name in _ADDRESS},
    }


def entity_draft(code: str, values: dict[str, Any]) -> LegalEntityDraft:
    """The legal entity as a form wrote it."""
    address = Address(**{name: values[name] for name in _ADDRESS})
    return LegalEntityDraft(code=code, address=address, **{name: values[name] for name in _ENTITY})


def _entity_page(at: Desk, known: LegalEntity, form: EntityForm) -> SettingsForm:
    return SettingsForm(
        title=known.name,
        context=_("Who sells and issues the invoices. Issued documents are unchanged."),
        back=Link(_("Legal entities"), reverse("backoffice:settings-entities")),
        sections=sections_for(at.actor, "entities"),
        read_only=not at.can(MARKETS_EDIT),
        form=form,
        groups=entity_groups(form),
        action=reverse("backoffice:settings-entity", args=[known.code]),
        save_label=_("Save the legal entity"),
        history=history_told("markets.legalentity", known.id),
    )


@require_GET
@desk("settings", MARKETS_VIEW)
def markets(at: Desk) -> HttpResponse:
    screen = SettingsList(
        title=_("Markets"),
        context=_("Where items are offered, in which currency and languages."),
        sections=sections_for(at.actor, "markets"),
        rows=tuple(_market_line(one) for one in all_markets()),
    )
    return at.show(screen)


def _market_line(one: Market) -> SettingsLine:
    countries = ", ".join(country_name(code) for code in one.countries[:4])
    return SettingsLine(
        href=reverse("backoffice:settings-market", args=[one.code]),
        name=one.name,
        note=f"{one.currency} · {countries}{'…' if len(one.countries) > 4 else ''}",
        state=Pill(_("Open"), Tone.POSITIVE) if one.active else Pill(_("Closed"), Tone.NEUTRAL),
    )


@require_http_methods(["GET", "POST"])
@desk("settings", MARKETS_VIEW)
def market(at: Desk, code: str) -> HttpResponse:
    known = market_of(code)
    sellers = [(str(one.id), one.name) for one in legal_entities()]
    if at.request.method != "POST":
        return at.show(_market_page(at, known, MarketForm(initial=_market_values(known), entities=sellers)))
    at.actor.must(MARKETS_EDIT, market=code)
    form = MarketForm(at.request.POST, entities=sellers)
    if form.is_valid():
        with refusals_in(form):
            save_market(market=_market(known, form.cleaned_data), actor=at.actor, now=at.now)
    if form.errors:
        return at.show(_market_page(at, known, form), status=422)
    at.said(_("The market is saved."))
    return at.to("settings-market", code)


def _market_values(known: Market) -> dict[str, Any]:
    names = ("name", "time_zone", "order_prefix", "invoice_series", "active", "default_language")
    ticked = ("split_allowed", "gift_wrap")
    return {
        **{name: getattr(known, name) for name in (*names, *ticked)},
        "countries": list(known.countries),
        "languages": list(known.languages),
        "legal_entity": str(known.legal_entity_id),
        "capture_at": known.capture_at.value,
        "invoice_at": known.invoice_at.value,
        "sourcing": known.sourcing.value,
        "return_postage": known.return_postage.value,
        "gift_wrap_sku": _sku_of(known.gift_wrap_article_id),
    }


def _sku_of(article_id: UUID | None) -> str:
    if article_id is None:
        return ""
    return "".join(card.sku for card in variants_for([VariantId(article_id)]).values())


def _market(known: Market, values: dict[str, Any]) -> Market:
    seller = next(one for one in legal_entities() if str(one.id) == values["legal_entity"])
    return Market(
        code=known.code,
        name=values["name"],
        currency=known.currency,
        languages=tuple(values["languages"]),
        default_language=values["default_language"],
        time_zone=values["time_zone"],
        countries=tuple(values["countries"]),
        order_prefix=values["order_prefix"],
        capture_at=CaptureAt(values["capture_at"]),
        invoice_at=InvoiceAt(values["invoice_at"]),
        sourcing=Sourcing(values["sourcing"]),
        split_allowed=values["split_allowed"],
        gift_wrap=values["gift_wrap"],
        gift_wrap_article_id=variants_by_sku([sku])[sku].id if (sku := values["gift_wrap_sku"]) else None,
        invoice_series=values["invoice_series"],
        return_postage=ReturnPostage(values["return_postage"]),
        active=values["active"],
        position=known.position,
        legal_entity_id=seller.id,
    )


def _market_page(at: Desk, known: Market, form: MarketForm) -> SettingsForm:
    return SettingsForm(
        title=known.name,
        context=_("Code “%(code)s”, prices in %(currency)s.") % {"code": known.code, "currency": known.currency},
        back=Link(_("Markets"), reverse("backoffice:settings-markets")),
        sections=sections_for(at.actor, "markets"),
        read_only=not at.actor.can(MARKETS_EDIT, market=known.code),
        form=form,
        groups=market_groups(form),
        action=reverse("backoffice:settings-market", args=[known.code]),
        save_label=_("Save the market"),
        history=history_told("markets.market", known.code),
    )
