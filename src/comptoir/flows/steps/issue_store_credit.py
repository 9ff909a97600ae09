from datetime import datetime

from comptoir.domains.ledger.values import ADVANCES_RECEIVED
from comptoir.domains.orders.values import Order
from comptoir.domains.payments.errors import BadAmount, TooMuch
from comptoir.domains.payments.queries import payments_of
from comptoir.domains.stored_value.actions import issue_stored_value
from comptoir.domains.stored_value.queries import credited_for
from comptoir.domains.stored_value.values import AccountDraft, AccountKind, Issued, Origin
from comptoir.flows.steps.book_stored_value import book_stored_value
from comptoir.kernel.access import Actor
from comptoir.kernel.money import Money, total_of


def issue_store_credit(*, order: Order, amount: Money, cause: str, because: str, actor: Actor, now: datetime) -> Issued:
    """Give so much of what an order's payments took as store credit, instead of back to where it came from.

    Called under the order's lock. One cause is credited once, and its code told once. Payments keep the money, so what
    may still be refunded of the order is less by ``credited_for()``.

    :raises BadAmount: when the amount is not positive, or not in the order's currency.
    :raises TooMuch: when the payments took less, or less of it is left.
    :raises EntryDiffers: when the cause was credited with another amount.
    """
    if amount.minor <= 0 or amount.currency != order.total.currency:
        raise BadAmount(field="amount", currency=order.total.currency)
    draft = AccountDraft(
        kind=AccountKind.STORE_CREDIT,
        market=order.market,
        amount=amount,
        origin=Origin.REFUND,
        email=order.email,
        order_id=order.id,
    )
    issued = issue_stored_value(draft=draft, key=f"{order.id}:{cause}", because=because, actor=actor, now=now)
    # Looked at afterwards, so that the same cause asked for again is not refused for what it took itself.
    left = total_of((payment.refundable for payment in payments_of(order.id)), amount.currency)
    if credited_for(order.id, currency=amount.currency) > left:
        raise TooMuch(available=left)
    book_stored_value(entry=issued.entry, market=order.market, against=ADVANCES_RECEIVED, actor=actor, now=now)
    return issued
