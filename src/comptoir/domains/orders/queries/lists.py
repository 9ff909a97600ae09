"""Lists of orders, and how many wait in each queue."""

from collections.abc import Collection
from datetime import date, datetime
from uuid import UUID
from zoneinfo import ZoneInfo

from django.db.models import Count, F, Q, QuerySet, Sum
from django.db.models.functions import TruncDate

from comptoir.domains.catalogue.values import VariantId
from comptoir.domains.orders.models import Order as OrderRecord
from comptoir.domains.orders.models import OrderLine as LineRecord
from comptoir.domains.orders.permissions import ORDERS_VIEW
from comptoir.domains.orders.rules import folded, read_delivery
from comptoir.domains.orders.values import (
    BEING_PREPARED,
    OPEN_STATES,
    Late,
    OrderFilter,
    OrderId,
    OrderRow,
    OrderState,
    OrderSum,
    WaitingOrder,
    WorkCounts,
)
from comptoir.kernel.access import ALL_MARKETS, Actor
from comptoir.kernel.addresses import Address
from comptoir.kernel.money import Money
from comptoir.kernel.paging import Page, decode_cursor, page_of
from comptoir.kernel.sql import fetch


def orders_to_download(*, limit: int) -> list[OrderId]:
    """Orders that are paid and free to go on, of which downloads were not delivered yet: longest paid first."""
    rows = fetch(
        """SELECT DISTINCT placed.id, placed.paid_at FROM orders_orderline AS line
             JOIN orders_order AS placed ON placed.id = line.order_id
            WHERE line.kind = 'download' AND line.shipped + line.cancelled < line.quantity
              AND placed.state IN ('paid', 'preparing', 'partly_shipped')
              AND placed.held_because = '' AND placed.due_minor = 0
            ORDER BY placed.paid_at LIMIT %s""",
        [limit],
    )
    return [OrderId(id) for id, _paid_at in rows]


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


def sum_orders(wanted: OrderFilter, *, actor: Actor) -> OrderSum:
    """What the orders of a list come to, of the markets the actor may see. One statement."""
    actor.must(ORDERS_VIEW)
    counted = _filtered(wanted, actor).values_list("currency").annotate(Count("id"), Sum("total_minor"))
    rows = sorted(counted.order_by())
    return OrderSum(
        orders=sum(count for _, count, _ in rows),
        totals=tuple(Money(minor, currency) for currency, _, minor in rows),
    )


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
        "to_pay": _TO_PAY,
        "to_prepare": Q(state=OrderState.PAID) & ~_TO_PAY,
        "to_ship": Q(state__in=BEING_PREPARED) & ~_COLLECTED,
        "to_collect": Q(state__in=BEING_PREPARED) & _COLLECTED,
        "late": _late(late),
        "on_hold": ~Q(held_because=""),
    }
    known = Q(state__in=OPEN_STATES) | Q(pk__in=late.on_their_way)
    rows = _dated(_filtered(OrderFilter(market=market), actor).filter(known), late)
    return WorkCounts(**rows.aggregate(**{name: Count("id", filter=queue) for name, queue in queues.items()}))


_TO_PAY = Q(state=OrderState.AWAITING_PAYMENT, awaits_goods=False) | Q(
    state__in=(OrderState.PAID, *BEING_PREPARED), due_minor__gt=0
)
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
    if wanted.to_pay is not None:
        rows = rows.filter(_TO_PAY if wanted.to_pay else ~_TO_PAY)
    if wanted.collected is not None:
        rows = rows.filter(_COLLECTED) if wanted.collected else rows.exclude(_COLLECTED)
    if wanted.late is not None:
        rows = _dated(rows, wanted.late).filter(_late(wanted.late))
    if wanted.placed_from is not None:
        rows = rows.filter(placed_at__gte=wanted.placed_from)
    if wanted.placed_before is not None:
        rows = rows.filter(placed_at__lt=wanted.placed_before)
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
        due=Money(record.due_minor, record.currency),
        pieces=pieces,
        delivery=delivery,
        promised_on=delivery.promised_on,
        placed_at=record.placed_at,
        paid_at=record.paid_at,
        held=bool(record.held_because),
        waits_for_goods=record.awaits_goods and record.state == OrderState.AWAITING_PAYMENT,
    )


def bought_variants(
    *, since: datetime, after: OrderId | None = None, limit: int
) -> dict[OrderId, tuple[VariantId, ...]]:
    """What was bought together: the variants of orders that were placed since then and not called off, by order, in the
    order of their ids; the next ones ``after`` an order. Two statements."""
    orders = OrderRecord.objects.filter(placed_at__gte=since).exclude(state=OrderState.CANCELLED)
    if after is not None:
        orders = orders.filter(pk__gt=after)
    ids = list(orders.order_by("pk").values_list("pk", flat=True)[:limit])
    lines = LineRecord.objects.filter(order_id__in=ids, quantity__gt=F("cancelled"))
    found: dict[OrderId, list[VariantId]] = {OrderId(id): [] for id in ids}
    for order_id, variant_id in lines.order_by("order_id", "position").values_list("order_id", "variant_id"):
        found[OrderId(order_id)].append(VariantId(variant_id))
    return {id: tuple(variants) for id, variants in found.items()}
