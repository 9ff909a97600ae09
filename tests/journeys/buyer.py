"""Somebody who buys, with their hands: everything here is a click or a key on the pages of the shop."""

from dataclasses import dataclass
from pathlib import Path

from playwright.sync_api import Locator, Page, expect

from tests.journeys.album import Album
from tests.journeys.letters import Letter, Mailbox

CARDS = {"accepted": "approve", "asks for 3-D Secure": "challenge", "declined": "decline"}
"""The bank's test cards: what happens, and the name by which its page knows them."""


@dataclass
class Buyer:
    """A person at a window of their browser, and their mailbox."""

    page: Page
    base: str
    album: Album
    mailbox: Mailbox
    email: str
    name: str = "Lucie Martin"
    language: str = "fr"
    script: bool = True
    number: str = ""

    def keep(self, name: str) -> None:
        self.album.keep(self.page, name, script=self.script)

    # --- choosing ---

    def enter(self) -> None:
        """The front page, as anybody gets there who types the shop's name."""
        self.page.goto(f"{self.base}/{self.language}/")
        expect(self.page.locator("main h1")).to_be_visible()

    def look_for(self, words: str) -> None:
        """Write into the search and press Enter."""
        self.page.fill("#q", words)
        self.page.press("#q", "Enter")
        expect(self.page.locator(".cards .card").first).to_be_visible()

    def open_counter(self, number: int = 0) -> None:
        """A category of the front page."""
        self.page.locator(".tile a").nth(number).click()
        expect(self.page.locator(".cards .card").first).to_be_visible()

    def opens_menu(self) -> None:
        """What a phone shows instead of the row of counters."""
        self.page.click("[popovertarget=menu]")
        expect(self.page.locator("#menu .nav-link").first).to_be_visible()

    def open_first_product(self) -> str:
        """The first of the list that is in stock; returns its name."""
        link = self.page.locator(".card:not(:has(.stock-out)) .card-name a").first
        name = link.inner_text()
        link.click()
        expect(self.page.locator("#product h1")).to_have_text(name)
        return name

    def take(self, quantity: int = 1) -> None:
        """Into the basket."""
        self.page.fill("#quantity", str(quantity))
        self.page.click(".button-buy")
        if self.script:
            expect(self.page.locator("#added .notice-positive")).to_be_visible()

    def open_basket(self) -> None:
        self.page.locator("#cart-badge").first.click()
        expect(self.page.locator("#basket .line").first).to_be_visible()

    def comes_to_checkout(self, *, counter: int, quantity: int = 1) -> None:
        """So many of the first thing on a counter, and no looking around."""
        self.enter()
        self.open_counter(counter)
        self.open_first_product()
        self.take(quantity)
        self.open_basket()
        self.go_to_checkout()

    # --- ordering ---

    def go_to_checkout(self) -> None:
        self.page.click(".summary .button-large")
        expect(self.page.locator("#checkout-form")).to_be_visible()

    def fill_address(self) -> None:
        """Who they are and where they live; with scripts the deliveries follow by themselves."""
        for field, value in {
            "email": self.email,
            "name": self.name,
            "line1": "8 rue des Remparts",
            "postal_code": "69002",
            "city": "Lyon",
            "phone": "06 12 34 56 78",
        }.items():
            self.page.fill(f"[name={field}]", value)
        self.page.press("[name=phone]", "Tab")
        if not self.script:
            self.press_refresh()

    def press_refresh(self) -> None:
        """What a page without scripts offers instead: have the deliveries shown, the total made anew."""
        self.page.locator("#delivery button[name=do][value=refresh]").click()

    def choose_delivery(self, number: int = 0) -> None:
        choice = self.page.locator("[name=delivery_method]").nth(number)
        expect(choice).to_be_attached()
        self.page.locator(f"label[for={choice.get_attribute('id')}]").click()
        if not self.script:
            self.press_refresh()
        expect(self.page.locator("[name=delivery_method]").nth(number)).to_be_checked()

    def choose_payment(self, method: str) -> None:
        self.page.locator(f"label[for=payment_method-{method}]").click()

    def makes_it_a_gift(self, words: str) -> None:
        """Wrapped, with a message; the field for it is there once the box is ticked, also without scripts."""
        message = self.page.locator("[name=gift_message]")
        expect(message).to_be_hidden()
        self.page.check("[name=gift]")
        message.fill(words)

    def accept_terms(self) -> None:
        self.page.check("[name=terms]")

    def order(self) -> None:
        """Press the button that carries the total."""
        self.pay_button.click()

    @property
    def pay_button(self) -> Locator:
        return self.page.locator("#pay button")

    @property
    def total(self) -> str:
        # As it stands in the page: on a phone the summary is folded.
        return str(self.page.locator("#summary .total-strong dd").text_content())

    def fill_checkout(self, *, payment: str) -> None:
        """The whole page, down to the terms."""
        self.fill_address()
        self.choose_delivery()
        self.choose_payment(payment)
        self.accept_terms()
        if self.script:
            # The last answer of the page is in: the button and the summary say the same amount.
            expect(self.page.locator(".htmx-request")).to_have_count(0)
        assert bare(self.total) in bare(self.pay_button.inner_text())

    def change_quantity(self, quantity: int) -> None:
        """Of the basket's first line."""
        form = self.page.locator("form.line-quantity").first
        form.locator("[name=quantity]").fill(str(quantity))
        if not self.script:
            form.locator("button[type=submit]").click()
        expect(self.page.locator("form.line-quantity [name=quantity]").first).to_have_value(str(quantity))

    # --- at the bank ---

    def pay_with_card(self, kind: str) -> None:
        """On the bank's own page."""
        card = self.page.locator(f"[name=card][value={CARDS[kind]}]")
        expect(card).to_be_attached()
        card.check()
        self.page.locator("button[name=decision][value=card]").click()

    def confirm_at_bank(self) -> None:
        """3-D Secure: it is really them."""
        self.page.locator("button[name=decision][value=approve]").click()

    # --- afterwards ---

    def is_thanked(self) -> str:
        """The confirmation; returns the order's number, which they remember."""
        expect(self.page.locator(".next-steps")).to_be_visible(timeout=20_000)
        self.number = self.page.locator(".sheet-facts dd").first.inner_text()
        return self.number

    def reads_letter(self) -> Letter:
        """The next letter in their mailbox, about this order."""
        letter = self.mailbox.next()
        assert self.number in letter.subject
        return letter

    def follow(self, letter: Letter) -> None:
        """Open the letter's link in their browser."""
        self.page.goto(letter.link)
        expect(self.page.locator("main h1")).to_be_visible()

    def pay_again(self, method: str) -> None:
        """Another attempt, from the page of the order."""
        form = self.page.locator("form.pay-again")
        choice = form.locator(f"label[for=method-{method}]")
        if choice.count():
            choice.click()
        form.locator("button[type=submit]").click()

    def calls_it_off(self) -> None:
        """Cancel the whole order, from its own page."""
        self.page.locator("details.fold summary").click()
        self.page.locator("details.fold button[type=submit]").click()

    def downloads_invoice(self) -> tuple[str, bytes]:
        """The file's name, and its bytes. The document is made by the worker: it may take a moment."""
        link = self.page.locator(".document a")
        for _ in range(40):
            if link.count():
                break
            self.page.wait_for_timeout(500)
            self.page.reload()
        with self.page.expect_download() as waiting:
            link.first.click()
        return waiting.value.suggested_filename, Path(waiting.value.path()).read_bytes()

    def sees_step(self, state: str) -> Locator:
        """A step of the order's way: done, current, to_come or stopped."""
        return self.page.locator(f".journey-{state}")


def bare(amount: str) -> str:
    """Without the spaces, whatever their width."""
    return "".join(amount.split())
