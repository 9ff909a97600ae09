"""A shop in the middle of a day: made by the real actions, as a merchant and a buyer would."""

from dataclasses import dataclass
from uuid import UUID

from comptoir.domains.catalogue.actions import save_category
from comptoir.domains.catalogue.values import CategoryDraft
from comptoir.domains.orders.values import OrderId
from comptoir.flows.place_order import place_order
from comptoir.flows.testing import Shop, agree, buyer, fill_cart, open_shop
from comptoir.kernel import clock
from comptoir.kernel.testing import OWNER


@dataclass(frozen=True, slots=True)
class Working:
    shop: Shop
    order_id: OrderId
    number: str


def at_work() -> Working:
    """Honey for sale, a category, and one order that waits for its transfer.

    By today’s clock, which the pages read as well.
    """
    now = clock.now()
    shop = open_shop(stock=10, now=now)
    counter = CategoryDraft(
        code="miels", names={"fr": "Miels", "en": "Honeys"}, descriptions={"fr": "<p>De chez nous.</p>"}
    )
    save_category(draft=counter, actor=OWNER, now=now)
    cart_id = fill_cart(shop, now=now)
    placed = place_order(checkout=agree(cart_id, now=now), key="working", actor=buyer(cart_id), now=now)
    return Working(shop, OrderId(UUID(placed.order_id)), placed.number)
