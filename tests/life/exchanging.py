"""A shop with one soap in two sizes, and somebody who swaps one for the other."""

from datetime import timedelta

from comptoir.domains.catalogue.testing import soap
from comptoir.domains.catalogue.values import VariantId
from comptoir.domains.inventory.testing import level
from comptoir.domains.network.testing import WAREHOUSE
from comptoir.domains.orders.queries import order
from comptoir.domains.orders.values import Order, OrderId
from comptoir.domains.pricing.actions import set_prices
from comptoir.domains.pricing.values import NewPrice
from comptoir.domains.returns.queries import return_by_id
from comptoir.domains.returns.testing import asked_for
from comptoir.domains.returns.values import Outcome, ReceivedLine, Return, ReturnKind
from comptoir.flows.receive_return import receive_return
from comptoir.flows.request_exchange import request_exchange
from comptoir.flows.ship_order import ship_order
from comptoir.flows.testing import Shop, buyer, sell
from comptoir.kernel.money import Money
from comptoir.kernel.testing import NOON, OWNER
from tests.kept import laid_shop
from tests.life.test_pieces import paid

TOMORROW = NOON + timedelta(days=1)


def open_soap_shop(*, stock: int = 10) -> Shop:
    """Soap of two sizes at 12.90 each, ten of each on the shelf."""
    shop, price = laid_shop(), Money(1290, "EUR")
    return Shop(market=shop.market, honey=sell(market=shop.market, price=price, stock=stock, draft=soap()))


def other(shop: Shop) -> VariantId:
    """The other size."""
    return shop.honey.variants[1].id


def cost(shop: Shop, variant_id: VariantId, minor: int) -> None:
    prices = [NewPrice(variant_id=variant_id, amount=Money(minor, "EUR"))]
    set_prices(prices=prices, market=shop.market, actor=OWNER, now=NOON)


def with_customer(shop: Shop, quantity: int = 2, *, key: str = "k") -> OrderId:
    """Soap at 12.90 a piece, delivered for 4.90, paid by transfer and sent."""
    order_id = paid(shop, quantity=quantity, key=key)
    ship_order(order_id=order_id, actor=OWNER, now=NOON)
    return order_id


def swapped(shop: Shop, order_id: OrderId, pieces: int = 1) -> Return:
    """So many pieces are to be swapped for the other size."""
    asked = asked_for(order_id, pieces, kind=ReturnKind.EXCHANGE, swap_for=other(shop))
    return request_exchange(asked=asked, actor=buyer(order_id), now=TOMORROW)


def replacement_of(found: Return) -> Order:
    """The order of what is sent instead, as it stands."""
    replacement_id = return_by_id(found.id).replacement_id
    assert replacement_id
    return order(replacement_id)


def received(found: Return, pieces: int = 1) -> Return:
    lines = [ReceivedLine(position=1, received=pieces, outcome=Outcome.RESTOCK)]
    return receive_return(return_id=found.id, lines=lines, place_code=WAREHOUSE.code, actor=OWNER, now=TOMORROW)


def kept(variant_id: VariantId) -> tuple[int, int]:
    """What is reserved of a variant, and what is claimed."""
    known = level(variant_id)
    return known.reserved, known.claimed
