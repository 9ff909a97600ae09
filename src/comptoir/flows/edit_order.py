from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta

from django.db import transaction

from comptoir.domains.catalogue.errors import UnknownSku
from comptoir.domains.catalogue.queries import variants_by_sku
from comptoir.domains.catalogue.values import VariantCard
from comptoir.domains.delivery.values import MethodKind
from comptoir.domains.fulfilment.actions import call_off_labels
from comptoir.domains.inventory.actions import release_pieces, reserve_more
from comptoir.domains.inventory.queries import availability_for, lock_levels_of, reservations_of
from comptoir.domains.inventory.values import Availability, Destination, Reservation, ReservationState, StockLine
from comptoir.domains.markets.queries import market
from comptoir.domains.orders.actions import revise_order
from comptoir.domains.orders.errors import ElsewhereNow
from comptoir.domains.orders.queries import awaited_money, order, order_for_staff, revision_of
from comptoir.domains.orders.values import (
    BEING_PREPARED,
    Order,
    OrderId,
    OrderLine,
    OrderRevision,
    OrderState,
)
from comptoir.domains.payments.queries import payments_of
from comptoir.domains.pricing.queries import price_goods
from comptoir.domains.pricing.values import Goods, PricedLine, TaxCategory
from comptoir.flows.carry_out_operation import carry_out_operation
from comptoir.flows.steps.keep_goods import keep_goods
from comptoir.flows.steps.pack_claimed import pack_claimed
from comptoir.flows.steps.revise_payments import revise_payments
from comptoir.flows.steps.settle_revision import settle_revision
from comptoir.flows.steps.take_out_goods import take_out_goods
from comptoir.kernel.access import Actor
from comptoir.kernel.addresses import Address, check_address
from comptoir.kernel.clock import local_day
from comptoir.kernel.errors import Invalid, ManyInvalid
from comptoir.kernel.money import Money, total_of
from comptoir.kernel.texts import text_in

_KEPT = frozenset({ReservationState.ACTIVE, ReservationState.CLAIMED})


@dataclass(frozen=True, slots=True, kw_only=True)
class OrderChange:
    """What is to be other than agreed. ``called_off`` by the position of the line, ``added`` by SKU; None keeps an
    address."""

    builds_on: int
    called_off: Mapping[int, int] = field(default_factory=dict)
    added: Mapping[str, int] = field(default_factory=dict)
    shipping_address: Address | None = None
    billing_address: Address | None = None


def edit_order(*, order_id: OrderId, change: OrderChange, because: str, actor: Actor, now: datetime) -> Order:
    """Change what was agreed after it was: call pieces off, add some at today's price, correct an address.

    What is called off is free again, its invoice is credited, and what was paid too much goes back where it came from;
    what is added is kept at once, and its price is due before anything leaves. Goods of an unpaid order that were let
    go meanwhile are kept anew, as long as before. When nothing is left of the order, delivery goes back too. Of two
    people who change an order at once, the second is told.

    :raises OrderChangedMeanwhile: when the order is no longer the one that was looked at.
    :raises NotRevisable: when all has left, or it was cancelled.
    :raises TooManyPieces, NothingLeft: when more is called off than is left to send, or everything is.
    :raises ElsewhereNow: for an address in another country.
    :raises ManyInvalid: for addresses that their country could not deliver to.
    :raises UnknownSku, NotPriced: for goods that do not exist, or that the market does not sell.
    :raises InsufficientStock: when there is not enough of what is added, or of what was let go.
    """
    ours = actor.with_consequences()
    with transaction.atomic(durable=True):
        awaited_money(order_id)
        before = order_for_staff(order_id, actor=actor)
        revision = _revision(before, change, now)
        revise_order(order_id=order_id, revision=revision, because=because, actor=actor, now=now)
        # Payments before shipments and stock, as everybody does: docs/explain/locking.md.
        asked = revise_payments(before=before, revision=revision, because=because, actor=ours, now=now)
        _put_labels_right(before, change, ours, now)
        _put_goods_right(before, change, ours, now)
        agreed = settle_revision(before=before, because=because, actor=ours, now=now)
    for operation in asked:
        carry_out_operation(operation=operation, actor=ours, now=now)
    return agreed


def _revision(before: Order, change: OrderChange, now: datetime) -> OrderRevision:
    address = change.shipping_address
    if address and address.country != before.shipping_address.country:
        raise ElsewhereNow(field="shipping_address.country")
    revision = revision_of(
        before,
        called_off=change.called_off,
        added=_added(before, change.added, now) if change.added else (),
        **_addresses(before, change),
    )
    # What is only set aside does not go back when an order gets cheaper: it is there when it gets dearer again.
    held = total_of((payment.secured for payment in payments_of(before.id)), revision.total.currency)
    due = min(revision.due, max(revision.total - held, Money.zero(held.currency)))
    return replace(revision, builds_on=change.builds_on, due=due)


