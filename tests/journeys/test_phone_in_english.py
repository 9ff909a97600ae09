"""On a phone, in English: bought on the way home, called off on the sofa."""

from playwright.sync_api import expect

from tests.journeys.album import PHONE
from tests.journeys.conftest import Visits


def test_an_order_from_a_phone_is_called_off(visit: Visits) -> None:
    emma = visit(language="en", width=PHONE[0])
    emma.enter()
    emma.keep("home")
    emma.opens_menu()
    emma.keep("menu")
    emma.page.keyboard.press("Escape")
    emma.look_for("honey")
    emma.keep("search")
    emma.open_first_product()
    emma.keep("product")
    emma.take()
    emma.open_basket()
    emma.keep("basket")
    emma.go_to_checkout()
    emma.fill_checkout(payment="simulator")
    emma.keep("checkout")
    emma.order()
    expect(emma.page.locator("html")).to_have_attribute("lang", "en")
    emma.keep("bank")
    emma.pay_with_card("accepted")
    number = emma.is_thanked()
    expect(emma.page.locator("main h1")).to_contain_text("Thank you, Emma")
    emma.keep("confirmation")
    letter = emma.reads_letter()
    assert letter.subject == f"Thank you: your order {number}"
    emma.follow(letter)
    emma.calls_it_off()

    # Said on the page at once, and by letter; the money goes back.
    expect(emma.sees_step("stopped")).to_have_count(1)
    expect(emma.page.locator("main h1")).to_contain_text("cancelled")
    expect(emma.page.locator("form[action$='/cancel']")).to_have_count(0)
    emma.keep("cancelled")
    farewell = emma.reads_letter()
    assert farewell.subject == f"Your order {number} has been cancelled"
    assert "is refunded to your original payment method" in farewell.text
