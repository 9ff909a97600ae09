from collections.abc import Sequence
from dataclasses import asdict, replace
from datetime import datetime
from typing import Any

from django.db import IntegrityError, transaction

from comptoir.domains.customers.errors import CustomerChanged, EmailIsOwn, EmailTaken, UnknownCustomer
from comptoir.domains.customers.models import Customer as CustomerModel
from comptoir.domains.customers.models import LoginCustomer
from comptoir.domains.customers.permissions import CUSTOMERS_EDIT, CUSTOMERS_REMEMBER
from comptoir.domains.customers.rules import details_errors, tidy
from comptoir.domains.customers.values import CustomerDetails, CustomerId, PastCustomer
from comptoir.kernel.access import Actor
from comptoir.kernel.emails import normalised_email
from comptoir.kernel.errors import ManyInvalid
from comptoir.kernel.history import record
from comptoir.kernel.ids import new_id
from comptoir.kernel.sql import execute, fetch, jsonb


def remember_customer(
    *,
    email: str,
    name: str,
    market: str,
    language: str,
    company: str = "",
    vat_number: str = "",
    phone: str = "",
    ordered: bool = True,
    known: CustomerId | None = None,
    actor: Actor,
    now: datetime,
) -> CustomerId:
    """The customer of that e-mail address, made if it is new. One statement, safe under any number of callers.

    Somebody known keeps what is written down about them, and gets what was still empty: whoever types another person's
    address into a checkout changes nothing about that person. With ``ordered`` the last order is now. ``known`` is who
    is signed in: it is them, whatever address they have typed.

    :raises BadEmail: when the address is none.
    """
    actor.must(CUSTOMERS_REMEMBER, market=market)
    if known is not None and _seen_again(known, name=name, phone=phone, ordered=ordered, now=now):
        return known
    rows = fetch(
        """INSERT INTO customers_customer AS known
                  (id, email, email_normalised, name, company, vat_number, phone, language, market_id, created_at,
                   last_order_at, seen_at, version)
           VALUES (%(id)s, %(email)s, %(normal)s, %(name)s, %(company)s, %(vat_number)s, %(phone)s, %(language)s,
                   %(market)s, %(now)s, CASE WHEN %(ordered)s THEN %(now)s END, %(now)s, 1)
           ON CONFLICT (email_normalised) DO UPDATE
              SET name = coalesce(nullif(known.name, ''), excluded.name),
                  company = coalesce(nullif(known.company, ''), excluded.company),
                  vat_number = coalesce(nullif(known.vat_number, ''), excluded.vat_number),
                  phone = coalesce(nullif(known.phone, ''), excluded.phone),
                  language = coalesce(nullif(known.language, ''), excluded.language),
                  last_order_at = greatest(known.last_order_at, excluded.last_order_at),
                  seen_at = greatest(known.seen_at, excluded.seen_at)
        RETURNING id""",
        {
            "id": new_id(),
            "email": email.strip(),
            "normal": normalised_email(email),
            "name": tidy(name),
            "company": tidy(company),
            "vat_number": tidy(vat_number),
            "phone": tidy(phone),
            "language": language,
            "market": market,
            "ordered": ordered,
            "now": now,
        },
    )
    return CustomerId(rows[0][0])


def _seen_again(id: CustomerId, *, name: str, phone: str, ordered: bool, now: datetime) -> bool:
    """False for somebody who was forgotten meanwhile."""
    return bool(
        execute(
            """UPDATE customers_customer
                  SET last_order_at = CASE WHEN %(ordered)s THEN greatest(last_order_at, %(now)s)
                                           ELSE last_order_at END,
                      seen_at = greatest(seen_at, %(now)s), name = coalesce(nullif(name, ''), %(name)s),
                      phone = coalesce(nullif(phone, ''), %(phone)s)
                WHERE id = %(id)s AND erased_at IS NULL""",
            {"id": id, "ordered": ordered, "now": now, "name": tidy(name), "phone": tidy(phone)},
        )
    )