def _addresses(before: Order, change: OrderChange) -> dict[str, Address]:
    """The corrected addresses as their country writes them, every fault told at once."""
    corrected: dict[str, Address] = {}
    faults: list[Invalid] = []
    for name in ("shipping_address", "billing_address"):
        address: Address | None = getattr(change, name)
        if address is None:
            continue
        corrected[name], wrong = check_address(address)
        if name == "shipping_address" and before.delivery.kind == MethodKind.PICKUP:
            wrong = tuple(fault for fault in wrong if fault.field == "name")  # nobody drives there
        for fault in wrong:
            fault.field = f"{name}.{fault.field}"
        faults += wrong
    if faults:
        raise ManyInvalid(errors=tuple(faults))
    return corrected


def _added(before: Order, added: Mapping[str, int], now: datetime) -> list[tuple[OrderLine, TaxCategory]]:
    """The new lines, at today's price and with the taxes of where the order goes."""
    here, variants = market(before.market), variants_by_sku(list(added))
    if unknown := [sku for sku in added if sku not in variants]:
        raise UnknownSku(field="sku", sku=unknown[0])
    goods = [
        Goods(variant_id=variants[sku].id, sku=sku, quantity=count, tax_class=variants[sku].tax_class)
        for sku, count in added.items()
    ]
    basket = price_goods(
        market=before.market,
        goods=goods,
        destination=before.shipping_address.country,
        vat_number=before.billing_address.vat_number,
        on=local_day(now, here.time_zone),
    )
    stock = availability_for([line.variant_id for line in goods])
    return [
        (
            _line(len(before.lines) + number, line, variants[line.sku], stock[line.variant_id], before.language),
            line.tax_category,
        )
        for number, line in enumerate(basket.lines, 1)
    ]


def _put_goods_right(before: Order, change: OrderChange, actor: Actor, now: datetime) -> None:
    if not (change.called_off or change.added):
        return
    kept = [each for each in reservations_of(before.id) if each.state in _KEPT]
    if not kept and before.state is OrderState.AWAITING_PAYMENT:  # nobody paid in time: they were let go
        keep_goods(order=order(before.id), until=_as_long_again(before, now), actor=actor, now=now)
        return
    free = take_out_goods(order=before, called_off=change.called_off, actor=actor, now=now)
    variants = variants_by_sku(list(change.added)) if change.added else {}
    more = [StockLine(variant_id=variants[sku].id, quantity=count) for sku, count in change.added.items()]
    if free and more:
        lock_levels_of({line.variant_id for line in (*free, *more)})
    if free:
        release_pieces(order_id=before.id, lines=free, actor=actor, now=now)
    if more:
        _keep_more(before, more, kept[0], actor, now)
        if before.state in BEING_PREPARED:
            pack_claimed(order=before, actor=actor, now=now)


def _keep_more(before: Order, more: Sequence[StockLine], like: Reservation, actor: Actor, now: datetime) -> None:
    reserve_more(
        lines=more,
        order_id=before.id,
        like=like,
        preferred_place=before.delivery.place_code or None,
        destination=Destination.of(before.market, before.shipping_address),
        actor=actor,
        now=now,
    )


def _as_long_again(before: Order, now: datetime) -> datetime:
    """Until when goods that were let go are kept anew: as long as they were kept for a payment."""
    return now + max(
        (payment.expires_at - payment.opened_at for payment in payments_of(before.id)), default=timedelta()
    )


def _put_labels_right(before: Order, change: OrderChange, actor: Actor, now: datetime) -> None:
    """What goes elsewhere needs another label."""
    if change.shipping_address and change.shipping_address != before.shipping_address:
        call_off_labels(order_id=before.id, because="", actor=actor, now=now)


def _line(position: int, priced: PricedLine, variant: VariantCard, told: Availability, language: str) -> OrderLine:
    return OrderLine(
        position=position,
        variant_id=variant.id,
        sku=variant.sku,
        title=text_in(variant.title, language),
        options=text_in(variant.options, language),
        image=variant.image.path if variant.image else "",
        quantity=priced.quantity,
        unit_price=priced.unit_price,
        discount=priced.discount,
        total=priced.total,
        tax_class=priced.tax_class,
        tax_rate=priced.tax_rate,
        weight_grams=variant.weight_grams,
        withdrawal=variant.withdrawal,
        on_order=told.on_order(priced.quantity),
    )
