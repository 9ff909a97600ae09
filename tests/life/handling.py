"""What staff do with orders, and what becomes of them afterwards."""

from collections import Counter
from collections.abc import Callable
from functools import partial

from hypothesis import strategies as st
from hypothesis.stateful import precondition, rule

from comptoir.domains.fulfilment.actions import make_ready
from comptoir.domains.fulfilment.queries import shipments_of
from comptoir.domains.orders.actions import hold_order, release_order
from comptoir.domains.orders.queries import order
from comptoir.domains.orders.values import BEING_PREPARED, OPEN_STATES, OrderChange, OrderState
from comptoir.domains.payments.queries import operations_of, payments_of
from comptoir.domains.payments.values import OperationKind
from comptoir.domains.returns.actions import accept_return
from comptoir.domains.returns.queries import returns_of
from comptoir.domains.returns.testing import asked_for
from comptoir.domains.returns.values import AWAITED, KeptBack, Outcome, ReceivedLine, Return, ReturnKind
from comptoir.flows.call_off_return import call_off_return
from comptoir.flows.cancel_order import cancel_order
from comptoir.flows.confirm_refund import confirm_refund
from comptoir.flows.declare_return import declare_return
from comptoir.flows.edit_order import edit_order
from comptoir.flows.invoice_deposit import invoice_deposit
from comptoir.flows.prepare_order import prepare_order
from comptoir.flows.receive_return import receive_return
from comptoir.flows.record_payment import record_payment
from comptoir.flows.replace_goods import replace_goods
from comptoir.flows.request_exchange import request_exchange
from comptoir.flows.ship_order import ship_order
from comptoir.flows.start_picking import start_picking
from comptoir.flows.testing import buyer
from comptoir.flows.turn_down_return import turn_down_return
from comptoir.kernel.money import Money
from comptoir.kernel.testing import OWNER
from tests.life.acting import NTH, Acting, order_id_of
from tests.life.model import KnownLine, KnownOrder
from tests.life.world import ADDRESSES, CURRENCIES, PLACES, PRICES

_OTHER = {"SOAP-1": "SOAP-2", "SOAP-2": "SOAP-1"}
_CANCELLABLE = (OrderState.AWAITING_PAYMENT, OrderState.PAID, OrderState.PREPARING)
_SHIPPABLE = (OrderState.PAID, *BEING_PREPARED)
_SENT = (OrderState.PARTLY_SHIPPED, OrderState.SHIPPED)


