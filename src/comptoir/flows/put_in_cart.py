from datetime import datetime

from django.db import transaction

from comptoir.domains.cart.actions import add_pieces, open_cart, remove_wish
from comptoir.domains.cart.errors import UnknownCart
from comptoir.domains.cart.queries import cart
from comptoir.domains.cart.values import CartId, CartState, WishListId
from comptoir.domains.customers.values import CustomerId
from comptoir.kernel.access import Actor


def put_in_cart(
    *,
    cart_id: CartId | None,
    market: str,
    language: str,
    channel: str,
    sku: str,
    quantity: int,
    customer_id: CustomerId | None = None,
    wished_in: WishListId | None = None,
    actor: Actor,
    now: datetime,
) -> CartId:
    """Put so many more pieces into a cart, and return which. Without an open cart of that market, into the one that the
    customer has saved there, or a new one.

    The article leaves the wish list that it was ``wished_in``.

    :raises BadCartQuantity: for anything but a whole number above 0, as far as a line holds it.
    :raises NotSold: when the article does not exist or has no price in the market.
    :raises CartFull: when the cart would hold too many different articles.
    """
    with transaction.atomic(durable=True):
        id = _open_cart(cart_id, market)
        if id is None:
            id = open_cart(
                market=market, language=language, channel=channel, customer_id=customer_id, actor=actor, now=now
            )
        add_pieces(cart_id=id, sku=sku, quantity=quantity, actor=actor, now=now)
        if wished_in is not None:
            remove_wish(wish_list_id=wished_in, sku=sku, actor=actor, now=now)
    return id


def _open_cart(cart_id: CartId | None, market: str) -> CartId | None:
    """The cart, if goods of that market can still be put into it."""
    if cart_id is None:
        return None
    try:
        found = cart(cart_id)
    except UnknownCart:
        return None
    return found.id if found.state is CartState.OPEN and found.market == market else None
