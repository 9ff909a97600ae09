"""Changes reach the pages: which keys are told to be stale, and that the chrome is rendered anew."""

from collections.abc import Callable, Iterator
from datetime import UTC, datetime, time

import pytest
from django.db import transaction
from django.test import Client

from comptoir.domains.catalogue.actions import save_category
from comptoir.domains.catalogue.events import CategoriesChanged, ProductsChanged
from comptoir.domains.catalogue.values import CategoryDraft
from comptoir.domains.content.events import PagesChanged
from comptoir.domains.delivery.events import DeliveryChanged
from comptoir.domains.delivery.values import Method, MethodKind
from comptoir.domains.inventory.events import AvailabilityChanged
from comptoir.domains.pricing.events import PricesChanged
from comptoir.domains.search.events import CardsChanged
from comptoir.kernel import notices
from comptoir.kernel.access import job_actor
from comptoir.kernel.clock import set_clock
from comptoir.kernel.testing import NOON, OWNER
from comptoir.storefront import jobs, reactions
from comptoir.storefront.surrogates import TOPIC
from comptoir.storefront.tests.selling import Selling, open_for_business

pytestmark = [pytest.mark.urls("comptoir.storefront.urls"), pytest.mark.django_db(transaction=True)]


@pytest.fixture
def selling(db: None) -> Selling:
    """Made anew: after each of these tests nothing is left."""
    return open_for_business()


ACTOR = job_actor("test")


@pytest.fixture
def stale() -> Iterator[set[str]]:
    """The keys that are told to be stale from here on."""
    told: set[str] = set()

    def hear(keys) -> None:
        told.update(keys or {"everything"})

    notices.on_notice(TOPIC, hear)
    yield told
    notices._callbacks[TOPIC].remove(hear)


def react(reaction: Callable[..., None], news: object) -> None:
    with transaction.atomic():
        reaction(news, actor=ACTOR, now=NOON)


def test_a_changed_product_takes_its_page_along(selling: Selling, stale: set[str]):
    react(reactions.purge_changed_products, [ProductsChanged(product_ids=(selling.jam.id,))])
    assert stale == {f"product/{selling.jam.id}"}


def test_a_price_and_the_stock_of_any_variant_concern_the_page(selling: Selling, stale: set[str]):
    variant, bowl = selling.jam.variants[2].id, selling.bowl.variants[0].id
    news = [PricesChanged(market="fr", variant_ids=(variant,)), AvailabilityChanged(variant_ids=(bowl,))]
    react(reactions.purge_changed_variants, news)
    assert stale == {f"product/{selling.jam.id}", f"product/{selling.bowl.id}"}


def test_a_card_takes_along_lists_and_whoever_shows_it(selling: Selling, stale: set[str]):
    news = CardsChanged(market="fr", product_ids=(selling.jam.id,), category_ids=("", "c1"))
    react(reactions.purge_changed_cards, [news])
    assert stale == {"list/fr", "list/fr/c1", f"card/{selling.jam.id}"}


def test_every_shared_page_is_filed_under_keys_that_are_told(client: Client, selling: Selling):
    for path in ("/fr/", "/fr/produits", "/fr/rayons", "/fr/rayons/epicerie", "/fr/infos/mentions-legales"):
        assert "chrome" in client.get(path).surrogate_keys  # type: ignore[attr-defined]  # shared pages have them
    keys = client.get("/fr/").surrogate_keys  # type: ignore[attr-defined]  # a shared page
    assert {"list/fr", f"card/{selling.jam.id}", "content/home"} <= set(keys)


def test_delivery_concerns_every_product(selling: Selling, stale: set[str]):
    react(reactions.purge_promises, DeliveryChanged(market="fr"))
    assert stale == {"delivery/fr"}


def test_a_renamed_category_is_in_the_menu_at_once(client: Client, selling: Selling, stale: set[str]):
    notices.start_listening()
    notices.wait_until_listening()
    try:
        assert "Épicerie" in client.get("/fr/panier").content.decode()
        names = {"fr": "Garde-manger", "en": "Larder"}
        save_category(draft=CategoryDraft(code="pantry", names=names), actor=OWNER, now=NOON)
        assert "Épicerie" in client.get("/fr/panier").content.decode()  # rendered once, and not again
        stale.clear()
        react(reactions.purge_chrome, [CategoriesChanged(category_ids=())])
        html = client.get("/fr/panier").content.decode()
    finally:
        notices.stop_listening()
    assert "Garde-manger" in html
    assert "chrome" in stale


def test_a_published_page_is_read_anew(selling: Selling, stale: set[str]):
    react(reactions.purge_content_pages, [PagesChanged(page_keys=("terms", "home"))])
    assert stale == {"content/terms", "content/home"}


@pytest.mark.parametrize(
    ("hour", "minute", "told"), [(12, 59, set()), (13, 0, {"delivery/fr"}), (13, 14, {"delivery/fr"}), (13, 15, set())]
)
def test_promises_are_made_anew_after_the_cut_off(
    selling: Selling, stale: set[str], hour: int, minute: int, told: set[str]
):
    set_clock(datetime(2026, 11, 23, hour, minute, 1, tzinfo=UTC))  # an hour later in Paris; the cut-off is at 14:00
    jobs.purge_passed_promises.call()
    assert stale == told


def test_and_when_the_day_ends():
    method = Method(code="x", market="fr", kind=MethodKind.HOME, labels={}, time_zone="Europe/Paris", cut_off=time(14))
    assert jobs.promises_otherwise(method, datetime(2026, 11, 23, 23, 5, tzinfo=UTC))
    assert not jobs.promises_otherwise(method, datetime(2026, 11, 23, 22, 55, tzinfo=UTC))
