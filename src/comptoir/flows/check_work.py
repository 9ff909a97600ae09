from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any

from comptoir.domains.cases.queries import key_of
from comptoir.domains.cases.values import CaseKind, Finding, Severity
from comptoir.domains.catalogue.queries import variants_for
from comptoir.domains.inventory.queries import awaited_for, overdue_goods
from comptoir.domains.orders.queries import numbers_for, waiting_orders
from comptoir.domains.orders.values import BEING_PREPARED, OrderState, WaitingOrder
from comptoir.domains.payments.queries import money_held_for, unanswered_refunds
from comptoir.flows.steps.find_given_up import find_given_up
from comptoir.flows.steps.find_late_labels import find_late_labels
from comptoir.flows.steps.find_missing_goods import find_missing_goods
from comptoir.flows.steps.keep_cases import keep_cases
from comptoir.kernel.access import Actor

SOURCE = "work"
LATE_AFTER = timedelta(days=2)
"""A paid order that nobody has begun so long after its promised day."""
LINGERS_AFTER = timedelta(days=14)
"""An order that was paid so long ago, is past its promised day and has not wholly left."""
UNSETTLED_AFTER = timedelta(minutes=15)
"""An order that awaits a payment although the money is there: settling takes seconds."""
REFUND_ANSWERED_WITHIN = timedelta(days=1)
_MOST = 500


def check_work(*, actor: Actor, now: datetime) -> None:
    """Open a case for everything that has waited too long and for what was given up, and close those that are over.

    Orders paid and not begun past their day, in preparation for ages, or awaiting money that is there; goods that paid
    orders wait for past the day on which they were expected; refunds and parcel labels without an answer; goods that
    pickers did not find; events and jobs that failed for good. What staff hold back on purpose is left alone.
    """
    findings = [*_orders(now), *_goods(actor, now), *_refunds(now), *_beside_orders(now)]
    keep_cases(source=SOURCE, findings=findings, counts={}, actor=actor, now=now)


def _orders(now: datetime) -> Iterator[Finding]:
    past = now - LATE_AFTER
    # A promise counts from the payment, which may have come late.
    for order in waiting_orders([OrderState.PAID], paid_before=past, promised_before=past.date(), limit=_MOST):
        yield _about(order, "late")
    long_ago, today = now - LINGERS_AFTER, now.date()
    for order in waiting_orders(BEING_PREPARED, paid_before=long_ago, promised_before=today, limit=_MOST):
        yield _about(order, "lingering")
    undated = waiting_orders([OrderState.PAID, *BEING_PREPARED], paid_before=long_ago, undated=True, limit=_MOST)
    waits = awaited_for([order.id for order in undated])
    for order in undated:
        if order.id not in waits:
            yield _about(order, "unsent")
    waiting = [OrderState.AWAITING_PAYMENT]
    unpaid = waiting_orders(waiting, placed_before=now - UNSETTLED_AFTER, limit=10 * _MOST)
    held = money_held_for([order.id for order in unpaid])
    for order in unpaid:
        if order.id in held and held[order.id] >= order.total:
            yield _about(order, "unsettled", severity=Severity.URGENT, held=held[order.id])


def _goods(actor: Actor, now: datetime) -> Iterator[Finding]:
    late = overdue_goods(today=now.date(), limit=_MOST, actor=actor)
    articles = variants_for({one.variant_id for one in late})
    for one in late:
        told = {
            "sku": articles[one.variant_id].sku,
            "promised": one.promised,
            "expected_on": one.expected_on.isoformat(),
            "place": one.place_code,
        }
        yield Finding(
            key=f"goods:overdue:{one.variant_id}/{one.place_code}",
            kind=CaseKind.STUCK_ORDER,
            what="goods_overdue",
            facts={name: told[name] for name in ("sku", "promised", "expected_on")},
            evidence={"found": told},
            subject_type="catalogue.variant",
            subject_id=str(one.variant_id),
        )


def _about(order: WaitingOrder, what: str, *, severity: Severity = Severity.NORMAL, **more: Any) -> Finding:
    return Finding(
        key=f"orders:{what}:{order.id}",
        kind=CaseKind.STUCK_ORDER,
        what=what,
        facts={"number": order.number},
        evidence={
            "found": {
                "number": order.number,
                "state": order.state,
                "total": order.total,
                "placed_at": order.placed_at.isoformat(),
                "paid_at": order.paid_at.isoformat() if order.paid_at else None,
                "promised_on": order.promised_on.isoformat() if order.promised_on else None,
                **more,
            }
        },
        market=order.market,
        subject_type="orders.order",
        subject_id=str(order.id),
        severity=severity,
    )


def _refunds(now: datetime) -> Iterator[Finding]:
    refunds = unanswered_refunds(now - REFUND_ANSWERED_WITHIN, limit=_MOST)
    numbers = numbers_for([refund.order_id for refund in refunds])
    called = {str(id): number for id, number in numbers.items()}
    for refund in refunds:
        yield Finding(
            key=key_of("refunds", str(refund.payment_id), refund.cause),
            kind=CaseKind.STUCK_ORDER,
            what="refund_unanswered",
            facts={"amount": refund.amount, "number": called.get(str(refund.order_id), "–")},
            evidence={
                "found": {
                    "amount": refund.amount,
                    "provider": refund.provider,
                    "requested_at": refund.requested_at.isoformat(),
                }
            },
            market=refund.market,
            subject_type="payments.payment",
            subject_id=str(refund.payment_id),
        )


def _beside_orders(now: datetime) -> Iterator[Finding]:
    """Labels, goods on the shelf, and the program's own work."""
    yield from find_late_labels(now=now, most=_MOST)
    yield from find_missing_goods(most=_MOST)
    yield from find_given_up(most=_MOST)
