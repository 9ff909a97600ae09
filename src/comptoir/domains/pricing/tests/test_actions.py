from datetime import timedelta
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.db.utils import InternalError, ProgrammingError
from pytest_django import DjangoAssertNumQueries

from comptoir.domains.catalogue.testing import make_product, soap
from comptoir.domains.catalogue.values import VariantId
from comptoir.domains.markets.testing import make_market
from comptoir.domains.pricing import models
from comptoir.domains.pricing.actions import add_prices, set_prices
from comptoir.domains.pricing.errors import EarlierPriceTooLow, PricedTwice, PriceOutOfRange, WrongCurrency
from comptoir.domains.pricing.permissions import PRICING_EDIT, PRICING_VIEW
from comptoir.domains.pricing.queries import price_changes, price_goods, prices_for, unit_price
from comptoir.domains.pricing.testing import make_price
from comptoir.domains.pricing.values import Goods, NewPrice, Price
from comptoir.kernel.access import NotAllowed
from comptoir.kernel.history import history_of
from comptoir.kernel.models import OutboxEvent
from comptoir.kernel.money import Money
from comptoir.kernel.testing import NOBODY, NOON, OWNER, anybody

pytestmark = pytest.mark.django_db
CLERK = anybody(PRICING_EDIT, PRICING_VIEW, markets=frozenset({"fr"}))


@pytest.fixture
def variants() -> tuple[VariantId, VariantId]:
    make_market()
    first, second = make_product(soap()).variants
    return first.id, second.id


def euros(minor: int) -> Money:
    return Money(minor, "EUR")


def new(variant_id: VariantId, minor: int, compare_at: int | None = None) -> NewPrice:
    return NewPrice(
        variant_id=variant_id, amount=euros(minor), compare_at=None if compare_at is None else euros(compare_at)
    )


def change(*prices: NewPrice, **more: Any) -> tuple[VariantId, ...]:
    return set_prices(prices=prices, market="fr", actor=CLERK, now=NOON, **more)


def told() -> list[tuple[str, str, int]]:
    rows = OutboxEvent.objects.filter(name__startswith="pricing.").order_by("id")
    return [(row.name, row.lane, len(row.payload["variant_ids"])) for row in rows]


def test_prices_are_set_and_every_change_is_kept(variants):
    honey, other = variants
    assert set(change(new(honey, 1250), new(other, 900))) == {honey, other}
    assert change(new(honey, 1100, 1250), new(other, 900), because="sale") == (honey,)

    assert prices_for(variants, market="fr") == {
        honey: Price(amount=euros(1100), compare_at=euros(1250)),
        other: Price(amount=euros(900)),
    }
    latest, first = price_changes([honey], actor=CLERK)
    assert (latest.before, latest.after) == (Price(amount=euros(1250)), prices_for(variants, market="fr")[honey])
    assert (latest.because, latest.at) == ("sale", NOON)
    assert (first.before, first.after, first.actor_label) == (None, Price(amount=euros(1250)), "Camille Test")
    assert told() == [("pricing.prices_changed.1", "urgent", 2), ("pricing.prices_changed.1", "urgent", 1)]


def test_the_audit_trail_says_who_set_how_many(variants):
    change(new(variants[0], 1250), because="new season")

    (price_list,) = models.PriceList.objects.all()
    (line,) = history_of("pricing.pricelist", price_list.id)
    assert (line.action, line.actor_label, line.because) == ("prices set", "Camille Test", "new season")
    assert line.after == {"market": "fr", "prices": 1}


def test_a_price_that_stays_leaves_no_trace(variants):
    change(new(variants[0], 1250, 1500))
    before = OutboxEvent.objects.count(), models.PriceChange.objects.count()

    assert change(new(variants[0], 1250, 1500)) == ()
    assert (OutboxEvent.objects.count(), models.PriceChange.objects.count()) == before


def test_a_batch_is_told_in_the_bulk_lane_however_small(variants):
    add_prices(prices=[new(variants[0], 1250)], market="fr", actor=OWNER, now=NOON)

    assert told() == [("pricing.many_prices_changed.1", "bulk", 1)]


def test_a_large_change_is_told_in_parts_in_the_bulk_lane(variants, monkeypatch):
    monkeypatch.setattr("comptoir.domains.pricing.actions.prices.FEW", 1)
    monkeypatch.setattr("comptoir.domains.pricing.actions.prices._PER_EVENT", 1)
    change(*(new(id, 1250) for id in variants))

    assert told() == [("pricing.many_prices_changed.1", "bulk", 1)] * 2


