"""Buyers say what they think, wait for what is sold out, wish for things, and are reminded of what they have viewed."""

import re

from playwright.sync_api import Page, expect

from tests.journeys.conftest import PATIENCE_MS, Visits
from tests.journeys.merchant import Merchant

WORDS = "De la tenue et du goût, exactement ce qu’il fallait."


def test_a_verified_review_is_written_read_and_published(visit: Visits, merchant: Merchant) -> None:
    lucie = visit()
    lucie.enter()
    lucie.open_counter(2)
    lucie.open_first_product()
    product = lucie.page.url
    lucie.take(1)
    lucie.open_basket()
    lucie.go_to_checkout()
    lucie.fill_checkout(payment="simulator")
    lucie.order()
    lucie.pay_with_card("accepted")
    number = lucie.is_thanked()
    lucie.reads_letter()

    merchant.open()
    merchant.sign_in()
    merchant.open_order(number)
    merchant.press("prepare")
    merchant.ship("8N00234567892")

    lucie.follow(lucie.reads_letter())
    lucie.page.locator("section[aria-labelledby=opinion] a").click()
    expect(lucie.page.locator(".return-line").first).to_be_visible()
    lucie.keep("reviewing")
    lucie.page.locator(".return-line a.button").first.click()
    lucie.page.click("button[type=submit].button-large")
    expect(lucie.page.locator("#errors")).to_be_visible()
    lucie.keep("review-refused")
    lucie.page.check("[name=stars][value='4']")
    lucie.page.fill("[name=text]", WORDS)
    lucie.page.fill("[name=shown_name]", "Lucie")
    lucie.keep("review-written")
    lucie.page.click("button[type=submit].button-large")
    expect(lucie.page.locator(".notice-positive")).to_be_visible()

    merchant.open("products/reviews/")
    merchant.keep("reviews")
    merchant.page.locator("a.row-link", has_text=WORDS[:20]).first.click()
    merchant.keep("review")
    merchant.press("publish")
    merchant.page.fill("[name=text]", "Merci, Lucie, et à bientôt.")
    merchant.press("answer")

    shown = _reload_until(lucie.page, product, WORDS)
    expect(shown.locator("#reviews")).to_be_visible()
    expect(shown.locator(".said").filter(has_text=WORDS)).to_contain_text("Achat vérifié")
    expect(shown.locator(".said").filter(has_text=WORDS)).to_contain_text("Merci, Lucie")
    lucie.keep("product-reviewed")


def test_who_waits_is_told_when_it_is_back(visit: Visits, merchant: Merchant) -> None:
    paul = visit()
    paul.enter()
    paul.open_counter(3)
    paul.open_first_product()
    product = paul.page.url
    sku = paul.page.locator("#wish [name=sku]").get_attribute("value") or ""
    merchant.open()
    merchant.sign_in()
    _count(merchant, sku, 0)

    page = _reload_until(paul.page, f"{product.partition('?')[0]}?variant={sku}", "Être prévenu du retour")
    page.fill("#awaiting [name=email]", paul.email)
    page.click("#awaiting button[type=submit]")
    expect(page.locator("#awaiting-said .notice-positive")).to_be_visible()
    paul.keep("alert-asked")
    asked = paul.mailbox.next()
    page.goto(asked.link)
    paul.keep("alert-to-confirm")
    page.click("button[value=confirm]")
    expect(page.locator("button[value=stop]")).to_be_visible()

    merchant.open("stock/awaited/")
    merchant.keep("awaited")
    _count(merchant, sku, 12)
    back = paul.mailbox.next()
    assert "de nouveau disponible" in back.subject
    page.goto(back.link)
    expect(page.locator(".button-buy")).to_be_visible()


def _count(merchant: Merchant, sku: str, pieces: int) -> None:
    """So many stand on every shelf."""
    merchant.open(f"stock/?q={sku}")
    merchant.page.locator("a.row-link").first.click()
    fields = merchant.page.locator("input[name^=count_]")
    for place in range(fields.count()):
        fields.nth(place).fill(str(pieces))
    fields.first.press("Enter")
    expect(merchant.page.locator(".notice").first).to_be_visible()


def test_a_wish_list_is_kept_shared_and_moved_to_the_basket(visit: Visits) -> None:
    emma = visit()
    emma.enter()
    emma.open_counter(1)
    name = emma.open_first_product()
    emma.page.click("#wish button")
    expect(emma.page.locator("#wish-said .notice-positive")).to_be_visible()
    emma.keep("wished")
    emma.page.click("#wish-said a")
    expect(emma.page.locator(".wishes .line-name")).to_have_text(name)
    emma.keep("wishes")
    address = emma.page.locator("#shared-link").input_value()

    friend = visit()
    friend.page.goto(re.sub(r"^https?://[^/]+", friend.base, address))
    expect(friend.page.locator(".wishes .line-name")).to_have_text(name)
    expect(friend.page.locator("button[value=remove]")).to_have_count(0)
    friend.keep("wishes-shared")

    emma.page.click("button[value=basket]")
    expect(emma.page.locator("#basket .line")).to_have_count(1)
    emma.page.goto(f"{emma.base}/fr/envies")
    expect(emma.page.locator(".wishes .line")).to_have_count(0)
    emma.keep("wishes-empty")


def test_a_browser_remembers_what_was_viewed_once_it_is_asked_to(visit: Visits) -> None:
    jean = visit()
    jean.enter()
    jean.open_counter(0)
    first = jean.open_first_product()
    expect(jean.page.locator("[aria-labelledby=related] .card").first).to_be_visible()
    assert jean.page.evaluate("localStorage.length") == 0
    jean.page.click("[data-seen-keep]")
    jean.enter()
    jean.open_counter(1)
    jean.open_first_product()
    expect(jean.page.locator("[data-seen-cards] .card-name").first).to_have_text(first)
    jean.keep("seen")
    jean.page.click("[data-seen-forget]")
    expect(jean.page.locator("[data-seen-off]")).to_be_visible()
    assert jean.page.evaluate("localStorage.length") == 0


def _reload_until(page: Page, address: str, words: str) -> Page:
    """News travels in its own time: the page is looked at again until it says so."""
    for _look in range(PATIENCE_MS // 500):
        page.goto(address)
        if words in page.content():
            return page
        page.wait_for_timeout(500)
    raise AssertionError(f"{address} does not say: {words}")
