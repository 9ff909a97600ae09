from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from comptoir.domains.catalogue.values import VariantKind
from comptoir.domains.fulfilment.actions import end_downloads
from comptoir.domains.ledger.values import ADVANCES_RECEIVED
from comptoir.domains.orders.actions import grant_gesture
from comptoir.domains.orders.queries import awaited_money, gestures_of, given_back_in_full, order
from comptoir.domains.orders.values import Gesture, GestureWay, Order, OrderId
from comptoir.domains.payments.actions import give_as_credit
from comptoir.domains.payments.errors import TooMuch
from comptoir.domains.payments.queries import refund_parts
from comptoir.domains.payments.values import Operation, Payment
from comptoir.domains.stored_value.actions import issue_stored_value
from comptoir.domains.stored_value.values import AccountDraft, AccountKind, Issued, Origin
from comptoir.flows.carry_out_operation import carry_out_operation
from comptoir.flows.steps.book_document import book_document
from comptoir.flows.steps.book_stored_value import book_stored_value
from comptoir.flows.steps.credit_gestures import credit_gestures
from comptoir.flows.steps.give_back_part import give_back_part
from comptoir.kernel.access import Actor
from comptoir.kernel.money import Money, total_of


@dataclass(frozen=True, slots=True, kw_only=True)
class GivenBack:
    """What a gesture led to: the refunds that were asked for, or the store credit, whose code is told this once."""

    operations: tuple[Operation, ...] = ()
    credit: Issued | None = None


def refund_order(*, order_id: OrderId, gesture: Gesture, because: str, actor: Actor, now: datetime) -> GivenBack:
    """Staff give money back of an order of which nothing comes back: to where it came from, or as store credit to the
    customer. What is invoiced of it is credited; the rest when it is invoiced. The links to files end when all
    that was paid for them has gone back.

    Never more than its payments still hold, however many ask at once; pressed twice with one id, it is given once. The
    provider is asked under a key that was written down with all the rest, so if this dies half way the sweep finishes.

    :raises NotRefundable: when the order was not paid, or is cancelled.
    :raises BadGesture: without a reason, for nothing, or for more than what it is about came to.
    :raises TooMuch: when less is left of what was taken, with what is.
    :raises GestureDiffers: when the same gesture was granted with other contents.
    """
    ours = actor.with_consequences()
    with transaction.atomic(durable=True):
        awaited_money(order_id)
        fresh = grant_gesture(order_id=order_id, gesture=gesture, because=because, actor=actor, now=now)
        found = order(order_id)
        given = GivenBack()
        if gesture.way is GestureWay.CREDIT:
            given = _credit(found, gesture, because, actor, now, fresh=fresh)
        elif fresh:
            given = _refund(found, gesture, because, actor, now)
        _end_files(found, ours, now)
        for note_id in credit_gestures(order=found, because=because, actor=ours, now=now):
            book_document(document_id=note_id, customer_id=found.customer_id, actor=ours, now=now)
        if given.credit:
            book_stored_value(
                entry=given.credit.entry, market=found.market, against=ADVANCES_RECEIVED, actor=ours, now=now
            )
    for operation in given.operations:
        carry_out_operation(operation=operation, actor=ours, now=now)
    return given


def _end_files(found: Order, actor: Actor, now: datetime) -> None:
    """Whoever has all the money of a file back fetches it no more. A part of it is a kindness, and changes nothing."""
    files = [line.position for line in found.lines if line.kind is VariantKind.DOWNLOAD]
    ended = given_back_in_full(found, gestures_of(found.id)) if files else frozenset()
    if gone := ended.intersection(files):
        end_downloads(order_id=found.id, positions=gone, actor=actor, now=now)


def _refund(found: Order, gesture: Gesture, because: str, actor: Actor, now: datetime) -> GivenBack:
    _parts(found, gesture)
    asked = give_back_part(
        order_id=found.id, amount=gesture.amount, cause=gesture.cause, because=because, actor=actor, now=now
    )
    return GivenBack(operations=tuple(asked))


def _credit(found: Order, gesture: Gesture, because: str, actor: Actor, now: datetime, *, fresh: bool) -> GivenBack:
    """Payments keep the money and are refunded that much less."""
    for payment, part in _parts(found, gesture) if fresh else ():
        give_as_credit(payment_id=payment.id, amount=part, because=because, actor=actor, now=now)
    draft = AccountDraft(
        kind=AccountKind.STORE_CREDIT,
        market=found.market,
        amount=gesture.amount,
        origin=Origin.REFUND,
        email=found.email,
        order_id=found.id,
    )
    issued = issue_stored_value(draft=draft, key=f"{found.id}:{gesture.cause}", because=because, actor=actor, now=now)
    return GivenBack(credit=issued)


def _parts(found: Order, gesture: Gesture) -> list[tuple[Payment, Money]]:
    parts = refund_parts(found.id, gesture.amount)
    left = total_of((part for _, part in parts), gesture.amount.currency)
    if left < gesture.amount:
        raise TooMuch(available=left)
    return parts
