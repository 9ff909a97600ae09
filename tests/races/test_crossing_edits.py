"""Two orders are changed at once, each into what the other lets go of: one waits for the other, never both."""

from functools import partial
from uuid import UUID

import pytest

from comptoir.domains.orders.queries import order
from comptoir.domains.orders.values import OrderChange, OrderId
from comptoir.flows.edit_order import edit_order
from comptoir.flows.place_order import place_order
from comptoir.flows.testing import Shop, agree, buyer, fill_cart, open_shop, sell
from comptoir.kernel.errors import BusinessError
from comptoir.kernel.ids import new_id
from comptoir.kernel.money import Money
from comptoir.kernel.testing import NOON, OWNER, at_once
from tests.races.showing import all_holds, chance, sizes

TRIALS = sizes("crossing edits", 40)


def ordered(shop: Shop) -> OrderId:
    cart_id = fill_cart(shop, quantity=2, email=f"{new_id()}@exemple.example")
    placed = place_order(checkout=agree(cart_id), key=str(cart_id), actor=buyer(cart_id), now=NOON)
    return OrderId(UUID(placed.order_id))


@pytest.mark.django_db(transaction=True)
def test_two_orders_swap_their_articles_at_once() -> None:
    chance("crossing edits")
    honey = open_shop(stock=9 * TRIALS)
    jam = Shop(market=honey.market, honey=sell(market=honey.market, price=Money(690, "EUR"), stock=9 * TRIALS))
    for trial in range(TRIALS):
        of_honey, of_jam = ordered(honey), ordered(jam)
        changes = (
            (of_honey, OrderChange(builds_on=1, called_off={1: 1}, added={jam.sku: 1})),
            (of_jam, OrderChange(builds_on=1, called_off={1: 1}, added={honey.sku: 1})),
        )
        answers = at_once(
            [
                partial(edit_order, order_id=id, change=change, because="", actor=OWNER, now=NOON)
                for id, change in changes
            ]
        )
        odd = [each for each in answers if isinstance(each, Exception) and not isinstance(each, BusinessError)]
        assert not odd, f"trial {trial}: {odd}"
        assert [sorted(line.wanted for line in order(id).lines) for id, _ in changes] == [[1, 1], [1, 1]]
    all_holds()
