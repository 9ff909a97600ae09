"""The list of checks and how each is run: read-only, by a role that cannot write, each in one snapshot."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from importlib import resources

import psycopg
from psycopg import sql as composed


@dataclass(frozen=True, slots=True)
class Check:
    """``counted`` are the tables whose rows the check goes through."""

    code: str
    title: str
    counted: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Found:
    """What a check went through, and every break it found, in words."""

    check: Check
    rows: int
    breaks: tuple[str, ...]


CHECKS = (
    Check("p1_ledger", "P1  the ledger balances, and books all money", ("ledger_line", "payments_payment")),
    Check("p2_orders", "P2  orders, payments and invoices agree to the cent", ("orders_order", "invoicing_document")),
    Check("p3_refunds", "P3  what goes back for a return is what came back", ("returns_return", "payments_operation")),
    Check("p4_payments", "P4  what is marked paid is paid, once", ("orders_order", "payments_payment")),
    Check(
        "p5_stock",
        "P5  movements give what stands and travels; none is oversold",
        ("inventory_stockmovement",),
    ),
    Check("p6_reservations", "P6  every reservation ends once, and counts once", ("inventory_reservation",)),
    Check("p7_stored_value", "P7  gift cards hold what was issued less what was spent", ("stored_value_entry",)),
    Check("p8_vouchers", "P8  vouchers are used as often as allowed, and released once", ("pricing_voucheruse",)),
    Check("p9_documents", "P9  document numbers have no gap and rise with time", ("invoicing_document",)),
    Check("p11_states", "P11 orders only moved as declared", ("orders_order",)),
    Check("p12_messages", "P12 every change has its event, none was dropped", ("kernel_outbox",)),
    Check("p13_reviews", "P13 ratings are what published reviews of shipped goods come to", ("reviews_review",)),
)
MOST_BREAKS_TOLD = 1_000


ONE_SNAPSHOT = "SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY"
"""First statement of the transaction: all checks look at the same instant, and none can write."""


def run_checks(connection: psycopg.Connection, *, now: datetime, real_now: datetime) -> Iterator[Found]:
    """Run every check in the present transaction."""
    for check in CHECKS:
        sql = resources.files("comptoir.operations.verify").joinpath(f"sql/{check.code}.sql").read_text("utf-8")
        # The check's name is known to us; the instants are parameters.
        broken = connection.execute(sql, {"now": now, "real_now": real_now}).fetchmany(MOST_BREAKS_TOLD)
        rows = sum(_count(connection, table) for table in check.counted)
        yield Found(check, rows, tuple(row[0] for row in broken))


def _count(connection: psycopg.Connection, table: str) -> int:
    row = connection.execute(composed.SQL("SELECT count(*) FROM {}").format(composed.Identifier(table))).fetchone()
    return int(row[0]) if row else 0
