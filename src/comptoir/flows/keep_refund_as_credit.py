from datetime import datetime

from django.db import transaction

from comptoir.domains.ledger.values import ADVANCES_RECEIVED
from comptoir.domains.orders.queries import awaited_money, order
from comptoir.domains.orders.values import OrderId
from comptoir.domains.payments.actions import drop_refund
from comptoir.domains.payments.queries import payment_of_refund
from comptoir.domains.payments.values import OperationId
from comptoir.domains.stored_value.actions import issue_stored_value
from comptoir.domains.stored_value.values import AccountDraft, AccountKind, Issued, Origin
from comptoir.flows.steps.book_stored_value import book_stored_value
from comptoir.kernel.access import Actor


def keep_refund_as_credit(*, operation_id: OperationId, because: str, actor: Actor, now: datetime) -> Issued:
    """What was paid beyond what was due is not sent back: the customer has it as store credit. Pressed twice, it is
    given once.

    :raises UnknownOperation: when there is no such refund.
    :raises NotPossibleNow: when it was sent, when a provider sends it, or when the money is owed for another reason.
    """
    payment = payment_of_refund(operation_id)
    with transaction.atomic(durable=True):
        awaited_money(payment.order_id)
        found = order(OrderId(payment.order_id))
        amount = drop_refund(operation_id=operation_id, because=because, actor=actor, now=now)
        draft = AccountDraft(
            kind=AccountKind.STORE_CREDIT,
            market=found.market,
            amount=amount,
            origin=Origin.REFUND,
            email=found.email,
            order_id=found.id,
        )
        key = f"{found.id}:refund {operation_id}"
        issued = issue_stored_value(draft=draft, key=key, because=because, actor=actor, now=now)
        ours = actor.with_consequences()
        book_stored_value(entry=issued.entry, market=found.market, against=ADVANCES_RECEIVED, actor=ours, now=now)
    return issued
