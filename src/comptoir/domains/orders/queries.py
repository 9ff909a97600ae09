"""What others may ask of orders."""

from collections.abc import Collection, Mapping, Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from django.db.models import Count, F, Q, QuerySet, Sum
from django.db.models.functions import TruncDate

from comptoir.domains.catalogue.values import VariantId, Withdrawal
from comptoir.domains.customers.values import CustomerId
from comptoir.domains.markets.queries import market as market_of
from comptoir.domains.orders.errors import UnknownOrder
from comptoir.domains.orders.models import Gesture as GestureRow
from comptoir.domains.orders.models import HoldRules as RulesRow
from comptoir.domains.orders.models import Order as OrderRecord
from comptoir.domains.orders.models import OrderLine as LineRecord
from comptoir.domains.orders.permissions import ORDERS_VIEW
from comptoir.domains.orders.rules import folded, money_verdict, read_delivery, revised, spread_over_lines, worth_of
from comptoir.domains.orders.values import (
    BEING_PREPARED,
    OPEN_STATES,
    AwaitedMoney,
    Gesture,
    GestureWay,
    HoldRules,
    Late,
    MoneyVerdict,
    Order,
    OrderFilter,
    OrderHeading,
    OrderId,
    OrderLine,
    OrderRevision,
    OrderRow,
    OrderState,
    WaitingOrder,
    WorkCounts,
)
from comptoir.domains.payments.values import PaymentId
from comptoir.domains.pricing.values import TaxCategory, TaxLine
from comptoir.kernel.access import ALL_MARKETS, Actor
from comptoir.kernel.addresses import Address
from comptoir.kernel.money import Money
from comptoir.kernel.paging import Page, decode_cursor, page_of
from comptoir.kernel.sql import fetch


def order(order_id: OrderId) -> Order:
    """One order with its lines, for whoever was already let in: a flow, or a surface that checked the token.

    :raises UnknownOrder: when there is none.
    """
    record = OrderRecord.objects.filter(pk=order_id).first()
    if record is None:
        raise UnknownOrder(order_id=str(order_id))
    return _order(record, list(LineRecord.objects.filter(order_id=order_id).order_by("position")))


def order_for_staff(order_id: OrderId, *, actor: Actor) -> Order:
    """One order, if the actor may see the orders of its market.

    :raises UnknownOrder: when there is none.
    """
    found = order(order_id)
    actor.must(ORDERS_VIEW, market=found.market)
    return found


def order_of_cart(cart_id: UUID) -> OrderId | None:
    """The order a cart became."""
    found = OrderRecord.objects.filter(cart_id=cart_id).values_list("id", flat=True).first()
    return OrderId(found) if found else None


def order_ids_by_number(numbers: Collection[str]) -> dict[str, OrderId]:
    """The orders of those numbers that exist."""
    found = OrderRecord.objects.filter(number__in=numbers).values_list("number", "id")
    return {number: OrderId(id) for number, id in found}


def numbers_for(order_ids: Collection[UUID]) -> dict[OrderId, str]:
    """What people call these orders; those that do not exist are left out."""
    found = OrderRecord.objects.filter(pk__in=order_ids).values_list("id", "number")
    return {OrderId(id): number for id, number in found}


def states_of(order_ids: Collection[OrderId]) -> dict[OrderId, OrderState]:
    """The present state of each order that exists."""
    found = OrderRecord.objects.filter(pk__in=order_ids).values_list("id", "state")
    return {OrderId(id): OrderState(state) for id, state in found}


def headings_for(order_ids: Collection[OrderId]) -> dict[OrderId, OrderHeading]:
    """What each order that exists is called, where it was placed and how it stands."""
    found = OrderRecord.objects.filter(pk__in=order_ids).values_list("id", "number", "state", "market_id")
    return {
        OrderId(id): OrderHeading(id=OrderId(id), number=number, state=OrderState(state), market=market)
        for id, number, state, market in found
    }


