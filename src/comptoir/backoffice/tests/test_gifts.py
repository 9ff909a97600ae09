"""An order that is a gift, as those meet it who pick and pack it."""

import re
from io import BytesIO
from uuid import UUID

import pytest
from django.test import Client
from pypdf import PdfReader

from comptoir.backoffice.tests.working import Working
from comptoir.domains.cart.actions import set_details
from comptoir.domains.cart.values import CartDetails
from comptoir.domains.markets.testing import offer_gift_wrap
from comptoir.domains.orders.queries import order
from comptoir.domains.orders.values import OrderChange, OrderId
from comptoir.flows.edit_order import edit_order
from comptoir.flows.place_order import place_order
from comptoir.flows.record_payment import record_payment
from comptoir.flows.start_picking import start_picking
from comptoir.flows.testing import agree, buyer, fill_cart, sell_gift_wrap
from comptoir.kernel import clock
from comptoir.kernel.money import Money
from comptoir.kernel.testing import OWNER

pytestmark = pytest.mark.django_db(transaction=True)
DESK = "/back-office/orders/"
WORDS = "Joyeux anniversaire Zoé\n#strike[x] $x$ <b>\nPapa"
WRAP_IT = "Gift: wrap it."
FOR_YOU = re.compile("message (for you|pour vous)")


def bought(working: Working, *, message: str | None) -> OrderId:
    now = clock.now()
    cart_id = fill_cart(working.shop, now=now)
    if message is not None:
        set_details(cart_id=cart_id, details=CartDetails(gift_message=message), actor=buyer(), now=now)
    placed = place_order(checkout=agree(cart_id, now=now), key=str(cart_id), actor=buyer(cart_id), now=now)
    order_id = OrderId(UUID(placed.order_id))
    record_payment(order_id=order_id, amount=Money(placed.total_minor, "EUR"), actor=OWNER, now=now)
    return order_id


def picked(order_id: OrderId) -> str:
    begun = start_picking(order_ids=[order_id], place_code="entrepot", actor=OWNER, now=clock.now())
    assert begun.batch_id is not None
    return f"{DESK}picking/{begun.batch_id}/"


def slip_of(owner: Client, batch: str) -> str:
    """The words of its one packing slip."""
    (page,) = PdfReader(BytesIO(owner.get(f"{batch}slips.pdf").content)).pages
    return page.extract_text()


def test_a_gift_is_seen_by_whoever_picks_and_its_message_lies_in_the_parcel(owner: Client, working: Working) -> None:
    offer_gift_wrap()
    order_id = bought(working, message=WORDS)
    told = owner.get(f"{DESK}{order_id}/").text
    assert "Gift to wrap" in told
    assert "#strike[x] $x$ &lt;b&gt;" in told
    batch = picked(order_id)
    assert WRAP_IT in owner.get(batch).text
    words = slip_of(owner, batch)
    assert FOR_YOU.search(words)
    assert all(line in words for line in WORDS.splitlines()), "as it was typed, and nothing of it is set as code"
    assert "€" not in words


def test_a_gift_without_words_is_wrapped_all_the_same(owner: Client, working: Working) -> None:
    offer_gift_wrap()
    order_id = bought(working, message="")
    assert "wrap it, no message" in owner.get(f"{DESK}{order_id}/").text
    batch = picked(order_id)
    assert WRAP_IT in owner.get(batch).text
    assert not FOR_YOU.search(slip_of(owner, batch))


def test_other_orders_say_nothing_of_gifts(owner: Client, working: Working) -> None:
    offer_gift_wrap()
    order_id = bought(working, message=None)
    assert "Gift to wrap" not in owner.get(f"{DESK}{order_id}/").text
    assert WRAP_IT not in owner.get(picked(order_id)).text


def test_a_gift_stays_one_when_the_order_is_changed(working: Working) -> None:
    offer_gift_wrap()
    order_id = bought(working, message=WORDS)
    offer_gift_wrap(False)
    change = OrderChange(builds_on=1, called_off={1: 1})
    edit_order(order_id=order_id, change=change, because="x", actor=OWNER, now=clock.now())
    assert order(order_id).gift_message == WORDS


def test_wrapping_that_is_paid_for_is_a_line_of_the_order_and_no_price_in_the_parcel(
    owner: Client, working: Working
) -> None:
    sell_gift_wrap(market=working.shop.market, price=Money(400, "EUR"))
    order_id = bought(working, message=WORDS)
    told = owner.get(f"{DESK}{order_id}/").text
    assert "Gift wrapping" in told
    assert "4.00" in told
    batch = picked(order_id)
    assert WRAP_IT in owner.get(batch).text
    words = slip_of(owner, batch)
    assert FOR_YOU.search(words)
    assert "€" not in words
