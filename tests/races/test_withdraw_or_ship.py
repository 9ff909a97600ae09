"""A buyer withdraws while the parcel leaves: one comes first, and the other goes by it."""

from collections import Counter
from collections.abc import Callable
from functools import partial
from typing import Any
from uuid import UUID

import pytest

from comptoir.domains.orders.queries import order
from comptoir.domains.orders.values import OrderId, OrderState
from comptoir.domains.returns.testing import asked_for
from comptoir.domains.returns.values import Return, ReturnState
from comptoir.flows.declare_return import declare_return
from comptoir.flows.place_order import place_order
from comptoir.flows.prepare_order import prepare_order
from comptoir.flows.record_payment import record_payment
from comptoir.flows.ship_order import ship_order
from comptoir.flows.testing import Shop, agree, buyer, fill_cart, open_shop
from comptoir.kernel.errors import BusinessError
from comptoir.kernel.money import Money
from comptoir.kernel.testing import NOON, OWNER, at_once
from tests.races.showing import all_holds, chance, sizes, tell

TRIALS = sizes("withdraw or ship", 40, long=400)
BATCH = 20
PIECES = 3


def _prepared(shop: Shop, key: str) -> OrderId:
    placed = place_order(checkout=agree(fill_cart(shop, quantity=PIECES)), key=key, actor=buyer(), now=NOON)
    order_id = OrderId(UUID(placed.order_id))
    total = Money(placed.total_minor, placed.currency)
    record_payment(order_id=order_id, amount=total, actor=OWNER, now=NOON)
    prepare_order(order_id=order_id, actor=OWNER, now=NOON)
    return order_id


@pytest.mark.django_db(transaction=True)
def test_withdraw_and_ship_at_once() -> None:
    luck, seen = chance("withdraw or ship"), Counter[str]()
    shop = open_shop(stock=PIECES * TRIALS)
    for trial in range(TRIALS):
        order_id, wanted = _prepared(shop, str(trial)), luck.randint(1, PIECES)
        asked = asked_for(order_id, wanted)
        withdraw = partial(declare_return, asked=asked, actor=buyer(order_id), now=NOON)
        ship = partial(ship_order, order_id=order_id, actor=OWNER, now=NOON)
        # The same statement twice, as by an impatient finger: it is one. Whoever is started first is often the first.
        rivals: list[Callable[[], Any]] = [withdraw, ship, withdraw] if trial % 2 else [ship, withdraw, withdraw]
        answers = at_once(rivals)
        for answer in answers:
            fine = isinstance(answer, BusinessError) or not isinstance(answer, Exception)
            assert fine, f"trial {trial} of {TRIALS}: met {answer!r}"
        returned = [answer for answer in answers if isinstance(answer, Return)]
        assert len({each.id for each in returned}) == 1, f"trial {trial}: {answers}"
        seen[_outcome(order_id, returned[0], wanted)] += 1
        if trial % BATCH == BATCH - 1:
            all_holds()
    all_holds()
    tell(f"{TRIALS} trials: {dict(seen)}")
    assert sum(seen.values()) == TRIALS
    assert set(seen) <= {"the parcel left first", "called off first"}


def _outcome(order_id: OrderId, found: Return, wanted: int) -> str:
    """Who came first; whatever it was, each piece is with us or with the buyer, and each is told of once."""
    about = order(order_id)
    (line,) = about.lines
    to_come = sum(each.quantity for each in found.lines)
    called_off = sum(each.quantity for each in found.called_off)
    assert to_come + called_off == wanted
    if called_off:
        assert (to_come, found.state, line.shipped) in (
            (0, ReturnState.STOPPED, 0),
            (0, ReturnState.STOPPED, PIECES - wanted),
        )
        assert about.state is (OrderState.CANCELLED if wanted == PIECES else about.state)
        return "called off first"
    assert (found.state, line.shipped, about.state) == (ReturnState.ACCEPTED, PIECES, OrderState.SHIPPED)
    return "the parcel left first"
