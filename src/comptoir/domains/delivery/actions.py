"""The verbs of delivery."""

from collections.abc import Sequence
from dataclasses import asdict, replace
from datetime import datetime
from typing import Any

from django.db import transaction

from comptoir.domains.delivery.errors import BadMethod, PlaceMissing, UnknownMethod
from comptoir.domains.delivery.events import DeliveryChanged
from comptoir.domains.delivery.models import Method as MethodRow
from comptoir.domains.delivery.models import Rate as RateRow
from comptoir.domains.delivery.permissions import DELIVERY_EDIT
from comptoir.domains.delivery.queries import REMEMBERED, method_of
from comptoir.domains.delivery.rules import method_errors, rate_errors
from comptoir.domains.delivery.values import Method, MethodDraft, Rate
from comptoir.domains.markets.queries import legal_entity
from comptoir.domains.markets.queries import market as market_of
from comptoir.domains.markets.values import Market
from comptoir.domains.network.queries import places_for
from comptoir.kernel.access import Actor
from comptoir.kernel.errors import ManyInvalid
from comptoir.kernel.events import emit
from comptoir.kernel.history import record
from comptoir.kernel.remember import forget
from comptoir.kernel.sql import fetch


def save_method(*, method: MethodDraft, actor: Actor, now: datetime) -> None:
    """Add a way of delivery to a market, or change the one of that code. Its rates are set apart.

    :raises ManyInvalid: with everything that is wrong.
    :raises UnknownMarket: when there is no such market.
    """
    actor.must(DELIVERY_EDIT, market=method.market)
    here = market_of(method.market)
    _refuse(list(method_errors(method, languages=here.languages)))
    method = _completed(method, here)
    with transaction.atomic(savepoint=False):
        before = _locked(method.market, method.code)
        columns = _columns(method)
        if before is None:
            MethodRow.objects.create(market_id=method.market, code=method.code, **columns)
        else:
            MethodRow.objects.filter(market_id=method.market, code=method.code).update(**columns)
        facts = {"before": _facts(before), "after": _facts(method)}
        _tell("method saved", method.market, method.code, **facts, actor=actor, now=now)


def set_rates(*, market: str, code: str, rates: Sequence[Rate], actor: Actor, now: datetime) -> None:
    """Replace the rates of a method. None at all: the method is no longer offered.

    :raises UnknownMethod: when the market has no such method.
    :raises ManyInvalid: with everything that is wrong.
    """
    actor.must(DELIVERY_EDIT, market=market)
    here = market_of(market)
    _refuse(list(rate_errors(rates, currency=here.currency, countries=here.countries)))
    with transaction.atomic(savepoint=False):
        before = _locked(market, code)
        if before is None:
            raise UnknownMethod(code=code)
        method_id = MethodRow.objects.values_list("id", flat=True).get(market_id=market, code=code)
        RateRow.objects.filter(method_id=method_id).delete()
        RateRow.objects.bulk_create(
            RateRow(
                method_id=method_id,
                countries=list(rate.countries or here.countries),
                from_total_minor=rate.from_total.minor if rate.from_total else 0,
                up_to_weight_grams=rate.up_to_weight_grams,
                price_minor=rate.price.minor,
                currency=rate.price.currency,
            )
            for rate in rates
        )
        facts = {"before": _rate_facts(before.rates), "after": _rate_facts(rates)}
        _tell("rates set", market, code, **facts, actor=actor, now=now)


def set_method_active(*, market: str, code: str, active: bool, actor: Actor, now: datetime) -> None:
    """Offer a method to buyers, or stop offering it. Orders that have it keep it.

    :raises UnknownMethod: when the market has no such method.
    """
    actor.must(DELIVERY_EDIT, market=market)
    with transaction.atomic(savepoint=False):
        rows = MethodRow.objects.filter(market_id=market, code=code)
        if rows.exclude(active=active).update(active=active):
            facts = {"before": {"active": not active}, "after": {"active": active}}
            _tell("method shown" if active else "method hidden", market, code, **facts, actor=actor, now=now)
        elif not rows.exists():
            raise UnknownMethod(code=code)


def _locked(market: str, code: str) -> Method | None:
    """The method as it is, locked: two people saving it follow each other."""
    if not fetch("SELECT id FROM delivery_method WHERE market_id = %s AND code = %s FOR UPDATE", [market, code]):
        return None
    row = MethodRow.objects.prefetch_related("rates").get(market_id=market, code=code)
    return method_of(row)


def _completed(method: MethodDraft, here: Market) -> MethodDraft:
    """With the clock and calendar of the place that hands the goods over."""
    if method.place_code:
        place = places_for([method.place_code]).get(method.place_code)
        if place is None:
            raise PlaceMissing(field="place_code")
        zone, country = place.time_zone, place.address.country
    else:
        zone, country = here.time_zone, legal_entity(here.legal_entity_id).address.country
    return replace(method, time_zone=method.time_zone or zone, origin_country=method.origin_country or country)


def _columns(method: MethodDraft) -> dict[str, Any]:
    return {
        "kind": str(method.kind),
        "labels": dict(method.labels),
        "place_id": method.place_code or None,
        "carrier": method.carrier,
        "active": method.active,
        "position": method.position,
        "cut_off": method.cut_off,
        "handling_days": method.handling_days,
        "transit_days_min": method.transit_days_min,
        "transit_days_max": method.transit_days_max,
        "time_zone": method.time_zone,
        "origin_country": method.origin_country,
    }


def _facts(method: MethodDraft | None) -> dict[str, Any]:
    return {} if method is None else _columns(method)


def _rate_facts(rates: Sequence[Rate]) -> dict[str, Any]:
    return {"rates": [asdict(rate) for rate in rates]}


def _refuse(errors: list[BadMethod]) -> None:
    if errors:
        raise ManyInvalid(errors=tuple(errors))


def _tell(
    action: str,
    market: str,
    code: str,
    *,
    before: dict[str, Any],
    after: dict[str, Any],
    actor: Actor,
    now: datetime,
) -> None:
    record(
        action=action,
        subject_type="delivery.method",
        subject_id=f"{market}/{code}",
        actor=actor,
        now=now,
        before=before,
        after=after,
    )
    emit(DeliveryChanged(market=market))
    forget(REMEMBERED)
