"""What buyers do, and their bank."""

from functools import partial
from uuid import UUID

from hypothesis import strategies as st
from hypothesis.stateful import precondition, rule

from comptoir.domains.cart.actions import apply_stored_value, open_cart, remove_stored_value, set_details, set_line
from comptoir.domains.cart.queries import priced_cart
from comptoir.domains.cart.values import CartDetails
from comptoir.domains.content.queries import terms_version
from comptoir.domains.orders.queries import order
from comptoir.domains.orders.values import OrderState
from comptoir.domains.payments.queries import payments_of
from comptoir.domains.stored_value.values import AccountDraft, AccountKind, Origin
from comptoir.flows.authorise_payment import PayingWith
from comptoir.flows.issue_card import issue_card
from comptoir.flows.look_up_payment import look_up_payment
from comptoir.flows.place_order import Checkout, Placed, place_order
from comptoir.flows.retry_payment import retry_payment
from comptoir.flows.take_provider_message import take_provider_message
from comptoir.flows.testing import buyer
from comptoir.kernel.money import Money
from comptoir.kernel.testing import OWNER
from tests.life.acting import NTH, Acting, KnownCart, order_id_of
from tests.life.books import lines_of, order_of_cart, totals_of
from tests.life.model import KnownLine, KnownOrder
from tests.life.world import ADDRESSES, CURRENCIES, DELIVERY, PRICES

METHODS = st.sampled_from(["simulator", "simulator", "simulator", "transfer"])
OUTCOMES = st.sampled_from(["approve", "approve", "decline", "challenge", "late", "never", "lost", "twice"])
MARKETS = st.sampled_from(["fr", "fr", "jp"])
_RETURN = "http://localhost/return"


