"""What is in a cart, and what the buyer has told."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from types import MappingProxyType
from typing import Any, NamedTuple
from uuid import UUID

from django.db import transaction

from comptoir.domains.cart.errors import (
    BadCartQuantity,
    CartClosed,
    CartFull,
    GiftsNotOffered,
    NotSold,
    TextTooLong,
    UnknownCart,
    UnknownDelivery,
)
from comptoir.domains.cart.permissions import CART_EDIT
from comptoir.domains.cart.queries import saved_cart
from comptoir.domains.cart.rules import MOST_COMMENT, address_errors, email_errors
from comptoir.domains.cart.values import (
    MOST_GIFT_MESSAGE,
    MOST_LINES,
    MOST_PIECES,
    CartDetails,
    CartId,
    CartState,
    FilledCart,
)
from comptoir.domains.catalogue.queries import variants_by_sku
from comptoir.domains.catalogue.values import VariantCard
from comptoir.domains.customers.values import CustomerId
from comptoir.domains.delivery.queries import offered_codes
from comptoir.domains.markets.queries import market as market_of
from comptoir.domains.pricing.queries import prices_for
from comptoir.kernel.access import Actor
from comptoir.kernel.addresses import Address, check_address, tidied
from comptoir.kernel.errors import Invalid, ManyInvalid
from comptoir.kernel.ids import new_id
from comptoir.kernel.sql import execute, fetch, jsonb
from comptoir.kernel.texts import typed


class Locked(NamedTuple):
    """A cart that is locked against becoming an order: the one that was asked for, or the one that it went into."""

    id: CartId
    market: str


def open_cart(
    *,
    market: str,
    language: str,
    channel: str,
    customer_id: CustomerId | None = None,
    actor: Actor,
    now: datetime,
) -> CartId:
    """Open an empty cart in a market. A customer has one there: asked for again, it is that one.

    :raises UnknownMarket: when there is no such market.
    """
    actor.must(CART_EDIT, market=market)
    chosen = market_of(market)
    spoken = language if language in chosen.languages else chosen.default_language
    id = CartId(new_id())
    opened = execute(
        """INSERT INTO cart_cart (id, market_id, language, currency, channel, customer_id, state, email,
                                  shipping_address, delivery_method, comment, created_at, updated_at)
           VALUES (%s, %s, %s, %s, %s, %s, 'open', '', '{}', '', '', %s, %s)
           ON CONFLICT (customer_id, market_id)
                 WHERE state = 'open' AND joined_id IS NULL AND customer_id IS NOT NULL DO NOTHING""",
        [id, chosen.code, spoken, chosen.currency, channel, customer_id, now, now],
    )
    if opened or customer_id is None:
        return id
    saved = saved_cart(customer_id, market=chosen.code)
    if saved is not None:
        return saved
    # It became an order between the two statements: now there is room for another.
    return open_cart(market=market, language=language, channel=channel, customer_id=customer_id, actor=actor, now=now)


def add_carts(*, batch: Sequence[FilledCart], actor: Actor, now: datetime) -> tuple[CartId, ...]:
    """Open carts, each at its own instant (no later than now), with everything in them; all or none.

    Five statements, however many.

    :raises UnknownMarket: when there is no such market.
    :raises BadCartQuantity: (or ``CartFull``, ``NotSold``) as ``set_line``, for the first line that cannot be.
    :raises ManyInvalid: as ``set_details``, with the errors of the first cart that has some.
    """
    actor.must(CART_EDIT)
    for market in {filled.market for filled in batch}:
        actor.must(CART_EDIT, market=market)
    ids = [CartId(new_id()) for _ in batch]
    carts = [_cart_row(id, filled, now) for id, filled in zip(ids, batch, strict=True)]
    with transaction.atomic(savepoint=False):
        lines = list(_line_rows(ids, batch))
        execute(_ADD_CARTS, [jsonb(carts)])
        execute(_ADD_LINES, [jsonb(lines)])
    return tuple(ids)


_NOTHING_TOLD: Mapping[str, Any] = {
    "email": "",
    "shipping_address": {},
    "delivery_method": "",
    "comment": "",
    "gift_message": None,
}
_ADD_CARTS = """
INSERT INTO cart_cart (id, market_id, language, currency, channel, state, email, shipping_address, billing_address,
                       delivery_method, comment, gift_message, created_at, updated_at)
SELECT id, market, language, currency, channel, 'open', email, shipping_address, billing_address, delivery_method,
       comment, gift_message, at, at
  FROM jsonb_to_recordset(%s) AS given(id uuid, market text, language text, currency text, channel text, email text,
       shipping_address jsonb, billing_address jsonb, delivery_method text, comment text, gift_message text,
       at timestamptz)
