"""A kit from the basket to its way back: it is sold as one, and all that happens to goods happens to its parts."""

from uuid import UUID

import pytest

from comptoir.domains.cart.actions import set_line
from comptoir.domains.cart.queries import priced_cart
from comptoir.domains.cart.values import CartId
from comptoir.domains.catalogue.queries import variants_for
from comptoir.domains.catalogue.testing import soap
from comptoir.domains.catalogue.values import VariantId
from comptoir.domains.fulfilment.queries import shipments_of
from comptoir.domains.inventory.queries import movements_of, reservations_of
from comptoir.domains.inventory.testing import level, make_kit
from comptoir.domains.invoicing.queries import documents_of
from comptoir.domains.invoicing.values import DocumentKind
from comptoir.domains.network.testing import WAREHOUSE
from comptoir.domains.orders.queries import order
from comptoir.domains.orders.values import OrderChange, OrderId, OrderState, sold_together
from comptoir.domains.pricing.actions import set_prices
from comptoir.domains.pricing.values import NewPrice
from comptoir.domains.returns.values import AskedLine, ReceivedLine, ReturnId, ReturnKind, ReturnRequest
from comptoir.flows.cancel_order import cancel_order
from comptoir.flows.declare_return import declare_return
from comptoir.flows.edit_order import edit_order
from comptoir.flows.place_order import place_order
from comptoir.flows.receive_return import receive_return
from comptoir.flows.record_payment import record_payment
from comptoir.flows.ship_order import ship_order
from comptoir.flows.testing import Shop, agree, buyer, fill_cart, sell
from comptoir.kernel.ids import new_id
from comptoir.kernel.money import Money
from comptoir.kernel.testing import NOON, OWNER
from tests.kept import laid_shop

pytestmark = pytest.mark.django_db(transaction=True)


class Counter:
    """A shop that sells honey at 12.90 (5.5 %), soap at 6.00 (20 %), and two jars with a soap for 29.99."""

    def __init__(self) -> None:
        self.shop: Shop = laid_shop(stock=10)
        self.honey = self.shop.variant_id
        self.soap = sell(market=self.shop.market, price=Money(600, "EUR"), stock=10, draft=soap()).variants[0].id
        kit = make_kit((self.honey, 2), (self.soap, 1))
        prices = [NewPrice(variant_id=kit, amount=Money(2999, "EUR"))]
        set_prices(prices=prices, market=self.shop.market, actor=OWNER, now=NOON)
        self.kit = variants_for([kit])[kit].sku

    def cart(self, **pieces: int) -> CartId:
        cart_id = fill_cart(self.shop, quantity=pieces.get("honey", 0))
        set_line(cart_id=cart_id, sku=self.kit, quantity=pieces.get("kits", 1), actor=buyer(), now=NOON)
        return cart_id

    def buy(self, **pieces: int) -> OrderId:
        placed = place_order(checkout=agree(self.cart(**pieces)), key=str(new_id()), actor=buyer(), now=NOON)
        id = OrderId(UUID(placed.order_id))
        record_payment(order_id=id, amount=order(id).total, actor=OWNER, now=NOON)
        return id

    @property
    def left(self) -> tuple[int, int]:
        return level(self.honey).available, level(self.soap).available


def shelf(id: VariantId) -> list[tuple[str, int]]:
    return [(str(each.kind), each.quantity) for each in movements_of(id, actor=OWNER).items]


def test_the_basket_shows_a_kit_as_one_with_what_is_in_it() -> None:
    counter = Counter()
    priced = priced_cart(counter.cart(kits=2), now=NOON)
    (line,) = priced.lines
    assert (line.priced.quantity, line.priced.unit_price, line.priced.total) == (
        2,
        Money(2999, "EUR"),
        Money(5998, "EUR"),
    )
    assert [(part.each, part.quantity) for part in line.parts] == [(2, 4), (1, 2)]
    assert priced.basket.goods_total == Money(5998, "EUR")
    assert [str(tax.rate) for tax in priced.basket.taxes] == ["20", "5.5"]