def awaited_money(order_id: UUID) -> AwaitedMoney:
    """What an order expects of its payments. Locks the order until the transaction ends.

    Whoever changes what is paid, kept or shipped for an order does this first (or moves the order, which locks it too):
    so cancelling, paying and trying again wait for each other at one door, instead of each holding what another wants.

    :raises UnknownOrder: when there is none.
    """
    rows = fetch(
        """SELECT state, total_minor, due_minor, currency, array_remove(counted_payments || paid_by, NULL), voucher,
                  number FROM orders_order WHERE id = %s FOR NO KEY UPDATE""",
        [order_id],
    )
    if not rows:
        raise UnknownOrder(order_id=str(order_id))
    state, total_minor, due_minor, currency, counted, voucher, number = rows[0]
    return AwaitedMoney(
        state=OrderState(state),
        total=Money(total_minor, currency),
        due=Money(due_minor, currency),
        counted=frozenset(counted),
        voucher=voucher,
        number=number,
    )


def verdict_on_money(
    awaited: AwaitedMoney, *, payment_id: PaymentId, secured: Mapping[PaymentId, Money]
) -> MoneyVerdict:
    """What to do with the money that a payment holds for an order, given what all its payments hold."""
    return money_verdict(awaited, payment_id=payment_id, secured=secured)


def revision_of(
    order: Order,
    *,
    called_off: Mapping[int, int],
    added: Sequence[tuple[OrderLine, TaxCategory]] = (),
    shipping_address: Address | None = None,
    billing_address: Address | None = None,
) -> OrderRevision:
    """What would be agreed after a change of an order; None keeps an address. Nothing is written.

    :raises TooManyPieces: when more is called off than is left to send.
    :raises NothingLeft: when no piece would be left.
    """
    return revised(
        order,
        called_off=called_off,
        added=added,
        shipping_address=shipping_address or order.shipping_address,
        billing_address=billing_address or order.billing_address,
    )


def hold_rules(market: str) -> HoldRules:
    """Which orders of a market are held as soon as they are paid; none where nobody has said. One statement."""
    row = RulesRow.objects.filter(market_id=market).first()
    if row is None:
        return HoldRules()
    amounts = {"amount_above": row.amount_above_minor, "first_above": row.first_above_minor}
    currency = market_of(market).currency
    return HoldRules(
        **{name: None if minor is None else Money(minor, currency) for name, minor in amounts.items()},
        countries_differ=row.countries_differ,
        orders_most=row.orders_most,
        emails_most=row.emails_most,
        tries_most=row.tries_most,
        hours=row.hours,
    )


def gestures_of(order_id: UUID) -> tuple[Gesture, ...]:
    """The money that staff gave back of an order of which nothing came back, in that order."""
    rows = GestureRow.objects.filter(order_id=order_id).order_by("granted_at", "id")
    found = rows.values_list("id", "amount_minor", "order__currency", "way", "positions")
    return tuple(
        Gesture(id=id, amount=Money(minor, currency), way=GestureWay(way), positions=tuple(positions))
        for id, minor, currency, way, positions in found
    )


def gesture_worth(order: Order, positions: Collection[int]) -> Money:
    """What a gesture about those lines of an order may come to at most. No statement."""
    return worth_of(order, positions)


def pieces_to_ship(order_id: OrderId, goods: Sequence[tuple[VariantId, int]]) -> dict[int, int]:
    """Which pieces of which lines (by position) those are, of what is still to be sent.

    :raises UnknownOrder: when there is no such order.
    :raises TooManyPieces: when fewer of a variant are to be sent.
    """
    return spread_over_lines(order(order_id).lines, goods)


def unpaid_since(moment: datetime, *, now: datetime, limit: int) -> list[OrderId]:
    """Orders placed before the moment that still wait for their payment, oldest first; not those that may longer."""
    rows = OrderRecord.objects.filter(state=OrderState.AWAITING_PAYMENT, placed_at__lt=moment)
    rows = rows.exclude(unpaid_until__gte=now)
    return [OrderId(id) for id in rows.order_by("placed_at").values_list("id", flat=True)[:limit]]


