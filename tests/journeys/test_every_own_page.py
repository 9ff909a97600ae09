"""Every page that is somebody's own, in both languages, light at a desk and dark on a phone: the account, a basket and
a wish list with goods, forms with faults, an order paid, refused, sent, reviewed and returned; nothing is grave.
"""

import re

from playwright.sync_api import Page, expect

from comptoir.storefront.addresses import Addresses
from comptoir.storefront.assemble.account import PLACES
from tests.journeys.accessible import faults_of
from tests.journeys.account import PASSWORD, letter_about_account
from tests.journeys.buyer import Buyer
from tests.journeys.conftest import Visits
from tests.journeys.merchant import Merchant

COUNTER = 2


class Walk:
    """One window that keeps what is found; a page is turned dark and narrow where it stands, not fetched again."""

    def __init__(self, page: Page, base: str) -> None:
        self.page = page
        self.base = base
        self.faults: list[str] = []
        self.seen = 0

    def look(self, what: str) -> None:
        self.seen += 1
        self.faults += [f"{what}: {fault}" for fault in faults_of(self.page)]

    def go(self, path: str) -> None:
        answer = self.page.goto(f"{self.base}{path}")
        assert answer is not None
        assert answer.status == 200, path

    def visit(self, path: str) -> None:
        self.go(path)
        self.look(path)

    def refused(self, path: str, button: str) -> None:
        """The page's form sent as it stands: it says what is missing."""
        self.go(path)
        self.page.click(button)
        expect(self.page.locator("#errors")).to_be_visible()
        self.look(f"{path} refused")


def takes_account(lucie: Buyer) -> str:
    """Pays two of something by card and takes the account that is offered; returns the key of the order."""
    lucie.comes_to_checkout(counter=COUNTER, quantity=2)
    lucie.fill_checkout(payment="simulator")
    lucie.order()
    lucie.pay_with_card("accepted")
    lucie.is_thanked()
    key = key_in(lucie.page)
    lucie.page.click(".account-offer button")
    lucie.follow(letter_about_account(lucie))
    lucie.page.fill("[name=name]", lucie.name)
    lucie.page.fill("[name=password]", PASSWORD)
    lucie.page.click("main button[type=submit]")
    expect(lucie.page.locator(".entries")).to_contain_text(lucie.number)
    return key


def key_in(page: Page) -> str:
    return re.sub(r"[?#].*", "", page.url).rsplit("/", 1)[1]


def is_sent(merchant: Merchant, number: str) -> None:
    merchant.open()
    merchant.sign_in()
    merchant.open_order(number)
    merchant.press("prepare")
    merchant.ship("8N00234567899")


def is_declined(lucie: Buyer) -> tuple[str, str]:
    """A second order, whose card the bank does not accept; returns the keys of its payment and of itself."""
    lucie.comes_to_checkout(counter=COUNTER)
    lucie.fill_checkout(payment="simulator")
    lucie.order()
    lucie.pay_with_card("declined")
    expect(lucie.page.locator("#payment .danger")).to_be_visible()
    payment = key_in(lucie.page)
    lucie.page.locator("#payment a[href*='/suivi/']").click()
    expect(lucie.page.locator("form.pay-again")).to_be_visible()
    return payment, key_in(lucie.page)


def keeps_goods(lucie: Buyer) -> None:
    """Something on the wish list, something in the basket, an address in the book."""
    lucie.enter()
    lucie.open_counter(COUNTER)
    lucie.open_first_product()
    lucie.page.click("#wish button")
    expect(lucie.page.locator("#wish-said .notice-positive")).to_be_visible()
    lucie.take()


def looks_around(walk: Walk, at: Addresses, sent: str, payment: str, unpaid: str) -> None:
    """Every page of hers in one language, up to the statement of a return that is not yet declared."""
    for place in PLACES:
        walk.visit(at.my_account(place))
    walk.visit(at.sign_in("security"))
    walk.visit(at.my_account("link"))
    for path in (at.wishes(), at.basket(), at.cookies(), at.confirmation(sent), at.tracking(sent)):
        walk.visit(path)
    walk.visit(at.payment(payment))
    walk.visit(at.tracking(unpaid))
    walk.refused(at.checkout(), "#pay button")
    walk.refused(at.contact(), "main button[type=submit]")
    walk.visit(at.reviewing(sent))
    walk.refused(at.reviewing(sent, 1), "main button[type=submit]")
    walk.refused(at.returning(sent, "complaint"), "button[value=review]")
    asks_return(walk, at, sent)
    walk.look("the statement of a return")


def asks_return(walk: Walk, at: Addresses, sent: str) -> None:
    """One piece, for the first reason there is."""
    walk.go(at.returning(sent, "complaint"))
    for choice in walk.page.locator(".return-line select").all():
        choice.select_option(index=1)
    walk.page.click("button[value=review]")
    expect(walk.page.locator("button[value=confirm]")).to_be_visible()


def test_everyone_can_use_what_is_their_own(visit: Visits, merchant: Merchant) -> None:
    lucie = visit()
    sent = takes_account(lucie)
    is_sent(merchant, lucie.number)
    payment, unpaid = is_declined(lucie)
    keeps_goods(lucie)
    walk = Walk(lucie.page, lucie.base)
    for language in ("fr", "en"):
        looks_around(walk, Addresses(language), sent, payment, unpaid)
    walk.page.click("button[value=confirm]")
    expect(walk.page.locator("button[value=confirm]")).to_have_count(0)
    walk.look("a return")
    walk.visit(Addresses("fr").returned(sent, key_in(walk.page)))
    walk.visit(Addresses("fr").my_account("returns"))
    assert walk.faults == []
    assert walk.seen > 45
