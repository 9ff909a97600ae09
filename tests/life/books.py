"""What is looked at: what the rows say, after each step the cheap part of it, now and then all of it."""

from collections.abc import Sequence
from datetime import datetime
from pathlib import Path
from uuid import UUID

from django.db import connection

from comptoir.domains.orders.values import OrderState
from comptoir.kernel import clock
from comptoir.kernel.sql import fetch
from comptoir.operations.verify.checks import run_checks
from comptoir.operations.verify.witness import PATIENCE, books_of_the_bank, compare_with_bank

_CHEAP = """
SELECT 'level ' || level.id || ' promises more than there is, or counts wrong' FROM inventory_stocklevel AS level
  LEFT JOIN (SELECT variant_id, place_id, sum(quantity) FILTER (WHERE state = 'active') AS active,
                    sum(quantity) FILTER (WHERE state = 'claimed') AS claimed
               FROM inventory_reservation WHERE state IN ('active', 'claimed') GROUP BY 1, 2) AS kept
       USING (variant_id, place_id)
 WHERE on_hand + backorder_limit + shortfall < reserved + level.claimed OR least(on_hand, reserved, level.claimed) < 0
    OR reserved <> coalesce(active, 0) OR level.claimed <> coalesce(kept.claimed, 0)
UNION ALL
SELECT 'payment is out of its bounds: ' || to_jsonb(payments_payment)::text FROM payments_payment
 WHERE NOT (0 <= refunded_minor AND refunded_minor <= captured_minor AND captured_minor <= authorised_minor)
    OR (refunded_minor + refunding_minor > captured_minor AND next_look_at IS NULL)
UNION ALL
SELECT 'account ' || id || ' is below nothing' FROM stored_value_account WHERE balance_minor < 0
"""
_OWNED = """
SELECT variant.sku, level.on_hand + coalesce(travelling.pieces, 0)
  FROM (SELECT variant_id, sum(on_hand)::int AS on_hand FROM inventory_stocklevel GROUP BY 1) AS level
  JOIN catalogue_variant AS variant ON variant.id = level.variant_id
  LEFT JOIN (SELECT variant_id, sum(sent - received - lost - given_back)::int AS pieces
               FROM inventory_transferline GROUP BY 1) AS travelling USING (variant_id)
"""
_KEPT = """
SELECT order_id, sum(captured_minor - refunded_minor)::bigint,
       sum(CASE WHEN state = 'authorised' AND NOT voiding THEN authorised_minor ELSE 0 END)::bigint,
       count(*) FILTER (WHERE state IN ('created', 'pending')), sum(credited_minor)::bigint
  FROM payments_payment GROUP BY 1
"""


def owned_pieces() -> dict[str, int]:
    """Of each article, on all shelves and between them."""
    return {sku: count for sku, count in fetch(_OWNED) if sku in ("HONEY", "SOAP-1", "SOAP-2")}


def states_of_orders() -> dict[UUID, OrderState]:
    return {id: OrderState(state) for id, state in fetch("SELECT id, state FROM orders_order")}


def lines_of(order_id: UUID) -> list[tuple[str, int, int, int, int]]:
    """Of each line of an order the article, and pieces ordered, called off, sent and returned."""
    return fetch(
        """SELECT sku, quantity, cancelled, shipped, returned FROM orders_orderline
            WHERE order_id = %s ORDER BY position""",
        [order_id],
    )


def totals_of(order_id: UUID) -> list[int]:
    """What an order came to when it was placed, and after each change since."""
    found = fetch(
        """SELECT coalesce(after->>'total_minor', after->'total'->>'minor')::bigint FROM kernel_history
            WHERE subject_type = 'orders.order' AND subject_id = %s AND action IN ('placed', 'revised') ORDER BY id""",
        [str(order_id)],
    )
    return [minor for (minor,) in found]


def order_of_cart(cart_id: UUID) -> UUID | None:
    rows = fetch("SELECT id FROM orders_order WHERE cart_id = %s", [cart_id])
    assert len(rows) <= 1
    return rows[0][0] if rows else None


def cheap_breaks() -> list[str]:
    """What can be asked after every step."""
    return [words for (words,) in fetch(_CHEAP)]


def all_breaks(home: Path, now: datetime) -> list[str]:
    """Everything that `comptoir verify` asks; of the bank's books whatever nobody is about to ask the bank of."""
    connection.ensure_connection()
    raw = connection.connection
    found = [words for each in run_checks(raw, now=now, real_now=clock.real_now()) for words in each.breaks]
    asked = [str(id) for (id,) in fetch("SELECT id FROM payments_payment WHERE next_look_at IS NOT NULL")]
    at_the_bank = compare_with_bank(raw, home, real_now=now + PATIENCE)[1]
    return found + [words for words in at_the_bank if not any(id in words for id in asked)]


def none_of(breaks: Sequence[str]) -> None:
    assert not breaks, "\n".join(breaks)


def money_kept() -> dict[UUID, tuple[int, int, int, int]]:
    """For each order what its payments hold by now, what is only set aside, how many of them are not decided, and how
    much of what they hold was given as credit, to pay for what is sent instead."""
    return {order_id: tuple(kept) for order_id, *kept in fetch(_KEPT)}


def kept_at_the_bank(home: Path, keys: Sequence[str]) -> int:
    books = books_of_the_bank(home)
    return sum(books[key].kept for key in keys if key in books)
