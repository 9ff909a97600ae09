"""A merchant makes a set of two articles; a buyer takes it as one, and it is picked, sent and followed as its parts."""

import re

from playwright.sync_api import Page, expect

from tests.journeys.buyer import bare
from tests.journeys.conftest import Visits
from tests.journeys.merchant import Merchant

TITLE = "Coffret de la Saint-Nicolas"


def two_articles(page: Page, base: str) -> list[tuple[str, str]]:
    """The title and the reference of two things that are in stock."""
    found = []
    for row in page.request.get(f"{base}/api/v1/products?page_size=20").json()["items"]:
        product = page.request.get(f"{base}/api/v1/products/{row['slug']}").json()
        there = [one["sku"] for one in product["variants"] if one["availability"] == "in_stock"]
        if there and not any(one["parts"] for one in product["variants"]):
            found.append((product["title"], there[0]))
    return found[:2]


def test_a_set_is_sold_as_one_and_sent_as_its_parts(visit: Visits, merchant: Merchant) -> None:
    merchant.open()
    merchant.sign_in()
    (first, first_sku), (second, second_sku) = two_articles(merchant.page, merchant.base)
    merchant.open("products/new/")
    merchant.fill({"title_fr": TITLE, "variants-0-price": "49,90"})
    merchant.save_product()
    product = re.sub(r".*/back-office/", "", merchant.page.url)
    merchant.page.locator("a[href$='/contents/']").click()
    merchant.page.select_option("[name=kind]", "kit")
    merchant.fill({"parts": f"2 {first_sku}\n1 {second_sku}"})
    merchant.keep("contents")
    merchant.press_main()
    expect(merchant.page.locator(".notice").first).to_be_visible()
    expect(merchant.page.locator("[name=parts]")).to_have_value(f"2 {first_sku}\n1 {second_sku}")
    merchant.open(product)
    merchant.page.click("button[name=status][value=active]")
    public = merchant.page.locator("a.button[href*='/produits/']")
    expect(public).to_be_visible()
    address = public.get_attribute("href")
    assert address

    lucie = visit()
    lucie.page.goto(address if address.startswith("http") else f"{lucie.base}{address}")
    within = lucie.page.locator(".contents-list li")
    expect(within).to_have_count(2)
    expect(within.first).to_contain_text(f"2 × {first}")
    lucie.keep("product")
    lucie.take()
    lucie.open_basket()
    line = lucie.page.locator("#basket .line")
    expect(line).to_have_count(1)
    expect(line).to_contain_text(second)
    lucie.keep("basket")
    lucie.go_to_checkout()
    lucie.fill_checkout(payment="simulator")
    lucie.order()
    lucie.pay_with_card("accepted")
    number = lucie.is_thanked()
    expect(lucie.page.locator("main")).to_contain_text(TITLE)
    letter = lucie.reads_letter()
    assert TITLE in letter.text
    assert first in letter.text
    assert "49,90" in bare(letter.text)

    merchant.open_order(number)
    expect(merchant.page.locator("main")).to_contain_text(f"Du coffret {TITLE}")
    merchant.keep("order")
    merchant.press("prepare")
    parcel = merchant.page.locator("main")
    expect(parcel).to_contain_text(first)
    merchant.ship("8N00234567892")
    lucie.follow(lucie.reads_letter())
    contents = lucie.page.locator(".parcel-contents")
    expect(contents).to_contain_text(first)
    expect(contents).to_contain_text(second)
    lucie.keep("tracking")
