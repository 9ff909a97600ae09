"""The whole purchase in a browser that runs no scripts."""

from playwright.sync_api import expect

from tests.journeys.conftest import Visits

WISHES = "Bon anniversaire, Margaux !"


def test_everything_can_be_bought_without_scripts(visit: Visits) -> None:
    jean = visit(script=False)
    jean.enter()
    jean.keep("home")
    jean.look_for("moutarde")
    jean.open_first_product()
    expect(jean.page.locator("#product .facts li:visible .stock").first).not_to_be_empty()
    jean.keep("product")
    jean.take(2)
    expect(jean.page.locator("#basket .line")).to_have_count(1)
    jean.change_quantity(3)
    jean.keep("basket")
    jean.go_to_checkout()
    jean.keep("checkout-empty")
    jean.order()
    expect(jean.page.locator("#errors")).to_be_visible()
    jean.keep("checkout-refused")
    jean.fill_checkout(payment="simulator")
    jean.makes_it_a_gift(WISHES)
    jean.keep("checkout-filled")
    jean.order()
    jean.pay_with_card("accepted")
    number = jean.is_thanked()
    jean.keep("confirmation")
    letter = jean.reads_letter()
    jean.follow(letter)
    expect(jean.page.locator(".eyebrow").first).to_contain_text(number)
    expect(jean.page.locator(".order-facts")).to_contain_text(WISHES)
    jean.keep("tracking")
