from datetime import datetime

from django.db import transaction

from comptoir.domains.markets.queries import market
from comptoir.domains.orders.errors import NotAwaitingPayment
from comptoir.domains.orders.queries import awaited_money, order
from comptoir.domains.orders.values import OrderId, OrderState
from comptoir.domains.payments.queries import payments_of
from comptoir.domains.payments.values import UNDER_WAY, Outcome, Payment
from comptoir.domains.stored_value.queries import paying_accounts
from comptoir.domains.stored_value.values import AccountId
from comptoir.flows.authorise_payment import PayingWith
from comptoir.flows.pay_by_tenders import pay_by_tenders
from comptoir.flows.settle_payment import Settled
from comptoir.flows.steps.give_up_transfers import give_up_transfers
from comptoir.flows.steps.keep_goods import keep_goods
from comptoir.flows.steps.open_tenders import open_tenders
from comptoir.kernel.access import Actor
from comptoir.kernel.clock import local_day
from comptoir.kernel.money import total_of


def retry_payment(
    *,
    order_id: OrderId,
    method: str,
    paying: PayingWith,
    stored_value: tuple[AccountId, ...] = (),
    source: str = "",
    actor: Actor,
    now: datetime,
) -> tuple[Settled, Outcome]:
    """Pay what is left to be paid of an order that waits for its money, or what a change made it dearer by, by the same
    or another method.

    ``stored_value`` are gift cards and store credit that pay first; ``method`` takes the rest, if any. Pressing twice
    pays once: while an attempt is open, the same attempt is asked for again under its own key. A transfer that is
    awaited is no obstacle to another way: it is given up.

    :raises UnusableCode: when nothing can be paid with one of the gift cards or store credits.
    :raises NotAwaitingPayment: when the order is paid or cancelled.
    :raises PaymentUnderWay: when another attempt is open or has succeeded.
    :raises InsufficientStock: when the goods were only kept for a time, and have been sold since.
    :raises TooManyDeclined: when too many payments of the order, or from ``source``, were refused lately.
    :raises MethodNotOffered: when the market does not offer that way to pay.
    """
    with transaction.atomic(durable=True):
        # Under the order's lock: a cancellation either sees this payment, or has already refused it.
        awaited_money(order_id)
        wanted, payments = order(order_id), payments_of(order_id)
        left = wanted.left_to_pay(total_of((payment.secured for payment in payments), wanted.total.currency))
        if not left:
            raise NotAwaitingPayment(state=str(wanted.state))
        _give_up_other_ways(payments, method, actor, now)
        tenders = open_tenders(
            order_id=order_id,
            market=wanted.market,
            method=method,
            accounts=paying_accounts(
                stored_value,
                market=wanted.market,
                currency=wanted.total.currency,
                on=local_day(now, market(wanted.market).time_zone),
            ),
            rest=left,
            total=wanted.total,
            source=source,
            actor=actor,
            now=now,
        )
        if wanted.state is OrderState.AWAITING_PAYMENT:
            until = max(tender.payment.expires_at for tender in tenders)
            keep_goods(order=wanted, until=until, actor=actor.with_consequences(), now=now)
    return pay_by_tenders(
        tenders=tenders,
        order_number=wanted.number,
        email=wanted.email,
        language=wanted.language,
        paying=paying,
        actor=actor,
        now=now,
    )


def _give_up_other_ways(payments: tuple[Payment, ...], method: str, actor: Actor, now: datetime) -> None:
    """The buyer has changed their mind: a transfer that is awaited is not what they choose now."""
    others = [each for each in payments if each.state in UNDER_WAY and each.method != method and not each.looked_up]
    give_up_transfers(payments=others, actor=actor.with_consequences(), now=now)
