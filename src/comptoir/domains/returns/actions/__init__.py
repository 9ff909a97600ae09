"""The verbs of returns. Each takes the order first: it is the door behind which pieces and money are counted."""

from comptoir.domains.returns.actions.ask import (
    accept_return,
    promise_replacement,
    refuse_return,
    request_return,
    withdraw_return,
)
from comptoir.domains.returns.actions.forget import forget_returner
from comptoir.domains.returns.actions.receive import (
    close_refunded_returns,
    record_return_receipt,
)

__all__ = [
    "accept_return",
    "close_refunded_returns",
    "forget_returner",
    "promise_replacement",
    "record_return_receipt",
    "refuse_return",
    "request_return",
    "withdraw_return",
]