class Buying(Acting):
    """Carts, orders, payments, gift cards."""

    @rule(code=MARKETS, sku=st.sampled_from(["HONEY", "SOAP-1", "SOAP-2"]), pieces=st.integers(1, 4), nth=NTH)
    def fill_a_cart(self, code: str, sku: str, pieces: int, nth: int) -> None:
        ways = list(DELIVERY[code])
        details = CartDetails(
            email=f"buyer{nth}@exemple.example",
            shipping_address=ADDRESSES[code],
            delivery_method=ways[nth % len(ways)],
        )
        opening = partial(open_cart, market=code, language="fr", channel="web", actor=buyer())
        id = self.act(lambda: opening(now=self.now))
        if id is None:
            return
        self.act(lambda: set_details(cart_id=id, details=details, actor=buyer(), now=self.now))
        known = KnownCart(id=id, market=code, delivery=ways[nth % len(ways)], pieces={})
        self.carts.append(known)
        self._set(known, sku, pieces)
        self._look_again(known)

    @precondition(lambda self: self.carts)
    @rule(nth=NTH, sku=st.sampled_from(["HONEY", "SOAP-1", "SOAP-2"]), pieces=st.integers(0, 4))
    def change_a_cart(self, nth: int, sku: str, pieces: int) -> None:
        known = self.nth(self.carts, nth)
        self._set(known, sku, pieces)
        self._look_again(known)

    def _set(self, known: KnownCart, sku: str, pieces: int) -> None:
        self.act(lambda: set_line(cart_id=known.id, sku=sku, quantity=pieces, actor=buyer(), now=self.now))

    def _look_again(self, known: KnownCart) -> None:
        """As a buyer who loads the page: what they agree to is what they see."""
        if known.order is None:
            known.pieces = {
                each.variant.sku: each.priced.quantity for each in priced_cart(known.id, now=self.now).lines
            }
            assert all(sku in PRICES[known.market] for sku in known.pieces)

    @rule(minor=st.sampled_from([300, 1_000, 5_000]), origin=st.sampled_from([Origin.SOLD, Origin.GESTURE]))
    def issue_a_card(self, minor: int, origin: Origin) -> None:
        key = self.new_key()
        draft = AccountDraft(kind=AccountKind.GIFT_CARD, market="fr", amount=Money(minor, "EUR"), origin=origin)
        issuing = partial(issue_card, draft=draft, key=key, because="x", actor=OWNER)
        for _ in range(2):  # pressed twice, and the second time whatever happened the first time
            if issued := self.act(lambda: issuing(now=self.now)):
                self.cards[issued.account_id] = self.cards.get(issued.account_id) or issued.code

    @precondition(lambda self: self.carts and self.cards)
    @rule(nth=NTH, other=NTH, taken_off=st.booleans())
    def put_a_card_in_a_cart(self, nth: int, other: int, taken_off: bool) -> None:
        known, (card, code) = self.nth(self.carts, nth), self.nth(list(self.cards.items()), other)
        if taken_off:
            taking = partial(remove_stored_value, cart_id=known.id, account_id=card, actor=buyer())
            self.act(lambda: taking(now=self.now))
        else:
            typing = partial(apply_stored_value, cart_id=known.id, code=code, actor=buyer())
            self.act(lambda: typing(now=self.now))

    @precondition(lambda self: any(each.pieces for each in self.carts))
    @rule(nth=NTH, method=METHODS, outcome=OUTCOMES, by_card=st.booleans())
    def place(self, nth: int, method: str, outcome: str, by_card: bool) -> None:
        fresh = [each for each in self.carts if each.pieces and each.pressed is None] if nth < 8 else []
        known = self.nth(fresh or [each for each in self.carts if each.pieces], nth)
        if known.pressed is None or known.order is None:
            cards = tuple(list(self.cards)[-2:]) if by_card and known.market == "fr" else ()
            known.pressed = self._checkout(known, method, outcome, cards), self.new_key()
        self._press(known)

    @rule(code=MARKETS, sku=st.sampled_from(["HONEY", "SOAP-1"]), pieces=st.integers(1, 3), nth=NTH)
    def buy_at_once(self, code: str, sku: str, pieces: int, nth: int) -> None:
        self.fill_a_cart(code=code, sku=sku, pieces=pieces, nth=nth)
        if self.carts and self.carts[-1].pieces:
            self.place(nth=0, method="simulator", outcome="approve", by_card=nth > 6)

    @precondition(lambda self: self._sent())
    @rule(nth=NTH)
    def press_again(self, nth: int) -> None:
        """The same request once more: the same answer, and nothing twice."""
        self._press(self.nth(self._sent(), nth))

    def _sent(self) -> list[KnownCart]:
        """Whose button was pressed, unless the cart is another one since: then there is another total to agree to."""
        return [
            each
            for each in self.carts
            if each.pressed and (each.order or each.pressed[0].shown_total == self._total(each))
        ]

    def _total(self, known: KnownCart) -> Money:
        goods = sum(PRICES[known.market][sku] * count for sku, count in known.pieces.items())
        return Money(goods + DELIVERY[known.market][known.delivery], CURRENCIES[known.market])

    def _checkout(self, known: KnownCart, method: str, outcome: str, cards: tuple) -> Checkout:
        return Checkout(
            cart_id=known.id,
            shown_total=self._total(known),
            terms_version=terms_version(),
            method=method,
            paying=PayingWith(return_url=_RETURN, simulated=outcome),
            stored_value=cards,
        )

    def _press(self, known: KnownCart) -> None:
        assert known.pressed
        checkout, key = known.pressed
        answer: Placed | None = self.act(lambda: place_order(checkout=checkout, key=key, actor=buyer(), now=self.now))
        found = order_of_cart(known.id)
        if found is None:
            assert answer is None
            return
        if known.order is None:
            assert answer or self.cutter.was_cut, "refused, and yet there is an order"
            known.order = self._note_down(known, found)
            self.orders.append(known.order)
        if answer:
            assert answer.order_id == str(found)
            # Where the first call died, the sweep has answered in its place, and told the order as it stood by then.
            agreed, *changed = totals_of(found)
            assert agreed == checkout.shown_total.minor
            assert answer.total_minor in (agreed, *changed)
            assert known.answer in (None, answer), "the same key was answered otherwise"
            known.answer = answer

    def _note_down(self, known: KnownCart, id: UUID) -> KnownOrder:
        lines = lines_of(id)
        assert {sku: count for sku, count, *_ in lines} == known.pieces
        prices = PRICES[known.market]
        return KnownOrder(
            id=id,
            market=known.market,
            delivery=DELIVERY[known.market][known.delivery],
            lines=[KnownLine(sku=sku, price=prices[sku], ordered=known.pieces[sku]) for sku, *_ in lines],
        )

    @precondition(lambda self: self.has(OrderState.AWAITING_PAYMENT))
    @rule(nth=NTH, method=METHODS, outcome=OUTCOMES, by_card=st.booleans())
    def pay_again(self, nth: int, method: str, outcome: str, by_card: bool) -> None:
        known = self.order_in(nth, OrderState.AWAITING_PAYMENT)
        cards = tuple(list(self.cards)[-1:]) if by_card and known.market == "fr" else ()
        paying = PayingWith(return_url=_RETURN, simulated=outcome)
        trying = partial(
            retry_payment, order_id=order_id_of(known), method=method, paying=paying, stored_value=cards, actor=buyer()
        )
        self.act(lambda: trying(now=self.now), about=known)

    @precondition(lambda self: self.has(OrderState.PAID, OrderState.PREPARING, OrderState.PARTLY_SHIPPED))
    @rule(nth=NTH)
    def pay_what_was_added(self, nth: int) -> None:
        due = [each for each in self.orders if order(order_id_of(each)).due]
        if due:
            known = self.nth(due, nth)
            paying = PayingWith(return_url=_RETURN, simulated="approve")
            trying = partial(retry_payment, order_id=order_id_of(known), method="simulator", paying=paying)
            self.act(lambda: trying(actor=buyer(), now=self.now), about=known)

    @rule(nth=NTH, reason=st.sampled_from(["", "", "not_authenticated", "given_up"]))
    def the_bank_decides(self, nth: int, reason: str) -> None:
        if waiting := self.bank.waiting():
            self.bank.decide(self.nth(waiting, nth), reason)

    @precondition(lambda self: self.bank.count_messages())
    @rule(number=st.integers(0, 300), times=st.integers(1, 2))
    def a_message_comes(self, number: int, times: int) -> None:
        """Any that was ever sent: the first or the tenth time, in or out of turn."""
        headers, body = self.bank.message(number % self.bank.count_messages())
        taking = partial(take_provider_message, kind="simulator", headers=headers, body=body, actor=OWNER)
        for _ in range(times):
            self.act(lambda: taking(now=self.now))

    @precondition(lambda self: self.bank.count_messages())
    @rule(number=st.integers(0, 300), captured=st.sampled_from([0, 1, 999_999]))
    def a_message_lies(self, number: int, captured: int) -> None:
        self.bank.lie(number % self.bank.count_messages(), captured=captured, status="captured")

    @precondition(lambda self: self.has(OrderState.AWAITING_PAYMENT))
    @rule(nth=NTH, other=NTH)
    def the_buyer_comes_back(self, nth: int, other: int) -> None:
        known = self.order_in(nth, OrderState.AWAITING_PAYMENT)
        if payments := payments_of(known.id):
            payment_id = self.nth(payments, other).id
            self.act(lambda: look_up_payment(payment_id=payment_id, actor=buyer(), now=self.now), about=known)
