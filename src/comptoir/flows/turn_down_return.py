from datetime import datetime

from django.db import transaction

from comptoir.domains.orders.queries import awaited_money
from comptoir.domains.returns.actions import refuse_return
from comptoir.domains.returns.permissions import RETURNS_HANDLE
from comptoir.domains.returns.queries import order_at_the_door, return_by_id
from comptoir.domains.returns.values import ReturnId
from comptoir.flows.carry_out_operation import carry_out_operation
from comptoir.flows.steps.call_off_replacement import call_off_replacement
from comptoir.kernel.access import Actor


def turn_down_return(*, return_id: ReturnId, because: str, actor: Actor, now: datetime) -> None:
    """A complaint is not followed, or goods that were announced never came; what was to be sent instead is called off,
    if it is not paid yet. The customer is told why.

    :raises UnknownReturn: when there is none.
    :raises ReasonMissing: without a reason.
    :raises MoveRefused: when the goods are here, or it has ended.
    """
    actor.must(RETURNS_HANDLE)
    ours = actor.with_consequences()
    with transaction.atomic(durable=True):
        order_at_the_door(return_by_id(return_id).order_id, actor=actor)
        found = return_by_id(return_id)
        if found.replacement_id:
            awaited_money(found.replacement_id)  # both doors first: docs/explain/locking.md
        refuse_return(return_id=return_id, because=because, actor=actor, now=now)
        asked = call_off_replacement(replacement_id=found.replacement_id, because=found.number, actor=ours, now=now)
    for operation in asked:
        carry_out_operation(operation=operation, actor=ours, now=now)
