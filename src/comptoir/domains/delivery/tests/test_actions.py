from dataclasses import replace
from datetime import date, time
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from pytest_django import DjangoAssertNumQueries

from comptoir.domains.delivery import models
from comptoir.domains.delivery.actions import save_method, set_method_active, set_rates
from comptoir.domains.delivery.errors import UnknownMethod
from comptoir.domains.delivery.permissions import DELIVERY_EDIT, DELIVERY_VIEW
from comptoir.domains.delivery.queries import methods, options_for
from comptoir.domains.delivery.testing import HOME, make_method
from comptoir.domains.delivery.values import DeliveryOption, MethodKind, Rate
from comptoir.domains.markets.testing import make_market
from comptoir.domains.markets.values import MarketTerms
from comptoir.domains.network.testing import SHOP, make_place
from comptoir.kernel.access import NotAllowed
from comptoir.kernel.errors import ManyInvalid
from comptoir.kernel.history import history_of
from comptoir.kernel.models import HistoryLine, OutboxEvent
from comptoir.kernel.money import Money
from comptoir.kernel.testing import NOBODY, NOON, OWNER, anybody, hear_all_notices

pytestmark = pytest.mark.django_db


def euros(minor: int) -> Money:
    return Money(minor, "EUR")


def options(
    *, country: str = "FR", weight: int = 500, worth: int = 2000, market: str = "fr"
) -> dict[str, DeliveryOption]:
    found = options_for(market=market, country=country, weight_grams=weight, goods_total=euros(worth), now=NOON)
    return {option.code: option for option in found}


def rates(code: str, *rates: Rate) -> None:
    set_rates(market="fr", code=code, rates=rates, actor=OWNER, now=NOON)


def told() -> int:
    return OutboxEvent.objects.filter(name="delivery.delivery_changed.1", payload={"market": "fr"}).count()


def test_what_a_buyer_may_choose():
    make_method(price=590)

    # Monday noon in Paris: a day of handling, then two to three of transit.
    assert options() == {
        "colissimo": DeliveryOption(
            code="colissimo",
            kind=MethodKind.HOME,
            labels={"fr": "Colissimo à domicile", "en": "Colissimo, to your door"},
            place_code="",
            carrier="Colissimo",
            price=euros(590),
            destination="FR",
            earliest_on=date(2026, 11, 26),
            promised_on=date(2026, 11, 27),
        )
    }


@pytest.mark.parametrize(
    ("country", "weight", "worth", "price"),
    [
        ("FR", 500, 2000, 490),
        ("FR", 1000, 2000, 490),
        ("FR", 1001, 2000, 890),
        ("FR", 30_000, 2000, 1990),
        ("FR", 30_001, 2000, None),
        ("FR", 30_001, 6000, 0),  # from 60 € on, whatever the weight
        ("FR", 500, 5999, 490),
        ("BE", 500, 2000, 1290),
        ("BE", 500, 9000, 1290),
        ("DE", 500, 2000, None),
    ],
)
def test_rates_by_country_weight_and_value(country, weight, worth, price):
    make_market(MarketTerms(countries=("FR", "BE", "DE")))
    make_method()
    rates(
        "colissimo",
        Rate(price=euros(490), countries=("FR",), up_to_weight_grams=1000),
        Rate(price=euros(1990), countries=("FR",), up_to_weight_grams=30_000),
        Rate(price=euros(890), countries=("FR",), up_to_weight_grams=5000),
        Rate(price=euros(0), countries=("FR",), from_total=euros(6000)),
        Rate(price=euros(1290), countries=("BE",)),
    )

    found = options(country=country, weight=weight, worth=worth)

    assert {code: option.price.minor for code, option in found.items()} == (
        {} if price is None else {"colissimo": price}
    )


def test_all_options_are_one_statement_in_the_merchants_order(django_assert_num_queries: DjangoAssertNumQueries):
    make_method(position=2)
    make_method(code="express", position=1, price=1290)
    make_method(code="letter", position=1, price=290)

    with django_assert_num_queries(1):
        assert list(options()) == ["express", "letter", "colissimo"]


def test_collection_has_the_clock_and_calendar_of_its_place():
    make_place(SHOP)
    make_method(
        code="shop", kind=MethodKind.PICKUP, place_code=SHOP.code, transit_days_min=0, transit_days_max=0, price=0
    )

    option = options(country="BE")["shop"]

    assert (option.kind, option.place_code, option.destination) == (MethodKind.PICKUP, SHOP.code, "FR")
    assert option.promised_on == date(2026, 11, 24)
    (method,) = methods("fr", actor=OWNER)
    assert (method.time_zone, method.origin_country) == (SHOP.time_zone, "FR")


def test_a_hidden_method_is_not_offered_and_comes_back():
    make_method()
    set_method_active(market="fr", code="colissimo", active=False, actor=OWNER, now=NOON)
    assert options() == {}
    set_method_active(market="fr", code="colissimo", active=True, actor=OWNER, now=NOON)
    assert list(options()) == ["colissimo"]

    before = told()
    set_method_active(market="fr", code="colissimo", active=True, actor=OWNER, now=NOON)
    assert told() == before


