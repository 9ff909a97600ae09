"""From an empty installation to a shop that lacks only goods and delivery prices."""

from dataclasses import replace

import pytest

from comptoir.domains.content.queries import missing_legal_pages
from comptoir.domains.markets.errors import AlreadySetUp
from comptoir.domains.markets.queries import market_settings
from comptoir.domains.markets.testing import ENTITY, MERCHANT
from comptoir.domains.markets.values import MarketTerms
from comptoir.domains.network.queries import places
from comptoir.domains.payments.queries import offered_methods
from comptoir.flows.set_up_shop import set_up_shop
from comptoir.kernel.access import NotAllowed
from comptoir.kernel.errors import ManyInvalid
from comptoir.kernel.testing import NOBODY, NOON, OWNER

pytestmark = pytest.mark.django_db(transaction=True)


def test_everything_a_shop_needs_but_goods() -> None:
    set_up_shop(merchant=MERCHANT, entity=ENTITY, market=MarketTerms(), actor=OWNER, now=NOON)
    known = market_settings()
    assert known.merchant is not None
    assert (known.merchant.name, known.markets[0].code) == (MERCHANT.name, "fr")
    [place] = places()
    assert (place.code, place.address.city) == ("warehouse", ENTITY.address.city)
    assert missing_legal_pages() == ()
    assert [method.code for method in offered_methods("fr")] == ["transfer"]


def test_without_an_account_nobody_is_asked_to_transfer() -> None:
    set_up_shop(merchant=MERCHANT, entity=replace(ENTITY, iban="", bic=""), market=MarketTerms(), actor=OWNER, now=NOON)
    assert offered_methods("fr") == ()


def test_what_is_wrong_is_told_and_nothing_written() -> None:
    with pytest.raises(ManyInvalid):
        set_up_shop(merchant=MERCHANT, entity=replace(ENTITY, siren="1"), market=MarketTerms(), actor=OWNER, now=NOON)
    assert market_settings().merchant is None
    assert places() == ()


def test_a_shop_is_set_up_once() -> None:
    set_up_shop(merchant=MERCHANT, entity=ENTITY, market=MarketTerms(), actor=OWNER, now=NOON)
    with pytest.raises(AlreadySetUp):
        set_up_shop(
            merchant=replace(MERCHANT, name="Autre"), entity=ENTITY, market=MarketTerms(), actor=OWNER, now=NOON
        )
    known = market_settings().merchant
    assert known is not None
    assert known.name == MERCHANT.name


def test_a_stranger_sets_up_nothing() -> None:
    with pytest.raises(NotAllowed):
        set_up_shop(merchant=MERCHANT, entity=ENTITY, market=MarketTerms(), actor=NOBODY, now=NOON)
    assert market_settings().merchant is None
