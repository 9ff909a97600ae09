"""A merchant gives colours to what customers choose from: seen at once on the product's page and beside the filters."""

import time

from playwright.sync_api import Page, expect

from tests.journeys.accessible import faults_of
from tests.journeys.conftest import Windows
from tests.journeys.merchant import Merchant

TOWEL = "/fr/produits/torchon-basque"
GOODS = "/fr/produits"
PATIENCE_SECONDS = 10.0
"""Of a busy machine. How soon changes are seen is measured by ``comptoir bench freshness``."""


def test_a_colour_is_given_once_and_seen_everywhere(merchant: Merchant, windows: Windows) -> None:
    customer = windows.open()
    customer.goto(f"{merchant.base}{TOWEL}")
    expect(customer.locator(".variant .disc")).to_have_count(4)
    assert colours_beside(customer, "Rouge") == ["#d2402b"]

    merchant.open()
    merchant.sign_in()
    merchant.open("products/")
    merchant.page.get_by_role("link", name="Couleurs").click()
    merchant.keep("colours")
    merchant.page.locator("a.line", has_text="Couleur").first.click()
    red = merchant.page.get_by_role("group", name="Rouge", exact=True)
    second = red.locator("input[type=color]").nth(1)
    expect(second).to_be_hidden()
    red.locator("select").select_option("2")
    second.fill("#ffffff")
    merchant.keep("colours-of")
    merchant.press_main()
    expect(merchant.page.locator(".notice").first).to_be_visible()
    saved = time.monotonic()
    while colours_beside(customer, "Rouge") != ["#d2402b", "#ffffff"]:
        assert time.monotonic() < saved + PATIENCE_SECONDS
        customer.reload()
    expect(merchant.page.locator(".column-side")).to_contain_text("Rouge: #d2402b #ffffff")

    merchant.album.keep(customer, "product")
    assert faults_of(customer) == []
    customer.goto(f"{merchant.base}{GOODS}")
    facet = customer.locator(".facet-value", has_text="Rouge")
    expect(facet.locator(".disc circle")).to_have_attribute("fill", "#d2402b")
    merchant.album.keep(customer, "list")
    assert faults_of(customer) == []


def colours_beside(page: Page, label: str) -> list[str]:
    disc = page.locator(".variant", has_text=label).locator(".disc [fill]")
    return [str(each.get_attribute("fill")) for each in disc.all()]