"""
_ADD_LINES = """
INSERT INTO cart_cartline (cart_id, variant_id, quantity)
SELECT cart, variant, quantity FROM jsonb_to_recordset(%s) AS given(cart uuid, variant uuid, quantity int)
"""


def _cart_row(id: CartId, filled: FilledCart, now: datetime) -> dict[str, Any]:
    chosen = market_of(filled.market)
    told, errors = _told(filled.details)
    if errors:
        raise ManyInvalid(errors=tuple(errors))
    spoken = filled.language if filled.language in chosen.languages else chosen.default_language
    return {
        **_NOTHING_TOLD,
        "language": spoken,
        **told,
        "id": id,
        "market": chosen.code,
        "currency": chosen.currency,
        "channel": filled.channel,
        "at": min(filled.opened_at, now),
    }


def _line_rows(ids: Sequence[CartId], batch: Sequence[FilledCart]) -> Iterator[dict[str, Any]]:
    variants = variants_by_sku(sorted({sku for filled in batch for sku in filled.quantities}))
    sold = {
        market: prices_for([variant.id for variant in variants.values() if variant.active], market=market)
        for market in {filled.market for filled in batch}
    }
    for cart_id, filled in zip(ids, batch, strict=True):
        if len(filled.quantities) > MOST_LINES:
            raise CartFull(field="sku", most=MOST_LINES)
        for sku, quantity in filled.quantities.items():
            _must_be_a_quantity(quantity, least=1)
            if sku not in variants or variants[sku].id not in sold[filled.market]:
                raise NotSold(field="sku", sku=sku)
            yield {"cart": cart_id, "variant": variants[sku].id, "quantity": quantity}


def set_line(*, cart_id: CartId, sku: str, quantity: int, actor: Actor, now: datetime) -> None:
    """Have so many pieces of an article in the cart; 0 takes the line out. Saying it twice changes nothing.

    :raises BadCartQuantity: for anything but a whole number between 0 and ``MOST_PIECES``.
    :raises NotSold: when the article does not exist or has no price in the cart's market.
    :raises CartFull: when the cart would hold more than ``MOST_LINES`` articles.
    :raises CartClosed: when the cart has become an order.
    """
    actor.must(CART_EDIT)
    _must_be_a_quantity(quantity, least=0)
    with transaction.atomic(savepoint=False):
        locked = lock_open(cart_id, now)
        variant = _known(sku)
        if quantity == 0:
            execute("DELETE FROM cart_cartline WHERE cart_id = %s AND variant_id = %s", [locked.id, variant.id])
            return
        _must_be_sold(variant, locked.market)
        _put(locked.id, variant.id, quantity, more=False)


def add_pieces(*, cart_id: CartId, sku: str, quantity: int, actor: Actor, now: datetime) -> None:
    """Put so many more pieces of an article into the cart. Saying it twice puts them in twice.

    :raises BadCartQuantity: for anything but a whole number from 1, or when the line would exceed ``MOST_PIECES``.
    :raises NotSold: when the article does not exist or has no price in the cart's market.
    :raises CartFull: when the cart would hold more than ``MOST_LINES`` articles.
    :raises CartClosed: when the cart has become an order.
    """
    actor.must(CART_EDIT)
    _must_be_a_quantity(quantity, least=1)
    with transaction.atomic(savepoint=False):
        locked = lock_open(cart_id, now)
        variant = _known(sku)
        _must_be_sold(variant, locked.market)
        _put(locked.id, variant.id, quantity, more=True)


def _must_be_a_quantity(quantity: object, *, least: int) -> None:
    if isinstance(quantity, bool) or not isinstance(quantity, int) or not least <= quantity <= MOST_PIECES:
        raise BadCartQuantity(field="quantity", most=MOST_PIECES)


def _known(sku: str) -> VariantCard:
    variant = variants_by_sku([sku]).get(sku)
    if variant is None:
        raise NotSold(field="sku", sku=sku)
    return variant


def _must_be_sold(variant: VariantCard, market: str) -> None:
    if not variant.active or variant.id not in prices_for([variant.id], market=market):
        raise NotSold(field="sku", sku=variant.sku)


def lock_open(cart_id: CartId, now: datetime, columns: Mapping[str, Any] = MappingProxyType({})) -> Locked:
    """Touch the cart if it is open, which also locks it against becoming an order meanwhile; ``columns`` are written
    with it. Of one that went into another, that one: a second tab may not have heard of it yet.
    """
    written = {**columns, "updated_at": now}
    assignments = ", ".join(f"{name} = %s" for name in written)
    touched = fetch(
        f"""UPDATE cart_cart SET {assignments}
             WHERE id = %s AND state = 'open' AND joined_id IS NULL RETURNING market_id""",
        [*written.values(), cart_id],
    )
    if touched:
        return Locked(cart_id, str(touched[0][0]))
    found = fetch("SELECT order_id, joined_id FROM cart_cart WHERE id = %s", [cart_id])
    if not found:
        raise UnknownCart
    order_id, joined_id = found[0]
    if joined_id is not None:
        return lock_open(CartId(joined_id), now, columns)
    raise CartClosed(order_id=str(order_id))


def _put(cart_id: CartId, variant_id: UUID, quantity: int, *, more: bool) -> None:
    values = {
        "cart": cart_id,
        "variant": variant_id,
        "quantity": quantity,
        "more": more,
        "most_lines": MOST_LINES,
        "most_pieces": MOST_PIECES,
    }
    put = execute(
        """INSERT INTO cart_cartline AS line (cart_id, variant_id, quantity)
           SELECT %(cart)s, %(variant)s, %(quantity)s
            WHERE (SELECT count(*) FROM cart_cartline WHERE cart_id = %(cart)s AND variant_id <> %(variant)s)
                  < %(most_lines)s
           ON CONFLICT (cart_id, variant_id) DO UPDATE
              SET quantity = excluded.quantity + CASE WHEN %(more)s THEN line.quantity ELSE 0 END
            WHERE NOT %(more)s OR line.quantity + excluded.quantity <= %(most_pieces)s""",
        values,
    )
    if put:
        return
    if fetch("SELECT FROM cart_cartline WHERE cart_id = %s AND variant_id = %s", [cart_id, variant_id]):
        raise BadCartQuantity(field="quantity", most=MOST_PIECES)
    raise CartFull(field="sku", most=MOST_LINES)


def set_details(*, cart_id: CartId, details: CartDetails, actor: Actor, now: datetime) -> None:
    """Note what the buyer told; what was not said keeps its value. Every wrong field is told at once.

    An address that tells no more than where it is (country, postal code) is kept for estimating the delivery; any other
    must be complete, as its country asks. A way of delivery is one of the market's, even if not to that address; it is
    a gift only where the market wraps gifts.

    :raises ManyInvalid: with one error per field, named ``email``, ``shipping_address.city``…
    :raises CartClosed: when the cart has become an order.
    """
    actor.must(CART_EDIT)
    told, errors = _told(details)
    if errors:
        raise ManyInvalid(errors=tuple(errors))
    with transaction.atomic(savepoint=False):
        locked = lock_open(cart_id, now, _as_columns(told))
        if told.get("delivery_method") and told["delivery_method"] not in offered_codes(locked.market):
            raise ManyInvalid(errors=(UnknownDelivery(field="delivery_method"),))
        if told.get("gift_message") is not None and not market_of(locked.market).gift_wrap:
            raise ManyInvalid(errors=(GiftsNotOffered(field="gift"),))


def keep_details(*, cart_id: CartId, best_first: Sequence[CartDetails], actor: Actor, now: datetime) -> None:
    """Note the first of several tellings that is right, as ``set_details``; nothing when none is.

    For a form that is half filled in: all of it if that can be, else what prices depend on.

    :raises CartClosed: when the cart has become an order.
    """
    actor.must(CART_EDIT)
    right = (told for told, errors in map(_told, best_first) if not errors)
    with transaction.atomic(savepoint=False):
        lock_open(cart_id, now, _as_columns(next(right, {})))


def _as_columns(told: Mapping[str, Any]) -> dict[str, Any]:
    return {name: jsonb(value) if isinstance(value, dict) else value for name, value in told.items()}


def _told(details: CartDetails) -> tuple[dict[str, Any], list[Invalid]]:
    """What was said, by column, and what is wrong with it."""
    columns: dict[str, Any] = {}
    errors: list[Invalid] = []
    if details.email is not None:
        columns["email"] = details.email.strip()
        errors += email_errors(columns["email"])
    if details.comment is not None:
        columns["comment"] = typed(details.comment)
        if len(columns["comment"]) > MOST_COMMENT:
            errors.append(TextTooLong(field="comment", most=MOST_COMMENT))
    if details.gift_message is not None:
        columns["gift_message"] = typed(details.gift_message)
        if len(columns["gift_message"]) > MOST_GIFT_MESSAGE:
            errors.append(TextTooLong(field="gift_message", most=MOST_GIFT_MESSAGE))
    if details.no_gift:
        columns["gift_message"] = None
    if details.language is not None:
        columns["language"] = details.language
    if details.delivery_method is not None:
        columns["delivery_method"] = details.delivery_method
    for name in ("shipping_address", "billing_address"):
        address = getattr(details, name)
        if address is not None:
            tidy, wrong = _checked(address, name)
            columns[name] = tidy.values()
            errors += wrong
    if details.same_billing:
        columns["billing_address"] = None
    return columns, errors


def _checked(address: Address, prefix: str) -> tuple[Address, list[Invalid]]:
    address = tidied(replace(address, country=address.country.upper()))
    if not any((address.name, address.line1, address.city)):
        return address, list(address_errors(address, prefix=prefix))
    tidy, errors = check_address(address)
    for error in errors:
        error.field = f"{prefix}.{error.field}"
    return tidy, [*errors, *address_errors(tidy, prefix=prefix)]


def close_cart(*, cart_id: CartId, order_id: UUID, actor: Actor, now: datetime) -> None:
    """The cart becomes this order, once.

    :raises CartClosed: when it has become an order already.
    """
    actor.must(CART_EDIT)
    closed = execute(
        "UPDATE cart_cart SET state = %s, order_id = %s, updated_at = %s WHERE id = %s AND state = 'open'",
        [CartState.ORDERED, order_id, now, cart_id],
    )
    if not closed:
        lock_open(cart_id, now)
