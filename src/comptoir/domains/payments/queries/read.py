"""Payments as they stand."""

from collections import defaultdict
from collections.abc import Collection, Iterable
from datetime import datetime
from uuid import UUID

from django.db.models import Count

from comptoir.domains.payments.errors import UnknownPayment
from comptoir.domains.payments.models import Payment as PaymentRow
from comptoir.domains.payments.permissions import PAYMENTS_VIEW
from comptoir.domains.payments.rules import difference_between, spread_over, spread_refund
from comptoir.domains.payments.values import (
    UNDER_WAY,
    Difference,
    Outcome,
    Payment,
    PaymentId,
    PaymentState,
    ProviderNotice,
)
from comptoir.kernel.access import Actor
from comptoir.kernel.money import Money


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


def payment_by_receipt(order_id: UUID, key: str) -> Payment | None:
    """The payment by which money that a person saw arrive was recorded under that key; None when it was not."""
    row = PaymentRow.objects.filter(order_id=order_id, receipt_key=key).first() if key else None
    return payment_of(row) if row else None


def receipt_known(order_id: UUID, amount: Money, bank_reference: str) -> bool:
    """Whether money of that amount that a person saw arrive was recorded for the order with that reference."""
    rows = PaymentRow.objects.filter(order_id=order_id, looked_up=False, bank_reference=bank_reference)
    return rows.filter(captured_minor=amount.minor, currency=amount.currency).exists()


def payment_awaiting(order_id: UUID, amount: Money) -> Payment | None:
    """The payment of an order over that amount whose money a person sees arrive, such as a bank transfer, and that has
    not come; one that is awaited before one that is over, because a transfer may come late."""
    fits = [each for each in payments_of(order_id) if not each.looked_up and each.amount == amount]
    awaited = [each for each in fits if each.state in UNDER_WAY]
    over = [each for each in fits if each.state in (PaymentState.FAILED, PaymentState.VOIDED)]
    return next(reversed(awaited or over), None)


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
        refunding=money(row.refunding_minor - row.announced_minor),
        credited=money(row.credited_minor),
        disputed=money(row.disputed_minor),
        voiding=row.voiding,
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
