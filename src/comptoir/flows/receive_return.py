from collections.abc import Mapping, Sequence
from datetime import datetime

from django.db import transaction

from comptoir.domains.inventory.actions import take_back
from comptoir.domains.inventory.values import PlacedLine
from comptoir.domains.invoicing.queries import credit_worth
from comptoir.domains.orders.actions import mark_pieces_returned
from comptoir.domains.orders.queries import awaited_money, order
from comptoir.domains.orders.values import Order
from comptoir.domains.payments.queries import refund_parts
from comptoir.domains.returns.actions import record_return_receipt
from comptoir.domains.returns.queries import amount_back, return_by_id, return_for_staff
from comptoir.domains.returns.values import AmountBack, Outcome, ReceivedLine, Return, ReturnId, refund_cause
from comptoir.flows.carry_out_operation import carry_out_operation
from comptoir.flows.steps.credit_pieces import credit_pieces
from comptoir.flows.steps.give_back_part import give_back_part
from comptoir.kernel.access import Actor
from comptoir.kernel.money import total_of


def receive_return(
    *, return_id: ReturnId, lines: Sequence[ReceivedLine], place_code: str, actor: Actor, now: datetime
) -> Return:
    """Goods that were sent back have come in to a place: they go back to stock or are written off, their invoice is
    credited, and their price goes back where it came from, with that of delivery when a withdrawal leaves nothing.

    What goes back is never more than what was paid. The provider is asked under a key that was written down with all
    the rest, so if this dies half way the sweep finishes it; of two receipts of one return, the second is refused.

    :raises UnknownReturn, UnknownPlace: when there is none.
    :raises NotAsAnnounced, NothingCame: for lines that are not those of the return, or when none came.
    :raises MoveRefused: unless the goods were awaited.
    """
    ours = actor.with_consequences()
    with transaction.atomic(durable=True):
        found = return_for_staff(return_id, actor=actor)
        awaited_money(found.order_id)
        before, came = order(found.order_id), {line.position: line.received for line in lines if line.received > 0}
        back = _within_what_was_paid(before, amount_back(before, found.kind, came), came)
        record_return_receipt(return_id=found.id, lines=lines, place_code=place_code, back=back, actor=actor, now=now)
        mark_pieces_returned(order_id=before.id, pieces=came, actor=ours, now=now)
        cause, because = refund_cause(found.id), found.number
        asked = give_back_part(
            order_id=before.id, amount=back.amount, cause=cause, because=because, actor=ours, now=now
        )
        take_back(
            lines=_placed(before, lines, Outcome.RESTOCK, place_code),
            scrapped=_placed(before, lines, Outcome.SCRAP, place_code),
            reference=found.number,
            actor=ours,
            now=now,
        )
        credit_pieces(
            order=order(before.id),
            cause=cause,
            because=because,
            came_back=came,
            with_delivery=back.with_delivery,
            actor=ours,
            now=now,
        )
    for operation in asked:
        carry_out_operation(operation=operation, actor=ours, now=now)
    return return_by_id(found.id)


def _within_what_was_paid(before: Order, wanted: AmountBack, came: Mapping[int, int]) -> AmountBack:
    """What was given back as a gesture before goes back no second time."""
    currency = before.total.currency
    worth = credit_worth(before.id, came=came, with_delivery=wanted.with_delivery, currency=currency)
    parts = (part for _, part in refund_parts(before.id, wanted.amount if worth is None else min(wanted.amount, worth)))
    return AmountBack(amount=total_of(parts, before.total.currency), with_delivery=wanted.with_delivery)


def _placed(before: Order, lines: Sequence[ReceivedLine], outcome: Outcome, place_code: str) -> list[PlacedLine]:
    variants = {line.position: line.variant_id for line in before.lines}
    return [
        PlacedLine(variant_id=variants[line.position], place_code=place_code, quantity=line.received)
        for line in lines
        if line.outcome is outcome and line.received > 0
    ]
