from datetime import datetime

from comptoir.domains.ledger.actions import post_entry
from comptoir.domains.ledger.values import (
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
from comptoir.domains.orders.values import OPEN_STATES, HoldRule, OrderId, OrderState
from comptoir.domains.payments.values import DisputeMoved, DisputeState, Payment, Recorded
from comptoir.kernel.access import Actor
from comptoir.kernel.clock import local_day

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
    piece = piece_of(number=number, reference=dispute.reference, own_id=dispute.id)
    draft = EntryDraft(
        entity=here.legal_entity_id,
        journal=Journal.BANK,
        on=local_day(now, here.time_zone),
        label=payment_words(what=_WHAT[dispute.state], number=number, provider=payment.provider, reference=piece),
        reference=str(dispute.id),
        piece=piece,
        key=f"dispute:{dispute.id}:{dispute.state}",
        postings=(debit(after, dispute.amount), credit(before, dispute.amount)),
    )
    post_entry(draft=draft, actor=actor, now=now)


def _account(payment: Payment, state: DisputeState | None) -> str:
    match state:
        case DisputeState.OPEN:
            return IN_DISPUTE
        case DisputeState.LOST:
            return LOST_TO_DISPUTES
        case _:
            return money_account(payment.provider)
