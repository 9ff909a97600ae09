from datetime import datetime

from comptoir.domains.ledger.actions import post_entry
from comptoir.domains.ledger.values import (
    ADVANCES_RECEIVED,
    IN_DISPUTE,
    LOST_TO_DISPUTES,
    EntryDraft,
    Journal,
    credit,
    debit,
    money_account,
    payment_words,
    piece_of,
)
from comptoir.domains.markets.queries import market
from comptoir.domains.orders.actions import hold_order
from comptoir.domains.orders.queries import order
from comptoir.domains.orders.values import OPEN_STATES, HoldRule, OrderId, OrderState
from comptoir.domains.payments.queries import disputes_of
from comptoir.domains.payments.values import Dispute, DisputeMoved, DisputeState, Payment, Recorded
from comptoir.flows.steps.beyond_due import beyond_due
from comptoir.kernel.access import Actor
from comptoir.kernel.clock import local_day
from comptoir.kernel.money import Money, total_of

_WHAT = {
    DisputeState.OPEN: "Contestation ouverte",
    DisputeState.WON: "Contestation gagnée",
    DisputeState.LOST: "Contestation perdue",
}


def answer_disputes(*, recorded: Recorded, number: str, order_state: OrderState, actor: Actor, now: datetime) -> None:
    """What follows from news of disputes: an order of which something is still to leave is held back, and the money is
    booked to where it stands now. Called under the order's lock; the ledger comes last.
    """
    payment = recorded.payment
    opened = [moved for moved in recorded.disputes if moved.left is None]
    if opened and order_state in OPEN_STATES:
        hold_order(order_id=OrderId(payment.order_id), because=HoldRule.DISPUTE, actor=actor, now=now)
    for moved in recorded.disputes:
        _book(payment, moved, number, actor, now)


def _book(payment: Payment, moved: DisputeMoved, number: str, actor: Actor, now: datetime) -> None:
    dispute, here = moved.dispute, market(payment.market)
    before, after = _account(payment, moved.left), _account(payment, dispute.state)
    if before == after:
        return
    owed = _owed_already(payment, dispute)
    parts = ((after, dispute.amount - owed), (ADVANCES_RECEIVED, owed))
    debits = [debit(account, amount) for account, amount in parts if amount]
    piece = piece_of(number=number, reference=dispute.reference, own_id=dispute.id)
    draft = EntryDraft(
        entity=here.legal_entity_id,
        journal=Journal.BANK,
        on=local_day(now, here.time_zone),
        label=payment_words(what=_WHAT[dispute.state], number=number, provider=payment.provider, reference=piece),
        reference=str(dispute.id),
        piece=piece,
        key=f"dispute:{dispute.id}:{dispute.state}",
        postings=(*debits, credit(before, dispute.amount)),
    )
    post_entry(draft=draft, actor=actor, now=now)


def _owed_already(payment: Payment, dispute: Dispute) -> Money:
    """How much of a dispute that is lost was the buyer's by then, because the order was called off, changed or sent
    back meanwhile: the bank has paid our refund, and that is no loss."""
    zero = Money.zero(dispute.amount.currency)
    if dispute.state is not DisputeState.LOST:
        return zero
    others = total_of(
        (
            each.amount
            for each in disputes_of([payment.id])
            if each.id != dispute.id and each.state is not DisputeState.WON
        ),
        zero.currency,
    )
    # Of what was won, given back and lost after that, nothing was left to dispute: it was paid twice.
    here = max(payment.disputed - min(others, payment.captured - payment.refunded), zero)
    return min(here, beyond_due(order=order(OrderId(payment.order_id)), disputed_apart=here))


def _account(payment: Payment, state: DisputeState | None) -> str:
    match state:
        case DisputeState.OPEN:
            return IN_DISPUTE
        case DisputeState.LOST:
            return LOST_TO_DISPUTES
        case _:
            return money_account(payment.provider)
