"""What others may ask of payments."""

from collections import defaultdict
from collections.abc import Collection
from datetime import datetime
from uuid import UUID

from django.db.models import Count

from comptoir.domains.payments.errors import MethodNotOffered, NothingToRecord, UnknownPayment
from comptoir.domains.payments.models import Operation as OperationRow
from comptoir.domains.payments.models import Payment as PaymentRow
from comptoir.domains.payments.models import PaymentMethod
from comptoir.domains.payments.permissions import PAYMENTS_VIEW
from comptoir.domains.payments.values import (
    Method,
    Operation,
    OperationId,
    OperationKind,
    OperationState,
    Payment,
    PaymentId,
    PaymentState,
    ProviderNotice,
    Unresolved,
)
from comptoir.kernel.access import Actor
from comptoir.kernel.money import Money
from comptoir.kernel.remember import remembered

OPEN_OPERATIONS = (OperationState.REQUESTED, OperationState.UNKNOWN)


@remembered("payment_methods")
def methods(market: str) -> tuple[Method, ...]:
    """Every way to pay that was set up in a market, switched off ones included, in the merchant's order."""
    rows = PaymentMethod.objects.filter(market_id=market).order_by("position", "code")
    return tuple(
        Method(
            code=row.code,
            market=row.market_id,
            provider=row.provider,
            labels=row.labels,
            instructions=row.instructions,
            enabled=row.enabled,
            position=row.position,
            hold_minutes=row.hold_minutes,
        )
        for row in rows
    )


def offered_methods(market: str) -> tuple[Method, ...]:
    """What a buyer may choose from."""
    return tuple(method for method in methods(market) if method.enabled)


def offered_method(market: str, code: str) -> Method:
    """One way to pay, as a buyer may choose it.

    :raises MethodNotOffered: when there is none of that code, or it is switched off.
    """
    for method in offered_methods(market):
        if method.code == code:
            return method
    raise MethodNotOffered(field="payment.method")


def payment(id: PaymentId) -> Payment:
    """:raises UnknownPayment: when there is none."""
    row = PaymentRow.objects.filter(pk=id).first()
    if row is None:
        raise UnknownPayment
    return payment_of(row)


def payment_by_reference(provider: str, reference: str) -> Payment:
    """The payment that the provider calls so.

    :raises UnknownPayment: when there is none.
    """
    row = PaymentRow.objects.filter(provider=provider, provider_reference=reference).first() if reference else None
    if row is None:
        raise UnknownPayment
    return payment_of(row)


def payment_of_notice(provider: str, notice: ProviderNotice) -> Payment:
    """The payment that a provider's message is about: by our key, or else by the provider's reference.

    :raises UnknownPayment: when it is about none of ours, or about one of another provider.
    """
    try:
        found = payment(PaymentId(UUID(notice.payment_key)))
    except (ValueError, UnknownPayment):
        return payment_by_reference(provider, notice.reference)
    if found.provider != provider:
        raise UnknownPayment
    return found


def payments_of(order_id: UUID) -> tuple[Payment, ...]:
    """All attempts to pay an order, first to last."""
    return payments_for([order_id])[order_id]


def payments_for(order_ids: Collection[UUID]) -> dict[UUID, tuple[Payment, ...]]:
    """All attempts, by order; every order asked for is answered."""
    found: defaultdict[UUID, list[Payment]] = defaultdict(list)
    for row in PaymentRow.objects.filter(order_id__in=order_ids).order_by("order_id", "attempt"):
        found[row.order_id].append(payment_of(row))
    return {id: tuple(found[id]) for id in order_ids}


def awaiting_receipt(order_id: UUID) -> Payment:
    """The latest payment of an order whose money a person sees arrive, such as a bank transfer; also one that is over,
    because a transfer may come late.

    :raises NothingToRecord: when there is none.
    """
    for payment in reversed(payments_of(order_id)):
        if not payment.looked_up:
            return payment
    raise NothingToRecord


def operations_of(payment_id: PaymentId) -> tuple[Operation, ...]:
    """Everything that was asked of the provider for a payment, in that order."""
    rows = OperationRow.objects.filter(payment_id=payment_id).select_related("payment").order_by("id")
    return tuple(operation_of(row, row.payment.currency) for row in rows)


def unresolved(before: datetime, *, limit: int = 100) -> tuple[Unresolved, ...]:
    """The payments whose provider should have been asked again by then, longest waiting first. Two statements."""
    rows = list(PaymentRow.objects.filter(next_look_at__lte=before).order_by("next_look_at")[:limit])
    waiting: defaultdict[UUID, list[Operation]] = defaultdict(list)
    currencies = {row.pk: row.currency for row in rows}
    for operation in OperationRow.objects.filter(payment_id__in=currencies, state__in=OPEN_OPERATIONS).order_by("id"):
        waiting[operation.payment_id].append(operation_of(operation, currencies[operation.payment_id]))
    return tuple(Unresolved(payment=payment_of(row), operations=tuple(waiting[row.pk])) for row in rows)


def expired(before: datetime, *, limit: int = 100) -> tuple[Payment, ...]:
    """Payments nobody completed in the time for which goods are kept, oldest first."""
    rows = PaymentRow.objects.filter(
        expires_at__lte=before, state__in=(PaymentState.CREATED, PaymentState.PENDING)
    ).order_by("expires_at")
    return tuple(payment_of(row) for row in rows[:limit])


def count_by_state(*, actor: Actor) -> dict[PaymentState, int]:
    """How many payments are in each state."""
    actor.must(PAYMENTS_VIEW)
    counted = dict(PaymentRow.objects.values_list("state").annotate(Count("id")))
    return {state: counted.get(state, 0) for state in PaymentState}


def payment_of(row: PaymentRow) -> Payment:
    """The row as a value."""

    def money(minor: int) -> Money:
        return Money(minor, row.currency)

    return Payment(
        id=PaymentId(row.pk),
        order_id=row.order_id,
        attempt=row.attempt,
        market=row.market_id,
        method=row.method,
        provider=row.provider,
        merchant=row.merchant,
        amount=money(row.amount_minor),
        state=PaymentState(row.state),
        authorised=money(row.authorised_minor),
        captured=money(row.captured_minor),
        refunded=money(row.refunded_minor),
        refunding=money(row.refunding_minor),
        reference=row.provider_reference or "",
        redirect_url=row.redirect_url,
        instructions=row.instructions,
        failure=row.failure,
        opened_at=row.opened_at,
        expires_at=row.expires_at,
        authorised_at=row.authorised_at,
        captured_at=row.captured_at,
        looked_up=row.looked_up,
    )


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
