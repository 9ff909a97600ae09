"""A card is declined; the letter's link brings the buyer back to pay with another."""

from playwright.sync_api import expect

from tests.journeys.conftest import Visits


def test_a_declined_card_is_followed_by_one_that_works(visit: Visits) -> None:
    lucie = visit()
    lucie.enter()
    lucie.open_counter(1)
    lucie.keep("category")
    lucie.open_first_product()
    lucie.take()
    lucie.open_basket()
    lucie.go_to_checkout()
    lucie.fill_checkout(payment="simulator")
    total = lucie.total
    lucie.order()
    lucie.pay_with_card("declined")

    # Nothing is lost: the order stands, and says what became of the money.
    expect(lucie.page.locator("#payment .danger")).to_be_visible()
    lucie.number = lucie.page.locator(".sheet-facts dd").first.inner_text()
    assert lucie.page.locator(".sheet-facts dd").nth(1).inner_text() == total
    lucie.keep("declined")

    letter = lucie.reads_letter()
    lucie.follow(letter)
    lucie.keep("to-pay")
    lucie.pay_again("simulator")
    lucie.keep("bank-again")
    lucie.pay_with_card("accepted")
    expected = lucie.number
    assert lucie.is_thanked() == expected
    lucie.keep("confirmation")

    confirmed = lucie.reads_letter()
    assert confirmed.subject != letter.subject
    lucie.follow(confirmed)
    expect(lucie.page.locator(".pay-again")).to_have_count(0)
