from datetime import datetime

from comptoir.domains.ledger.actions import post_entry
from comptoir.domains.ledger.queries import owed
from comptoir.domains.ledger.values import (
    ADVANCES_RECEIVED,
    CUSTOMERS,
    EntryDraft,
    Journal,
    credit,
    customer_account,
    debit,
)
from comptoir.domains.markets.queries import market
from comptoir.domains.orders.values import Order
from comptoir.domains.payments.values import Payment
from comptoir.kernel.access import Actor
from comptoir.kernel.clock import local_day


def settle_debt(*, order: Order, payment: Payment, actor: Actor, now: datetime) -> None:
    """Settle what an order was invoiced before it was paid, out of what a payment has brought since.

    Called under the order's lock. Nothing owed, nothing settled.
    """
    amount = min(owed(order.legal_entity_id, order.number, currency=order.total.currency), payment.secured)
    if amount.minor <= 0:
        return
    draft = EntryDraft(
        entity=order.legal_entity_id,
        journal=Journal.MISCELLANEOUS,
        on=local_day(now, market(order.market).time_zone),
        label=f"Règlement commande {order.number} {order.billing_address.name}",
        reference=order.number,
        key=f"settled:{payment.id}",
        party=customer_account(order.customer_id),
        party_name=order.billing_address.company or order.billing_address.name,
        matched_by=order.number,
        postings=(debit(ADVANCES_RECEIVED, amount), credit(CUSTOMERS, amount)),
    )
    post_entry(draft=draft, actor=actor, now=now)
