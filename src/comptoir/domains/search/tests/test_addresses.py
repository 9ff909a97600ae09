"""Cards carry the address of their language."""

from dataclasses import replace

import pytest

from comptoir.domains.catalogue.actions import update_product
from comptoir.domains.catalogue.testing import honey
from comptoir.domains.catalogue.values import Product
from comptoir.domains.markets.testing import make_market
from comptoir.domains.network.testing import make_place
from comptoir.domains.search.queries import cards_for, offered_slugs
from comptoir.domains.search.tests.test_cards import offer, settle
from comptoir.kernel.models import OutboxEvent
from comptoir.kernel.testing import NOON, OWNER

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def _shop() -> None:
    make_place()
    make_market()


def slugs(product: Product) -> dict[str, str]:
    return {
        language: card.slug
        for language in ("fr", "en")
        for card in cards_for([product.id], market="fr", language=language)
    }


def test_a_card_has_the_address_of_its_language() -> None:
    product = offer(1290)
    assert slugs(product) == {"fr": "miel-de-chataignier", "en": "chestnut-honey"}
    assert [offered_slugs(market="fr", language=language) for language in ("fr", "en")] == [
        [(product.id, "miel-de-chataignier")],
        [(product.id, "chestnut-honey")],
    ]


def test_another_address_is_told_and_written_in_its_language_alone() -> None:
    product = offer(1290)
    before = OutboxEvent.objects.filter(name="search.cards_changed.1").count()
    draft = replace(honey(sku=product.variants[0].sku), slugs={"en": "dark-honey"})
    update_product(product_id=product.id, draft=draft, version=product.version, actor=OWNER, now=NOON)
    settle()
    assert slugs(product) == {"fr": "miel-de-chataignier", "en": "dark-honey"}
    assert OutboxEvent.objects.filter(name="search.cards_changed.1").count() == before + 1
