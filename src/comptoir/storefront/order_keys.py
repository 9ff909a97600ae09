"""``<id>.<token>``: what opens the pages of one order. An order whose e-mail was corrected has another from then on."""

from uuid import UUID

from comptoir.domains.orders.errors import OrderLinkReplaced, UnknownOrder
from comptoir.domains.orders.queries import order, signed_of
from comptoir.domains.orders.values import Order, OrderId, signed_texts
from comptoir.kernel.access import token_for, token_opens


def order_key(found: Order) -> str:
    return f"{found.id}.{token_for('order', found.signed)}"


def new_order_key(order_id: UUID | str) -> str:
    """The key of an order that was just placed, without asking: its e-mail has not been corrected yet."""
    return f"{order_id}.{token_for('order', order_id)}"


def order_key_of(order_id: OrderId) -> str:
    """The key of an order that is not at hand.

    :raises UnknownOrder: when there is none.
    """
    return f"{order_id}.{token_for('order', signed_of(order_id))}"


def order_key_beside(found: Order, other_id: OrderId) -> str | None:
    """The key of another order for whoever has opened this one; None unless both are the same person's: whoever still
    has the link of one whose e-mail was never corrected is not led to the other."""
    other = order(other_id)
    return order_key(other) if other.email == found.email else None


def order_opened(key: str) -> Order:
    """The order that the key opens.

    :raises OrderLinkReplaced: for a key from before its e-mail was corrected.
    :raises UnknownOrder: for any other key; nobody learns which orders exist.
    """
    text, _, token = key.partition(".")
    try:
        found = order(OrderId(UUID(text)))
    except ValueError:
        raise UnknownOrder(order_id="") from None
    if str(found.id) != text:
        raise UnknownOrder(order_id="")
    if token_opens("order", found.signed, token):
        return found
    if any(token_opens("order", signed, token) for signed in signed_texts(found.id, found.link_version)):
        raise OrderLinkReplaced
    raise UnknownOrder(order_id="")
