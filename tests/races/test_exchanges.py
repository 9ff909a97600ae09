"""A parcel comes back while its replacement is called off, paid, or the return refused: whatever meets, all adds up."""

from collections import Counter
from collections.abc import Callable
from functools import partial
from typing import Any

import pytest

from comptoir.domains.orders.queries import order
from comptoir.domains.orders.values import Order, OrderId, OrderState
from comptoir.domains.payments.queries import payments_of
from comptoir.domains.returns.queries import return_by_id
from comptoir.domains.returns.values import Return, ReturnState
from comptoir.domains.stored_value.queries import credits_to_pass_on
from comptoir.flows.authorise_payment import PayingWith
from comptoir.flows.call_off_return import call_off_return
from comptoir.flows.cancel_order import cancel_order
from comptoir.flows.pass_on_credits import pass_on_credits
from comptoir.flows.record_payment import record_payment
from comptoir.flows.retry_payment import retry_payment
from comptoir.flows.testing import buyer
from comptoir.flows.turn_down_return import turn_down_return
from comptoir.kernel.errors import BusinessError
from comptoir.kernel.money import total_of
from comptoir.kernel.testing import OWNER, at_once
from tests.life.exchanging import TOMORROW, kept, open_soap_shop, other, received, replacement_of, swapped
from tests.life.exchanging import with_customer as sent
from tests.races.showing import all_holds, chance, sizes

TRIALS = sizes("exchanges", 24)
BATCH = 12
AGAIN = PayingWith(return_url="http://localhost/return")


def _steps(order_id: OrderId, found: Return, instead: Order) -> dict[str, Callable[[], Any]]:
    theirs = buyer(instead.id)
    now: dict[str, Any] = {"now": TOMORROW}
    return {
        "received": partial(received, found),
        "received again": partial(received, found),
        "buyer cancels": partial(cancel_order, order_id=instead.id, because="x", actor=theirs, **now),
        "refused": partial(turn_down_return, return_id=found.id, because="x", actor=OWNER, **now),
        "kept": partial(call_off_return, return_id=found.id, actor=buyer(order_id), **now),
        "paid otherwise": partial(
            retry_payment, order_id=instead.id, method="transfer", paying=AGAIN, actor=theirs, **now
        ),
        "money comes": partial(record_payment, order_id=instead.id, amount=instead.total, actor=OWNER, **now),
        "passed on": partial(pass_on_credits, actor=OWNER, **now),
    }


@pytest.mark.django_db(transaction=True)
def test_receive_cancel_and_refuse_at_once() -> None:
    luck, seen = chance("exchanges"), Counter[str]()
    shop = open_soap_shop(stock=4 * TRIALS)
    for trial in range(TRIALS):
        order_id = sent(shop, 1, key=str(trial))
        found = swapped(shop, order_id)
        steps = _steps(order_id, found, replacement_of(found))
        alone = list(steps)[trial : trial + 1]
        if alone == ["money comes"]:
            steps["paid otherwise"]()
        chosen = alone or luck.sample(list(steps), luck.randint(3, 6))
        for name, answer in zip(chosen, at_once([steps[name] for name in chosen]), strict=True):
            # A rule may say no; a deadlock, a broken constraint or a surprise may not.
            fine = isinstance(answer, BusinessError) or not isinstance(answer, Exception)
            assert fine, f"trial {trial} of {TRIALS}, {chosen}: {name} met {answer!r}"
            seen[f"{name}: {type(answer).__name__ if isinstance(answer, Exception) else 'done'}"] += 1
        while pass_on_credits(actor=OWNER, now=TOMORROW):
            pass
        _nothing_is_lost(return_by_id(found.id), replacement_of(found))
        if trial % BATCH == BATCH - 1:
            all_holds()
    all_holds()
    assert credits_to_pass_on() == ()
    reserved, claimed = kept(other(shop))
    assert reserved + claimed <= TRIALS
    done = {each.partition(":")[0] for each in seen if each.endswith(": done")}
    assert done == set(steps), seen


def _nothing_is_lost(found: Return, instead: Order) -> None:
    """A piece came back and is paid back, or pays the other; goods that are kept are paid once."""
    first = order(found.order_id)
    held = total_of((each.secured for each in payments_of(instead.id)), instead.total.currency)
    assert first.lines[0].returned == (1 if found.state in (ReturnState.RECEIVED, ReturnState.CLOSED) else 0)
    if instead.state is OrderState.PAID:
        assert held == instead.total
    if found.state in (ReturnState.WITHDRAWN, ReturnState.REFUSED):
        assert instead.state in (OrderState.CANCELLED, OrderState.PAID)
