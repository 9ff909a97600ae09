"""Past weeks lived again: every order goes through the flows of the shop, at the instants of the plan."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import datetime, timedelta
from uuid import UUID

from django.conf import settings
from django.db import transaction

from comptoir.domains.accounts.values import BUYER
from comptoir.domains.cart.actions import add_carts, set_details
from comptoir.domains.cart.queries import priced_cart
from comptoir.domains.cart.values import CartDetails, CartId, FilledCart, PricedCart
from comptoir.domains.catalogue.values import Withdrawal
from comptoir.domains.content.queries import terms_version
from comptoir.domains.fulfilment.actions import make_ready, record_tracking
from comptoir.domains.fulfilment.queries import shipments_of
from comptoir.domains.fulfilment.values import ShipmentState, Tracked, TrackingStatus
from comptoir.domains.markets.queries import market as market_by_code
from comptoir.domains.orders.queries import order, order_rows, states_of
from comptoir.domains.orders.values import OrderFilter, OrderId, OrderRow, OrderState
from comptoir.domains.returns.actions import accept_return, request_return
from comptoir.domains.returns.queries import returnable_lines, returns_of, withdrawal_period
from comptoir.domains.returns.values import (
    AWAITED,
    AskedLine,
    Reason,
    ReceivedLine,
    ReturnId,
    ReturnKind,
    ReturnRequest,
    ReturnState,
)
from comptoir.flows.abandon_orders import abandon_orders
from comptoir.flows.authorise_payment import PayingWith
from comptoir.flows.cancel_order import cancel_order
from comptoir.flows.expire_reservations import expire_reservations
from comptoir.flows.finish_orphans import finish_orphans
from comptoir.flows.place_order import Checkout, place_order
from comptoir.flows.prepare_order import prepare_order
from comptoir.flows.receive_return import receive_return
from comptoir.flows.record_payment import record_payment
from comptoir.flows.retry_payment import retry_payment
from comptoir.flows.ship_order import ship_order
from comptoir.flows.sweep_payments import sweep_payments
from comptoir.kernel.access import ALL_MARKETS, Actor, ActorKind, job_actor
from comptoir.kernel.clock import living_again
from comptoir.kernel.ids import new_id
from comptoir.operations.demo.history.hurry import on_record
from comptoir.operations.demo.history.plan import Deed, PlannedOrder, deeds_between
from comptoir.operations.demo.history.staff import Staff

_HOUSEKEEPING = job_actor("demo.history")
_PAID = frozenset(OrderState) - {OrderState.AWAITING_PAYMENT}
_TAKEN_IN_HAND = _PAID - {OrderState.PAID}
_ENDED = frozenset({OrderState.SHIPPED, OrderState.CANCELLED})
_DONE_BY: Mapping[Deed, frozenset[OrderState]] = {
    Deed.PLACE: frozenset(OrderState),
    Deed.RETRY: _PAID,
    Deed.RECEIVE: _PAID,
    Deed.CANCEL: frozenset({OrderState.CANCELLED}),
    Deed.PREPARE: _TAKEN_IN_HAND,
    Deed.WAIT: _ENDED,
    Deed.SHIP_PART: _ENDED | {OrderState.PARTLY_SHIPPED},
    Deed.SHIP: _ENDED,
    # Their own state tells, or what they are known by.
    Deed.ARRIVE: frozenset(),
    Deed.ASK_BACK: frozenset(),
    Deed.TAKE_BACK: frozenset(),
    # What housekeeping does can be done twice.
    Deed.LAPSE: frozenset(),
    Deed.ABANDON: frozenset(),
}
"""In which states of an order a deed lies behind it."""
_UNANSWERED = timedelta(minutes=10)
"""So long after it was cut off, everybody would have asked the bank again."""


class Replay:
    """The doing of what a plan says."""

    def __init__(self, plan: Sequence[PlannedOrder], *, market: str, staff: Staff) -> None:
        self._plan = plan
        self._market = market
        self._time_zone = market_by_code(market).time_zone
        self._staff = staff
        self._orders: dict[int, OrderId] = {}
        self._states: dict[int, OrderState] = {}
        self._carts: dict[int, CartId] = {}
        self._deeds: Mapping[Deed, Callable[[PlannedOrder, datetime], None]] = {
            Deed.PLACE: self._place,
            Deed.RETRY: self._retry,
            Deed.RECEIVE: self._receive,
            Deed.LAPSE: self._lapse,
            Deed.CANCEL: self._cancel,
            Deed.PREPARE: self._prepare,
            Deed.WAIT: self._wait,
            Deed.SHIP_PART: self._ship_part,
            Deed.SHIP: self._ship,
            Deed.ARRIVE: self._arrive,
            Deed.ASK_BACK: self._ask_back,
            Deed.TAKE_BACK: self._take_back,
            Deed.ABANDON: self._abandon,
        }

    def take_up(self, *, actor: Actor) -> int:
        """Leave out what a replay of the same plan has done before it was cut off; returns how many orders are there.

        What it was in the middle of is mended first, as the shop's own sweep does after a crash.
        """
        numbers = {(planned.placed_at, planned.buyer.email): planned.number for planned in self._plan}
        self._orders = {
            numbers[row.placed_at, row.email]: row.id
            for row in self._all_orders(actor)
            if (row.placed_at, row.email) in numbers
        }
        self._look_again()
        if self._orders:
            self._mend()
            self._look_again()
        return len(self._orders)

    def live(self, start: datetime, end: datetime) -> int:
        """Everything that the plan has between the two instants, once; returns how many orders were placed."""
        before = len(self._orders)
        deeds = [each for each in deeds_between(self._plan, start, end) if not self._is_done(each[1], each[2])]
        self._carts = self._filled_carts([planned for _, deed, planned in deeds if deed is Deed.PLACE], end)
        for at, deed, planned in deeds:
            with living_again(at):
                self._deeds[deed](planned, at)
        return len(self._orders) - before

    def _is_done(self, deed: Deed, planned: PlannedOrder) -> bool:
        return self._states.get(planned.number) in _DONE_BY[deed]

    def _all_orders(self, actor: Actor) -> Iterator[OrderRow]:
        wanted, cursor = OrderFilter(market=self._market), None
        while True:
            page = order_rows(wanted, actor=actor, cursor=cursor, page_size=1_000)
            yield from page.items
            cursor = page.next_cursor
            if cursor is None:
                return

    def _look_again(self) -> None:
        states = states_of(self._orders.values())
        self._states = {number: states[id] for number, id in self._orders.items()}

    def _mend(self) -> None:
        done = [at for planned in self._plan for at, deed in planned.deeds if self._is_done(deed, planned)]
        at = max(done) + _UNANSWERED
        with living_again(at):
            sweep_payments(actor=_HOUSEKEEPING, now=at)
            finish_orphans(now=at)
            self._look_again()
            for planned in self._plan:
                # The bank had not been asked yet: the buyer tries once more.
                if planned.simulated == "approve" and self._states.get(planned.number) is OrderState.AWAITING_PAYMENT:
                    self._retry(planned, at)

    def _filled_carts(self, orders: Sequence[PlannedOrder], end: datetime) -> dict[int, CartId]:
        """The carts that will become these orders; filled together, because step by step it takes as long as all else.

        In them is what their buyers would have put in one after the other.
        """
        carts = [
            FilledCart(
                market=self._market,
                language=planned.buyer.language,
                channel="web",
                quantities=dict(planned.basket),
                details=CartDetails(
                    email=planned.buyer.email,
                    shipping_address=planned.buyer.address,
                    delivery_method=planned.delivery,
                    comment=planned.comment,
                ),
                opened_at=planned.placed_at,
            )
            for planned in orders
        ]
        with transaction.atomic(durable=True):
            ids = add_carts(batch=carts, actor=_HOUSEKEEPING, now=end)
        return {planned.number: id for planned, id in zip(orders, ids, strict=True)}

    def _place(self, planned: PlannedOrder, at: datetime) -> None:
        priced = self._priced(self._carts[planned.number], at)
        checkout = Checkout(
            cart_id=priced.cart.id,
            shown_total=priced.total,
            terms_version=terms_version(),
            method=planned.method,
            paying=_paying(planned.simulated),
        )
        with on_record():
            placed = place_order(checkout=checkout, key=f"demo-{priced.cart.id}", actor=_guest(priced.cart.id), now=at)
        self._orders[planned.number] = OrderId(UUID(placed.order_id))

    def _priced(self, cart_id: CartId, at: datetime) -> PricedCart:
        priced = priced_cart(cart_id, now=at)
        if priced.delivery is not None:
            return priced
        # Too heavy for the way that was preferred.
        other = CartDetails(delivery_method=priced.delivery_options[0].code)
        set_details(cart_id=cart_id, details=other, actor=_guest(cart_id), now=at)
        return priced_cart(cart_id, now=at)

    def _retry(self, planned: PlannedOrder, at: datetime) -> None:
        order_id = self._orders[planned.number]
        paying = _paying("approve")
        with on_record():
            retry_payment(order_id=order_id, method=planned.method, paying=paying, actor=_guest(order_id), now=at)

    def _receive(self, planned: PlannedOrder, at: datetime) -> None:
        due = order(self._orders[planned.number])
        reference = f"VIR {due.billing_address.name.upper()} {due.number}"
        record_payment(order_id=due.id, amount=due.total, bank_reference=reference, actor=self._staff.office, now=at)

    def _lapse(self, planned: PlannedOrder, at: datetime) -> None:
        del planned
        with on_record():
            expire_reservations(actor=_HOUSEKEEPING, now=at)

    def _abandon(self, planned: PlannedOrder, at: datetime) -> None:
        del planned
        with on_record():
            abandon_orders(actor=_HOUSEKEEPING, now=at)

    def _cancel(self, planned: PlannedOrder, at: datetime) -> None:
        order_id = self._orders[planned.number]
        actor = self._staff.office if planned.by_staff else _guest(order_id)
        with on_record():
            cancel_order(order_id=order_id, because=planned.because, actor=actor, now=at)

    def _prepare(self, planned: PlannedOrder, at: datetime) -> None:
        prepare_order(order_id=self._orders[planned.number], actor=self._staff.warehouse, now=at)

    def _wait(self, planned: PlannedOrder, at: datetime) -> None:
        for parcel in shipments_of(self._orders[planned.number]):
            if parcel.is_here:
                make_ready(shipment_id=parcel.id, actor=self._staff.warehouse, now=at)

    def _ship_part(self, planned: PlannedOrder, at: datetime) -> None:
        order_id = self._orders[planned.number]
        parcel = next(each for each in shipments_of(order_id) if each.is_here)
        ship_order(
            order_id=order_id,
            shipment_id=parcel.id,
            contents={parcel.packed[0].variant_id: 1},
            actor=self._staff.warehouse,
            now=at,
        )

    def _ask_back(self, planned: PlannedOrder, at: datetime) -> None:
        """One piece of the first line: a change of mind where the law allows it, else because it arrived damaged."""
        shipped = order(self._orders[planned.number])
        if returns_of(shipped.id) or not any(each.pieces for each in returnable_lines(shipped)):
            return
        kind, reason = ReturnKind.WITHDRAWAL, Reason.UNSUITED
        lets_go = shipped.lines[0].withdrawal is Withdrawal.ALLOWED and withdrawal_period(shipped, now=at).is_open
        if not lets_go:
            kind, reason = ReturnKind.COMPLAINT, Reason.DAMAGED
        asked = ReturnRequest(
            id=ReturnId(new_id()),
            order_id=shipped.id,
            kind=kind,
            lines=(AskedLine(position=1, quantity=1, reason=reason),),
            name=shipped.billing_address.name,
            email=shipped.email,
        )
        request_return(asked=asked, actor=_guest(shipped.id), now=at)

    def _take_back(self, planned: PlannedOrder, at: datetime) -> None:
        for known in returns_of(self._orders[planned.number]):
            if known.state is ReturnState.REQUESTED:
                accept_return(return_id=known.id, actor=self._staff.office, now=at)
            if known.state in AWAITED:
                received = [ReceivedLine(position=line.position, received=line.quantity) for line in known.lines]
                with on_record():
                    receive_return(
                        return_id=known.id,
                        lines=received,
                        place_code=known.place_code,
                        actor=self._staff.warehouse,
                        now=at,
                    )

    def _ship(self, planned: PlannedOrder, at: datetime) -> None:
        order_id = self._orders[planned.number]
        known = order(order_id)
        tracking = f"MR{known.placed_at:%y%m%d}{planned.number:05d}FR" if known.delivery.carrier else ""
        waits = any(parcel.state is ShipmentState.READY for parcel in shipments_of(order_id))
        ship_order(
            order_id=order_id,
            tracking_number=tracking,
            identified_by="carte d’identité" if waits else "",
            actor=self._staff.warehouse,
            now=at,
        )

    def _arrive(self, planned: PlannedOrder, at: datetime) -> None:
        delivered = Tracked(key="delivered", status=TrackingStatus.DELIVERED, at=at)
        for parcel in shipments_of(self._orders[planned.number]):
            if parcel.state is ShipmentState.SHIPPED:
                record_tracking(
                    shipment_id=parcel.id,
                    events=[delivered],
                    time_zone=self._time_zone,
                    actor=_HOUSEKEEPING,
                    now=at,
                )


def _guest(id: object) -> Actor:
    return Actor(ActorKind.GUEST, str(id), "cart", BUYER, ALL_MARKETS)


def _paying(simulated: str) -> PayingWith:
    return PayingWith(return_url=f"{settings.BASE_URL}/", simulated=simulated)
