"""What somebody agrees to, line by line; a line is never changed."""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from comptoir.domains.customers.errors import UnknownCustomer
from comptoir.domains.customers.permissions import CUSTOMERS_NEWS, CUSTOMERS_OWN
from comptoir.domains.customers.values import BY_STAFF, ConsentGiven, CustomerId, Purpose
from comptoir.kernel.access import Actor
from comptoir.kernel.history import record
from comptoir.kernel.sql import execute, fetch


def note_consents(*, customer_id: CustomerId, given: Sequence[ConsentGiven], actor: Actor, now: datetime) -> int:
    """Write down what was agreed to or taken back, in the words that were shown; returns how many lines that were.

    What stands already is no news and gets no line.
    """
    actor.must(CUSTOMERS_OWN)
    with transaction.atomic(savepoint=False):
        # Two forms sent at once are looked at one after the other.
        execute("SELECT FROM customers_customer WHERE id = %s FOR UPDATE", [customer_id])
        return sum(noted(customer_id, one, now) for one in given)


def withdraw_consent(
    *, customer_id: CustomerId, purpose: Purpose, because: str = "", actor: Actor, now: datetime
) -> bool:
    """Write down that somebody told staff to write no more; tells whether there was something to take back.

    Their own words are not known, so the line repeats those of the consent that ends; who heard it, and how
    (``because``), is a line of the audit trail.

    :raises UnknownCustomer: when there is none.
    """
    actor.must(CUSTOMERS_NEWS)
    with transaction.atomic(savepoint=False):
        rows = fetch("SELECT market_id FROM customers_customer WHERE id = %s FOR UPDATE", [customer_id])
        if not rows:
            raise UnknownCustomer(id=str(customer_id))
        actor.must(CUSTOMERS_NEWS, market=rows[0][0])
        latest = fetch(
            """SELECT granted, wording, language FROM customers_consent
                WHERE customer_id = %s AND purpose = %s ORDER BY id DESC LIMIT 1""",
            [customer_id, purpose],
        )
        if not latest or not latest[0][0]:
            return False
        _granted, wording, language = latest[0]
        ended = ConsentGiven(purpose=purpose, granted=False, wording=wording, language=language, given_on=BY_STAFF)
        noted(customer_id, ended, now)
        record(
            action="consent_withdrawn",
            subject_type="customers.customer",
            subject_id=customer_id,
            actor=actor,
            now=now,
            before={"purpose": purpose},
            because=because,
        )
    return True


def noted(customer_id: CustomerId, one: ConsentGiven, now: datetime) -> int:
    """One line, unless that stands already; returns how many. Its customer's row is locked."""
    return execute(
        """INSERT INTO customers_consent (customer_id, purpose, granted, wording, language, given_on, source, at)
           SELECT %(customer)s, %(purpose)s, %(granted)s, %(wording)s, %(language)s, %(given_on)s, %(source)s, %(now)s
            WHERE %(granted)s IS DISTINCT FROM coalesce(
                      (SELECT granted FROM customers_consent WHERE customer_id = %(customer)s AND purpose = %(purpose)s
                        ORDER BY id DESC LIMIT 1), FALSE)""",
        {
            "customer": customer_id,
            "purpose": one.purpose,
            "granted": one.granted,
            "wording": one.wording,
            "language": one.language,
            "given_on": one.given_on,
            "source": one.source,
            "now": now,
        },
    )
