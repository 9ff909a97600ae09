from datetime import datetime

from comptoir.domains.ledger.actions import post_entry
from comptoir.domains.markets.queries import market
from comptoir.domains.payments.values import Recorded
from comptoir.flows.steps.money_entry import money_entry
from comptoir.kernel.access import Actor
from comptoir.kernel.clock import local_day


def book_money(*, recorded: Recorded, number: str, actor: Actor, now: datetime) -> None:
    """Book what a payment took or gave back just now, against what we owe the customer: goods not yet delivered.
    ``number`` is that of its order.
    """
    payment = recorded.payment
    moves = (
        ("capture", recorded.captured_now, payment.captured),
        ("refund", -recorded.refunded_now, payment.refunded),
    )
    for what, moved, total in moves:
        if moved:
            here = market(payment.market)
            draft = money_entry(
                payment_id=payment.id,
                provider=payment.provider,
                reference=payment.reference,
                number=number,
                entity=here.legal_entity_id,
                what=what,
                moved=moved,
                total=total,
                on=local_day(now, here.time_zone),
            )
            post_entry(draft=draft, actor=actor, now=now)