def test_a_kit_and_its_part_in_one_basket_want_the_same_shelf() -> None:
    counter = Counter()
    lines = priced_cart(counter.cart(honey=9, kits=1), now=NOON).lines
    assert [(line.variant.sku == counter.kit, line.missing) for line in lines] == [(False, 0), (True, 1)]


def test_its_parts_are_kept_claimed_picked_sent_and_taken_back() -> None:
    counter = Counter()
    id = counter.buy(kits=2)
    assert counter.left == (6, 8)
    assert {(kept.variant_id, kept.quantity, str(kept.state)) for kept in reservations_of(id)} == {
        (counter.honey, 4, "claimed"),
        (counter.soap, 2, "claimed"),
    }
    ship_order(order_id=id, prepare=True, actor=OWNER, now=NOON)
    (parcel,) = shipments_of(id)
    assert {(packed.variant_id, packed.quantity) for packed in parcel.packed} == {(counter.honey, 4), (counter.soap, 2)}
    assert shelf(counter.honey)[0] == ("shipment", -4)
    assert order(id).state is OrderState.SHIPPED

    asked = ReturnRequest(
        id=ReturnId(new_id()),
        order_id=id,
        kind=ReturnKind.WITHDRAWAL,
        name="Lucie Martin",
        email="lucie@exemple.example",
        lines=tuple(AskedLine(position=line.position, quantity=line.quantity) for line in order(id).lines),
    )
    found = declare_return(asked=asked, actor=OWNER, now=NOON)
    lines = [ReceivedLine(position=line.position, received=line.quantity) for line in order(id).lines]
    receive_return(return_id=found.id, lines=lines, place_code=WAREHOUSE.code, actor=OWNER, now=NOON)
    assert counter.left == (10, 10)
    assert shelf(counter.soap)[0] == ("return", 2)
    invoice, note = documents_of(id)
    assert (invoice.total.minor, note.kind, note.total.minor) == (5998 + 490, DocumentKind.CREDIT_NOTE, 5998 + 490)


def test_order_and_invoice_show_the_kit_and_each_rate_its_share() -> None:
    counter = Counter()
    id = counter.buy()
    ship_order(order_id=id, prepare=True, actor=OWNER, now=NOON)
    placed = order(id)
    (sold,) = sold_together(placed.lines)
    assert sold.kit is not None
    assert (sold.kit.sku, sold.wanted, sold.undiscounted) == (counter.kit, 1, Money(2999, "EUR"))
    assert [(pieces, line.variant_id) for line, pieces in sold.contents] == [(2, counter.honey), (1, counter.soap)]
    # 2 × 12.90 and 6.00 by themselves: 81.1 % of 29.99 is honey.
    assert {(str(tax.rate.normalize()), tax.gross.minor - tax.net.minor - tax.tax.minor) for tax in placed.taxes} == {
        ("5.5", 0),
        ("2E+1", 0),
    }
    (invoice,) = documents_of(id)
    assert all(line.kit.endswith("× 1") for line in invoice.lines)
    assert sum(line.total.minor for line in invoice.lines) == 2999


def test_called_off_gives_its_parts_back() -> None:
    counter = Counter()
    id = counter.buy(kits=3)
    cancel_order(order_id=id, because="x", actor=OWNER, now=NOON)
    assert counter.left == (10, 10)


def test_staff_add_a_kit_to_an_order() -> None:
    counter = Counter()
    id = counter.buy(kits=1)
    change = OrderChange(builds_on=order(id).revision, added={counter.kit: 2})
    agreed = edit_order(order_id=id, change=change, because="more", actor=OWNER, now=NOON)
    assert counter.left == (4, 7)
    assert [(sold.kit and sold.kit.sku, sold.wanted) for sold in sold_together(agreed.lines)] == [
        (counter.kit, 1),
        (counter.kit, 2),
    ]
    assert agreed.due == Money(5998, "EUR")
