"""A buyer cancels or withdraws, staff change, prepare and ship, money comes late, another attempt begins: whatever
meets, all adds up."""

from collections import Counter
from collections.abc import Callable
from datetime import timedelta
from functools import partial
from typing import Any
from uuid import UUID

import pytest

from comptoir.domains.orders.values import OrderChange, OrderId
from comptoir.domains.returns.testing import asked_for
from comptoir.flows.authorise_payment import PayingWith
from comptoir.flows.cancel_order import cancel_order
from comptoir.flows.declare_return import declare_return
from comptoir.flows.edit_order import edit_order
from comptoir.flows.expire_reservations import expire_reservations
from comptoir.flows.place_order import place_order
from comptoir.flows.prepare_order import prepare_order
from comptoir.flows.record_payment import record_payment
from comptoir.flows.retry_payment import retry_payment
from comptoir.flows.ship_order import ship_order
from comptoir.flows.testing import agree, buyer, fill_cart, open_shop
from comptoir.kernel.errors import BusinessError
from comptoir.kernel.money import Money
from comptoir.kernel.testing import NOON, OWNER, at_once
from tests.races.showing import all_holds, chance, sizes

TRIALS = sizes("cancel or ship", 60)
BATCH = 20
AFTER_THE_HOLD = NOON + timedelta(days=8)
_ONE_LESS = OrderChange(builds_on=1, called_off={1: 1})


def _steps(order_id: OrderId, total: Money) -> dict[str, Callable[[], Any]]:
    again = PayingWith(return_url="http://localhost/return")
    return {
        "buyer cancels": partial(cancel_order, order_id=order_id, because="oops", actor=buyer(), now=NOON),
        "staff cancel": partial(cancel_order, order_id=order_id, because="broken", actor=OWNER, now=NOON),
        "buyer withdraws": partial(declare_return, asked=asked_for(order_id, 1), actor=buyer(order_id), now=NOON),
        "staff change": partial(edit_order, order_id=order_id, change=_ONE_LESS, because="x", actor=OWNER, now=NOON),
        "prepare": partial(prepare_order, order_id=order_id, actor=OWNER, now=NOON),
        "ship": partial(ship_order, order_id=order_id, prepare=True, actor=OWNER, now=NOON),
        "money comes": partial(record_payment, order_id=order_id, amount=total, actor=OWNER, now=NOON),
        "money comes again": partial(record_payment, order_id=order_id, amount=total, actor=OWNER, now=NOON),
        "another attempt": partial(
            retry_payment, order_id=order_id, method="transfer", paying=again, actor=buyer(), now=NOON
        ),
        "the hold is over": partial(expire_reservations, actor=OWNER, now=AFTER_THE_HOLD),
    }


@pytest.mark.django_db(transaction=True)
def test_cancel_prepare_ship_and_late_money_at_once() -> None:
    luck, seen = chance("cancel or ship"), Counter[str]()
    shop = open_shop(stock=10 * TRIALS)
    for trial in range(TRIALS):
        placed = place_order(checkout=agree(fill_cart(shop)), key=str(trial), actor=buyer(), now=NOON)
        steps = _steps(OrderId(UUID(placed.order_id)), Money(placed.total_minor, placed.currency))
        # Each step once without a rival, so that whichever is slowest is not only ever refused.
        alone = list(steps)[trial : trial + 1]
        if alone in (["prepare"], ["ship"]) or (not alone and luck.random() < 0.5):  # paid before the rush begins
            steps["money comes"]()
        chosen = alone or luck.sample(list(steps), luck.randint(3, 5))
        answers = at_once([steps[name] for name in chosen])
        for name, answer in zip(chosen, answers, strict=True):
            # A rule may say no; a deadlock, a broken constraint or a surprise may not.
            fine = isinstance(answer, BusinessError) or not isinstance(answer, Exception)
            assert fine, f"trial {trial} of {TRIALS}, {chosen}: {name} met {answer!r}"
            seen[f"{name}: {type(answer).__name__ if isinstance(answer, Exception) else 'done'}"] += 1
        if trial % BATCH == BATCH - 1:
            all_holds()
    all_holds()
    done = {each.partition(":")[0] for each in seen if each.endswith(": done")}
    assert done == set(steps), seen
