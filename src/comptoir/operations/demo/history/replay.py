"""Past weeks lived again: every order goes through the flows of the shop, at the instants of the plan."""

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from uuid import UUID

from django.conf import settings

from comptoir.domains.accounts.values import BUYER
from comptoir.domains.cart.actions import open_cart, set_details, set_line
from comptoir.domains.cart.queries import priced_cart
from comptoir.domains.cart.values import CartDetails, PricedCart
from comptoir.domains.content.queries import terms_version
from comptoir.domains.orders.queries import order
from comptoir.domains.orders.values import OrderId
from comptoir.flows.abandon_orders import abandon_orders
from comptoir.flows.authorise_payment import PayingWith
from comptoir.flows.cancel_order import cancel_order
from comptoir.flows.expire_reservations import expire_reservations
from comptoir.flows.place_order import Checkout, place_order
from comptoir.flows.prepare_order import prepare_order
from comptoir.flows.record_payment import record_payment
from comptoir.flows.retry_payment import retry_payment
from comptoir.flows.ship_order import ship_order
from comptoir.kernel.access import ALL_MARKETS, Actor, ActorKind, job_actor
from comptoir.kernel.clock import living_again
from comptoir.operations.demo.history.plan import Deed, PlannedOrder, deeds_between
from comptoir.operations.demo.history.staff import Staff

_HOUSEKEEPING = job_actor("demo.history")


class Replay:
    """The doing of what a plan says."""

    def __init__(self, plan: Sequence[PlannedOrder], *, market: str, staff: Staff) -> None:
        self._plan = plan
        self._market = market
        self._staff = staff
        self._orders: dict[int, OrderId] = {}
        self._deeds: Mapping[Deed, Callable[[PlannedOrder, datetime], None]] = {
            Deed.PLACE: self._place,
            Deed.RETRY: self._retry,
            Deed.RECEIVE: self._receive,
            Deed.LAPSE: self._lapse,
            Deed.CANCEL: self._cancel,
            Deed.PREPARE: self._prepare,
            Deed.SHIP: self._ship,
            Deed.ABANDON: self._abandon,
        }

    def live(self, start: datetime, end: datetime) -> None:
        """Everything that the plan has between the two instants, once."""
        for at, deed, planned in deeds_between(self._plan, start, end):
            with living_again(at):
                self._deeds[deed](planned, at)

    def _place(self, planned: PlannedOrder, at: datetime) -> None:
        priced = self._filled_cart(planned, at)
        placed = place_order(
            checkout=Checkout(
                cart_id=priced.cart.id,
                shown_total=priced.total,
                terms_version=terms_version(),
                method=planned.method,
                paying=_paying(planned.simulated),
            ),
            key=f"demo-{priced.cart.id}",
            actor=_guest(priced.cart.id),
            now=at,
        )
        self._orders[planned.number] = OrderId(UUID(placed.order_id))

    def _filled_cart(self, planned: PlannedOrder, at: datetime) -> PricedCart:
        buyer = planned.buyer
        cart_id = open_cart(market=self._market, language=buyer.language, channel="web", actor=_guest("new"), now=at)
        actor = _guest(cart_id)
        for sku, quantity in planned.basket:
            set_line(cart_id=cart_id, sku=sku, quantity=quantity, actor=actor, now=at)
        told = CartDetails(
            email=buyer.email,
            shipping_address=buyer.address,
            delivery_method=planned.delivery,
            comment=planned.comment,
        )
        set_details(cart_id=cart_id, details=told, actor=actor, now=at)
        priced = priced_cart(cart_id, now=at)
        if priced.delivery is None:  # too heavy for the way that was preferred
            other = CartDetails(delivery_method=priced.delivery_options[0].code)
            set_details(cart_id=cart_id, details=other, actor=actor, now=at)
            priced = priced_cart(cart_id, now=at)
        return priced

    def _retry(self, planned: PlannedOrder, at: datetime) -> None:
        order_id = self._orders[planned.number]
        paying = _paying("approve")
        retry_payment(order_id=order_id, method=planned.method, paying=paying, actor=_guest(order_id), now=at)

    def _receive(self, planned: PlannedOrder, at: datetime) -> None:
        due = order(self._orders[planned.number])
        reference = f"VIR {due.billing_address.name.upper()} {due.number}"
        record_payment(order_id=due.id, amount=due.total, bank_reference=reference, actor=self._staff.office, now=at)

    def _lapse(self, planned: PlannedOrder, at: datetime) -> None:
        del planned
        expire_reservations(actor=_HOUSEKEEPING, now=at)

    def _abandon(self, planned: PlannedOrder, at: datetime) -> None:
        del planned
        abandon_orders(actor=_HOUSEKEEPING, now=at)

    def _cancel(self, planned: PlannedOrder, at: datetime) -> None:
        order_id = self._orders[planned.number]
        actor = self._staff.office if planned.by_staff else _guest(order_id)
        cancel_order(order_id=order_id, because=planned.because, actor=actor, now=at)

    def _prepare(self, planned: PlannedOrder, at: datetime) -> None:
        prepare_order(order_id=self._orders[planned.number], actor=self._staff.warehouse, now=at)

    def _ship(self, planned: PlannedOrder, at: datetime) -> None:
        order_id = self._orders[planned.number]
        known = order(order_id)
        tracking = f"MR{known.placed_at:%y%m%d}{planned.number:05d}FR" if known.delivery.carrier else ""
        ship_order(order_id=order_id, tracking_number=tracking, actor=self._staff.warehouse, now=at)


def _guest(id: object) -> Actor:
    return Actor(ActorKind.GUEST, str(id), "cart", BUYER, ALL_MARKETS)


def _paying(simulated: str) -> PayingWith:
    return PayingWith(return_url=f"{settings.BASE_URL}/", simulated=simulated)