def add_customers(*, batch: Sequence[PastCustomer], actor: Actor, now: datetime) -> tuple[CustomerId, ...]:
    """Those who ordered in the past, made if they are new; answers in the order of the batch. One statement.

    As with ``remember_customer``, somebody known keeps what is written down about them. Each e-mail address once.

    :raises BadEmail: when an address is none.
    """
    actor.must(CUSTOMERS_REMEMBER)
    rows = [_past_row(past) for past in batch]
    for market in {past.market for past in batch}:
        actor.must(CUSTOMERS_REMEMBER, market=market)
    known = fetch(
        """INSERT INTO customers_customer AS known
                  (id, email, email_normalised, name, company, vat_number, phone, language, market_id, created_at,
                   last_order_at, seen_at, version)
           SELECT id, email, email_normalised, name, company, vat_number, phone, language, market_id, created_at,
                  last_order_at, last_order_at, 1
             FROM jsonb_populate_recordset(NULL::customers_customer, %s) ORDER BY email_normalised
           ON CONFLICT (email_normalised) DO UPDATE
              SET created_at = least(known.created_at, excluded.created_at),
                  last_order_at = greatest(known.last_order_at, excluded.last_order_at),
                  seen_at = greatest(known.seen_at, excluded.seen_at)
        RETURNING email_normalised, id""",
        [jsonb(rows)],
    )
    ids = dict(known)
    return tuple(CustomerId(ids[row["email_normalised"]]) for row in rows)


def _past_row(past: PastCustomer) -> dict[str, Any]:
    return {
        "id": new_id(),
        "email": past.email.strip(),
        "email_normalised": normalised_email(past.email),
        **{name: tidy(getattr(past, name)) for name in ("name", "company", "vat_number", "phone")},
        "language": past.language,
        "market_id": past.market,
        "created_at": past.first_order_at,
        "last_order_at": past.last_order_at,
    }


def update_customer(
    *, customer_id: CustomerId, details: CustomerDetails, version: int, actor: Actor, now: datetime
) -> None:
    """Write down what is known about a customer. Orders and documents keep what they were made with.

    :raises UnknownCustomer: when there is none.
    :raises CustomerChanged: when ``version`` is no longer the customer's: somebody else was faster.
    :raises EmailTaken: when another customer has the e-mail address.
    :raises EmailIsOwn: when the customer signs in with the one that would be changed.
    :raises ManyInvalid: with everything that is wrong, by field.
    """
    actor.must(CUSTOMERS_EDIT)
    details = CustomerDetails(**{name: tidy(text) for name, text in asdict(details).items()})
    normal = normalised_email(details.email)
    details = replace(details, vat_number=details.vat_number.replace(" ", "").upper())
    if errors := tuple(details_errors(details)):
        raise ManyInvalid(errors=errors)
    columns = asdict(details)
    with transaction.atomic(savepoint=False):
        row = CustomerModel.objects.select_for_update().filter(id=customer_id).first()
        if row is None:
            raise UnknownCustomer(id=str(customer_id))
        actor.must(CUSTOMERS_EDIT, market=row.market_id)
        if row.version != version:
            raise CustomerChanged(version=row.version)
        after = {name: value for name, value in columns.items() if getattr(row, name) != value}
        if not after:
            return
        if row.email_normalised != normal and LoginCustomer.objects.filter(customer_id=row.id, until=None).exists():
            raise EmailIsOwn(field="email")
        _write(customer_id, after | {"email_normalised": normal}, version)
        record(
            action="updated",
            subject_type="customers.customer",
            subject_id=customer_id,
            actor=actor,
            now=now,
            before={name: getattr(row, name) for name in after},
            after=after,
        )


def _write(customer_id: CustomerId, columns: dict[str, str], version: int) -> None:
    try:
        CustomerModel.objects.filter(id=customer_id).update(**columns, version=version + 1)
    except IntegrityError as error:
        if "email_normalised" in str(error):
            raise EmailTaken(field="email") from error
        raise