def test_a_gift_costs_nothing(variants):
    change(new(variants[0], 0))

    assert prices_for(variants, market="fr") == {variants[0]: Price(amount=euros(0))}


@pytest.mark.parametrize(
    ("prices", "error"),
    [
        (lambda one, other: [new(one, 900), new(other, -1)], PriceOutOfRange),
        (lambda one, other: [new(one, 900), new(other, 10**12 + 1)], PriceOutOfRange),
        (lambda one, other: [new(one, 900), new(other, 500, 500)], EarlierPriceTooLow),
        (lambda one, other: [new(one, 900), new(one, 901)], PricedTwice),
        (lambda one, other: [new(one, 900), NewPrice(variant_id=other, amount=Money(5, "CHF"))], WrongCurrency),
    ],
)
def test_a_bad_price_is_refused_and_nothing_is_changed(variants, prices, error):
    with pytest.raises(error):
        change(*prices(*variants))

    assert (models.Price.objects.count(), models.PriceChange.objects.count(), told()) == (0, 0, [])


@pytest.mark.parametrize("actor", [NOBODY, anybody(PRICING_VIEW), anybody(PRICING_EDIT, markets=frozenset({"be"}))])
@pytest.mark.parametrize("action", [set_prices, add_prices])
def test_whoever_may_not_changes_nothing(variants, actor, action):
    with pytest.raises(NotAllowed):
        action(prices=[new(variants[0], 1)], market="fr", actor=actor, now=NOON)

    assert (models.PriceList.objects.count(), models.Price.objects.count(), told()) == (0, 0, [])


def test_history_is_read_by_those_who_may_and_for_their_markets(variants):
    change(new(variants[0], 1250))

    with pytest.raises(NotAllowed):
        price_changes(variants, actor=NOBODY)
    assert price_changes(variants, actor=anybody(PRICING_VIEW, markets=frozenset({"be"}))) == []


def test_the_history_of_prices_cannot_be_rewritten(variants):
    change(new(variants[0], 1250))

    with pytest.raises((InternalError, ProgrammingError), match="append-only"), transaction.atomic():
        models.PriceChange.objects.update(amount_minor=1)
    with pytest.raises((InternalError, ProgrammingError), match="append-only"), transaction.atomic():
        models.PriceChange.objects.all()._raw_delete("default")


def test_the_database_itself_refuses_impossible_prices(variants):
    make_price(variants[0], 1250)
    for columns in ({"amount_minor": -1}, {"compare_at_minor": 1250}):
        with pytest.raises(IntegrityError), transaction.atomic():
            models.Price.objects.update(**columns)


def test_any_number_of_prices_is_one_statement(variants, django_assert_num_queries: DjangoAssertNumQueries):
    change(*(new(id, 1250) for id in variants))

    with django_assert_num_queries(1):
        assert len(prices_for(variants, market="fr")) == 2
    with django_assert_num_queries(1):
        assert prices_for(variants, market="nowhere") == {}


def test_setting_prices_takes_as_many_statements_for_two_as_for_one(
    variants, django_assert_num_queries: DjangoAssertNumQueries
):
    make_price(variants[0], 1)
    # The list, the prices with their history, the trail, the event; the market is remembered.
    for prices in ([new(variants[0], 2)], [new(variants[0], 3), new(variants[1], 3)]):
        with django_assert_num_queries(4):
            change(*prices)


def test_a_basket_of_the_market(variants):
    make_price(variants[0], 1250)
    basket = price_goods(
        market="fr",
        goods=[Goods(variant_id=variants[0], sku="A", quantity=2, tax_class="reduced")],
        delivery=euros(500),
        on=(NOON + timedelta(days=1)).date(),
    )

    assert (basket.total, basket.tax_country) == (euros(3000), "FR")
    assert [(str(tax.rate), tax.tax) for tax in basket.taxes] == [("5.5", euros(156))]


def test_the_price_per_kilogram():
    shown = unit_price(euros(1250), net_amount=250, net_unit="g")
    assert shown is not None
    assert (shown.amount, shown.unit) == (euros(5000), "kg")
    wine = unit_price(euros(999), net_amount=750, net_unit="ml")
    assert wine is not None
    assert (wine.amount, wine.unit) == (euros(1332), "l")
    assert unit_price(euros(500), net_amount=1, net_unit="piece") is None
    assert unit_price(euros(500), net_amount=1000, net_unit="g") is None
    assert unit_price(euros(500), net_amount=0, net_unit="g") is None
