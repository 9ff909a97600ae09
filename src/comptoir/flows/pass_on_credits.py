import logging
from datetime import datetime

from django.db import transaction

from comptoir.domains.ledger.values import ADVANCES_RECEIVED
from comptoir.domains.orders.queries import awaited_money
from comptoir.domains.payments.actions import request_refund, take_credit_back
from comptoir.domains.payments.queries import credited_parts
from comptoir.domains.payments.values import Operation
from comptoir.domains.stored_value.actions import pass_on_stored_value
from comptoir.domains.stored_value.queries import balance_of, credits_to_pass_on
from comptoir.domains.stored_value.values import Account
from comptoir.flows.carry_out_operation import carry_out_operation
from comptoir.flows.steps.book_stored_value import book_stored_value
from comptoir.kernel.access import Actor
from comptoir.kernel.ids import new_id

log = logging.getLogger(__name__)


def pass_on_credits(*, actor: Actor, now: datetime) -> int:
    """Give back where it came from what came back to the credit of an exchange; returns for how many.

    What is sent instead of goods is paid by store credit that nobody is told of. When it is called off or comes back as
    well, its money returns there, and from there to the means of payment of the order that was first.
    """
    return sum(_try_to_pass_on(each, actor, now) for each in credits_to_pass_on())


def _try_to_pass_on(credit: Account, actor: Actor, now: datetime) -> bool:
    try:
        operations = _pass_on(credit, actor, now)
        for operation in operations:
            carry_out_operation(operation=operation, actor=actor, now=now)
    except Exception:
        # One that cannot be passed on, as when the bank has taken the money back, must not keep the others.
        log.exception("credit could not be passed on", extra={"account_id": str(credit.id)})
        return False
    return bool(operations)


def _pass_on(credit: Account, actor: Actor, now: datetime) -> list[Operation]:
    if credit.order_id is None:
        return []
    with transaction.atomic(durable=True):
        awaited_money(credit.order_id)
        amount = balance_of(credit.id)  # behind the door: of two that pass on at once, the second finds nothing
        if not amount:
            return []
        key = str(new_id())
        asked = []
        for payment, part in credited_parts(credit.order_id, amount):
            take_credit_back(payment_id=payment.id, amount=part, actor=actor, now=now)
            asked.append(request_refund(payment_id=payment.id, amount=part, cause=f"swap {key}", actor=actor, now=now))
        entry = pass_on_stored_value(account_id=credit.id, amount=amount, key=key, actor=actor, now=now)
        book_stored_value(entry=entry, market=credit.market, against=ADVANCES_RECEIVED, actor=actor, now=now)
    return asked
