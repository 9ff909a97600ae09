from datetime import datetime

from comptoir.domains.orders.values import Order
from comptoir.domains.payments.values import Payment
from comptoir.domains.returns.values import Return, refund_cause
from comptoir.domains.stored_value.actions import issue_stored_value, redeem_stored_value
from comptoir.domains.stored_value.values import AccountDraft, AccountKind, Entry, Origin
from comptoir.kernel.access import Actor


def pay_by_swap(*, order: Order, found: Return, payment: Payment | None, actor: Actor, now: datetime) -> Entry | None:
    """Give what goes back as store credit, which at once pays what is sent instead; the entry is for the caller to
    book.

    The credit is of this transaction, so nobody else holds its row, and the payment that it made is heard of by looking
    it up: by the caller once this has committed, or by the sweep.
    """
    if payment is None:
        return None
    draft = AccountDraft(
        kind=AccountKind.STORE_CREDIT,
        market=order.market,
        amount=payment.amount,
        origin=Origin.EXCHANGE,
        email=order.email,
        order_id=order.id,
    )
    issued = issue_stored_value(draft=draft, key=refund_cause(found.id), because=found.number, actor=actor, now=now)
    redeem_stored_value(
        account_id=issued.account_id,
        market=order.market,
        amount=payment.amount,
        payment_id=payment.id,
        actor=actor,
        now=now,
    )
    return issued.entry