def test_saving_again_changes_what_was_saved():
    make_method()
    changed = replace(HOME, cut_off=time(10), labels={"fr": "Colissimo", "en": "Colissimo"})
    save_method(method=changed, actor=OWNER, now=NOON)

    (method,) = methods("fr", actor=OWNER)
    assert (method.cut_off, method.labels["fr"], len(method.rates)) == (time(10), "Colissimo", 1)
    assert options()["colissimo"].promised_on == date(2026, 11, 30)
    line = history_of("delivery.method", "fr/colissimo")[0]
    assert (line.action, line.actor_label) == ("method saved", "Camille Test")
    assert (line.before["cut_off"], line.after["cut_off"]) == ("14:00:00", "10:00:00")


def test_every_change_is_told_and_kept():
    make_method()
    before = told()
    rates("colissimo", Rate(price=euros(690)))

    assert told() == before + 1
    line = history_of("delivery.method", "fr/colissimo")[0]
    assert line.action == "rates set"
    assert line.before["rates"][0]["price"] == {"minor": 590, "currency": "EUR"}
    assert line.after["rates"][0]["price"] == {"minor": 690, "currency": "EUR"}


@pytest.mark.parametrize(
    ("changes", "fields"),
    [
        ({"code": "Colis simo"}, ["code"]),
        ({"labels": {"fr": "Colissimo"}}, ["labels.en"]),
        ({"labels": {"fr": " ", "en": ""}}, ["labels.fr", "labels.en"]),
        ({"place_code": "shop"}, ["place_code"]),
        ({"kind": MethodKind.PICKUP}, ["place_code"]),
        ({"handling_days": -1}, ["handling_days"]),
        ({"transit_days_min": 4}, ["transit_days_max"]),
        ({"transit_days_max": 91}, ["transit_days_max"]),
    ],
)
def test_what_is_wrong_with_a_method_is_told_by_field(changes, fields):
    make_market()
    with pytest.raises(ManyInvalid) as refused:
        save_method(method=replace(HOME, **changes), actor=OWNER, now=NOON)

    assert [error.field for error in refused.value.errors] == fields
    assert models.Method.objects.count() == 0


@pytest.mark.parametrize(
    ("rate", "field"),
    [
        (Rate(price=euros(-1)), "rates.1.price"),
        (Rate(price=Money(5, "CHF")), "rates.1.price"),
        (Rate(price=euros(5), from_total=euros(-1)), "rates.1.price"),
        (Rate(price=euros(5), up_to_weight_grams=0), "rates.1.up_to_weight_grams"),
        (Rate(price=euros(5), countries=("US",)), "rates.1.countries"),
    ],
)
def test_what_is_wrong_with_a_rate_is_told_by_place(rate, field):
    make_method(price=590)
    with pytest.raises(ManyInvalid) as refused:
        rates("colissimo", Rate(price=euros(100), from_total=euros(7)), rate)

    assert [error.field for error in refused.value.errors] == [field]
    assert options()["colissimo"].price == euros(590)


@pytest.mark.parametrize(("action", "what"), [(set_rates, {"rates": []}), (set_method_active, {"active": True})])
def test_an_unknown_method_is_said(action, what):
    make_market()
    with pytest.raises(UnknownMethod):
        action(market="fr", code="nothing", actor=OWNER, now=NOON, **what)


@pytest.mark.parametrize("actor", [NOBODY, anybody(DELIVERY_VIEW), anybody(DELIVERY_EDIT, markets=frozenset({"be"}))])
def test_whoever_may_not_changes_nothing(actor):
    make_method()
    before = OutboxEvent.objects.count(), HistoryLine.objects.count(), methods("fr", actor=OWNER)
    attempts: list[Any] = [
        lambda: save_method(method=replace(HOME, position=9), actor=actor, now=NOON),
        lambda: set_rates(market="fr", code="colissimo", rates=[], actor=actor, now=NOON),
        lambda: set_method_active(market="fr", code="colissimo", active=False, actor=actor, now=NOON),
    ]
    for attempt in attempts:
        with pytest.raises(NotAllowed):
            attempt()

    assert (OutboxEvent.objects.count(), HistoryLine.objects.count(), methods("fr", actor=OWNER)) == before


def test_the_list_of_methods_is_for_those_who_may():
    with pytest.raises(NotAllowed):
        methods("fr", actor=NOBODY)


def test_the_database_itself_refuses_what_cannot_be():
    make_method()
    methods_cannot: list[dict[str, Any]] = [
        {"kind": "pickup"},
        {"transit_days_min": 5},
        {"handling_days": -1},
        {"kind": "drone"},
    ]
    for change in methods_cannot:
        with pytest.raises(IntegrityError), transaction.atomic():
            models.Method.objects.update(**change)
    rates_cannot: list[dict[str, Any]] = [{"price_minor": -1}, {"up_to_weight_grams": 0}, {"countries": []}]
    for change in rates_cannot:
        with pytest.raises(IntegrityError), transaction.atomic():
            models.Rate.objects.update(**change)


@pytest.mark.django_db(transaction=True)
def test_rates_are_remembered_until_they_change(statements: Any):
    make_method(price=590)
    hear_all_notices()
    options()
    before = len(statements.all)
    assert options()["colissimo"].price == euros(590)
    assert len(statements.all) == before
    rates("colissimo", Rate(price=euros(690)))
    assert options()["colissimo"].price == euros(690)
