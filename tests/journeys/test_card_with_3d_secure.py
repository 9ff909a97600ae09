"""A guest buys by card; the bank wants to know that it is really her."""

from playwright.sync_api import expect

from tests.journeys.buyer import Buyer
from tests.journeys.conftest import Visits


def test_a_guest_buys_by_card_with_3d_secure(visit: Visits) -> None:
    lucie: Buyer = visit()
    lucie.enter()
    lucie.keep("home")
    lucie.look_for("miel")
    lucie.keep("search")
    lucie.open_first_product()
    lucie.keep("product")
    lucie.take(2)
    lucie.keep("product-added")
    lucie.open_basket()
    lucie.keep("basket")
    lucie.go_to_checkout()
    lucie.keep("checkout-empty")
    lucie.fill_checkout(payment="simulator")
    lucie.keep("checkout-filled")
    total = lucie.total

    lucie.order()
    lucie.keep("bank-card")
    lucie.pay_with_card("asks for 3-D Secure")
    lucie.keep("bank-3d-secure")
    lucie.confirm_at_bank()

    number = lucie.is_thanked()
    assert lucie.page.locator(".sheet-facts dd").nth(2).inner_text() == total
    lucie.keep("confirmation")

    letter = lucie.reads_letter()
    assert number in letter.text
    lucie.follow(letter)
    expect(lucie.page.locator(".eyebrow").first).to_contain_text(number)
    assert lucie.sees_step("done").count() >= 1
    lucie.keep("tracking")
