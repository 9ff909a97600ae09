from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from comptoir.domains.payments.actions import open_payment
from comptoir.domains.payments.errors import MethodNotOffered
from comptoir.domains.payments.queries import offered_method, stored_value_method
from comptoir.domains.payments.values import Payment
from comptoir.domains.stored_value.values import Account, AccountId, shares_of
from comptoir.kernel.access import Actor
from comptoir.kernel.money import Money


@dataclass(frozen=True, slots=True, kw_only=True)
class Tender:
    """One of the payments that pay an order together. ``account_id`` is the gift card or store credit it is from."""

    payment: Payment
    account_id: AccountId | None = None


def open_tenders(
    *,
    order_id: UUID,
    market: str,
    method: str,
    accounts: Sequence[Account],
    rest: Money,
    total: Money,
    source: str,
    actor: Actor,
    now: datetime,
) -> tuple[Tender, ...]:
    """Open the payments for what is left to be paid of an order: from each account what it holds, then the rest by the
    method, which need not be chosen when nothing is left. None where there is nothing to pay.

    :raises MethodNotOffered: when the market does not offer that way to pay, or takes no stored value.
    :raises TooManyDeclined: when too many attempts were refused lately, of the order or from ``source``.
    :raises PaymentUnderWay: when payments that are open leave less to be paid.
    """
    by_code = stored_value_method(market) if accounts else None
    parts = shares_of(accounts, rest)
    if parts and by_code is None:
        raise MethodNotOffered(field="payment.stored_value")
    tenders = []
    for account, part in parts:
        payment = open_payment(
            order_id=order_id,
            market=market,
            method=by_code.code if by_code else "",
            amount=part,
            due=total,
            source=source,
            actor=actor,
            now=now,
        )
        tenders.append(Tender(payment=payment, account_id=account.id))
        rest -= part
    if rest:
        if offered_method(market, method).by_code:
            raise MethodNotOffered(field="payment.method")  # only a code that somebody was asked for pays so
        payment = open_payment(
            order_id=order_id, market=market, method=method, amount=rest, due=total, source=source, actor=actor, now=now
        )
        tenders.append(Tender(payment=payment))
    return tuple(tenders)
