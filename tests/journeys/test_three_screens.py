"""A product, its checkout, the thanks: nothing else stands between a guest and their order.

At a desk and on a phone, in French and in English, with the keyboard alone, and in a browser that runs no scripts.
"""

import time

import pytest
from playwright.sync_api import Frame, Page, Route, expect

from tests.journeys.album import DESK, PHONE
from tests.journeys.buyer import Buyer, bare
from tests.journeys.conftest import Visits
from tests.journeys.fingers import Fingers


class Screens:
    """Every page that opens in a window from now on; what changes on a page is none."""

    def __init__(self, page: Page) -> None:
        self.paths: list[str] = []
        page.on("framenavigated", self._note)

    def _note(self, frame: Frame) -> None:
        path = frame.url.partition("?")[0]
        if frame.parent_frame is None and path not in self.paths[-1:]:
            self.paths.append(path)


def stands_before_goods(buyer: Buyer) -> str:
    """As from a link in a newsletter: on a product that is in stock. Returns its name."""
    buyer.enter()
    buyer.open_counter(5)
    return buyer.open_first_product()


@pytest.mark.parametrize(
    ("language", "width", "script"),
    [
        ("fr", DESK[0], True),
        ("en", PHONE[0], True),
        ("fr", PHONE[0], False),
        ("en", DESK[0], False),
    ],
)
def test_a_guest_buys_in_three_screens(visit: Visits, language: str, width: int, script: bool) -> None:
    guest = visit(language=language, width=width, script=script)
    stands_before_goods(guest)
    screens = Screens(guest.page)
    guest.page.click(".button-now")
    expect(guest.page.locator("#checkout-form")).to_be_visible()
    guest.fill_checkout(payment="transfer")
    guest.order()
    number = guest.is_thanked()
    # With the product's page, where they stood, that makes three.
    assert len(screens.paths) == 2, screens.paths
    assert number in guest.reads_letter().subject


def test_an_impatient_hand_buys_once(visit: Visits) -> None:
    """The line is slow, and the button is pressed again before the shop has answered."""
    guest = visit()
    stands_before_goods(guest)
    sent: list[Route] = []

    def in_its_time(route: Route) -> None:
        sent.append(route)
        time.sleep(0.5)
        route.continue_()

    guest.page.route("**/panier", in_its_time)
    press = 'document.querySelector(".button-now").click()'
    guest.page.evaluate(f"() => {{ {press}; setTimeout(() => {press}, 50); }}")
    expect(guest.page.locator("#checkout-form")).to_be_visible()
    assert len(sent) == 1


@pytest.mark.parametrize("language", ["fr", "en"])
def test_with_the_keyboard_alone(visit: Visits, language: str) -> None:
    guest = visit(language=language)
    stands_before_goods(guest)
    screens = Screens(guest.page)
    fingers = Fingers(guest.page)
    fingers.press(".button-now")
    expect(guest.page.locator("#checkout-form")).to_be_visible()
    _fills_in(guest, fingers)
    total = guest.total
    assert bare(total) in bare(guest.pay_button.inner_text())
    fingers.press("#pay button")
    guest.is_thanked()
    assert len(screens.paths) == 2, screens.paths
    assert bare(total) in bare(guest.page.locator("main").inner_text())
    guest.keep("thanks")


def _fills_in(guest: Buyer, fingers: Fingers) -> None:
    """Down the page, in the order in which it stands there."""
    waiting = guest.page.locator(".htmx-request")
    for field, value in {
        "email": guest.email,
        "name": guest.name,
        "line1": "8 rue des Remparts",
        "postal_code": "69002",
        "city": "Lyon",
        "phone": "06 12 34 56 78",
    }.items():
        fingers.write(f"[name={field}]", value)
    fingers.go_to("[name=delivery_method]")
    expect(waiting).to_have_count(0)
    expect(guest.page.locator("[name=delivery_method]:checked")).to_have_count(1)
    fingers.go_to("[name=payment_method]")
    guest.page.keyboard.press("ArrowDown")
    expect(guest.page.locator("[name=payment_method][value=transfer]")).to_be_checked()
    fingers.tick("[name=terms]")
    expect(waiting).to_have_count(0)
