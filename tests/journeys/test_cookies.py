"""Nothing of others runs, is stored or is asked for before a visitor agrees; refusing takes one press."""

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, Route, expect

from comptoir.storefront.assemble.consenting import stored
from tests.journeys.conftest import PATIENCE_MS
from tests.journeys.merchant import Merchant
from tests.journeys.pages import every_page
from tests.running.shop import RunningShop

SCRIPT = "https://counter.example/count.js"
KEPT = "() => localStorage.length + sessionStorage.length"


class Visitor:
    """Somebody's browser, and all that it asks of others."""

    def __init__(self, browser: Browser, base: str) -> None:
        self.base = base
        self.elsewhere: list[str] = []
        self.context: BrowserContext = browser.new_context(viewport={"width": 1280, "height": 900}, locale="fr-FR")
        self.context.set_default_timeout(PATIENCE_MS)
        self.context.route(lambda address: not address.startswith(base), self._asked)
        self.page: Page = self.context.new_page()

    def _asked(self, route: Route) -> None:
        self.elsewhere.append(route.request.url)
        if route.request.url == SCRIPT:
            route.fulfill(body="document.cookie = 'counter=1; path=/'", content_type="text/javascript")
        else:
            route.abort()

    def opens(self, path: str) -> None:
        self.page.goto(f"{self.base}{path}")

    def cookies(self) -> set[str]:
        return {str(one.get("name")) for one in self.context.cookies()}


@pytest.fixture
def visitor(browser: Browser, shop: RunningShop) -> Iterator[Visitor]:
    somebody = Visitor(browser, shop.base_url)
    yield somebody
    somebody.context.close()


def test_without_a_service_nothing_is_stored_and_nobody_is_asked(visitor: Visitor, shop: RunningShop) -> None:
    for address in every_page(shop.base_url, "fr"):
        visitor.page.goto(address)
        expect(visitor.page.locator(".asking")).to_have_count(0)
        assert visitor.page.evaluate(KEPT) == 0, address
    assert visitor.cookies() == set()
    assert visitor.elsewhere == []


def test_what_the_shop_needs_is_all_that_buying_stores_and_is_told(visitor: Visitor) -> None:
    visitor.opens("/fr/produits")
    visitor.page.locator(".card:not(:has(.stock-out)) .card-name a").first.click()
    visitor.page.click(".button-buy")
    expect(visitor.page.locator("#added .notice-positive")).to_be_visible()
    visitor.opens("/fr/commande")
    assert visitor.cookies() <= {one.name for one in stored(asks=True)}
    assert visitor.elsewhere == []
    assert visitor.page.evaluate(KEPT) == 0


def test_a_merchant_adds_a_service_and_visitors_choose(merchant: Merchant, visitor: Visitor, shop: RunningShop) -> None:
    merchant.open()
    merchant.sign_in()
    merchant.open("settings/cookies/")
    merchant.keep("services-none")
    merchant.open("settings/cookies/new/")
    merchant.fill(
        {
            "name": "Compteur",
            "code": "counter",
            "provider": "Mesures SARL",
            "description_fr": "Compte les visites de chaque page.",
            "description_en": "Counts the visits of each page.",
            "policy_url": "https://counter.example/privacy",
            "script_url": SCRIPT,
            "origins": "https://in.counter.example",
        }
    )
    merchant.press_main()
    expect(merchant.page.locator(".notice").first).to_be_visible()
    merchant.keep("service")

    _asked_before_anything(visitor, shop)
    _refuses(visitor)
    _changes_their_mind(visitor)

    merchant.open("settings/cookies/")
    merchant.page.fill("[name=reference]", _reference(visitor))
    merchant.page.locator("#proof button").click()
    expect(merchant.page.locator("#proof")).to_contain_text("counter")
    merchant.keep("proof")
    merchant.open("settings/cookies/counter/")
    merchant.page.locator("form[action$='/remove/'] button").click()
    expect(merchant.page.locator(".notice").first).to_be_visible()
    visitor.page.wait_for_timeout(500)
    visitor.opens("/fr/produits")
    expect(visitor.page.locator(f"script[src='{SCRIPT}']")).to_have_count(0)


def _asked_before_anything(visitor: Visitor, shop: RunningShop) -> None:
    visitor.opens("/fr/")
    expect(visitor.page.locator(".asking")).to_be_visible()
    accept, refuse = (visitor.page.locator(f".asking button[value={value}]") for value in ("accept", "refuse"))
    one, other = accept.bounding_box(), refuse.bounding_box()
    assert one is not None
    assert other is not None
    assert (round(one["width"]), round(one["height"])) == (round(other["width"]), round(other["height"]))
    for address in every_page(shop.base_url, "fr"):
        visitor.page.goto(address)
        assert visitor.page.evaluate(KEPT) == 0, address
    assert visitor.cookies() == set()
    assert visitor.elsewhere == []


def _refuses(visitor: Visitor) -> None:
    visitor.opens("/fr/produits")
    visitor.page.locator(".asking button[value=refuse]").click()
    visitor.page.wait_for_url("**/fr/produits")
    for path in ("/fr/", "/fr/produits", "/fr/recherche?q=miel"):
        visitor.opens(path)
        expect(visitor.page.locator(".asking")).to_have_count(0)
    assert visitor.cookies() == {"comptoir_consent"}
    assert visitor.elsewhere == []


def _changes_their_mind(visitor: Visitor) -> None:
    visitor.page.locator("footer a", has_text="Cookies").click()
    visitor.page.locator("label", has_text="Compteur").click()
    visitor.page.locator("button[value=save]").click()
    expect(visitor.page.locator(".notice-positive")).to_be_visible()
    visitor.opens("/fr/produits")
    expect(visitor.page.locator(f"script[src='{SCRIPT}']")).to_have_count(1)
    visitor.page.wait_for_function("document.cookie.includes('counter')")
    assert visitor.elsewhere == [SCRIPT]
    # On the way to an order nothing of others runs, whatever was agreed to.
    visitor.elsewhere.clear()
    for path in ("/fr/panier", "/fr/commande", "/fr/suivi/nothing"):
        visitor.opens(path)
    assert visitor.elsewhere == []


def _reference(visitor: Visitor) -> str:
    visitor.opens("/fr/cookies")
    found = re.search(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}", visitor.page.inner_text(".notice-positive"))
    assert found is not None
    return found[0]
