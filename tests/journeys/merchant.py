"""Somebody who works in the shop, at the desk of the back office."""

from collections.abc import Mapping
from dataclasses import dataclass

from playwright.sync_api import Page, expect

from comptoir.operations.demo.logins import demo_logins
from tests.journeys.album import Album


@dataclass
class Merchant:
    page: Page
    base: str
    album: Album

    def keep(self, name: str) -> None:
        self.album.keep(self.page, name)

    def open(self, address: str = "") -> None:
        self.page.goto(f"{self.base}/back-office/{address}")
        expect(self.page.locator("h1")).to_be_visible()

    def fill(self, words: Mapping[str, str]) -> None:
        """Write into the fields, by their names."""
        for field, value in words.items():
            self.page.fill(f"[name={field}]", value)

    def press_main(self) -> None:
        """The one primary button of the page."""
        self.page.click("main button.button-primary")

    def save_product(self) -> None:
        """Press the bar's button, and see that it is said to be saved."""
        self.page.locator(".save-bar button.button-primary").click()
        expect(self.page.locator(".notice").first).to_be_visible()

    def sign_in(self) -> None:
        """With the login that `comptoir up --demo` prints."""
        owner = demo_logins()[0]
        self.page.fill("[name=login]", owner.email)
        self.page.fill("[name=password]", owner.password)
        self.press_main()
        expect(self.page.locator("nav.menu, [class*=menu]").first).to_be_attached()

    def open_order(self, number: str) -> None:
        """Look for it in the list, and open it."""
        self.open("orders/")
        self.page.fill("#list-search", number)
        self.page.locator("a.row-link", has_text=number).first.click()
        expect(self.page.locator("h1")).to_contain_text(number)

    def press(self, step: str) -> None:
        """One of the legal next steps of the order: prepare, ship, record-payment."""
        self.page.locator(f"form.step-form[action$='/{step}/'] button").click()
        expect(self.page.locator(".notice").first).to_be_visible()

    def record_payment(self, reference: str) -> None:
        """The transfer is on the account."""
        self.page.fill("[name=reference]", reference)
        self.press("record-payment")

    def ship(self, tracking_number: str) -> None:
        self.page.fill("[name=tracking_number]", tracking_number)
        self.press("ship")
