"""A walk through every flow that writes, in the states in which it writes most, each under its name."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from functools import partial
from typing import Any
from uuid import UUID

from comptoir.connectors.payments.tests.mailbox import Mailbox
from comptoir.domains.cart.values import CartDetails
from comptoir.domains.catalogue.values import ProductDraft, TaxClass, VariantDraft
from comptoir.domains.inventory.actions import record_counts
from comptoir.domains.inventory.values import Count
from comptoir.domains.invoicing.jobs import render_document
from comptoir.domains.invoicing.queries import unrendered
from comptoir.domains.markets.actions import save_market
from comptoir.domains.markets.queries import market
from comptoir.domains.markets.values import CaptureAt
from comptoir.domains.messages.jobs import send_waiting_messages
from comptoir.domains.network.testing import WAREHOUSE
from comptoir.domains.orders.values import OrderId
from comptoir.domains.payments.values import PaymentId
from comptoir.flows.abandon_orders import abandon_orders
from comptoir.flows.authorise_payment import PayingWith
from comptoir.flows.cancel_order import cancel_order
from comptoir.flows.check_out import check_out
from comptoir.flows.expire_reservations import expire_reservations
from comptoir.flows.look_up_payment import look_up_payment
from comptoir.flows.place_order import Placed, place_order
from comptoir.flows.prepare_order import prepare_order
from comptoir.flows.put_in_cart import put_in_cart
from comptoir.flows.record_payment import record_payment
from comptoir.flows.retry_payment import retry_payment
from comptoir.flows.save_product import SkuCount, SkuPrice, save_product
from comptoir.flows.ship_order import ship_order
from comptoir.flows.sweep_payments import sweep_payments
from comptoir.flows.take_provider_message import take_provider_message
from comptoir.flows.testing import Shop, agree, buyer, fill_cart
from comptoir.flows.tests.importing import SAMPLES, Run
from comptoir.kernel import clock
from comptoir.kernel.events import Lane
from comptoir.kernel.events.relay import deliver
from comptoir.kernel.money import Money
from comptoir.kernel.testing import NOON, OWNER
from tests.races.locks import Watch

LATER = NOON + timedelta(minutes=5)
WEEKS_LATER = NOON + timedelta(days=20)
MONTHS_LATER = NOON + timedelta(days=60)
AGAIN = PayingWith(return_url="http://localhost/return", simulated="approve")


def id_of(placed: Placed) -> OrderId:
    return OrderId(UUID(placed.order_id))


class Story:
    """One flow after the other, each under its name."""

    def __init__(self, shop: Shop, watch: Watch) -> None:
        self.shop, self._watch, self._keys = shop, watch, 0

    def do[T](self, act: Callable[..., T], /, called: str = "", **arguments: Any) -> T:
        """One flow, under the name of its function unless it is ``called`` otherwise."""
        self._watch.flow = called or str(getattr(act, "__name__", act))
        try:
            return act(**arguments)
        finally:
            self._watch.flow = "between"

    def place(self, *, method: str = "simulator", simulated: str = "approve") -> Placed:
        checkout = agree(fill_cart(self.shop), method=method, simulated=simulated)
        return self.do(place_order, checkout=checkout, key=self.new_key(), actor=buyer(), now=NOON)

    def of(self, placed: Placed) -> dict[str, Any]:
        """What most flows want to know about an order."""
        return {"order_id": id_of(placed), "actor": OWNER, "now": NOON}

    def new_key(self) -> str:
        self._keys += 1
        return str(self._keys)


def walk(shop: Shop, mailbox: Mailbox, watch: Watch) -> None:
    """Everything that a shop does while it sells."""
    story = Story(shop, watch)
    _fill_baskets(story)
    _ship_and_cancel(story)
    _hear_of_money(story, mailbox)
    _sweep(story)
    _restock(story)
    _pass_news_on(story)
    # Last, because it stays: money is only set aside until the parcel leaves.
    save_market(market=replace(market(shop.market), capture_at=CaptureAt.SHIPMENT), actor=OWNER, now=NOON)
    story.do(ship_order, **story.of(story.place()), prepare=True)


def _fill_baskets(story: Story) -> None:
    put = partial(put_in_cart, market=story.shop.market, language="fr", channel="web", sku=story.shop.sku, quantity=1)
    cart_id = story.do(put, "put_in_cart", cart_id=None, actor=buyer(), now=NOON)
    story.do(put, "put_in_cart", cart_id=cart_id, actor=buyer(), now=NOON)
    checkout, details = agree(fill_cart(story.shop), method="transfer"), CartDetails(comment="Merci")
    story.do(check_out, details=details, checkout=checkout, key=story.new_key(), actor=buyer(), now=NOON)


def _ship_and_cancel(story: Story) -> None:
    for prepared in (False, True):
        paid = story.place()
        if prepared:
            story.do(prepare_order, **story.of(paid))
        story.do(cancel_order, **story.of(paid), because="x")
    declined = story.place(simulated="decline")
    story.do(retry_payment, **story.of(declined) | {"actor": buyer()}, method="simulator", paying=AGAIN)
    story.do(prepare_order, **story.of(declined))
    story.do(ship_order, **story.of(declined))


def _hear_of_money(story: Story, mailbox: Mailbox) -> None:
    transfer = story.place(method="transfer")
    story.do(record_payment, **story.of(transfer), amount=Money(transfer.total_minor, transfer.currency))
    late = story.place(simulated="late")
    (heard, *_) = mailbox.wait_for(lambda each: late.payment_id.encode() in each.body and b"captured" in each.body)
    story.do(take_provider_message, kind="simulator", headers=heard.headers, body=heard.body, actor=OWNER, now=NOON)
    asked = story.place(simulated="late")
    story.do(look_up_payment, payment_id=PaymentId(UUID(asked.payment_id)), actor=buyer(), now=LATER)


def _sweep(story: Story) -> None:
    story.place(simulated="late")
    # The next look is due some time after the answer that did not come, which came by the clock.
    story.do(sweep_payments, actor=OWNER, now=clock.now() + timedelta(minutes=5))
    story.place(simulated="decline")
    story.do(abandon_orders, actor=OWNER, now=WEEKS_LATER)
    story.place(method="transfer")
    story.do(expire_reservations, actor=OWNER, now=MONTHS_LATER)


def _restock(story: Story) -> None:
    counts = [Count(variant_id=story.shop.variant_id, place_code=WAREHOUSE.code, quantity=77)]
    story.do(record_counts, counts=counts, actor=OWNER, now=NOON)
    jam = ProductDraft(titles={"fr": "Confiture"}, tax_class=TaxClass.REDUCED, variants=(VariantDraft(sku="JAM"),))
    written = partial(save_product, market=story.shop.market, actor=OWNER, now=NOON)
    prices = [SkuPrice(sku="JAM", amount=Money(690, "EUR"))]
    counted = [SkuCount(sku="JAM", place_code=WAREHOUSE.code, quantity=24)]
    story.do(written, "save_product", product_id=None, draft=jam, version=0, prices=prices, counts=counted)
    for _ in range(2):  # the second time they are known
        story.do(Run, "import_catalogue", path=SAMPLES / "pottery.csv")


def _pass_news_on(story: Story) -> None:
    for lane in Lane:
        while story.do(deliver, lane=lane):
            pass
    story.do(send_waiting_messages.func, "send_waiting_messages")
    for document_id in unrendered(before=MONTHS_LATER):
        story.do(render_document.func, "render_document", document_id=str(document_id))
