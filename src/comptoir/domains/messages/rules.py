"""Pure rules of messages."""

from datetime import datetime, timedelta

from comptoir.domains.messages.values import MessageKind
from comptoir.domains.orders.values import BEING_PREPARED, Order, OrderState
from comptoir.domains.returns.values import BY_RIGHT, Return, ReturnState

NEWS_KEEPS = timedelta(days=3)
"""As long as a letter is tried for: later than that nobody wants to be told by us what they have long seen."""

FIRST_PAUSE = timedelta(seconds=15)
LONGEST_PAUSE = timedelta(minutes=5)
"""Between two tries of a letter, each pause twice as long as the one before."""

_TRUE_WHILE = {
    MessageKind.ORDER_TO_PAY: frozenset({OrderState.AWAITING_PAYMENT}),
    MessageKind.PAYMENT_RECEIVED: frozenset(OrderState) - {OrderState.CANCELLED},
    MessageKind.ORDER_CONFIRMED: frozenset(OrderState) - {OrderState.AWAITING_PAYMENT, OrderState.CANCELLED},
    MessageKind.ORDER_CHANGED: frozenset(OrderState) - {OrderState.CANCELLED},
    MessageKind.ORDER_READY: BEING_PREPARED,
    MessageKind.ORDER_SHIPPED: frozenset({OrderState.PARTLY_SHIPPED, OrderState.SHIPPED}),
    MessageKind.ORDER_DOWNLOADS: frozenset({OrderState.PARTLY_SHIPPED, OrderState.SHIPPED}),
    MessageKind.ORDER_CANCELLED: frozenset({OrderState.CANCELLED}),
}


def still_true(kind: MessageKind, state: OrderState, *, difference: bool = False) -> bool:
    """Whether the news still holds: nobody is asked to pay an order that was paid while the mail server was down.

    A ``difference`` is to be paid by who has paid the order before it became dearer.
    """
    return kind not in _TRUE_WHILE or kind in kinds_for(state, difference=difference)


def news_of_shipped(*, downloads: bool) -> MessageKind:
    """What is told of pieces that have left: where they can be fetched, when they are files, or that they travel."""
    return MessageKind.ORDER_DOWNLOADS if downloads else MessageKind.ORDER_SHIPPED


def is_news(kind: MessageKind, about: Order, now: datetime) -> bool:
    """Whether what happened is recent enough to be told: orders of the past can be taken over without a letter each.

    A payment that failed is always told: its order still waits.
    """
    happened_at = {
        MessageKind.ORDER_CONFIRMED: about.paid_at,
        MessageKind.ORDER_SHIPPED: about.shipped_at,
        MessageKind.ORDER_CANCELLED: about.cancelled_at,
    }.get(kind)
    return happened_at is None or now - happened_at <= NEWS_KEEPS


_RETURN_NEWS = {
    MessageKind.RETURN_ACKNOWLEDGED: frozenset(ReturnState),
    # A withdrawal or an exchange is accepted with its acknowledgement, which says where to send the goods.
    MessageKind.RETURN_ACCEPTED: frozenset({ReturnState.ACCEPTED}),
    MessageKind.RETURN_RECEIVED: frozenset({ReturnState.RECEIVED, ReturnState.CLOSED}),
    MessageKind.RETURN_REFUSED: frozenset({ReturnState.REFUSED}),
}


def is_return_news(kind: MessageKind, about: Return) -> bool:
    """Whether that is to be told of a return as it stands."""
    told_before = kind is MessageKind.RETURN_ACCEPTED and about.kind in BY_RIGHT
    return about.state in _RETURN_NEWS[kind] and not told_before


def return_key(kind: MessageKind, about: Return) -> str:
    """What a letter about a return is queued once under: that goods may be sent, once more when others are promised."""
    promised = f":{about.replacement_id}" if kind is MessageKind.RETURN_ACCEPTED and about.replacement_id else ""
    return f"{kind}:{about.id}{promised}"


def again_of(key: str) -> str:
    """What tells a message from others of its kind about the same; "" where nothing does."""
    return key.split(":", 2)[2] if key.count(":") > 1 else ""


def revision_told(again: str) -> int:
    """The revision that a letter about a change was queued for; none when staff asked for it again."""
    return int(again) if again.isdecimal() else 0


def kinds_for(state: OrderState, *, difference: bool = False) -> tuple[MessageKind, ...]:
    """What may be told (again) about an order in this state, of which a ``difference`` is to be paid or not."""
    to_pay = difference and state is not OrderState.CANCELLED
    return tuple(
        kind for kind, states in _TRUE_WHILE.items() if state in states or (to_pay and kind is MessageKind.ORDER_TO_PAY)
    )


LETTERS_A_PIECE = 3
"""Of those who are told that an article is back, about one in three still wants it: for each piece that can be had, so
many are told within a day, in the order in which they asked. The others are told the next day, if pieces are left."""
A_ROUND = timedelta(days=1)
UNCONFIRMED_KEPT = timedelta(days=7)
"""An address that nobody has confirmed may be somebody else's: it is forgotten."""
TOLD_KEPT = timedelta(days=30)


def may_be_told(pieces: int, told_lately: int) -> int:
    """To how many more it may be told that so many pieces can be had."""
    return max(0, pieces * LETTERS_A_PIECE - told_lately)
