"""The outbox: an event is a row written in the same transaction as the change it tells of, or it never happened."""

from django.db import transaction
from django.db.transaction import TransactionManagementError

from comptoir.kernel import clock
from comptoir.kernel.events.declare import Event, payload_of
from comptoir.kernel.sql import execute, jsonb


class NoTransaction(TransactionManagementError):
    """An event was emitted outside a transaction: it could survive a change that does not, or the reverse."""


def emit(*events: Event) -> None:
    """Write events to the outbox, in one statement, inside the current transaction.

    The relay looks at the table every few dozen milliseconds; there is no NOTIFY on this path because its lock
    would put all committing buyers in one line (docs/decisions/0003-relay-polls.md).

    :raises NoTransaction: when there is no transaction to share the fate of.
    """
    if not events:
        return
    if not transaction.get_connection().in_atomic_block:
        raise NoTransaction(f"{events[0].NAME} was emitted outside a transaction")
    execute(
        """INSERT INTO kernel_outbox (name, lane, subject, payload, emitted_at, due_at, attempts)
           SELECT told.name, told.lane, told.subject, told.payload, %(now)s, %(now)s, 0
             FROM unnest(%(names)s::text[], %(lanes)s::text[], %(subjects)s::text[], %(payloads)s::jsonb[])
                  AS told(name, lane, subject, payload)""",
        {
            "now": clock.real_now(),
            "names": [happened.NAME for happened in events],
            "lanes": [str(happened.LANE) for happened in events],
            "subjects": [happened.subject for happened in events],
            "payloads": [jsonb(payload_of(happened)) for happened in events],
        },
    )
