from datetime import datetime
from uuid import UUID

from django.db import transaction

from comptoir.domains.cart.actions import open_cart, take_shared_cart
from comptoir.domains.cart.values import CartId
from comptoir.domains.customers.values import CustomerId
from comptoir.kernel.access import Actor


def put_shared_in_cart(
    *,
    shared_id: UUID,
    cart_id: CartId | None,
    instead: bool,
    market: str,
    language: str,
    channel: str,
    customer_id: CustomerId | None = None,
    actor: Actor,
    now: datetime,
) -> CartId:
    """Put what somebody shows into a cart, beside what is in it or ``instead`` of it, and return which. Without an open
    cart, into the one that the customer has saved, or a new one.

    :raises UnknownSharedCart: when nothing is shown there (any more).
    :raises CartsDoNotFit: when there would be too much in it.
    """
    with transaction.atomic(durable=True):
        id = cart_id or open_cart(
            market=market, language=language, channel=channel, customer_id=customer_id, actor=actor, now=now
        )
        take_shared_cart(shared_id=shared_id, cart_id=id, instead=instead, actor=actor, now=now)
    return id
