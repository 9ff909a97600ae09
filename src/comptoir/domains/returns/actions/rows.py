"""A return's row, for the actions of this domain: locked with its order, numbered, moved."""

from datetime import datetime
from typing import Any

from comptoir.domains.markets.queries import market
from comptoir.domains.orders.queries import awaited_money
from comptoir.domains.orders.values import OrderId
from comptoir.domains.returns.events import (
    ReturnAccepted,
    ReturnClosed,
)
from comptoir.domains.returns.models import Return as ReturnRecord
from comptoir.domains.returns.permissions import RETURNS_HANDLE
from comptoir.domains.returns.queries import (
    return_by_id,
)
from comptoir.domains.returns.values import (
    RETURN_STATES,
    ReturnId,
    ReturnState,
)
from comptoir.kernel.access import Actor
from comptoir.kernel.events import emit
from comptoir.kernel.sql import fetch
from comptoir.kernel.transitions import move


def locked(return_id: ReturnId, actor: Actor) -> ReturnRecord:
    """The row, with its order locked, for staff who may handle it."""
    known = return_by_id(return_id)
    actor.must(RETURNS_HANDLE, market=known.market)
    awaited_money(known.order_id)
    return ReturnRecord.objects.get(pk=return_id)


def next_number(market_code: str) -> str:
    prefix = market(market_code).order_prefix
    ((number,),) = fetch("SELECT 'R-' || %s || '-' || nextval('returns_number')", [prefix])
    return str(number)


def accept(row: ReturnRecord, actor: Actor, now: datetime) -> None:
    move(row, to=ReturnState.ACCEPTED, table=RETURN_STATES, actor=actor, now=now, changes={"accepted_at": now})
    emit(ReturnAccepted(**subject(row), kind=row.kind))


def close(row: ReturnRecord, actor: Actor, now: datetime) -> None:
    move(row, to=ReturnState.CLOSED, table=RETURN_STATES, actor=actor, now=now, changes={"ended_at": now})
    emit(ReturnClosed(**subject(row)))


def subject(row: ReturnRecord) -> dict[str, Any]:
    return {"order_id": OrderId(row.order_id), "return_id": ReturnId(row.pk), "market": row.market_id}
