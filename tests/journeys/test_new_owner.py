"""A new owner opens a shop of their own, from an empty installation to the first sale."""

import re
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import expect

from comptoir.operations.demo.content.catalogue import load_catalogue
from comptoir.operations.demo.pictures.raster import render
from tests.journeys.album import Album
from tests.journeys.buyer import Buyer, bare
from tests.journeys.conftest import Windows
from tests.journeys.letters import Mailbox
from tests.journeys.merchant import Merchant
from tests.running.homes import empty_home
from tests.running.shop import RunningShop
from tests.running.truth import breaks_in

SHOP = {
    "name": "La Bocalerie",
    "support_email": "bonjour@bocalerie.example",
    "phone": "04 72 00 00 00",
    "sender_email": "commandes@bocalerie.example",
    "registered_name": "La Bocalerie SARL",
    "legal_form": "SARL",
    "siren": "732 829 320",
    "vat_number": "FR44732829320",
    "rcs": "Lyon",
    "line1": "12 quai Saint-Vincent",
    "postal_code": "69001",
    "city": "Lyon",
    "iban": "FR76 3000 6000 0112 3456 7890 189",
}
DELIVERY = {
    "label_fr": "À domicile",
    "label_en": "Home delivery",
    "code": "domicile",
    "carrier": "Colissimo",
    "cut_off": "12:00",
    "handling_days": "1",
    "transit_days_min": "2",
    "transit_days_max": "3",
}


@pytest.fixture
def empty_shop() -> Iterator[RunningShop]:
    """What `comptoir up` opens on an empty home."""
    with empty_home() as home:
        running = RunningShop(home, COMPTOIR_ENV="demo", COMPTOIR_WEB_PROCESSES="1")
        try:
            running.start()
            yield running
            assert breaks_in(running) == []
        finally:
            running.stop()


def printed_link(shop: RunningShop) -> str:
    """The address of the first visit, from the terminal."""
    deadline = time.monotonic() + 30
    while not (found := re.search(r"First visit\s+(\S+)", shop.log("up"))):
        assert time.monotonic() < deadline, shop.log("up")
        time.sleep(0.1)
    return found[1]


def test_an_empty_installation_sells_its_first_jar(
    empty_shop: RunningShop, windows: Windows, album: Album, tmp_path: Path
) -> None:
    nadia = Merchant(page=windows.open(), base=empty_shop.base_url, album=album)
    paul = Buyer(
        page=windows.open(),
        base=empty_shop.base_url,
        album=album,
        mailbox=Mailbox(empty_shop.home / "mail", "paul@example.net"),
        email="paul@example.net",
        name="Paul Durand",
    )
    paul.page.goto(f"{empty_shop.base_url}/")
    paul.keep("nothing-yet")

    moves_in(nadia, printed_link(empty_shop))
    says_how_goods_leave(nadia)
    puts_a_product_on_sale(nadia, picture=tmp_path / "pot.png")
    nadia.open()
    nadia.keep("desk-ready")

    number = buys_it(paul)

    nadia.open_order(number)
    nadia.keep("first-order")
    nadia.record_payment("VIR DURAND")
    confirmed = paul.reads_letter()
    assert "La Bocalerie" in confirmed.text
    paul.follow(confirmed)
    expect(paul.page.locator(".transfer")).to_have_count(0)
    paul.keep("paid")


def moves_in(nadia: Merchant, link: str) -> None:
    """The account, then the shop."""
    nadia.page.goto(link)
    nadia.keep("welcome")
    nadia.fill({"name": "Nadia Perrin", "email": "nadia@bocalerie.example", "password": "le cheval mange du foin bleu"})
    nadia.press_main()
    expect(nadia.page.locator("[name=registered_name]")).to_be_visible()
    nadia.keep("set-up-empty")
    nadia.press_main()
    expect(nadia.page.locator("[name=name][aria-invalid=true]")).to_be_visible()
    nadia.fill(SHOP)
    nadia.keep("set-up-filled")
    nadia.press_main()
    expect(nadia.page.locator("h1")).to_contain_text("Nadia")
    nadia.keep("desk-first")


def says_how_goods_leave(nadia: Merchant) -> None:
    """One method, one price."""
    nadia.open("delivery/new/")
    nadia.fill(DELIVERY)
    nadia.keep("delivery-new")
    nadia.page.click("#method-form button.button-primary")
    rates = nadia.page.locator("#rates-form")
    if not rates.locator("tbody tr").count():
        rates.locator("[data-add-row]").click()
    rates.locator("tbody tr [name$=-price]").first.fill("5,90")
    rates.locator("button:not([type=button])").last.click()
    expect(nadia.page.locator(".notice").first).to_be_visible()
    nadia.keep("delivery-priced")


def puts_a_product_on_sale(nadia: Merchant, *, picture: Path) -> None:
    """Written, priced, counted, photographed, shown."""
    nadia.open("products/new/")
    nadia.keep("product-empty")
    nadia.fill(
        {
            "title_fr": "Confiture de mirabelles",
            "title_en": "Mirabelle jam",
            "summary_fr": "Des mirabelles de Lorraine, peu de sucre, une cuisson courte.",
            "summary_en": "Mirabelle plums from Lorraine, little sugar, briefly cooked.",
            "maker": "La Bocalerie",
            "variants-0-price": "6,90",
            "variants-0-stock_warehouse": "24",
            "variants-0-weight_grams": "420",
            "variants-0-net_amount": "250",
        }
    )
    nadia.page.select_option("[name=tax_class]", "reduced")
    nadia.save_product()
    nadia.keep("product-draft")
    nadia.page.locator(".tab").nth(1).click()
    jar = next(product for product in load_catalogue().products if product.category == "confitures").picture
    picture.write_bytes(render(jar, 1200, kind="png"))
    nadia.page.set_input_files("[name=picture]", picture)
    nadia.fill({"alt_fr": "Un pot de confiture dorée", "alt_en": "A jar of golden jam"})
    nadia.page.locator("form:has([name=picture]) button").click()
    expect(nadia.page.locator(".picture img")).to_be_visible()
    nadia.keep("product-picture")
    nadia.page.locator(".tab").first.click()
    nadia.page.locator("button[form=status-form][value=active]").click()
    expect(nadia.page.locator(".notice").first).to_be_visible()
    nadia.keep("product-on-sale")


def buys_it(paul: Buyer) -> str:
    """The first buyer; returns the order's number."""
    paul.enter()
    paul.keep("home")
    paul.open_first_product()
    paul.keep("product")
    paul.take(2)
    paul.open_basket()
    paul.go_to_checkout()
    paul.fill_checkout(payment="transfer")
    assert bare(paul.total) == "19,70€"
    paul.order()
    number = paul.is_thanked()
    paul.keep("thanked")
    assert "IBAN" in paul.reads_letter().text
    return number
