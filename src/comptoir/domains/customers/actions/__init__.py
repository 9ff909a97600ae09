"""The verbs of customers. A buyer's right to an account is its session, checked at the edge."""

from comptoir.domains.customers.actions.addresses import prefer_address, remove_address, save_address
from comptoir.domains.customers.actions.consents import note_consents, withdraw_consent
from comptoir.domains.customers.actions.erase import erase_customers, forget_stale_sessions
from comptoir.domains.customers.actions.letters import ask_account_link, ask_email_change, change_email, enter_by_link
from comptoir.domains.customers.actions.logins import (
    change_name,
    change_password,
    close_other_sessions,
    close_session,
    open_session,
    prove_password,
    touch_session,
)
from comptoir.domains.customers.actions.news import ask_news, confirm_news, stop_news
from comptoir.domains.customers.actions.passkeys import add_passkey, prove_passkey, remove_passkey
from comptoir.domains.customers.actions.remember import add_customers, remember_customer, update_customer

__all__ = [
    "add_customers",
    "add_passkey",
    "ask_account_link",
    "ask_email_change",
    "ask_news",
    "change_email",
    "change_name",
    "change_password",
    "close_other_sessions",
    "close_session",
    "confirm_news",
    "enter_by_link",
    "erase_customers",
    "forget_stale_sessions",
    "note_consents",
    "open_session",
    "prefer_address",
    "prove_passkey",
    "prove_password",
    "remember_customer",
    "remove_address",
    "remove_passkey",
    "save_address",
    "stop_news",
    "touch_session",
    "update_customer",
    "withdraw_consent",
]