def waiting_orders(
    states: Collection[OrderState],
    *,
    placed_before: datetime | None = None,
    paid_before: datetime | None = None,
    promised_before: date | None = None,
    undated: bool = False,
    limit: int,
) -> tuple[WaitingOrder, ...]:
    """Orders in those states since long ago, oldest first, but for those that somebody holds back. What was promised
    for no day is never ``promised_before`` one; ``undated`` asks for nothing else."""
    rows = OrderRecord.objects.filter(state__in=states, held_because="")
    for name, before in (("placed_at", placed_before), ("paid_at", paid_before), ("promised_on", promised_before)):
        if before is not None:
            rows = rows.filter(**{f"{name}__lt": before})
    if undated or promised_before is not None:
        rows = rows.filter(_UNDATED if undated else ~_UNDATED)
    return tuple(
        WaitingOrder(
            id=OrderId(row.id),
            number=row.number,
            state=OrderState(row.state),
            market=row.market_id,
            total=Money(row.total_minor, row.currency),
            promised_on=read_delivery(row.delivery, row.currency).promised_on,
            placed_at=row.placed_at,
            paid_at=row.paid_at,
        )
        for row in rows.order_by("placed_at", "id")[:limit]
    )


def order_rows(wanted: OrderFilter, *, actor: Actor, cursor: str | None = None, page_size: int = 50) -> Page[OrderRow]:
    """The list of orders, in the order that is wanted, of the markets the actor may see."""
    actor.must(ORDERS_VIEW)
    rows = (_soonest if wanted.soonest else _newest)(_filtered(wanted, actor), cursor)
    found = list(rows[: page_size + 1])
    counted = LineRecord.objects.filter(order_id__in=[row.id for row in found]).values("order_id")
    pieces = dict(counted.annotate(pieces=Sum(F("quantity") - F("cancelled"))).values_list("order_id", "pieces"))
    return page_of(
        found,
        size=page_size,
        key=lambda row: ((row.promised_on if wanted.soonest else row.placed_at).isoformat(), row.id),
        show=lambda row: _row(row, pieces.get(row.id, 0)),
    )


def _newest(rows: QuerySet[OrderRecord], cursor: str | None) -> QuerySet[OrderRecord]:
    if cursor:
        placed_at, id = decode_cursor(cursor, [datetime.fromisoformat, UUID])
        rows = rows.filter(Q(placed_at__lt=placed_at) | Q(placed_at=placed_at, id__lt=id))
    return rows.order_by("-placed_at", "-id")


def _soonest(rows: QuerySet[OrderRecord], cursor: str | None) -> QuerySet[OrderRecord]:
    if cursor:
        promised_on, id = decode_cursor(cursor, [date.fromisoformat, UUID])
        rows = rows.filter(Q(promised_on__gt=promised_on) | Q(promised_on=promised_on, id__gt=id))
    return rows.order_by("promised_on", "id")


def count_by_state(*, actor: Actor, market: str | None = None) -> dict[OrderState, int]:
    """How many orders are in each state, for the work queues; finished states are not counted."""
    actor.must(ORDERS_VIEW)
    states = (OrderState.AWAITING_PAYMENT, OrderState.PAID, OrderState.PREPARING, OrderState.PARTLY_SHIPPED)
    rows = _filtered(OrderFilter(states=states, market=market), actor)
    counted = dict.fromkeys(states, 0)
    for state, count in rows.values_list("state").annotate(Count("id")):
        counted[OrderState(state)] = count
    return counted


def count_work(*, actor: Actor, market: str, late: Late) -> WorkCounts:
    """How many orders of a market wait in each queue. One statement."""
    actor.must(ORDERS_VIEW)
    queues = {
        "to_pay": Q(state=OrderState.AWAITING_PAYMENT, awaits_goods=False),
        "to_prepare": Q(state=OrderState.PAID),
        "to_ship": Q(state__in=BEING_PREPARED) & ~_COLLECTED,
        "to_collect": Q(state__in=BEING_PREPARED) & _COLLECTED,
        "late": _late(late),
        "on_hold": ~Q(held_because=""),
    }
    known = Q(state__in=OPEN_STATES) | Q(pk__in=late.on_their_way)
    rows = _dated(_filtered(OrderFilter(market=market), actor).filter(known), late)
    return WorkCounts(**rows.aggregate(**{name: Count("id", filter=queue) for name, queue in queues.items()}))


_COLLECTED = Q(delivery__kind="pickup")
_UNDATED = Q(delivery__has_key="undated")


def _dated(rows: QuerySet[OrderRecord], late: Late) -> QuerySet[OrderRecord]:
    zone = ZoneInfo(late.time_zone)
    return rows.annotate(placed_on=TruncDate("placed_at", tzinfo=zone), paid_on=TruncDate("paid_at", tzinfo=zone))


