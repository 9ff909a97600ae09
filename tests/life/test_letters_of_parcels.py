"""What buyers are written when their order leaves in parts: each letter is about its parcel."""

from datetime import datetime, timedelta

import pytest

from comptoir.domains.fulfilment.queries import shipments_of
from comptoir.domains.messages.queries import letter_for, messages_of
from comptoir.domains.messages.values import MessageKind
from comptoir.flows.ship_order import ship_order
from comptoir.kernel.clock import set_clock
from comptoir.kernel.testing import NOON, OWNER
from tests.kept import laid_shop
from tests.life.test_pieces import paid
from tests.life.test_returns import news_passed

pytestmark = pytest.mark.django_db(transaction=True)
TOTAL = "43,60"


def test_the_letter_of_a_part_tells_what_is_in_its_parcel_and_nothing_else() -> None:
    set_clock(NOON)
    shop = laid_shop(stock=10)
    order_id = paid(shop, quantity=3)

    def leave(count: int, number: str, now: datetime) -> None:
        (parcel,) = [each for each in shipments_of(order_id) if each.is_here]
        ship_order(
            order_id=order_id,
            shipment_id=parcel.id,
            contents={shop.variant_id: count},
            carrier="Colissimo",
            tracking_number=number,
            actor=OWNER,
            now=now,
        )

    def told() -> list[str]:
        news_passed()
        every = [each for each in messages_of(order_id, actor=OWNER) if each.kind is MessageKind.ORDER_SHIPPED]
        return [letter.text for each in every if (letter := letter_for(each, now=NOON))]

    leave(1, "6A00000001", NOON)
    (first,) = told()
    leave(2, "6A00000002", NOON + timedelta(hours=1))
    late, second = told()
    for text, mine, other, count in (
        (first, "6A00000001", "6A00000002", 1),
        (late, "6A00000001", "6A00000002", 1),
        (second, "6A00000002", "6A00000001", 2),
    ):
        assert f"{count} × Miel de châtaignier" in text
        assert (mine in text, other in text, TOTAL in text) == (True, False, False)
