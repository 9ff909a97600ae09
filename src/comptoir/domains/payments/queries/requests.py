"""What was asked of providers, and what they have not answered."""

from collections import defaultdict
from dataclasses import replace
from datetime import datetime
from uuid import UUID

from django.db.models import QuerySet

from comptoir.domains.payments.errors import UnknownOperation
from comptoir.domains.payments.models import Operation as OperationRow
from comptoir.domains.payments.models import Payment as PaymentRow
from comptoir.domains.payments.models import RefundAccount as AccountRow
from comptoir.domains.payments.permissions import PAYMENTS_REFUND, PAYMENTS_VIEW
from comptoir.domains.payments.queries.accounts import account_of
from comptoir.domains.payments.queries.read import payment_of
from comptoir.domains.payments.values import (
    Operation,
    OperationId,
    OperationKind,
    OperationState,
    Payment,
    PaymentId,
    RefundByHand,
    UnansweredRefund,
    Unresolved,
)
from comptoir.kernel.access import Actor
from comptoir.kernel.money import Money

OPEN_OPERATIONS = (OperationState.REQUESTED, OperationState.UNKNOWN)


def unanswered_refunds(before: datetime, *, limit: int) -> tuple[UnansweredRefund, ...]:
    """Refunds asked for before then of which nothing was heard, longest waiting first."""
    rows = OperationRow.objects.filter(
        kind=OperationKind.REFUND, state__in=OPEN_OPERATIONS, requested_at__lt=before
    ).select_related("payment")
    return tuple(
        UnansweredRefund(
            payment_id=PaymentId(row.payment_id),
            order_id=row.payment.order_id,
            market=row.payment.market_id,
            provider=row.payment.provider,
            amount=Money(row.amount_minor, row.payment.currency),
            cause=row.cause,
            requested_at=row.requested_at,
        )
        for row in rows.order_by("requested_at", "id")[:limit]
    )


def refunds_by_hand(market: str, *, actor: Actor, limit: int = 200) -> tuple[RefundByHand, ...]:
    """Refunds of a market that a person has to send, as by bank transfer, longest waiting first."""
    actor.must(PAYMENTS_VIEW, market=market)
    waiting = _with_accounts(_by_hand().filter(payment__market=market), limit)
    if actor.can(PAYMENTS_REFUND, market=market):
        return waiting
    return tuple(replace(each, to=None) for each in waiting)  # who sends nothing need not know where


def refunds_to_send(order_id: UUID) -> tuple[RefundByHand, ...]:
    """Refunds of an order that a person has to send, longest waiting first, for whoever was already let in. One
    statement where there are none."""
    return _with_accounts(_by_hand().filter(payment__order_id=order_id), 200)


def _with_accounts(rows: QuerySet[OperationRow], limit: int) -> tuple[RefundByHand, ...]:
    found = list(rows.select_related("payment").order_by("requested_at", "id")[:limit])
    known = AccountRow.objects.in_bulk([row.pk for row in found]) if found else {}
    accounts = {id: account_of(each) for id, each in known.items()}
    return tuple(
        RefundByHand(
            id=OperationId(row.pk),
            payment_id=PaymentId(row.payment_id),
            market=row.payment.market_id,
            order_id=row.payment.order_id,
            method=row.payment.method,
            amount=Money(row.amount_minor, row.payment.currency),
            cause=row.cause,
            requested_at=row.requested_at,
            to=accounts.get(row.pk),
        )
        for row in found
    )


def count_refunds_by_hand(market: str, *, actor: Actor) -> int:
    """How many of them wait."""
    actor.must(PAYMENTS_VIEW, market=market)
    return _by_hand().filter(payment__market=market).count()


def _by_hand() -> QuerySet[OperationRow]:
    return OperationRow.objects.filter(kind=OperationKind.REFUND, state__in=OPEN_OPERATIONS, payment__looked_up=False)


def operations_of(payment_id: PaymentId) -> tuple[Operation, ...]:
    """Everything that was asked of the provider for a payment, in that order."""
    rows = OperationRow.objects.filter(payment_id=payment_id).select_related("payment").order_by("id")
    return tuple(operation_of(row, row.payment.currency) for row in rows)


def refunds_for(order_id: UUID, cause: str) -> tuple[Operation, ...]:
    """The refunds that were asked for of an order for a cause, those that failed included, in that order."""
    rows = OperationRow.objects.filter(payment__order_id=order_id, kind=OperationKind.REFUND, cause=cause)
    return tuple(operation_of(row, row.payment.currency) for row in rows.select_related("payment").order_by("id"))


def refunds_of(order_id: UUID) -> tuple[Operation, ...]:
    """All refunds that were asked for of an order, in that order."""
    rows = OperationRow.objects.filter(payment__order_id=order_id, kind=OperationKind.REFUND)
    return tuple(operation_of(row, row.payment.currency) for row in rows.select_related("payment").order_by("id"))


def open_refunds(payment_id: PaymentId) -> dict[str, Operation]:
    """The refunds of a payment of which nobody knows yet that they were sent, each by its cause."""
    rows = OperationRow.objects.filter(payment_id=payment_id, kind=OperationKind.REFUND, state__in=OPEN_OPERATIONS)
    return {row.cause: operation_of(row, row.payment.currency) for row in rows.select_related("payment")}


def payment_of_refund(operation_id: OperationId) -> Payment:
    """The payment that a refund gives back from.

    :raises UnknownOperation: when there is no such refund.
    """
    row = PaymentRow.objects.filter(
        pk__in=OperationRow.objects.filter(pk=operation_id, kind=OperationKind.REFUND).values("payment_id")
    ).first()
    if row is None:
        raise UnknownOperation
    return payment_of(row)


def unresolved(before: datetime, *, limit: int = 100) -> tuple[Unresolved, ...]:
    """The payments whose provider should have been asked again by then, longest waiting first. Two statements."""
    rows = list(PaymentRow.objects.filter(next_look_at__lte=before).order_by("next_look_at")[:limit])
    waiting: defaultdict[UUID, list[Operation]] = defaultdict(list)
    currencies = {row.pk: row.currency for row in rows}
    for operation in OperationRow.objects.filter(payment_id__in=currencies, state__in=OPEN_OPERATIONS).order_by("id"):
        waiting[operation.payment_id].append(operation_of(operation, currencies[operation.payment_id]))
    return tuple(Unresolved(payment=payment_of(row), operations=tuple(waiting[row.pk])) for row in rows)


def operation_of(row: OperationRow, currency: str) -> Operation:
    """The row as a value."""
    return Operation(
        id=OperationId(row.pk),
        payment_id=PaymentId(row.payment_id),
        kind=OperationKind(row.kind),
        key=row.key,
        amount=Money(row.amount_minor, currency),
        state=OperationState(row.state),
        reason=row.reason,
        requested_at=row.requested_at,
        answered_at=row.answered_at,
    )
