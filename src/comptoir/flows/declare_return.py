from collections.abc import Mapping
from datetime import datetime

from django.db import transaction

from comptoir.domains.inventory.actions import release_pieces
from comptoir.domains.orders.actions import revise_order
from comptoir.domains.orders.queries import revision_of
from comptoir.domains.orders.values import Order
from comptoir.domains.payments.values import Operation
from comptoir.domains.returns.actions import request_return
from comptoir.domains.returns.queries import called_off_by, order_at_the_door, returns_of
from comptoir.domains.returns.values import Return, ReturnRequest
from comptoir.flows.carry_out_operation import carry_out_operation
from comptoir.flows.steps.call_off_order import call_off_order
from comptoir.flows.steps.revise_payments import revise_payments
from comptoir.flows.steps.settle_revision import settle_revision
from comptoir.flows.steps.take_out_goods import take_out_goods
from comptoir.kernel.access import Actor


def declare_return(*, asked: ReturnRequest, actor: Actor, now: datetime) -> Return:
    """A buyer withdraws from the contract for some pieces, or says that something is wrong with them.

    What is withdrawn from and has not left is called off at once, whoever has it in hand: it is free for others, its
    money goes back, and nothing of it is to be sent back. Whether it has left is decided under the order's lock: of a
    withdrawal and a parcel that meet, the first wins, and pieces that have just left are withdrawn from like all others
    that the buyer has. Asked again under the same id, it is the same return.

    :raises UnknownOrder: when there is none, or it is not the guest's.
    :raises NothingChosen, TooManyBack, ReasonNeeded, NameNeeded, StatementTooLong, BadEmail: for what is not rightly
        filled in.
    :raises PeriodOver, ExceptedGoods: where there is no right of withdrawal (any more).
    """
    operations: list[Operation] = []
    with transaction.atomic(durable=True):
        before = order_at_the_door(asked.order_id, actor=actor)
        is_known = any(known.id == asked.id for known in returns_of(before.id))
        called_off = {} if is_known else called_off_by(asked, before)
        found = request_return(asked=asked, called_off=called_off, actor=actor, now=now)
        if called_off:
            operations = _call_off(before, called_off, found.number, actor.with_consequences(), now)
    for operation in operations:
        carry_out_operation(operation=operation, actor=actor.with_consequences(), now=now)
    return found


def _call_off(
    before: Order, called_off: Mapping[int, int], because: str, actor: Actor, now: datetime
) -> list[Operation]:
    """These pieces of an order; all of it, where nothing else of it is wanted."""
    if all(line.wanted == called_off.get(line.position, 0) for line in before.lines):
        return call_off_order(order_id=before.id, because=because, actor=actor, now=now)
    revision = revision_of(before, called_off=called_off)
    revise_order(order_id=before.id, revision=revision, because=because, actor=actor, now=now)
    asked = revise_payments(before=before, revision=revision, because=because, actor=actor, now=now)
    free = take_out_goods(order=before, called_off=called_off, actor=actor, now=now)
    if free:
        release_pieces(order_id=before.id, lines=free, actor=actor, now=now)
    settle_revision(before=before, because=because, actor=actor, now=now)
    return asked
