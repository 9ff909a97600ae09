"""Money that no machine tells us about: a person looked at the bank account and says so."""

from datetime import datetime

from django.db import transaction

from comptoir.domains.payments.actions.account import erase_refund_account
from comptoir.domains.payments.actions.give_back import give_as_credit
from comptoir.domains.payments.actions.locking import lock_payment
from comptoir.domains.payments.actions.record import merge_outcome
from comptoir.domains.payments.errors import NotPossibleNow, ReceiptMismatch, UnknownOperation
from comptoir.domains.payments.models import Operation as OperationRow
from comptoir.domains.payments.models import Payment as PaymentRow
from comptoir.domains.payments.permissions import PAYMENTS_RECORD, PAYMENTS_REFUND
from comptoir.domains.payments.queries import OPEN_OPERATIONS, operation_of
from comptoir.domains.payments.values import (
    KEPT_AS_CREDIT,
    PAID_BEYOND_DUE,
    OperationId,
    OperationKind,
    Outcome,
    OutcomeStatus,
    Payment,
    PaymentId,
    PaymentState,
    Recorded,
)
from comptoir.kernel import history
from comptoir.kernel.access import Actor
from comptoir.kernel.money import Money

# Also what failed or was given up: a transfer that arrives late is still money on the account.
_RECEIVABLE = frozenset({PaymentState.CREATED, PaymentState.PENDING, PaymentState.FAILED, PaymentState.VOIDED})


def record_receipt(
    *, payment_id: PaymentId, amount: Money, bank_reference: str = "", key: str = "", actor: Actor, now: datetime
) -> Recorded:
    """Record that the money of a payment without a machine arrived. Recorded twice, it counts once.

    ``key`` is what the caller knows this receipt by. Money of another amount than was asked for is a payment of its
    own: see ``open_receipt``.

    :raises ReceiptMismatch: unless exactly the amount of the payment arrived.
    :raises NotPossibleNow: when a provider knows about this payment: it says so, not a person.
    """
    actor.must(PAYMENTS_RECORD)
    with transaction.atomic(savepoint=False):
        payment = lock_payment(payment_id)
        actor.must(PAYMENTS_RECORD, market=payment.market)
        already = bool(payment.captured)
        if payment.looked_up or not (already or payment.state in _RECEIVABLE):
            raise NotPossibleNow(state=str(payment.state))
        if amount != payment.amount:
            raise ReceiptMismatch(field="amount", due=payment.amount)
        if not already:
            PaymentRow.objects.filter(pk=payment_id).update(receipt_key=key, bank_reference=bank_reference)
            history.record(
                action="receipt recorded",
                subject_type="payments.payment",
                subject_id=payment_id,
                actor=actor,
                now=now,
                after={"amount": amount, "bank_reference": bank_reference},
                because=bank_reference,
            )
        outcome = Outcome(status=OutcomeStatus.CAPTURED, merchant=payment.merchant, authorised=amount, captured=amount)
        return merge_outcome(payment_id=payment_id, outcome=outcome, actor=actor, now=now)


def drop_refund(*, operation_id: OperationId, because: str = "", actor: Actor, now: datetime) -> Money:
    """What was paid beyond what was due is not sent back by a person, but given as store credit; returns how much.

    The caller gives the credit in the same transaction, once. Dropped again, it is the same amount.

    :raises UnknownOperation: when there is no such refund.
    :raises NotPossibleNow: when it was sent, when the provider sends it, or when the money is owed for another reason:
        nobody who withdraws has to take credit for money (directive 2011/83/EU, article 13).
    """
    actor.must(PAYMENTS_REFUND)
    with transaction.atomic(savepoint=False):
        payment, row = _locked_refund(operation_id, actor)
        operation = operation_of(row, payment.amount.currency)
        if operation.reason == KEPT_AS_CREDIT:
            return operation.amount
        if payment.looked_up or row.cause not in PAID_BEYOND_DUE or operation.state not in OPEN_OPERATIONS:
            raise NotPossibleNow(state=str(operation.state))
        erase_refund_account(operation.id)
        dropped = Outcome(status=OutcomeStatus.DECLINED, merchant=payment.merchant, reason=KEPT_AS_CREDIT)
        merge_outcome(payment_id=payment.id, outcome=dropped, operation=operation, actor=actor, now=now)
        give_as_credit(payment_id=payment.id, amount=operation.amount, because=because, actor=actor, now=now)
        return operation.amount


def record_refund(*, operation_id: OperationId, actor: Actor, now: datetime) -> Recorded:
    """Record that a person has sent the money of a requested refund back. Recorded twice, it counts once.

    :raises UnknownOperation: when there is no such refund.
    :raises NotPossibleNow: when the provider pays refunds itself.
    """
    actor.must(PAYMENTS_REFUND)
    with transaction.atomic(savepoint=False):
        payment, row = _locked_refund(operation_id, actor)
        if payment.looked_up:
            raise NotPossibleNow(state=str(payment.state))
        operation = operation_of(row, payment.amount.currency)
        given_back = operation.amount if operation.state in OPEN_OPERATIONS else Money.zero(payment.amount.currency)
        if given_back:
            erase_refund_account(operation.id)
            history.record(
                action="refund recorded",
                subject_type="payments.payment",
                subject_id=payment.id,
                actor=actor,
                now=now,
                after={"amount": operation.amount},
            )
        outcome = Outcome(
            status=OutcomeStatus.REFUNDED,
            merchant=payment.merchant,
            authorised=payment.authorised,
            captured=payment.captured,
            refunded=payment.refunded + given_back,
        )
        return merge_outcome(payment_id=payment.id, outcome=outcome, operation=operation, actor=actor, now=now)


def _locked_refund(operation_id: OperationId, actor: Actor) -> tuple[Payment, OperationRow]:
    """A refund as it stands, with its payment locked.

    :raises UnknownOperation: when there is no such refund.
    """
    row = OperationRow.objects.filter(pk=operation_id, kind=OperationKind.REFUND).first()
    if row is None:
        raise UnknownOperation
    payment = lock_payment(PaymentId(row.payment_id))
    actor.must(PAYMENTS_REFUND, market=payment.market)
    row.refresh_from_db(fields=["state", "reason"])
    return payment, row
