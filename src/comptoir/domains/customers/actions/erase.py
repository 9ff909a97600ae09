"""Forgetting who somebody was."""

from collections.abc import Collection
from datetime import datetime

from django.db import transaction

from comptoir.domains.customers.permissions import CUSTOMERS_ERASE
from comptoir.domains.customers.values import ERASED_DOMAIN, LINK_KEEPS, SESSION_KEEPS, CustomerId, LinkPurpose, LoginId
from comptoir.kernel.access import Actor
from comptoir.kernel.history import forget_facts, record
from comptoir.kernel.sql import execute


def erase_customers(*, login_id: LoginId, customer_ids: Collection[CustomerId], actor: Actor, now: datetime) -> None:
    """Take the account away with all that hangs on it, and the names and addresses of its customers.

    Their rows stay, for what was ordered is counted by them, and so do the lines of their consents, which name nobody.
    Saying it twice changes nothing.
    """
    actor.must(CUSTOMERS_ERASE)
    with transaction.atomic(savepoint=False):
        ids = sorted(customer_ids)
        execute(
            """DELETE FROM customers_link WHERE email_normalised IN
                      (SELECT email_normalised FROM customers_login WHERE id = %(login)s
                       UNION SELECT email_normalised FROM customers_customer WHERE id = ANY(%(ids)s))
                   OR login_id = %(login)s""",
            {"login": login_id, "ids": ids},
        )
        for table in ("session", "passkey", "savedaddress", "logincustomer"):
            execute(f"DELETE FROM customers_{table} WHERE login_id = %s", [login_id])
        execute("DELETE FROM customers_login WHERE id = %s", [login_id])
        execute(
            """UPDATE customers_customer
                  SET email = id || '@' || %(domain)s, email_normalised = id || '@' || %(domain)s, name = '',
                      company = '', vat_number = '', phone = '', erased_at = %(now)s, version = version + 1
                WHERE id = ANY(%(ids)s) AND erased_at IS NULL""",
            {"domain": ERASED_DOMAIN, "now": now, "ids": ids},
        )
        forget_facts("customers.customer", ids, reasons=True)
        for id in ids:
            record(action="erased", subject_type="customers.customer", subject_id=id, actor=actor, now=now)


def forget_stale_sessions(*, actor: Actor, now: datetime) -> int:
    """Sign out browsers that were not seen for long, and throw away links that nobody can use any more."""
    actor.must(CUSTOMERS_ERASE)
    with transaction.atomic(savepoint=False):
        signed_out = execute("DELETE FROM customers_session WHERE seen_at < %s", [now - SESSION_KEEPS])
        # Kept for a week: who opens one late is told what happened, not that there is none. The one that the shop's
        # letters were confirmed by stays, for they are called off by it.
        return signed_out + execute(
            "DELETE FROM customers_link WHERE expires_at < %s AND (purpose <> %s OR used_at IS NULL)",
            [now - 6 * LINK_KEEPS, LinkPurpose.NEWS],
        )
