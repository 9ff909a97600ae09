"""What others may ask of messages."""

from comptoir.domains.messages.queries.alerts import (
    alert,
    alert_demand,
    alert_demand_for,
    alerts_of,
    variants_waited_for,
)
from comptoir.domains.messages.queries.letters import letter_for
from comptoir.domains.messages.queries.read import (
    count_by_state,
    given_up_messages,
    latest_messages,
    letters_to,
    message,
    messages_of,
    messages_of_account,
    messages_of_purchase,
    waiting_messages,
)
from comptoir.domains.messages.rules import kinds_for

__all__ = [
    "alert",
    "alert_demand",
    "alert_demand_for",
    "alerts_of",
    "count_by_state",
    "given_up_messages",
    "kinds_for",
    "latest_messages",
    "letter_for",
    "letters_to",
    "message",
    "messages_of",
    "messages_of_account",
    "messages_of_purchase",
    "variants_waited_for",
    "waiting_messages",
]
