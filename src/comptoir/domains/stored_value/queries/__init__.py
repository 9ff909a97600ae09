"""What others may ask of stored value."""

from comptoir.domains.stored_value.queries.read import (
    account,
    account_markets,
    account_of_code,
    accounts,
    balance_of,
    card_to_send,
    credited_for,
    credits_to_pass_on,
    entries_of,
    expired_accounts,
    paying_accounts,
    redemption_of,
    usable_account,
    usable_accounts,
)

__all__ = [
    "account",
    "account_markets",
    "account_of_code",
    "accounts",
    "balance_of",
    "card_to_send",
    "credited_for",
    "credits_to_pass_on",
    "entries_of",
    "expired_accounts",
    "paying_accounts",
    "redemption_of",
    "usable_account",
    "usable_accounts",
]
