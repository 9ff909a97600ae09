from datetime import datetime

from django.db import transaction

from comptoir.domains.cart.actions import set_details
from comptoir.domains.cart.errors import CartClosed
from comptoir.domains.cart.values import CartDetails, CartId
from comptoir.flows.place_order import Checkout, Placed, place_order
from comptoir.kernel.access import Actor


def check_out(
    *, details: CartDetails, checkout: Checkout, key: str, source: str = "", actor: Actor, now: datetime
) -> Placed:
    """Note what the buyer told on the page of the order, and place the order.

    Safe to call again with the same key: a cart that was ordered before only gives the same answer again. What was
    told is kept even when the order is refused afterwards, so that nobody types it twice.

    :raises ManyInvalid: with everything that is wrong or missing, by field.
    :raises CartClosed: when the cart became an order under another key.
    :raises TotalChanged, TermsNotAccepted, InsufficientStock, MethodNotOffered, TooManyDeclined: see ``place_order``.
    """
    try:
        with transaction.atomic(durable=True):
            set_details(cart_id=CartId(checkout.cart_id), details=details, actor=actor, now=now)
    except CartClosed:
        pass  # ordered before: the key decides whether by this very form
    return place_order(checkout=checkout, key=key, source=source, actor=actor, now=now)
