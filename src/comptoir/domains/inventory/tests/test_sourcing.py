"""Orders are served by the rules of their market and of the places."""

from dataclasses import replace
from datetime import timedelta
from uuid import UUID

import pytest
from django.db import transaction

from comptoir.domains.catalogue.values import VariantId
from comptoir.domains.inventory.actions import (
    claim_stock,
    open_transfer,
    receive_transfer,
    release_stock,
    reserve_more,
    reserve_stock,
    tell_stock_of_places,
)
from comptoir.domains.inventory.errors import InsufficientStock
from comptoir.domains.inventory.events import AvailabilityChanged
from comptoir.domains.inventory.queries import availability_for, reservations_of
from comptoir.domains.inventory.testing import make_stock
from comptoir.domains.inventory.values import Destination, ReservationState, Shortage, StockLine
from comptoir.domains.markets.actions import save_market
from comptoir.domains.markets.queries import market
from comptoir.domains.markets.testing import make_market
from comptoir.domains.markets.values import Sourcing
from comptoir.domains.network.testing import QUARANTINE, SHOP, WAREHOUSE, make_place
from comptoir.domains.network.values import PlaceKind
from comptoir.kernel.access import NotAllowed
from comptoir.kernel.events import Lane
from comptoir.kernel.events.relay import deliver
from comptoir.kernel.ids import new_id
from comptoir.kernel.models import OutboxEvent
from comptoir.kernel.testing import NOBODY, NOON, OWNER, snapshot

pytestmark = pytest.mark.django_db
CROIX_ROUSSE = Destination(market="fr", country="FR", postal_code="69004")
PARIS = Destination(market="fr", country="FR", postal_code="75011")


@pytest.fixture
def honey() -> VariantId:
    """Three pieces in the warehouse of Corbas, three in the shop at the Croix-Rousse."""
    make_market()
    make_place(SHOP)
    variant_id = make_stock(3)
    return make_stock(3, variant_id=variant_id, place_code=SHOP.code)


def reserve(variant_id: VariantId, quantity: int, destination: Destination | None, at: str | None = None) -> UUID:
    order_id = new_id()
    reserve_stock(
        lines=[StockLine(variant_id=variant_id, quantity=quantity)],
        order_id=order_id,
        until=NOON + timedelta(minutes=30),
        preferred_place=at,
        destination=destination,
        actor=OWNER,
        now=NOON,
    )
    return order_id


def places_of(order_id: UUID) -> list[str]:
    return [kept.place_code for kept in reservations_of(order_id)]


def rule(**settings: object) -> None:
    save_market(market=replace(market("fr"), **settings), actor=OWNER, now=NOON)  # type: ignore[arg-type]  # by name


def test_the_nearest_place_serves_where_the_market_says_so(honey: VariantId) -> None:
    assert places_of(reserve(honey, 1, CROIX_ROUSSE)) == [WAREHOUSE.code]
    rule(sourcing=Sourcing.NEAREST)
    assert places_of(reserve(honey, 1, CROIX_ROUSSE)) == [SHOP.code]


def test_an_order_is_not_split_where_the_market_says_so(honey: VariantId) -> None:
    assert len(places_of(reserve(honey, 4, PARIS))) == 2
    rule(split_allowed=False)
    with pytest.raises(InsufficientStock) as refused, transaction.atomic():
        reserve(honey, 3, PARIS)
    assert refused.value.shortages == (Shortage(variant_id=honey, wanted=3, available=2),)
    assert places_of(reserve(honey, 2, PARIS)) == [SHOP.code]


def test_further_pieces_of_an_unsplit_order_leave_with_the_others(honey: VariantId) -> None:
    rule(split_allowed=False)
    order_id = reserve(honey, 2, PARIS, at=SHOP.code)
    lines = [StockLine(variant_id=honey, quantity=1)]
    reserve_more(order_id=order_id, lines=lines, destination=PARIS, actor=OWNER, now=NOON)
    assert places_of(order_id) == [SHOP.code]
    with pytest.raises(InsufficientStock), transaction.atomic():
        reserve_more(order_id=order_id, lines=lines, destination=PARIS, actor=OWNER, now=NOON)


def test_a_partner_serves_its_own_territory_and_its_own_door(honey: VariantId) -> None:
    make_place(replace(SHOP, priority=-1, partner=True, territory=("FR-69",)))
    assert places_of(reserve(honey, 1, CROIX_ROUSSE)) == [SHOP.code]
    assert places_of(reserve(honey, 1, PARIS)) == [WAREHOUSE.code]
    assert places_of(reserve(honey, 1, PARIS, at=SHOP.code)) == [SHOP.code]
    with pytest.raises(InsufficientStock), transaction.atomic():
        reserve(honey, 3, PARIS)


def test_money_that_comes_late_takes_the_goods_from_the_partner_again(honey: VariantId) -> None:
    make_place(replace(SHOP, priority=-1, partner=True, territory=("FR-69",)))
    order_id = reserve(honey, 3, CROIX_ROUSSE)
    release_stock(order_id=order_id, expired=True, actor=OWNER, now=NOON)
    reserve(honey, 3, PARIS)
    claim_stock(order_id=order_id, actor=OWNER, now=NOON)
    kept = reservations_of(order_id)[-1]
    assert (kept.place_code, kept.state) == (SHOP.code, ReservationState.CLAIMED)


def test_what_stands_in_a_quarantine_is_promised_to_nobody_until_it_is_transferred() -> None:
    make_place(QUARANTINE)
    honey = make_stock(2)
    make_stock(5, variant_id=honey, place_code=QUARANTINE.code)
    assert availability_for([honey])[honey].available == 2
    for preferred in (None, QUARANTINE.code):
        with pytest.raises(InsufficientStock) as refused, transaction.atomic():
            reserve(honey, 3, None, at=preferred)
        assert refused.value.shortages == (Shortage(variant_id=honey, wanted=3, available=2),)
    there = open_transfer(
        source_code=QUARANTINE.code,
        destination_code=WAREHOUSE.code,
        lines=[StockLine(variant_id=honey, quantity=4)],
        key="1",
        actor=OWNER,
        now=NOON,
    )
    assert availability_for([honey])[honey].available == 2
    arrived = [StockLine(variant_id=honey, quantity=4)]
    receive_transfer(transfer_id=there, lines=arrived, key="2", actor=OWNER, now=NOON)
    assert availability_for([honey])[honey].available == 6
    assert places_of(reserve(honey, 6, None)) == [WAREHOUSE.code]


def test_what_a_place_holds_is_told_anew_when_it_sells_no_longer() -> None:
    make_place(SHOP)
    honey, _elsewhere = make_stock(2, place_code=SHOP.code), make_stock(2)
    OutboxEvent.objects.all().delete()
    make_place(replace(SHOP, kind=PlaceKind.QUARANTINE, offers_pickup=False))
    assert deliver(Lane.BULK)
    told = OutboxEvent.objects.filter(name=AvailabilityChanged.NAME).values_list("payload", flat=True)
    assert list(told) == [{"variant_ids": [str(honey)]}]
    before = snapshot()
    with pytest.raises(NotAllowed):
        tell_stock_of_places(place_codes=[SHOP.code], actor=NOBODY, now=NOON)
    assert snapshot() == before
