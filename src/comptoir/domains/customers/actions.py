from dataclasses import asdict, replace
from datetime import datetime

from django.db import IntegrityError, transaction

from comptoir.domains.customers.errors import CustomerChanged, EmailTaken, UnknownCustomer
from comptoir.domains.customers.models import Customer as CustomerModel
from comptoir.domains.customers.permissions import CUSTOMERS_EDIT, CUSTOMERS_REMEMBER
from comptoir.domains.customers.rules import details_errors, tidy
from comptoir.domains.customers.values import CustomerDetails, CustomerId
from comptoir.kernel.access import Actor
from comptoir.kernel.emails import normalised_email
from comptoir.kernel.errors import ManyInvalid
from comptoir.kernel.history import record
from comptoir.kernel.ids import new_id
from comptoir.kernel.sql import fetch


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
    actor: Actor,
    now: datetime,
) -> CustomerId:
    """The customer of that e-mail address, made if it is new. One statement, safe under any number of callers.

    Somebody known keeps what is written down about them, and gets what was still empty: whoever types another person's
    address into a checkout changes nothing about that person. With ``ordered`` the last order is now.

    :raises BadEmail: when the address is none.
    """
    actor.must(CUSTOMERS_REMEMBER, market=market)
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


def update_customer(
    *, customer_id: CustomerId, details: CustomerDetails, version: int, actor: Actor, now: datetime
) -> None:
    """Write down what is known about a customer. Orders and documents keep what they were made with.

    :raises UnknownCustomer: when there is none.
    :raises CustomerChanged: when ``version`` is no longer the customer's: somebody else was faster.
    :raises EmailTaken: when another customer has the e-mail address.
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
