from datetime import datetime, timedelta
from math import ceil
from uuid import UUID

from django.conf import settings
from django.db import transaction

from comptoir.domains.payments.errors import BadAmount, NotPossibleNow, PaymentUnderWay, TooManyDeclined
from comptoir.domains.payments.models import Payment as PaymentRow
from comptoir.domains.payments.permissions import PAYMENTS_PAY, PAYMENTS_RECORD
from comptoir.domains.payments.queries import declined_lately, offered_method, payment_of
from comptoir.domains.payments.rules import DECLINES_WATCHED, wait_after_declines
from comptoir.domains.payments.values import (
    LIVE,
    UNDER_WAY,
    Capability,
    Method,
    OperationKind,
    OperationState,
    Payment,
    PaymentProvider,
    PaymentState,
)
from comptoir.kernel import ports
from comptoir.kernel.access import Actor
from comptoir.kernel.ids import new_id
from comptoir.kernel.money import Money
from comptoir.kernel.sql import fetch

_GIVEN = (
    *("id", "order_id", "market_id", "method", "provider", "merchant", "currency", "amount_minor", "state"),
    *("opened_at", "expires_at", "looked_up", "next_look_at", "source"),
)


_NO_LIMIT = 2**63 - 1


def first_pause() -> timedelta:
    """How long an answer may take before the provider is asked what became of it (longer than any call to it)."""
    return timedelta(seconds=settings.PAYMENTS_LOOK_AFTER_SECONDS)


def open_payment(
    *,
    order_id: UUID,
    market: str,
    method: str | Method,
    amount: Money,
    due: Money | None = None,
    source: str = "",
    actor: Actor,
    now: datetime,
) -> Payment:
    """Open the next attempt to pay an order; the provider is to be asked once this has committed.

    ``due`` is what the order comes to (None: this payment is all of it). What its payments hold or are being asked for
    never comes to more, so several may pay it together and nobody pays twice. Called again while that attempt is open,
    it returns the same one. It keeps for how long goods are held, which account of ours must get the money, and whether
    the provider can be asked again. A whole method is paid by whether it is offered or not. ``source`` names where it
    is asked for from, without telling it.

    :raises TooManyDeclined: when so many attempts were refused lately that cards are perhaps being tried out.
    :raises MethodNotOffered: when the market does not offer the method.
    :raises BadAmount: when the amount is not positive.
    :raises PaymentUnderWay: when the other payments of the order leave less than the amount to be paid.
    """
    actor.must(PAYMENTS_PAY, market=market)
    chosen = method if isinstance(method, Method) else offered_method(market, method)
    if amount.minor <= 0:
        raise BadAmount(field="amount", currency=amount.currency)
    provider: PaymentProvider = ports.load("payments", chosen.provider)
    if Capability.LOOK_UP in provider.capabilities and not chosen.by_code:
        _refuse_trying_out(order_id, source, now)
    with transaction.atomic(savepoint=False):
        row = _row(order_id, market, chosen, provider, amount, source, now)
        if _insert(row, (due or amount).minor):
            return payment_of(row)
        return _same_again(row)


def open_receipt(
    *, order_id: UUID, market: str, method: Method, amount: Money, key: str, actor: Actor, now: datetime
) -> Payment:
    """Open a payment for money that a person saw arrive and that nobody had asked for in that amount; it is recorded
    next (``record_receipt``). A fact: it is held against nothing that is due. Opened again under the key, it is the
    same one.

    Called under the order's lock.

    :raises BadAmount: when the amount is not positive.
    :raises NotPossibleNow: when a provider knows of such payments: it says so, not a person.
    """
    actor.must(PAYMENTS_RECORD, market=market)
    if amount.minor <= 0:
        raise BadAmount(field="amount", currency=amount.currency)
    provider: PaymentProvider = ports.load("payments", method.provider)
    if Capability.NEEDS_STAFF not in provider.capabilities:
        raise NotPossibleNow(state=method.provider)
    with transaction.atomic(savepoint=False):
        # Payments before what is asked of them, as everybody does: docs/explain/locking.md.
        for known in PaymentRow.objects.select_for_update(no_key=True).filter(order_id=order_id).order_by("attempt"):
            if known.receipt_key == key:
                return payment_of(known)
        row = _row(order_id, market, method, provider, amount, "", now)
        _insert(row, _NO_LIMIT)
        return payment_of(row)


