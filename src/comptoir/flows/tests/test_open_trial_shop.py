"""Goods of somebody else, on sale at once; later the owner says whose shop it is."""

import pytest

from comptoir.domains.content.queries import page, terms_version
from comptoir.domains.content.values import LEGAL_NOTICE
from comptoir.domains.markets.errors import AlreadySetUp
from comptoir.domains.markets.queries import market_settings
from comptoir.domains.markets.testing import ENTITY, MERCHANT
from comptoir.domains.markets.values import MarketTerms
from comptoir.domains.network.queries import places
from comptoir.domains.payments.queries import offered_methods
from comptoir.flows.open_trial_shop import open_trial_shop
from comptoir.flows.set_up_shop import set_up_shop
from comptoir.flows.testing import Shop, agree, fill_cart, sell
from comptoir.kernel.access import NotAllowed
from comptoir.kernel.money import Money
from comptoir.kernel.testing import NOBODY, NOON, OWNER, snapshot

pytestmark = pytest.mark.django_db(transaction=True)


def test_it_can_sell_at_once() -> None:
    open_trial_shop(actor=OWNER, now=NOON)
    known = market_settings()
    assert (known.on_trial, known.awaits_set_up) == (True, True)
    shop = Shop(market="fr", honey=sell(market="fr", price=Money(1290, "EUR"), stock=3))
    checkout = agree(fill_cart(shop), method="simulator")
    assert checkout.shown_total == Money(2 * 1290 + 490, "EUR")
    assert checkout.terms_version


def test_its_owner_names_it_and_keeps_what_is_there() -> None:
    open_trial_shop(actor=OWNER, now=NOON)
    shop = Shop(market="fr", honey=sell(market="fr", price=Money(1290, "EUR"), stock=3))
    agreed = terms_version()
    set_up_shop(merchant=MERCHANT, entity=ENTITY, market=MarketTerms(), actor=OWNER, now=NOON)

    known = market_settings()
    assert known.merchant is not None
    assert (known.merchant.name, known.on_trial, known.awaits_set_up) == (MERCHANT.name, False, False)
    assert [entity.siren for entity in known.legal_entities] == [ENTITY.siren]
    assert {place.code: place.address.city for place in places()}["warehouse"] == ENTITY.address.city
    assert {method.code for method in offered_methods("fr")} == {"simulator", "transfer"}
    assert ENTITY.siren in page(LEGAL_NOTICE).bodies["fr"].replace("\u202f", "").replace(" ", "")
    assert terms_version() != agreed, "who agreed to the old ones is told"
    assert agree(fill_cart(shop), method="transfer").shown_total == Money(2 * 1290 + 490, "EUR")
    with pytest.raises(AlreadySetUp):
        set_up_shop(merchant=MERCHANT, entity=ENTITY, market=MarketTerms(), actor=OWNER, now=NOON)


def test_a_shop_that_is_there_is_left_alone() -> None:
    set_up_shop(merchant=MERCHANT, entity=ENTITY, market=MarketTerms(), actor=OWNER, now=NOON)
    before = snapshot()
    with pytest.raises(AlreadySetUp):
        open_trial_shop(actor=OWNER, now=NOON)
    assert snapshot() == before


def test_a_stranger_opens_nothing() -> None:
    before = snapshot()
    with pytest.raises(NotAllowed):
        open_trial_shop(actor=NOBODY, now=NOON)
    assert snapshot() == before
