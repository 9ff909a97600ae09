"""The verbs of payments. None of them talks to a provider: flows do, between two of these."""

from comptoir.domains.payments.actions.account import give_refund_account, seal_refund_accounts
from comptoir.domains.payments.actions.add import add_payments
from comptoir.domains.payments.actions.configure import enable_payment_method, save_payment_method
from comptoir.domains.payments.actions.forget import forget_sources
from comptoir.domains.payments.actions.give_back import give_as_credit, request_money_back, take_credit_back
from comptoir.domains.payments.actions.hear import hear_message, shelve_message
from comptoir.domains.payments.actions.open import open_payment, open_receipt
from comptoir.domains.payments.actions.receive import drop_refund, record_receipt, record_refund
from comptoir.domains.payments.actions.record import record_outcome
from comptoir.domains.payments.actions.request import request_capture, request_refund, request_void

__all__ = [
    "add_payments",
    "drop_refund",
    "enable_payment_method",
    "forget_sources",
    "give_as_credit",
    "give_refund_account",
    "hear_message",
    "open_payment",
    "open_receipt",
    "record_outcome",
    "record_receipt",
    "record_refund",
    "request_capture",
    "request_money_back",
    "request_refund",
    "request_void",
    "save_payment_method",
    "seal_refund_accounts",
    "shelve_message",
    "take_credit_back",
]