def _row(
    order_id: UUID, market: str, method: Method, provider: PaymentProvider, amount: Money, source: str, now: datetime
) -> PaymentRow:
    return PaymentRow(
        id=new_id(),
        order_id=order_id,
        market_id=market,
        method=method.code,
        provider=method.provider,
        merchant=provider.merchant,
        currency=amount.currency,
        amount_minor=amount.minor,
        state=PaymentState.CREATED,
        instructions={},
        opened_at=now,
        expires_at=now + timedelta(minutes=method.hold_minutes),
        looked_up=Capability.LOOK_UP in provider.capabilities,
        next_look_at=now + first_pause(),
        source=source,
    )


def _refuse_trying_out(order_id: UUID, source: str, now: datetime) -> None:
    of_order, of_source = declined_lately(order_id, source, since=now - DECLINES_WATCHED)
    wait = wait_after_declines(of_order, of_source, now=now)
    if wait is not None:
        seconds = max(1, ceil(wait.total_seconds()))
        raise TooManyDeclined(retry_after=seconds, minutes=ceil(seconds / 60))


def _insert(row: PaymentRow, due_minor: int) -> bool:
    """The payment and what is about to be asked, in one statement that holds only if that much is left to be paid."""
    opened = fetch(
        """WITH opened AS (
               INSERT INTO payments_payment
                      (id, order_id, attempt, market_id, method, provider, merchant, currency, amount_minor, state,
                       authorised_minor, captured_minor, refunded_minor, refunding_minor, redirect_url, instructions,
                       failure, opened_at, expires_at, looked_up, looks, next_look_at, source)
               SELECT %(id)s, %(order_id)s, 1 + coalesce(max(attempt), 0), %(market_id)s, %(method)s, %(provider)s,
                      %(merchant)s, %(currency)s, %(amount_minor)s, %(state)s, 0, 0, 0, 0, '', '{}',
                      '', %(opened_at)s, %(expires_at)s, %(looked_up)s, 0, %(next_look_at)s, %(source)s
                 FROM payments_payment WHERE order_id = %(order_id)s
               HAVING %(amount_minor)s + coalesce(sum(
                          CASE WHEN state = ANY(%(under_way)s) THEN amount_minor
                               WHEN state = 'authorised' THEN authorised_minor
                               WHEN state IN ('captured', 'partially_refunded')
                               THEN captured_minor - refunded_minor - (refunding_minor - announced_minor)
                                    - credited_minor
                               ELSE 0 END), 0) <= %(due_minor)s
                   ON CONFLICT (order_id, attempt) DO NOTHING
            RETURNING id, attempt, amount_minor, opened_at),
              asked AS (
               INSERT INTO payments_operation
                      (id, payment_id, kind, cause, key, amount_minor, state, reason, requested_at)
               SELECT %(operation_id)s, id, %(kind)s, '', id::text, amount_minor, %(requested)s, '', opened_at
                 FROM opened)
           SELECT attempt FROM opened""",
        {name: getattr(row, name) for name in _GIVEN}
        | {"under_way": [str(state) for state in UNDER_WAY], "operation_id": new_id(), "due_minor": due_minor}
        | {"kind": OperationKind.AUTHORISE, "requested": OperationState.REQUESTED},
    )
    if opened:
        row.attempt = opened[0][0]
    return bool(opened)


def _same_again(wanted: PaymentRow) -> Payment:
    """Somebody was faster, perhaps ourselves: the payment that is there, if it is what was wanted."""
    rows = PaymentRow.objects.filter(order_id=wanted.order_id, state__in=LIVE).order_by("-attempt")
    for row in rows:
        if (row.method, row.currency, row.amount_minor) == (wanted.method, wanted.currency, wanted.amount_minor):
            return payment_of(row)
    raise PaymentUnderWay(payment_id=str(rows[0].pk) if rows else "")  # none: it ended between our two statements
