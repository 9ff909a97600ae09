"""A buyer pays by transfer; a few days later somebody in the shop sees the money arrive and records it."""

from playwright.sync_api import expect

from tests.journeys.buyer import bare
from tests.journeys.conftest import Visits
from tests.journeys.merchant import Merchant


def test_a_transfer_is_awaited_and_recorded(visit: Visits, merchant: Merchant) -> None:
    lucie = visit()
    lucie.comes_to_checkout(counter=2)
    lucie.fill_checkout(payment="transfer")
    total = lucie.total
    lucie.order()
    number = lucie.is_thanked()
    told = lucie.page.locator(".transfer")
    expect(told).to_contain_text(number)
    assert bare(total) in bare(told.inner_text())
    expect(told.locator(".qr svg")).to_be_visible()
    lucie.keep("how-to-transfer")
    letter = lucie.reads_letter()
    lucie.follow(letter)
    expect(lucie.page.locator(".transfer")).to_contain_text(number)
    lucie.keep("tracking-awaited")

    merchant.open()
    merchant.keep("sign-in")
    merchant.sign_in()
    merchant.keep("desk")
    merchant.open_order(number)
    merchant.keep("order-awaiting")
    merchant.record_payment("VIR 2026-8841")
    expect(merchant.page.locator("form[action$='/prepare/']")).to_be_visible()
    merchant.keep("order-paid")

    confirmed = lucie.reads_letter()
    assert confirmed.subject != letter.subject
    lucie.follow(confirmed)
    expect(lucie.page.locator(".transfer")).to_have_count(0)
    lucie.keep("tracking-paid")
