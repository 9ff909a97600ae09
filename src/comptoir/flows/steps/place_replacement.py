from collections.abc import Sequence
from datetime import datetime

from comptoir.domains.orders.actions import place
from comptoir.domains.orders.values import Order, OrderDraft, OrderId
from comptoir.domains.payments.queries import payments_of
from comptoir.domains.returns.queries import replacement_draft
from comptoir.domains.returns.values import ReceivedLine, ReturnId, ReturnKind, Swap
from comptoir.flows.steps.worth_back import worth_back
from comptoir.kernel.access import Actor
from comptoir.kernel.ids import new_id
from comptoir.kernel.money import total_of


def place_replacement(
    *, order: Order, return_id: ReturnId, kind: ReturnKind, swaps: Sequence[Swap], actor: Actor, now: datetime
) -> OrderDraft:
    """Place the order of what is sent instead of goods that are to come back.

    Called under the lock of the order that they are of. Its goods are for the caller to keep, last of all and with its
    customer held: see ``keep_goods``, for as long as ``returns.KEPT_FOR``.

    :raises SwapNeeded: when something cannot be swapped for that.
    """
    # Also what is only set aside, or being taken: it will be there when the goods are.
    left = total_of((payment.secured for payment in payments_of(order.id)), order.total.currency)
    lines = [ReceivedLine(position=swap.position, received=swap.quantity) for swap in swaps]
    worth = worth_back(order=order, kind=kind, lines=lines, left=left).amount
    draft = replacement_draft(order, swaps, id=OrderId(new_id()), return_id=return_id, kind=kind, worth=worth, now=now)
    place(draft=draft, actor=actor, now=now)
    return draft
