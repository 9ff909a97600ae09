"""A merchant sells a file; a buyer agrees, pays and downloads it, until the link is ended and renewed."""

import re
from pathlib import Path

from playwright.sync_api import FilePayload, Locator, expect

from tests.journeys.buyer import Buyer
from tests.journeys.conftest import Visits
from tests.journeys.letters import Letter
from tests.journeys.merchant import Merchant

TITLE = "Le cahier des confitures"
BOOKLET = b"%PDF-1.7 the booklet"


def test_a_file_is_bought_downloaded_ended_and_renewed(visit: Visits, merchant: Merchant) -> None:
    merchant.open()
    merchant.sign_in()
    address = sells_a_file(merchant)
    lucie = visit()
    buys(lucie, address)
    number = lucie.is_thanked()
    letters = [lucie.reads_letter(), lucie.reads_letter()]
    ready = next(letter for letter in letters if "cahier.pdf" in letter.text)
    assert "droit de rétractation" in ready.text
    assert "/telechargements/" not in ready.text
    old = downloads(lucie, ready)

    merchant.open_order(number)
    merchant.keep("desk-order")
    merchant.page.locator("form[action$='/end/'] button").click()
    lucie.follow(ready)
    expect(link_of(lucie)).to_have_count(0)
    answer = lucie.page.request.get(f"{lucie.base}{old}")
    assert answer.status == 409
    merchant.page.locator("form[action$='/renew/'] button").click()
    lucie.follow(ready)
    expect(link_of(lucie)).to_have_count(1)
    assert link_of(lucie).get_attribute("href") != old


def sells_a_file(merchant: Merchant) -> str:
    merchant.open("products/new/")
    merchant.fill({"title_fr": TITLE, "variants-0-price": "9,00"})
    merchant.save_product()
    product = re.sub(r".*/back-office/", "", merchant.page.url)
    merchant.page.locator("a[href$='/contents/']").click()
    merchant.page.select_option("[name=kind]", "download")
    merchant.press_main()
    file = FilePayload(name="cahier.pdf", mimeType="application/pdf", buffer=BOOKLET)
    merchant.page.set_input_files("[name=file]", files=[file])
    merchant.page.locator("form[action$='/files/'] button").click()
    expect(merchant.page.locator("main")).to_contain_text("cahier.pdf")
    merchant.keep("contents")
    merchant.open(product)
    merchant.page.click("button[name=status][value=active]")
    address = merchant.page.locator("a.button[href*='/produits/']").get_attribute("href")
    assert address
    return address


def buys(lucie: Buyer, address: str) -> None:
    lucie.page.goto(address if address.startswith("http") else f"{lucie.base}{address}")
    expect(lucie.page.locator(".promise")).to_contain_text("À télécharger dès le paiement")
    lucie.keep("product")
    lucie.take()
    lucie.open_basket()
    lucie.go_to_checkout()
    expect(lucie.page.locator("[name=delivery_method]")).to_have_count(0)
    lucie.fill_address()
    expect(lucie.page.locator(".htmx-request")).to_have_count(0)
    lucie.choose_payment("simulator")
    lucie.accept_terms()
    lucie.order()
    expect(lucie.page.locator("#f-waiver-error")).to_be_visible()
    lucie.page.check("[name=waiver]")
    lucie.keep("checkout")
    lucie.order()
    lucie.pay_with_card("accepted")


def link_of(lucie: Buyer) -> Locator:
    return lucie.page.locator("#downloads a")


def downloads(lucie: Buyer, ready: Letter) -> str:
    lucie.follow(ready)
    lucie.keep("order")
    with lucie.page.expect_download() as waiting:
        link_of(lucie).click()
    assert waiting.value.suggested_filename == "cahier.pdf"
    assert Path(waiting.value.path()).read_bytes() == BOOKLET
    return link_of(lucie).get_attribute("href") or ""
