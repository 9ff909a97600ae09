"""News, and what comes of it, in few words."""

from dataclasses import replace
from typing import Any

import orjson

from comptoir.domains.integrations.actions import (
    claim_deliveries,
    queue_deliveries,
    record_answer,
)
from comptoir.domains.integrations.queries import (
    told_after,
)
from comptoir.domains.integrations.values import (
    Answer,
    Delivery,
    Outgoing,
    SubscriptionId,
)
from comptoir.domains.markets.actions import save_market
from comptoir.domains.markets.testing import make_market
from comptoir.domains.orders.events import OrderPaid, OrderPlaced
from comptoir.domains.orders.values import Order
from comptoir.kernel.events import Event
from comptoir.kernel.testing import NOON, OWNER


def paid(order: Order) -> OrderPaid:
    return OrderPaid(order_id=order.id, market=order.market)


def placed(order: Order) -> OrderPlaced:
    return OrderPlaced(order_id=order.id, market=order.market)


def two_markets() -> None:
    """France and Belgium."""
    save_market(market=replace(make_market(), code="be", countries=("BE",), order_prefix="BE"), actor=OWNER, now=NOON)


def queue(*happened: Event) -> int:
    return queue_deliveries(happened=happened, actor=OWNER, now=NOON)


def claim(*, now: Any = NOON, room: int = 8, each: int = 4, under_way: Any = ()) -> list[Outgoing]:
    return claim_deliveries(room=room, each=each, under_way=under_way, actor=OWNER, now=now)


def answered(sent: Outgoing, answer: Answer | int = 200, *, now: Any = NOON) -> None:
    given = Answer(status=answer) if isinstance(answer, int) else answer
    record_answer(sent=sent, answer=given, luck=1, actor=OWNER, now=now)


def log(id: SubscriptionId) -> list[Delivery]:
    """Oldest first."""
    return told_after(id, actor=OWNER)[0]


def told(delivery: Delivery) -> Any:
    return orjson.loads(delivery.body)