class Handling(Acting):
    """Orders from the desk: money seen, parcels sent, changes, returns."""

    @precondition(lambda self: self.has(OrderState.AWAITING_PAYMENT))
    @rule(nth=NTH, short_by=st.sampled_from([0, 0, 0, 1]))
    def see_a_transfer(self, nth: int, short_by: int) -> None:
        known = self.order_in(nth, OrderState.AWAITING_PAYMENT)
        owed = [each.amount.minor for each in payments_of(known.id) if each.provider == "transfer"]
        if owed:
            amount = Money(owed[-1] - short_by, CURRENCIES[known.market])
            seeing = partial(record_payment, order_id=order_id_of(known), amount=amount, actor=OWNER)
            self.act(lambda: seeing(now=self.now), about=known)

    @precondition(lambda self: self.has(*_CANCELLABLE))
    @rule(nth=NTH, by_buyer=st.booleans())
    def cancel(self, nth: int, by_buyer: bool) -> None:
        def then(known: KnownOrder, owned: Counter[str]) -> None:
            known.called_off = True

        known = self.order_in(nth, *_CANCELLABLE)
        actor = buyer() if by_buyer else OWNER
        cancelling = partial(cancel_order, order_id=order_id_of(known), because="x", actor=actor)
        self.act(lambda: cancelling(now=self.now), about=known, then=then)

    @precondition(lambda self: self.has(*OPEN_STATES))
    @rule(nth=NTH, off=st.integers(0, 2), more=st.integers(0, 2), sku=st.integers(0, 2), stale=st.booleans())
    def change(self, nth: int, off: int, more: int, sku: int, stale: bool) -> None:
        known = self.order_in(nth, *OPEN_STATES)
        prices = list(PRICES[known.market].items())
        article, price = prices[sku % len(prices)]
        position = 1 + sku % len(known.lines)

        def then(known: KnownOrder, owned: Counter[str]) -> None:
            if more:
                known.lines.append(KnownLine(sku=article, price=price, ordered=more))
            known.call_off(position, off)

        change = OrderChange(
            builds_on=order(order_id_of(known)).revision - (stale and nth > 5),
            called_off={position: off} if off else {},
            added={article: more} if more else {},
            shipping_address=ADDRESSES[known.market] if stale else None,
        )
        editing = partial(edit_order, order_id=order_id_of(known), change=change, because="x", actor=OWNER)
        self.act(lambda: editing(now=self.now), about=known, then=then)

    @precondition(lambda self: self.has(*OPEN_STATES))
    @rule(nth=NTH, held=st.booleans())
    def hold_or_release(self, nth: int, held: bool) -> None:
        known = self.order_in(nth, *OPEN_STATES)
        doing = hold_order if held else release_order
        self.act(
            lambda: doing(order_id=order_id_of(known), because="x", actor=OWNER, now=self.now),
            about=known,
        )

    @precondition(lambda self: self.has(OrderState.PAID))
    @rule(nth=NTH, picked=st.booleans())
    def prepare(self, nth: int, picked: bool) -> None:
        known = self.order_in(nth, OrderState.PAID)
        if picked:
            some = [order_id_of(each) for each in self.orders[-3:]]
            picking = partial(start_picking, order_ids=some, place_code=PLACES[nth % 2], actor=OWNER)
            self.act(lambda: picking(now=self.now), about=known)
        else:
            self.act(lambda: prepare_order(order_id=order_id_of(known), actor=OWNER, now=self.now), about=known)

    @precondition(lambda self: self.has(*BEING_PREPARED))
    @rule(nth=NTH)
    def make_parcels_ready(self, nth: int) -> None:
        known = self.order_in(nth, *BEING_PREPARED)
        for each in shipments_of(known.id):
            readying = partial(make_ready, shipment_id=each.id, actor=OWNER)
            self.act(lambda: readying(now=self.now), about=known)  # noqa: B023 - done at once

    @precondition(lambda self: self.has(*_SHIPPABLE))
    @rule(nth=NTH)
    def ship_all(self, nth: int) -> None:
        def then(known: KnownOrder, owned: Counter[str]) -> None:
            for line in known.lines:
                owned[line.sku] -= line.to_ship
                line.shipped += line.to_ship

        known = self.order_in(nth, *_SHIPPABLE)
        shipping = partial(ship_order, order_id=order_id_of(known), prepare=True, actor=OWNER)
        self.act(lambda: shipping(now=self.now), about=known, then=then)

    @precondition(lambda self: self.has(*BEING_PREPARED))
    @rule(nth=NTH, line=st.integers(0, 3), count=st.integers(1, 2))
    def ship_a_part(self, nth: int, line: int, count: int) -> None:
        known = self.order_in(nth, *BEING_PREPARED)
        sku = known.lines[line % len(known.lines)].sku

        def then(known: KnownOrder, owned: Counter[str]) -> None:
            known.ship(Counter({sku: count}))
            owned[sku] -= count

        shipping = partial(ship_order, order_id=order_id_of(known), contents={self.variants[sku]: count}, actor=OWNER)
        self.act(lambda: shipping(now=self.now), about=known, then=then)

    @precondition(lambda self: self.has(*_CANCELLABLE))
    @rule(nth=NTH)
    def invoice_a_deposit(self, nth: int) -> None:
        known = self.order_in(nth, OrderState.PAID, OrderState.PREPARING)
        self.act(lambda: invoice_deposit(order_id=order_id_of(known), actor=OWNER, now=self.now), about=known)

    @precondition(lambda self: self.has(*_SENT, *OPEN_STATES))
    @rule(nth=NTH, line=st.integers(0, 3), count=st.sampled_from([1, 1, 2, 3]), kind=st.sampled_from(ReturnKind))
    def want_to_send_back(self, nth: int, line: int, count: int, kind: ReturnKind) -> None:
        known = self.order_in(nth, *_SENT, *(OPEN_STATES if line else ()))
        position = 1 + line % len(known.lines)
        other = _OTHER.get(known.lines[position - 1].sku, "HONEY") if kind is ReturnKind.EXCHANGE else ""
        swap_for = self.variants[other] if other else None
        asked = asked_for(order_id_of(known), count, kind=kind, position=position, swap_for=swap_for)

        def then(known: KnownOrder, owned: Counter[str]) -> None:
            """What has not left is called off; all of an order at once is the order."""
            off = min(count, known.lines[position - 1].to_ship) if kind is ReturnKind.WITHDRAWAL else 0
            if [each.wanted for each in known.lines] == [off * (n == position) for n, _ in enumerate(known.lines, 1)]:
                known.called_off = True
            elif off:
                known.call_off(position, off)

        ask = request_exchange if other else declare_return
        for _ in range(2):
            is_known = any(each.id == asked.id for each in returns_of(order_id_of(known)))
            asking = partial(ask, asked=asked, actor=buyer(known.id))
            note = None if is_known else then
            self.act(lambda: asking(now=self.now), about=known, then=note)  # noqa: B023 - done at once
        self._write_replacements_down(known, PRICES[known.market].get(other, 0))

    def _write_replacements_down(self, of: KnownOrder, price: int) -> None:
        """What is sent instead of goods of an order, at so much a piece: an order like any from now on."""
        skus = {id: sku for sku, id in self.variants.items()}
        for found in returns_of(order_id_of(of)):
            if found.replacement_id and all(each.id != found.replacement_id for each in self.orders):
                lines = [
                    KnownLine(sku=skus[line.swapped_for], price=price, ordered=line.quantity)
                    for line in found.lines
                    if line.swapped_for
                ]
                self.orders.append(KnownOrder(id=found.replacement_id, market=of.market, delivery=0, lines=lines))

    def _awaited(self, nth: int) -> tuple[KnownOrder, Return] | None:
        found = [
            (known, each)
            for known in self.orders
            if known.state in _SENT
            for each in returns_of(order_id_of(known))
            if each.state in AWAITED or nth == 9
        ]
        return self.nth(found, nth) if found else None

    @precondition(lambda self: self.has(*_SENT))
    @rule(nth=NTH, what=st.sampled_from(["accept", "accept", "replace", "refuse", "withdraw"]))
    def decide_on_a_return(self, nth: int, what: str) -> None:
        if not (found := self._awaited(nth)):
            return
        known, awaited = found
        # A withdrawal from goods that were all still here has nothing to come back.
        same, price = {}, 0
        for line in awaited.lines[:1]:
            bought = known.lines[line.position - 1]
            same, price = {line.position: self.variants[bought.sku]}, bought.price
        ways: dict[str, Callable[..., object]] = {
            "accept": partial(accept_return, actor=OWNER),
            "replace": partial(replace_goods, instead=same, actor=OWNER),
            "refuse": partial(turn_down_return, because="x", actor=OWNER),
            "withdraw": partial(call_off_return, actor=buyer(known.id)),
        }
        self.act(lambda: ways[what](return_id=awaited.id, now=self.now), about=known)
        self._write_replacements_down(known, price)

    @precondition(lambda self: self.has(*_SENT))
    @rule(
        nth=NTH,
        missing=st.sampled_from([0, 0, 1]),
        outcome=st.sampled_from([Outcome.RESTOCK, Outcome.SCRAP]),
        kept_back=st.sampled_from([0, 0, 100]),
    )
    def receive_a_return(self, nth: int, missing: int, outcome: Outcome, kept_back: int) -> None:
        if not (found := self._awaited(nth)):
            return
        known, awaited = found
        came = {line.position: max(0, line.quantity - missing) for line in awaited.lines}
        is_withdrawal = awaited.kind is ReturnKind.WITHDRAWAL
        if awaited.kind is ReturnKind.EXCHANGE and awaited.replacement_id:
            is_withdrawal = order(awaited.replacement_id).state is OrderState.CANCELLED

        def then(known: KnownOrder, owned: Counter[str]) -> None:
            known.receive(came, is_withdrawal=is_withdrawal)
            known.given_back -= sum(each.kept_back.amount.minor for each in lines if each.kept_back)
            for position, count in came.items():
                owned[known.lines[position - 1].sku] += count if outcome is Outcome.RESTOCK else 0

        kept = KeptBack(amount=Money(kept_back, CURRENCIES[known.market]), because="x") if kept_back else None
        lines = [
            ReceivedLine(position=place, received=count, outcome=outcome, kept_back=kept)
            for place, count in came.items()
        ]
        receiving = partial(receive_return, return_id=awaited.id, lines=lines, place_code=PLACES[nth % 2], actor=OWNER)
        self.act(lambda: receiving(now=self.now), about=known, then=then)

    @precondition(lambda self: self.orders)
    @rule(nth=NTH)
    def confirm_refunds(self, nth: int) -> None:
        self.confirm_refunds_of(self.order_in(nth, OrderState.CANCELLED, *_SENT))

    def confirm_refunds_of(self, known: KnownOrder) -> None:
        """Somebody has sent the money back by transfer."""
        for payment in payments_of(known.id):
            for operation in operations_of(payment.id) if payment.provider == "transfer" else ():
                if operation.kind is OperationKind.REFUND:
                    confirming = partial(confirm_refund, operation_id=operation.id, actor=OWNER)
                    self.act(lambda: confirming(now=self.now), about=known)  # noqa: B023 - done at once
