"""Payments of the past, taken over with their orders."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction

from comptoir.domains.payments.errors import BadAmount, NotPossibleNow
from comptoir.domains.payments.permissions import PAYMENTS_RECORD
from comptoir.domains.payments.queries import offered_method
from comptoir.domains.payments.values import (
    Capability,
    Method,
    OperationKind,
    OperationState,
    PastPayment,
    PaymentProvider,
    PaymentState,
)
from comptoir.kernel import ports
from comptoir.kernel.access import Actor
from comptoir.kernel.ids import new_id
from comptoir.kernel.sql import execute, jsonb

_ADD = """
INSERT INTO payments_payment (id, order_id, attempt, market_id, method, provider, merchant, currency, amount_minor,
    state, authorised_minor, captured_minor, refunded_minor, refunding_minor, provider_reference, redirect_url,
    instructions, failure, opened_at, expires_at, authorised_at, captured_at, looked_up, looks)
SELECT id, order_id, 1, market_id, method, provider, merchant, currency, amount_minor,
    state, captured_minor, captured_minor, 0, 0, id::text, '',
    '{}', '', opened_at, expires_at, captured_at, captured_at, FALSE, 0
  FROM jsonb_populate_recordset(NULL::payments_payment, %s)
"""
_ADD_OPERATIONS = """
INSERT INTO payments_operation (id, payment_id, kind, cause, key, amount_minor, state, reason, requested_at,
    answered_at)
SELECT id, payment_id, kind, '', key, amount_minor, state, '', requested_at, answered_at
  FROM jsonb_populate_recordset(NULL::payments_operation, %s)
"""


def add_payments(*, batch: Sequence[PastPayment], actor: Actor, now: datetime) -> None:
    """Take over the payments of past orders, one for each order, in two statements. Nobody is told, nothing is booked.

    Only by methods of which a person says what arrived: a provider's books can be asked, and would know nothing of it.

    :raises MethodNotOffered: when the market does not offer the method.
    :raises NotPossibleNow: when a provider would know about such payments itself.
    :raises BadAmount: for an amount that is not positive.
    """
    actor.must(PAYMENTS_RECORD)
    methods = {(past.market, past.method): _method(past.market, past.method, actor) for past in batch}
    for past in batch:
        if past.amount.minor <= 0:
            raise BadAmount(field="amount", currency=past.amount.currency)
    rows = [_row(past, *methods[past.market, past.method]) for past in batch]
    with transaction.atomic(savepoint=False):
        execute(_ADD, [jsonb(rows)])
        execute(_ADD_OPERATIONS, [jsonb([_operation(past) for past in batch])])


def _method(market: str, code: str, actor: Actor) -> tuple[Method, PaymentProvider]:
    actor.must(PAYMENTS_RECORD, market=market)
    method = offered_method(market, code)
    provider: PaymentProvider = ports.load("payments", method.provider)
    if Capability.NEEDS_STAFF not in provider.capabilities:
        raise NotPossibleNow(state=method.provider)
    return method, provider


def _row(past: PastPayment, method: Method, provider: PaymentProvider) -> dict[str, Any]:
    return {
        "id": past.id,
        "order_id": past.order_id,
        "market_id": past.market,
        "method": method.code,
        "provider": method.provider,
        "merchant": provider.merchant,
        "currency": past.amount.currency,
        "amount_minor": past.amount.minor,
        "state": PaymentState.CAPTURED if past.received else PaymentState.VOIDED,
        "captured_minor": past.amount.minor if past.received else 0,
        "opened_at": past.opened_at,
        "expires_at": past.opened_at + timedelta(minutes=method.hold_minutes),
        "captured_at": past.ended_at if past.received else None,
    }


def _operation(past: PastPayment) -> dict[str, Any]:
    return {
        "id": new_id(),
        "payment_id": past.id,
        "kind": OperationKind.AUTHORISE,
        "key": str(past.id),
        "amount_minor": past.amount.minor,
        "state": OperationState.SUCCEEDED if past.received else OperationState.FAILED,
        "requested_at": past.opened_at,
        "answered_at": past.ended_at,
    }
