"""What transfers, purchase orders and counts share: their numbers, and that a form sent twice counts once."""

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from comptoir.domains.inventory.errors import BadQuantity, NothingGiven, UnknownPlace
from comptoir.domains.inventory.rules import MOST
from comptoir.domains.inventory.values import StockLine
from comptoir.domains.network.queries import places_for
from comptoir.kernel.once import answer, claim, hash_of
from comptoir.kernel.sql import fetch


def next_number(prefix: str, now: datetime) -> str:
    """The next number of that kind in the year, ``TR-2026-0042``. Whoever takes one after us waits until we are done,
    so it is taken before levels are locked, by everybody."""
    ((number,),) = fetch(
        """INSERT INTO inventory_numberseries AS series (prefix, year, last_number) VALUES (%s, %s, 1)
           ON CONFLICT (prefix, year) DO UPDATE SET last_number = series.last_number + 1 RETURNING last_number""",
        [prefix, now.year],
    )
    return f"{prefix}-{now.year}-{number:04d}"


def done_before(scope: str, key: str, asked: Any, subject_id: UUID, now: datetime) -> UUID | None:
    """What the key made the first time, or None: it is now ours. Call it first in the transaction of the effect.

    :raises KeyReused: when the key stands for something else.
    """
    found = claim(scope=scope, key=key, request_hash=hash_of(asked), subject_id=subject_id, now=now)
    if found.fresh:
        answer(scope=scope, key=key, answer=str(subject_id), now=now)
        return None
    return UUID(found.subject_id)


def added_up(lines: Sequence[StockLine], *, least: int = 1) -> list[StockLine]:
    """One line for each variant, in the common order.

    :raises BadQuantity: for a line of fewer pieces than ``least``, or absurdly many.
    """
    quantities: dict[Any, int] = {}
    for line in lines:
        if not least <= line.quantity <= MOST:
            raise BadQuantity(field="quantity", variant_id=str(line.variant_id))
        quantities[line.variant_id] = quantities.get(line.variant_id, 0) + line.quantity
    return [StockLine(variant_id=id, quantity=quantities[id]) for id in sorted(quantities)]


def must_name_something(lines: Collection[StockLine]) -> None:
    """:raises NothingGiven: for an empty list."""
    if not lines:
        raise NothingGiven(field="lines")


def must_be_a_place(code: str, *, field: str = "place") -> None:
    """:raises UnknownPlace: when it is none."""
    if code not in places_for([code]):
        raise UnknownPlace(field=field, place_code=code)


def asked_of(lines: Sequence[StockLine]) -> list[list[str | int]]:
    """The lines as JSON holds them."""
    return [[str(line.variant_id), line.quantity] for line in lines]