def _late(late: Late) -> Q:
    """As ``promise_that_holds``, for many at once: a promise means nothing when the money came on a later day."""
    here = Q(state__in=(OrderState.PAID, *BEING_PREPARED), promised_on__lt=late.on, paid_on=F("placed_on"))
    return here & ~_UNDATED | Q(pk__in=late.on_their_way)


def _filtered(wanted: OrderFilter, actor: Actor) -> QuerySet[OrderRecord]:
    rows = OrderRecord.objects.all()
    if actor.markets is not ALL_MARKETS:
        rows = rows.filter(market_id__in=actor.markets or ())
    if wanted.states:
        rows = rows.filter(state__in=wanted.states)
    if wanted.market:
        rows = rows.filter(market_id=wanted.market)
    if wanted.held is not None:
        rows = rows.exclude(held_because="") if wanted.held else rows.filter(held_because="")
    if wanted.awaits_goods is not None:
        rows = rows.filter(awaits_goods=wanted.awaits_goods)
    if wanted.collected is not None:
        rows = rows.filter(_COLLECTED) if wanted.collected else rows.exclude(_COLLECTED)
    if wanted.late is not None:
        rows = _dated(rows, wanted.late).filter(_late(wanted.late))
    if wanted.customer_id:
        rows = rows.filter(customer_id=wanted.customer_id)
    for word in folded(wanted.text).split():
        rows = rows.filter(found_by__contains=word)
    return rows


def _row(record: OrderRecord, pieces: int) -> OrderRow:
    address, delivery = Address.read(record.shipping_address), read_delivery(record.delivery, record.currency)
    return OrderRow(
        id=OrderId(record.id),
        number=record.number,
        state=OrderState(record.state),
        market=record.market_id,
        name=address.company or address.name,
        email=record.email,
        total=Money(record.total_minor, record.currency),
        pieces=pieces,
        delivery=delivery,
        promised_on=delivery.promised_on,
        placed_at=record.placed_at,
        paid_at=record.paid_at,
        held=bool(record.held_because),
        waits_for_goods=record.awaits_goods and record.state == OrderState.AWAITING_PAYMENT,
    )


def _order(record: OrderRecord, lines: list[LineRecord]) -> Order:
    currency = record.currency
    facts: dict[str, Any] = {
        name: getattr(record, name)
        for name in ("number", "cart_id", "channel", "email", "language", "comment", "terms_version", "voucher")
    }
    return Order(
        id=OrderId(record.id),
        state=OrderState(record.state),
        market=record.market_id,
        legal_entity_id=record.legal_entity_id,
        customer_id=CustomerId(record.customer_id),
        lines=tuple(_line(line, currency) for line in lines),
        goods_total=Money(record.goods_minor, currency),
        delivery=read_delivery(record.delivery, currency),
        total=Money(record.total_minor, currency),
        taxes=tuple(TaxLine.read(tax, currency) for tax in record.taxes),
        shipping_address=Address.read(record.shipping_address),
        billing_address=Address.read(record.billing_address),
        placed_at=record.placed_at,
        paid_at=record.paid_at,
        shipped_at=record.shipped_at,
        cancelled_at=record.cancelled_at,
        revision=record.revision,
        due=Money(record.due_minor, currency),
        held_because=record.held_because,
        replaces=OrderId(record.replaces_id) if record.replaces_id else None,
        awaits_goods=record.awaits_goods,
        **facts,
    )


def _line(line: LineRecord, currency: str) -> OrderLine:
    return OrderLine(
        position=line.position,
        variant_id=VariantId(line.variant_id),
        sku=line.sku,
        title=line.title,
        options=line.options,
        image=line.image,
        quantity=line.quantity,
        unit_price=Money(line.unit_price_minor, currency),
        discount=Money(line.discount_minor, currency),
        total=Money(line.total_minor, currency),
        tax_class=line.tax_class,
        tax_rate=Decimal(line.tax_rate),
        weight_grams=line.weight_grams,
        cancelled=line.cancelled,
        shipped=line.shipped,
        returned=line.returned,
        withdrawal=Withdrawal(line.withdrawal),
        on_order=line.on_order,
    )
