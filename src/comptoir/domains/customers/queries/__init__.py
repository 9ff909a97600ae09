"""What others may ask of customers."""

from comptoir.domains.customers.queries.ceremonies import ceremony_to_add, ceremony_to_sign_in
from comptoir.domains.customers.queries.consents import (
    consents_of,
    news_wanted,
    subscriber_counts,
    subscriber_rows,
)
from comptoir.domains.customers.queries.logins import (
    addresses_of,
    belongings_of,
    devices_of,
    emails_to_forget,
    link_by_id,
    login_email,
    passkeys_of,
    preferred_address,
    saved_address,
    session_of,
)
from comptoir.domains.customers.queries.read import customer, customer_rows, hold_customer, language_of

__all__ = [
    "addresses_of",
    "belongings_of",
    "ceremony_to_add",
    "ceremony_to_sign_in",
    "consents_of",
    "customer",
    "customer_rows",
    "devices_of",
    "emails_to_forget",
    "hold_customer",
    "language_of",
    "link_by_id",
    "login_email",
    "news_wanted",
    "passkeys_of",
    "preferred_address",
    "saved_address",
    "session_of",
    "subscriber_counts",
    "subscriber_rows",
]
