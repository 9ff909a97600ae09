from collections.abc import Sequence
from datetime import datetime, timedelta

from django.db import transaction

from comptoir.domains.fulfilment.actions import call_off_labels
from comptoir.domains.inventory.actions import release_pieces, reserve_more
from comptoir.domains.inventory.queries import lock_levels_of, reservations_of
from comptoir.domains.inventory.values import Destination, Reservation, ReservationState, StockLine
from comptoir.domains.orders.actions import revise_order
from comptoir.domains.orders.errors import TotalChanged
from comptoir.domains.orders.queries import awaited_money, order, order_for_staff
from comptoir.domains.orders.values import (
    BEING_PREPARED,
    Order,
    OrderChange,
    OrderId,
    OrderState,
)
from comptoir.domains.payments.queries import payments_of
from comptoir.flows.carry_out_operation import carry_out_operation
from comptoir.flows.steps.goes_otherwise import goes_otherwise
from comptoir.flows.steps.keep_goods import keep_goods
from comptoir.flows.steps.pack_claimed import pack_claimed
from comptoir.flows.steps.revise_payments import revise_payments
from comptoir.flows.steps.revision_wanted import revision_wanted
from comptoir.flows.steps.settle_revision import settle_revision
from comptoir.flows.steps.take_out_goods import take_out_goods
from comptoir.kernel.access import Actor
from comptoir.kernel.money import Money

_KEPT = frozenset({ReservationState.ACTIVE, ReservationState.CLAIMED})


def edit_order(
    *, order_id: OrderId, change: OrderChange, because: str, shown: Money | None = None, actor: Actor, now: datetime
) -> Order:
    """Change what was agreed after it was: call pieces off, add some at today's price, correct an address or e-mail,
    send it another way.

    What is called off is free again, its invoice is credited, and what was paid too much goes back where it came from;
    what is added is kept at once, and its price is due before anything leaves. Goods of an unpaid order that were let
    go meanwhile are kept anew, as long as before. When nothing is left of the order, delivery goes back too. Of two
    people who change an order at once, the second is told; so is whoever was ``shown`` another total than it comes to.

    :raises OrderChangedMeanwhile: when the order is no longer the one that was looked at.
    :raises NotRevisable: when all has left, or it was cancelled.
    :raises TooManyPieces, NothingLeft: when more is called off than is left to send, or everything is.
    :raises ElsewhereNow: for an address in a country that the market does not deliver to, or that has other taxes.
    :raises NotDeliveredSo: for a way of delivery that these goods and this address do not have.
    :raises PartlyLeft: for another way or country, when a part has left.
    :raises ManyInvalid: for addresses that their country could not deliver to, and an e-mail that is none.
    :raises UnknownSku, NotPriced: for goods that do not exist, or that the market does not sell.
    :raises InsufficientStock: when there is not enough of what is added, or of what was let go.
    :raises TotalChanged: where all of that is right, and the total is not the one that was shown.
    """
    ours = actor.with_consequences()
    with transaction.atomic(durable=True):
        awaited_money(order_id)
        before = order_for_staff(order_id, actor=actor)
        revision = revision_wanted(before=before, change=change, now=now)
        revise_order(order_id=order_id, revision=revision, because=because, actor=actor, now=now)
        # Payments before shipments and stock, as everybody does: docs/explain/locking.md.
        asked = revise_payments(before=before, revision=revision, because=because, actor=ours, now=now)
        _put_labels_right(before, change, ours, now)
        _put_goods_right(before, change, ours, now, anew=goes_otherwise(before=before, change=change))
        if shown not in (None, revision.total):
            raise TotalChanged(total=revision.total)
        agreed = settle_revision(before=before, because=because, actor=ours, now=now)
    for operation in asked:
        carry_out_operation(operation=operation, actor=ours, now=now)
    return agreed


def _put_goods_right(before: Order, change: OrderChange, actor: Actor, now: datetime, *, anew: bool) -> None:
    """``anew``: what goes another way, or to another country, is kept and packed anew where that is served from."""
    if not (change.called_off or change.added or anew):
        return
    kept = [each for each in reservations_of(before.id) if each.state in _KEPT]
    if not kept and before.state is OrderState.AWAITING_PAYMENT:  # nobody paid in time: they were let go
        keep_goods(order=order(before.id), until=_as_long_again(before, now), actor=actor, now=now)
        return
    agreed = order(before.id)
    freed = {line.position: line.to_ship for line in before.lines} if anew else change.called_off
    free = take_out_goods(order=before, called_off=freed, actor=actor, now=now)
    known = 0 if anew else len(before.lines)
    more = [
        StockLine(variant_id=line.variant_id, quantity=line.to_ship)
        for line in agreed.lines
        if line.position > known and line.to_ship and line.lies_on_shelf
    ]
    if free and more:
        lock_levels_of({line.variant_id for line in (*free, *more)})
    if free:
        release_pieces(order_id=before.id, lines=free, actor=actor, now=now)
    if more:
        _keep_more(agreed, more, kept[0], actor, now)
        if agreed.state in BEING_PREPARED:
            pack_claimed(order=agreed, actor=actor, now=now)


def _keep_more(agreed: Order, more: Sequence[StockLine], like: Reservation, actor: Actor, now: datetime) -> None:
    reserve_more(
        lines=more,
        order_id=agreed.id,
        like=like,
        preferred_place=agreed.delivery.place_code or None,
        destination=Destination.of(agreed.market, agreed.shipping_address),
        actor=actor,
        now=now,
    )


def _as_long_again(before: Order, now: datetime) -> datetime:
    """Until when goods that were let go are kept anew: as long as they were kept for a payment."""
    return now + max(
        (payment.expires_at - payment.opened_at for payment in payments_of(before.id)), default=timedelta()
    )


def _put_labels_right(before: Order, change: OrderChange, actor: Actor, now: datetime) -> None:
    """What goes elsewhere or otherwise needs another label."""
    moves = change.shipping_address and change.shipping_address != before.shipping_address
    if moves or goes_otherwise(before=before, change=change):
        call_off_labels(order_id=before.id, because="", actor=actor, now=now)
