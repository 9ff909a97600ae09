"""Whether all is well in a running shop, asked of those who do not depend on the code that made it so."""

import time
from collections.abc import Collection
from datetime import UTC, datetime, timedelta

import psycopg

from comptoir.operations.postgres import addresses
from comptoir.operations.verify.look import look_at_books
from comptoir.operations.verify.witness import PATIENCE, compare_with_bank
from tests.running.shop import RunningShop

HEALED_SECONDS = 120.0

# What is still under way. A transfer may wait for days, and a payment that the bank's customer must confirm as well.
_UNDER_WAY = """
SELECT 'payment ' || id || ' is ' || state FROM payments_payment
 WHERE state = 'created' OR (provider = 'simulator' AND state = 'pending' AND redirect_url = '')
UNION ALL
SELECT 'operation ' || operation.key || ' is ' || operation.state FROM payments_operation AS operation
  JOIN payments_payment AS payment ON payment.id = operation.payment_id
 WHERE payment.provider = 'simulator' AND operation.state IN ('requested', 'unknown') AND operation.kind <> 'authorise'
UNION ALL
SELECT 'key ' || key || ' has no answer' FROM kernel_once WHERE answered_at IS NULL
UNION ALL
SELECT 'event ' || id || ' (' || name || ') is not delivered' FROM kernel_outbox WHERE delivered_at IS NULL
"""


def under_way(shop: RunningShop) -> list[str]:
    """What the shop still has to finish, in words."""
    with psycopg.connect(addresses.url(shop.home, role=addresses.READER)) as connection:
        return [words for (words,) in connection.execute(_UNDER_WAY)]


def against_the_bank(shop: RunningShop) -> list[str]:
    """Differences between our books and the bank's, also those that are still young."""
    later = datetime.now(UTC) + PATIENCE + timedelta(minutes=1)
    with psycopg.connect(addresses.url(shop.home, role=addresses.READER)) as connection:
        _, breaks = compare_with_bank(connection, shop.home, real_now=later)
        return breaks


def breaks_in(shop: RunningShop) -> list[str]:
    """What `comptoir verify` would find broken at this moment, in words; asked in this process, which is quicker."""
    now = datetime.now(UTC)
    with psycopg.connect(addresses.url(shop.home, role=addresses.READER)) as connection:
        looked = look_at_books(connection, shop.home, now=now, real_now=now)
        return [line for found in looked for line in found.breaks]


def heal(shop: RunningShop) -> float:
    """Wait, without lifting a finger, until nothing is under way and the bank agrees; returns how many seconds it took.

    Then all that `comptoir verify` asks must hold.
    """
    began = time.monotonic()
    while left := unfinished(shop):
        waited = time.monotonic() - began
        assert waited < HEALED_SECONDS, f"after {waited:.0f} s still {len(left)}, such as {left[:5]}"
        time.sleep(0.5)
    took = time.monotonic() - began
    assert breaks_in(shop) == []
    return took


def unfinished(shop: RunningShop) -> list[str]:
    """What is under way, or not as the bank has it; that the database is away, where it is."""
    try:
        return under_way(shop) or against_the_bank(shop)
    except psycopg.OperationalError as error:
        return [f"the database does not answer: {error}"]


def orders_of(shop: RunningShop, carts: Collection[str]) -> dict[str, str]:
    """State of every order that those carts made, by the order's id."""
    with psycopg.connect(addresses.url(shop.home, role=addresses.READER)) as connection:
        question = "SELECT id::text, state FROM orders_order WHERE cart_id = ANY(%s::uuid[])"
        return dict(connection.execute(question, [list(carts)]))
