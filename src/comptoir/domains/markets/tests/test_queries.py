from dataclasses import replace

import pytest
from pytest_django import DjangoAssertNumQueries

from comptoir.domains.markets.actions import save_market
from comptoir.domains.markets.errors import UnknownLegalEntity, UnknownMarket
from comptoir.domains.markets.queries import (
    all_markets,
    channels,
    default_market,
    legal_entities,
    legal_entity,
    market,
    market_settings,
    markets,
    merchant,
    selling_market,
)
from comptoir.domains.markets.testing import make_entity, make_market
from comptoir.domains.markets.values import LegalEntityId
from comptoir.kernel.ids import new_id
from comptoir.kernel.testing import NOON, OWNER

pytestmark = pytest.mark.django_db


@pytest.mark.django_db(transaction=True)  # within one, what was asked before would be remembered
def test_each_question_is_one_statement(django_assert_num_queries: DjangoAssertNumQueries) -> None:
    entity_id = make_entity()
    for ask in (
        market_settings,
        merchant,
        markets,
        all_markets,
        legal_entities,
        channels,
        lambda: market("fr"),
        lambda: selling_market("fr"),
        lambda: legal_entity(entity_id),
    ):
        with django_assert_num_queries(1):
            ask()


def test_markets_come_in_the_merchants_order_and_only_those_that_sell() -> None:
    first = make_market()
    others = [
        replace(first, code="de", order_prefix="DE", position=2),
        replace(first, code="be", order_prefix="BE", position=1),
        replace(first, code="it", order_prefix="IT", position=-1, active=False),
    ]
    for other in others:
        save_market(market=other, actor=OWNER, now=NOON)
    assert [known.code for known in markets()] == ["fr", "be", "de"]
    assert [known.code for known in all_markets()] == ["it", "fr", "be", "de"]
    assert not market("it").active
    assert default_market() == first
    with pytest.raises(UnknownMarket):
        selling_market("it")


def test_what_does_not_exist() -> None:
    make_market()
    for ask in (market, selling_market):
        with pytest.raises(UnknownMarket) as refused:
            ask("xx")
        assert refused.value.facts["market"] == "xx"
    with pytest.raises(UnknownLegalEntity):
        legal_entity(LegalEntityId(new_id()))
