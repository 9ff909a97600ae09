"""Who tried to pay from where, and what was disputed."""

from collections.abc import Collection
from datetime import datetime
from uuid import UUID

from django.db.models import Q

from comptoir.domains.payments.models import Dispute as DisputeRow
from comptoir.domains.payments.models import Payment as PaymentRow
from comptoir.domains.payments.values import (
    Decline,
    Dispute,
    DisputeId,
    DisputeState,
    PaymentId,
    PaymentState,
)
from comptoir.kernel.money import Money


def declined_lately(order_id: UUID, source: str, *, since: datetime) -> tuple[list[datetime], list[datetime]]:
    """When attempts by machine were refused since then: those of the order, and those from the source, of any order."""
    rows = PaymentRow.objects.filter(state=PaymentState.FAILED, opened_at__gt=since, looked_up=True).exclude(
        failure__in=(Decline.UNREACHABLE, Decline.NOT_REACHED, Decline.GIVEN_UP)
    )
    about = Q(order_id=order_id) | Q(source=source) if source else Q(order_id=order_id)
    found = list(rows.filter(about).values_list("order_id", "source", "opened_at"))
    of_order = [opened_at for order, _, opened_at in found if order == order_id]
    return of_order, [opened_at for _, came_from, opened_at in found if source and came_from == source]


def disputes_of(payment_ids: Collection[PaymentId]) -> tuple[Dispute, ...]:
    """Everything that was ever disputed of those payments, in that order."""
    rows = DisputeRow.objects.filter(payment_id__in=payment_ids).select_related("payment").order_by("id")
    return tuple(dispute_of(row, row.payment.currency) for row in rows)


def dispute_of(row: DisputeRow, currency: str) -> Dispute:
    """The row as a value."""
    return Dispute(
        id=DisputeId(row.pk),
        payment_id=row.payment_id,
        reference=row.reference,
        state=DisputeState(row.state),
        amount=Money(row.amount_minor, currency),
        reason=row.reason,
        answer_by=row.answer_by,
        opened_at=row.opened_at,
        closed_at=row.closed_at,
    )


def orders_from(source: str, *, since: datetime) -> frozenset[UUID]:
    """The orders that somebody asked to pay from there since then."""
    rows = PaymentRow.objects.filter(source=source, opened_at__gt=since) if source else PaymentRow.objects.none()
    return frozenset(rows.values_list("order_id", flat=True))


def source_of_payment(payment_id: PaymentId) -> str:
    """Where it was asked for from; "" when that is not known, or known no more."""
    return PaymentRow.objects.filter(pk=payment_id).values_list("source", flat=True).first() or ""
