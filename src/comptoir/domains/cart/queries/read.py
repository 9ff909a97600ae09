"""Carts as their buyers left them."""

from collections.abc import Collection
from datetime import datetime
from typing import Any
from uuid import UUID

from comptoir.domains.cart.errors import UnknownCart, UnknownSharedCart
from comptoir.domains.cart.values import SHARED_KEEPS, Cart, CartId, CartState, SharedCart, SharedCartId
from comptoir.domains.catalogue.values import VariantId
from comptoir.domains.customers.values import CustomerId
from comptoir.domains.pricing.values import VoucherId
from comptoir.domains.stored_value.values import AccountId
from comptoir.kernel.addresses import Address
from comptoir.kernel.sql import fetch

COLUMNS = """
       cart.id, market_id, language, currency, channel, state, order_id, email, shipping_address, billing_address,
       delivery_method, comment, gift_message, stored_value, voucher_id, updated_at,
       (SELECT jsonb_agg(jsonb_build_array(line.variant_id, line.quantity) ORDER BY line.id)
          FROM cart_cartline AS line WHERE line.cart_id = cart.id), cart.customer_id"""
# Of one that went into another, that one.
WHICH = "cart.id = coalesce((SELECT joined_id FROM cart_cart WHERE id = %(id)s), %(id)s)"
_CART = f"SELECT {COLUMNS} FROM cart_cart AS cart WHERE {WHICH}"


def cart(cart_id: UUID) -> Cart:
    """A cart as the buyer left it. One statement.

    :raises UnknownCart: when there is none.
    """
    return read_cart(fetch(_CART, {"id": cart_id}))


def read_cart(rows: list[tuple[Any, ...]]) -> Cart:
    """The cart in the one row of ``COLUMNS``.

    :raises UnknownCart: when there is no row.
    """
    if not rows:
        raise UnknownCart
    (row,) = rows
    id, code, language, currency, channel, state, order_id, email, ship_to, bill_to, *told, at, lines, owner = row
    method, comment, gift_message, stored_value, voucher_id = told
    return Cart(
        id=CartId(id),
        market=code,
        language=language,
        currency=currency,
        channel=channel,
        state=CartState(state),
        order_id=order_id,
        email=email,
        shipping_address=Address.read(ship_to),
        billing_address=None if bill_to is None else Address.read(bill_to),
        delivery_method=method,
        comment=comment,
        stored_value=tuple(AccountId(id) for id in stored_value),
        voucher_id=None if voucher_id is None else VoucherId(voucher_id),
        quantities={VariantId(UUID(variant_id)): quantity for variant_id, quantity in lines or ()},
        updated_at=at,
        customer_id=None if owner is None else CustomerId(owner),
        gift_message=gift_message,
    )


def pieces_in(cart_id: UUID) -> int:
    """How many pieces are in an open cart, for the badge; 0 for one that is unknown or ordered."""
    rows = fetch(
        """SELECT coalesce(sum(quantity), 0)::int FROM cart_cartline JOIN cart_cart ON cart_cart.id = cart_id
            WHERE cart_id = coalesce((SELECT joined_id FROM cart_cart WHERE id = %(id)s), %(id)s) AND state = 'open'""",
        {"id": cart_id},
    )
    return int(rows[0][0])


def saved_cart(customer_id: CustomerId, *, market: str) -> CartId | None:
    """The open cart that a customer has in a market, wherever it was filled."""
    rows = fetch(
        """SELECT id FROM cart_cart
            WHERE customer_id = %s AND market_id = %s AND state = 'open' AND joined_id IS NULL""",
        [customer_id, market],
    )
    return CartId(rows[0][0]) if rows else None


def carts_of(customer_ids: Collection[CustomerId]) -> tuple[Cart, ...]:
    """Every open cart of some customers, for telling them what is known."""
    rows = fetch(
        f"""SELECT {COLUMNS} FROM cart_cart AS cart
             WHERE cart.customer_id = ANY(%s) AND state = 'open' AND joined_id IS NULL""",
        [list(customer_ids)],
    )
    return tuple(read_cart([row]) for row in rows)


def shared_cart(shared_id: UUID, *, now: datetime) -> SharedCart:
    """What somebody showed.

    :raises UnknownSharedCart: when there is none, or it is too old.
    """
    rows = fetch(
        "SELECT market_id, quantities, shared_at FROM cart_sharedcart WHERE id = %s AND shared_at > %s",
        [shared_id, now - SHARED_KEEPS],
    )
    if not rows:
        raise UnknownSharedCart
    code, quantities, at = rows[0]
    return SharedCart(
        id=SharedCartId(shared_id),
        market=code,
        quantities={VariantId(UUID(id)): pieces for id, pieces in quantities.items()},
        shared_at=at,
    )
