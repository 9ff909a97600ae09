"""A merchant makes the shop their own: logo, colours, menu, home page; previewed, scheduled, published and undone."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.album import Album
from tests.journeys.conftest import Windows
from tests.journeys.merchant import Merchant
from tests.running.homes import running_shop
from tests.running.shop import RunningShop

LOGO = """<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 200 40"><style>.a{fill:#7a1f5c}</style>
<path class="a" d="M0 20a20 20 0 1 1 40 0a20 20 0 1 1-40 0M52 10h140v6H52zM52 24h100v6H52z"/></svg>"""
PATIENCE_MS = 100_000


@pytest.fixture(scope="module")
def own_shop() -> Iterator[RunningShop]:
    """A shop of this journey's own: it looks different at the end."""
    with running_shop("tests.journeys.corner", COMPTOIR_ENV="demo", COMPTOIR_WEB_PROCESSES="1") as running:
        yield running


@pytest.fixture
def owner(own_shop: RunningShop, windows: Windows, album: Album) -> Merchant:
    return Merchant(page=windows.open(language="en"), base=own_shop.base_url, album=album)


def _save(owner: Merchant) -> None:
    owner.page.locator(".save-bar button.button-primary").click()
    expect(owner.page.locator("#error-summary")).to_have_count(0)


def _publish(owner: Merchant) -> None:
    owner.page.get_by_role("button", name="Publish version").click()
    expect(owner.page.locator(".notice").first).to_contain_text("customers see it now")


def _preset(page: Page) -> str:
    return str(page.evaluate("document.documentElement.dataset.theme"))


def _shop_page(windows: Windows, own_shop: RunningShop, preset: str, *, within: float = 20) -> Page:
    """The shop's front as a customer sees it, once it looks like that."""
    page = windows.open()
    page.goto(f"{own_shop.base_url}/fr/")
    for _ in range(int(within * 2)):
        if _preset(page) == preset:
            return page
        page.wait_for_timeout(500)
        page.reload()
    raise AssertionError(f"the shop does not look like {preset} after {within} s")


def test_a_merchant_makes_the_shop_their_own(
    own_shop: RunningShop, owner: Merchant, windows: Windows, album: Album, tmp_path: Path
) -> None:
    logo = tmp_path / "logo.svg"
    logo.write_text(LOGO)
    page = owner.page
    owner.open()
    owner.sign_in()
    owner.open("pages/designs/")
    owner.keep("appearance")

    # Colours and a logo, seen in the preview before anybody else sees them.
    owner.open("pages/designs/theme/")
    page.get_by_label("Atelier", exact=False).first.check()
    page.locator("[name=light_accent]").fill("#7a1f5c")
    page.locator("[name=logo_file]").set_input_files(logo)
    _save(owner)
    preview = page.frame_locator("#design-preview iframe")
    expect(preview.locator("html[data-theme=atelier]")).to_be_attached()
    expect(preview.locator(".logo-picture").first).to_be_visible()
    expect(preview.locator(".preview-bar")).to_be_visible()
    owner.keep("look")
    customer = _shop_page(windows, own_shop, "halle")
    assert customer.locator(".logo-picture").count() == 0

    # What cannot be read is said, and not published.
    page.locator("[name=light_ink]").fill("#d8d8d8")
    expect(page.locator(".tones")).to_contain_text("cannot be read", timeout=PATIENCE_MS)
    _save(owner)
    owner.keep("look-unreadable")
    page.get_by_role("button", name="Publish version").click()
    expect(page.locator("#publish")).to_contain_text("It was not published")
    page.get_by_role("button", name="Back to the colours of the style").click()
    page.locator("[name=light_accent]").fill("#7a1f5c")
    _save(owner)
    _publish(owner)
    customer = _shop_page(windows, own_shop, "atelier")
    expect(customer.locator(".logo-picture").first).to_be_visible()
    album.keep(customer, "shop-atelier")

    # The menu, in both languages.
    owner.open("pages/designs/menus/")
    last = page.locator("[name^=h_][name$=_label_fr]").last
    name = str(last.get_attribute("name")).removesuffix("_label_fr")
    page.locator(f"[name={name}_target]").select_option("categories")
    last.fill("Toute la halle")
    page.locator(f"[name={name}_label_en]").fill("The whole hall")
    _save(owner)
    owner.keep("menus")
    _publish(owner)

    # The home page: a block more, in front of the others.
    owner.open("pages/designs/home/")
    page.get_by_text("Add a block").click()
    page.locator("button[value='add:quote']").click()
    quote = page.locator("li.block").last
    quote.locator("[name$=_text_fr]").fill("On y va pour le pain, on revient pour les gens.")
    quote.locator("[name$=_text_en]").fill("We came for the bread and came back for the people.")
    _save(owner)
    page.locator("li.block").last.get_by_role("button", name="Up").click()
    expect(page.frame_locator("#design-preview iframe").locator(".quote")).to_contain_text("came back for the people")
    owner.keep("home")
    _publish(owner)
    customer = _shop_page(windows, own_shop, "atelier")
    expect(customer.locator(".quote")).to_contain_text("on revient pour les gens", timeout=PATIENCE_MS)
    expect(customer.get_by_role("link", name="Toute la halle").first).to_be_visible()
    album.keep(customer, "shop-own-home")

    # Another look, from a moment on.
    owner.open("pages/designs/theme/")
    page.get_by_label("Rayon", exact=False).first.check()
    _save(owner)
    soon = datetime.now(tz=ZoneInfo("Europe/Paris")) + timedelta(minutes=1)
    page.locator("#publish-at").fill(soon.strftime("%Y-%m-%dT%H:%M"))
    page.get_by_role("button", name="Publish version").click()
    expect(page.locator("#publish")).to_contain_text("will be published")
    owner.keep("scheduled")
    assert _preset(_shop_page(windows, own_shop, "atelier")) == "atelier"
    customer = _shop_page(windows, own_shop, "rayon", within=PATIENCE_MS / 1000)
    album.keep(customer, "shop-rayon")

    # And back again.
    owner.open("pages/designs/theme/")
    page.get_by_role("button", name="Publish again").first.click()
    expect(page.locator(".notice").first).to_contain_text("customers see it now")
    owner.keep("undone")
    customer = _shop_page(windows, own_shop, "atelier")
    expect(customer.locator(".logo-picture").first).to_be_visible()
