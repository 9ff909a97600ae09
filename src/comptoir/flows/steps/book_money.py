from datetime import datetime

from comptoir.domains.ledger.actions import post_entry
from comptoir.domains.ledger.values import ADVANCES_RECEIVED, EntryDraft, Journal, credit, debit, money_account
from comptoir.domains.markets.queries import market
from comptoir.domains.payments.values import Recorded
from comptoir.kernel.access import Actor
from comptoir.kernel.clock import local_day
from comptoir.kernel.money import Money


def book_money(*, recorded: Recorded, actor: Actor, now: datetime) -> None:
    """Book what a payment took or gave back just now, against what we owe the customer: goods not yet delivered."""
    payment = recorded.payment
    moves = (
        ("capture", recorded.captured_now, payment.captured),
        ("refund", -recorded.refunded_now, payment.refunded),
    )
    for what, moved, total in moves:
        if moved:
            # The running total makes the key: the same money is booked once, however often it is heard of.
            draft = _entry(recorded, what, moved, key=f"{what}:{payment.id}:{total.minor}", now=now)
            post_entry(draft=draft, actor=actor, now=now)


def _entry(recorded: Recorded, what: str, moved: Money, *, key: str, now: datetime) -> EntryDraft:
    payment = recorded.payment
    here = market(payment.market)
    return EntryDraft(
        entity=here.legal_entity_id,
        journal=Journal.BANK,
        on=local_day(now, here.time_zone),
        label=f"{what} {payment.provider}",
        reference=str(payment.id),
        key=key,
        postings=(debit(money_account(payment.provider), moved), credit(ADVANCES_RECEIVED, moved)),
    )
