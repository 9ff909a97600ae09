"""Pure rules of messages."""

from comptoir.domains.messages.values import MessageKind
from comptoir.domains.orders.values import OrderState

_TRUE_WHILE = {
    MessageKind.ORDER_TO_PAY: frozenset({OrderState.AWAITING_PAYMENT}),
    MessageKind.ORDER_CONFIRMED: frozenset({OrderState.PAID, OrderState.PREPARING, OrderState.SHIPPED}),
    MessageKind.ORDER_SHIPPED: frozenset({OrderState.SHIPPED}),
    MessageKind.ORDER_CANCELLED: frozenset({OrderState.CANCELLED}),
}


def still_true(kind: MessageKind, state: OrderState) -> bool:
    """Whether the news still holds: nobody is asked to pay an order that was paid while the mail server was down."""
    return kind not in _TRUE_WHILE or state in _TRUE_WHILE[kind]


def kinds_for(state: OrderState) -> tuple[MessageKind, ...]:
    """What may be told (again) about an order in this state."""
    return tuple(kind for kind, states in _TRUE_WHILE.items() if state in states)
