from collections.abc import Mapping
from datetime import datetime

from django.db import transaction

from comptoir.domains.catalogue.values import VariantId
from comptoir.domains.customers.queries import hold_customer
from comptoir.domains.returns.actions import promise_replacement
from comptoir.domains.returns.errors import NotReplaceable, SwapNeeded
from comptoir.domains.returns.permissions import RETURNS_HANDLE
from comptoir.domains.returns.queries import KEPT_FOR, order_at_the_door, return_by_id, return_for_staff
from comptoir.domains.returns.values import Return, ReturnId, Swap
from comptoir.flows.steps.keep_goods import keep_goods
from comptoir.flows.steps.place_replacement import place_replacement
from comptoir.kernel.access import Actor


def replace_goods(*, return_id: ReturnId, instead: Mapping[int, VariantId], actor: Actor, now: datetime) -> Return:
    """Staff answer a complaint by sending other goods, of each line (by its position) the same or another variant: the
    remedy that the law puts first (directive (EU) 2019/771, article 13; code de la consommation, L217-8 and L217-9), at
    no difference in price. What is in the complaint and not replaced is refunded when it comes.

    The complaint is accepted, the goods are kept from now on, and leave when those have come back. One transaction;
    pressed twice, they are sent once.

    :raises UnknownReturn: when there is none.
    :raises SwapNeeded: when nothing is to be sent, or something that is not sold or cannot be had.
    :raises NotReplaceable: when it is no complaint, or its goods are not awaited.
    :raises InsufficientStock: when there is not enough.
    """
    actor.must(RETURNS_HANDLE)
    with transaction.atomic(durable=True):
        about = order_at_the_door(return_for_staff(return_id, actor=actor).order_id, actor=actor)
        found = return_by_id(return_id)
        if found.replacement_id:
            return found
        if not found.is_replaceable:
            raise NotReplaceable
        swaps = [
            Swap(position=line.position, quantity=line.quantity, variant_id=instead[line.position])
            for line in found.lines
            if line.position in instead
        ]
        if not swaps:
            raise SwapNeeded(field="lines")
        ours = actor.with_consequences()
        draft = place_replacement(order=about, return_id=found.id, kind=found.kind, swaps=swaps, actor=ours, now=now)
        promise_replacement(return_id=found.id, replacement_id=draft.id, swaps=swaps, actor=actor, now=now)
        hold_customer(draft.customer_id)
        keep_goods(order=draft, until=now + KEPT_FOR, actor=ours, now=now)
        return return_by_id(found.id)
