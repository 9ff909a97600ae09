"""What others may ask of payments."""

from collections import defaultdict
from collections.abc import Collection, Iterable
from datetime import datetime
from uuid import UUID

from django.contrib.postgres.aggregates import BoolOr
from django.db.models import Count, Q, QuerySet

from comptoir.domains.payments.errors import MethodNotOffered, NothingToRecord, UnknownOperation, UnknownPayment
from comptoir.domains.payments.models import Dispute as DisputeRow
from comptoir.domains.payments.models import Operation as OperationRow
from comptoir.domains.payments.models import Payment as PaymentRow
from comptoir.domains.payments.models import PaymentMethod
from comptoir.domains.payments.permissions import PAYMENTS_VIEW
from comptoir.domains.payments.rules import difference_between, spread_over, spread_refund
from comptoir.domains.payments.values import (
    STORED_VALUE,
    Decline,
    Difference,
    Dispute,
    DisputeId,
    DisputeState,
    Method,
    Operation,
    OperationId,
    OperationKind,
    OperationState,
    Outcome,
    Payment,
    PaymentId,
    PaymentState,
    ProviderNotice,
    RefundByHand,
    UnansweredRefund,
    Unresolved,
    preset_method,
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
    return tuple(method for method in methods(market) if method.enabled and not method.by_code)


def offered_method(market: str, code: str) -> Method:
    """One way to pay, as a buyer may choose it, or pay by with a code.

    :raises MethodNotOffered: when there is none of that code, or it is switched off.
    """
    for method in methods(market):
        if method.code == code and method.enabled:
            return method
    raise MethodNotOffered(field="payment.method")


def stored_value_method(market: str) -> Method | None:
    """How gift cards and store credit pay in a market; None where they are not taken."""
    return next((method for method in methods(market) if method.by_code and method.enabled), None)


def swap_method(market: str) -> Method:
    """How what comes back pays for what is sent instead: as gift cards do, also in a market that takes none."""
    by_code = (method for method in methods(market) if method.by_code)
    return next(by_code, None) or preset_method(STORED_VALUE, market=market, position=0)


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


def providers_in_use() -> tuple[str, ...]:
    """The kinds of provider that buyers can pay by, in any market, or that have ever held money for us."""
    known = PaymentMethod.objects.order_by("provider").values_list("provider").annotate(offered=BoolOr("enabled"))
    return tuple(
        provider
        for provider, offered in known
        if offered or PaymentRow.objects.filter(provider=provider, authorised_minor__gt=0).exists()
    )


def payments_by_key(provider: str, keys: Iterable[str]) -> dict[str, Payment]:
    """The payments that a provider's keys stand for; what is no key of ours, or of another provider, is left out."""
    rows = PaymentRow.objects.filter(pk__in=[id for key in keys if (id := _id_in(key))], provider=provider)
    return {str(row.pk): payment_of(row) for row in rows}


def _id_in(key: str) -> UUID | None:
    try:
        return UUID(key)
    except ValueError:
        return None


def payments_with_money(provider: str, *, since: datetime, until: datetime) -> list[PaymentId]:
    """The payments opened between two instants for which we have heard of money, whatever became of it."""
    rows = PaymentRow.objects.filter(
        provider=provider, opened_at__range=(since, until), authorised_minor__gt=0, looked_up=True
    )
    return [PaymentId(id) for id in rows.order_by("id").values_list("id", flat=True)]


def payment_difference(ours: Payment | None, theirs: Outcome | None) -> Difference | None:
    """What our books and the provider's tell differently; ``theirs`` is None when it has never heard of the payment."""
    return difference_between(ours, theirs)


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
    rows = _by_hand(market).select_related("payment").order_by("requested_at", "id")[:limit]
    return tuple(
        RefundByHand(
            id=OperationId(row.pk),
            order_id=row.payment.order_id,
            method=row.payment.method,
            amount=Money(row.amount_minor, row.payment.currency),
            cause=row.cause,
            requested_at=row.requested_at,
        )
        for row in rows
    )


def count_refunds_by_hand(market: str, *, actor: Actor) -> int:
    """How many of them wait."""
    actor.must(PAYMENTS_VIEW, market=market)
    return _by_hand(market).count()


def _by_hand(market: str) -> QuerySet[OperationRow]:
    return OperationRow.objects.filter(
        kind=OperationKind.REFUND, state__in=OPEN_OPERATIONS, payment__looked_up=False, payment__market=market
    )


def money_held_for(order_ids: Collection[UUID]) -> dict[UUID, Money]:
    """What payments hold for each of those orders that any money is held for. One statement."""
    held: dict[UUID, Money] = {}
    rows = PaymentRow.objects.filter(order_id__in=order_ids, authorised_minor__gt=0)
    for one in map(payment_of, rows):
        if one.secured:
            held[one.order_id] = held.get(one.order_id, Money.zero(one.amount.currency)) + one.secured
    return held


def refund_parts(order_id: UUID, amount: Money) -> list[tuple[Payment, Money]]:
    """From which payments of an order so much can go back, to the instrument that paid; less when less was taken."""
    return spread_refund(payments_of(order_id), amount)


def credited_parts(order_id: UUID, amount: Money) -> list[tuple[Payment, Money]]:
    """Of which payments so much was given as store credit, the latest first; less when less was."""
    return spread_over(((each, each.credited) for each in reversed(payments_of(order_id))), amount)


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


def refunds_for(order_id: UUID, cause: str) -> tuple[Operation, ...]:
    """The refunds that were asked for of an order for a cause, those that failed included, in that order."""
    rows = OperationRow.objects.filter(payment__order_id=order_id, kind=OperationKind.REFUND, cause=cause)
    return tuple(operation_of(row, row.payment.currency) for row in rows.select_related("payment").order_by("id"))


def refunds_of(order_id: UUID) -> tuple[Operation, ...]:
    """All refunds that were asked for of an order, in that order."""
    rows = OperationRow.objects.filter(payment__order_id=order_id, kind=OperationKind.REFUND)
    return tuple(operation_of(row, row.payment.currency) for row in rows.select_related("payment").order_by("id"))


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


def expired(before: datetime, *, limit: int = 100) -> tuple[Payment, ...]:
    """Payments nobody completed in the time for which goods are kept, oldest first."""
    rows = PaymentRow.objects.filter(
        expires_at__lte=before, state__in=(PaymentState.CREATED, PaymentState.PENDING)
    ).order_by("expires_at")
    return tuple(payment_of(row) for row in rows[:limit])


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
        credited=money(row.credited_minor),
        disputed=money(row.disputed_minor),
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
