"""The verbs of messages: letters, and who is to be told when an article is back."""

from comptoir.domains.messages.actions.alerts import (
    add_alerts,
    ask_for_alert,
    confirm_alert,
    erase_alerts,
    forget_old_alerts,
    stop_alert,
    tell_back_in_stock,
)
from comptoir.domains.messages.actions.letters import (
    give_up_message,
    mark_sent,
    postpone_message,
    queue_card_message,
    queue_order_message,
    queue_purchase_message,
    queue_receipt_message,
    queue_return_message,
    queue_review_message,
    queue_test_message,
    resend_card_message,
    resend_given_up_messages,
    resend_message,
)

__all__ = [
    "add_alerts",
    "ask_for_alert",
    "confirm_alert",
    "erase_alerts",
    "forget_old_alerts",
    "give_up_message",
    "mark_sent",
    "postpone_message",
    "queue_card_message",
    "queue_order_message",
    "queue_purchase_message",
    "queue_receipt_message",
    "queue_return_message",
    "queue_review_message",
    "queue_test_message",
    "resend_card_message",
    "resend_given_up_messages",
    "resend_message",
    "stop_alert",
    "tell_back_in_stock",
]
