from datetime import datetime

from django.db import transaction

from comptoir.domains.customers.queries import hold_customer
from comptoir.domains.returns.actions import request_return
from comptoir.domains.returns.errors import SwapNeeded
from comptoir.domains.returns.permissions import RETURNS_REQUEST
from comptoir.domains.returns.queries import KEPT_FOR, check_asked, order_at_the_door, returns_of
from comptoir.domains.returns.values import Return, ReturnKind, ReturnRequest
from comptoir.flows.steps.keep_goods import keep_goods
from comptoir.flows.steps.place_replacement import place_replacement
from comptoir.kernel.access import Actor


def request_exchange(*, asked: ReturnRequest, actor: Actor, now: datetime) -> Return:
    """Send goods back for other variants of the same product: a return, accepted at once, and the order of what is sent
    instead, whose goods are kept from now on and which what comes back is to pay.

    One transaction. Asked again under the same id, it is the same return and the same order.

    :raises UnknownOrder: when there is none, or it is not the guest's.
    :raises NothingChosen, TooManyBack, ReasonNeeded, NameNeeded, StatementTooLong, BadEmail: for what is not rightly
        filled in.
    :raises SwapNeeded: when a line names no other variant of its product that is sold and can be had.
    :raises PeriodOver, ExceptedGoods: when it comes too late, or the goods cannot be sent back.
    :raises InsufficientStock: when there is not enough of what is wanted instead.
    """
    actor.must(RETURNS_REQUEST)
    if asked.kind is not ReturnKind.EXCHANGE:
        raise SwapNeeded(field="kind")
    with transaction.atomic(durable=True):
        about = order_at_the_door(asked.order_id, actor=actor)
        actor.must(RETURNS_REQUEST, market=about.market)
        if any(each.id == asked.id for each in returns_of(about.id)):
            return request_return(asked=asked, actor=actor, now=now)
        check_asked(asked, about, now=now)
        ours = actor.with_consequences()
        draft = place_replacement(
            order=about,
            return_id=asked.id,
            kind=asked.kind,
            swaps=asked.swaps,
            actor=ours,
            now=now,
        )
        found = request_return(asked=asked, replacement_id=draft.id, actor=actor, now=now)
        hold_customer(draft.customer_id)
        keep_goods(order=draft, until=now + KEPT_FOR, actor=ours, now=now)
        return found
