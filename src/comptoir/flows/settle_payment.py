from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import transaction

from comptoir.domains.inventory.errors import ReservationLapsed
from comptoir.domains.orders.actions import cancel, count_payment
from comptoir.domains.orders.queries import awaited_money, order, verdict_on_money
from comptoir.domains.orders.values import AwaitedMoney, MoneyVerdict, OrderId, OrderState
from comptoir.domains.payments.actions import request_money_back, request_refund
from comptoir.domains.payments.values import Operation, Payment, PaymentState, Recorded
from comptoir.domains.pricing.actions import release_voucher
from comptoir.domains.pricing.queries import held_voucher
from comptoir.flows.steps.answer_disputes import answer_disputes
from comptoir.flows.steps.book_money import book_money
from comptoir.flows.steps.follow_due import follow_due
from comptoir.flows.steps.give_back_won import give_back_won
from comptoir.flows.steps.mark_order_paid import mark_order_paid
from comptoir.flows.steps.settle_debt import settle_debt
from comptoir.kernel.access import Actor
from comptoir.kernel.money import Money, total_of


@dataclass(frozen=True, slots=True, kw_only=True)
class Settled:
    """How the payment stands now, and the order that it is for; ``asked`` is what the sweep would carry out."""

    payment: Payment
    order_state: OrderState
    asked: tuple[Operation, ...] = ()


def settle_payment(*, order_id: UUID, record: Callable[[], Recorded], actor: Actor, now: datetime) -> Settled:
    """Write down news of a payment and everything that follows from it, in one transaction.

    The one door for every source of news: the provider's answer, its messages, the sweep, a person with a bank
    statement.
    ``record`` writes down news of a payment of that order (``record_outcome`` or ``record_receipt`` of payments). What
    was heard before changes nothing. Money that the order does not want, or wants no more, is asked to go back where
    it came from; the sweep carries that out. What is asked for follows what is left to be paid.

    :raises UnknownOrder: when there is no such order.
    """
    with transaction.atomic(durable=True):
        awaited = awaited_money(order_id)  # the order first, as everybody does: docs/explain/locking.md
        recorded = record()
        payment, ours, state = recorded.payment, actor.with_consequences(), awaited.state
        give_back_won(recorded=recorded, actor=ours, now=now)
        verdict = verdict_on_money(awaited, payment_id=payment.id, secured=recorded.secured)
        if payment.state is PaymentState.MISMATCHED:
            request_money_back(payment_id=payment.id, cause="wrong amount", actor=ours, now=now)
        elif verdict is MoneyVerdict.PAYS:
            if awaited.voucher:
                held_voucher(order_id)  # before stock, in case it must be released: docs/explain/locking.md
            state = _pay(recorded, ours, now)
        elif verdict is MoneyVerdict.COMPLETES:
            due = max(awaited.due - payment.secured, Money.zero(awaited.due.currency))
            count_payment(order_id=OrderId(order_id), payment_id=payment.id, due=due, actor=ours, now=now)
        elif verdict is MoneyVerdict.GIVE_BACK:
            request_money_back(payment_id=payment.id, cause="unwanted", actor=ours, now=now)
        if verdict is not MoneyVerdict.GIVE_BACK and state is not OrderState.CANCELLED:
            _give_back_excess(recorded, verdict, awaited, ours, now)
        asked = _asked_follows(recorded, ours, now)
        book_money(recorded=recorded, number=awaited.number, actor=ours, now=now)
        answer_disputes(recorded=recorded, number=awaited.number, order_state=state, actor=ours, now=now)
        if verdict is MoneyVerdict.COMPLETES:
            settle_debt(order=order(OrderId(order_id)), payment=payment, actor=ours, now=now)
    return Settled(payment=payment, order_state=state, asked=asked)


def _asked_follows(recorded: Recorded, actor: Actor, now: datetime) -> tuple[Operation, ...]:
    """Once money was taken beside another payment of the order; a single one has nothing to follow."""
    if not recorded.captured_now or len(recorded.secured) == 1:
        return ()
    return tuple(follow_due(order=order(OrderId(recorded.payment.order_id)), actor=actor, now=now))


def _give_back_excess(
    recorded: Recorded, verdict: MoneyVerdict, awaited: AwaitedMoney, actor: Actor, now: datetime
) -> None:
    """What was taken beyond what the order comes to: it was made cheaper while the provider was asked for more, an
    earlier attempt has come late and pays for what another one had paid in part, or somebody transferred too much."""
    payment = recorded.payment
    excess = total_of(recorded.secured.values(), awaited.total.currency) - (awaited.total - awaited.due)
    if verdict is MoneyVerdict.COMPLETES:  # of what is due alone: other payments may hold less, for what went back
        excess = payment.secured - awaited.due
    amount = min(excess, payment.refundable)
    if recorded.captured_now and amount.minor > 0:
        request_refund(payment_id=payment.id, amount=amount, cause="too much", actor=actor, now=now)


def _pay(recorded: Recorded, actor: Actor, now: datetime) -> OrderState:
    payment, order_id = recorded.payment, OrderId(recorded.payment.order_id)
    holding = [id for id, held in recorded.secured.items() if held]
    # The payment that completed it comes last; an order over nothing at all is paid by one that holds nothing.
    payment_ids = [*(id for id in holding if id != payment.id), payment.id]
    try:
        mark_order_paid(order_id=order_id, market_code=payment.market, payment_ids=payment_ids, actor=actor, now=now)
    except ReservationLapsed as lapsed:
        cancel(order_id=order_id, because=str(lapsed), actor=actor, now=now)
        release_voucher(order_id=order_id, actor=actor, now=now)
        for id in holding:
            request_money_back(payment_id=id, cause="sold out", because=str(lapsed), actor=actor, now=now)
        return OrderState.CANCELLED
    return OrderState.PAID
