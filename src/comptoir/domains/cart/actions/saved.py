"""A cart that belongs to somebody, and a cart that somebody shows to others."""

from collections.abc import Collection
from datetime import datetime, timedelta
from uuid import UUID

from django.db import IntegrityError, transaction

from comptoir.domains.cart.actions.contents import lock_open
from comptoir.domains.cart.errors import CartsDoNotFit, EmptyCart
from comptoir.domains.cart.permissions import CART_EDIT, CART_FORGET
from comptoir.domains.cart.queries import shared_cart
from comptoir.domains.cart.values import MOST_LINES, MOST_PIECES, SHARED_KEEPS, CartId, SharedCartId
from comptoir.domains.customers.values import CustomerId
from comptoir.kernel.access import Actor
from comptoir.kernel.ids import new_id
from comptoir.kernel.sql import execute, fetch, jsonb

_AT_A_TIME = 5_000


def keep_cart_of(
    *, cart_id: CartId | None, customer_id: CustomerId, market: str, actor: Actor, now: datetime
) -> CartId | None:
    """The cart of a customer who has just signed in, with what they had put into the one at hand; None when there is
    none.

    Pieces of one article in both are added up, once: what went over is taken out of the cart at hand in the same
    transaction, and who still holds its token is led to the other. Where both together would be too big, the one at
    hand stays at hand, and the other waits.
    """
    actor.must(CART_EDIT, market=market)
    with transaction.atomic(savepoint=False):
        saved, mine = _both(cart_id, customer_id, market)
        if mine is None:
            return saved
        if saved is None:
            return _given(mine, customer_id) or keep_cart_of(
                cart_id=cart_id, customer_id=customer_id, market=market, actor=actor, now=now
            )
        if not _fit(saved, mine):
            return mine
        _join(saved, mine, now)
    return saved


def _both(cart_id: CartId | None, customer_id: CustomerId, market: str) -> tuple[CartId | None, CartId | None]:
    """The customer's own cart and the one at hand that is nobody's, locked in one order: nobody's first, as by whoever
    still changes that one and is led on to the other."""
    rows = fetch(
        """SELECT id, customer_id FROM cart_cart
            WHERE state = 'open' AND joined_id IS NULL AND market_id = %s AND (customer_id = %s OR id = %s)
            ORDER BY customer_id IS NOT NULL, id FOR UPDATE""",
        [market, customer_id, cart_id],
    )
    saved = next((CartId(id) for id, owner in rows if owner == customer_id), None)
    mine = next((CartId(id) for id, owner in rows if id == cart_id and owner is None), None)
    return saved, mine


def _given(cart_id: CartId, customer_id: CustomerId) -> CartId | None:
    """None when another browser of theirs was faster: then there is a cart to join."""
    try:
        with transaction.atomic(savepoint=True):
            execute("UPDATE cart_cart SET customer_id = %s WHERE id = %s", [customer_id, cart_id])
    except IntegrityError:
        return None
    return cart_id


def _fit(one: CartId, other: CartId) -> bool:
    ((lines, most),) = fetch(
        """SELECT count(*), coalesce(max(pieces), 0) FROM (
               SELECT sum(quantity) AS pieces FROM cart_cartline WHERE cart_id IN (%s, %s) GROUP BY variant_id
           ) AS sums""",
        [one, other],
    )
    return bool(lines <= MOST_LINES and most <= MOST_PIECES)


def _join(saved: CartId, mine: CartId, now: datetime) -> None:
    execute(
        """WITH moved AS (DELETE FROM cart_cartline WHERE cart_id = %(mine)s RETURNING id, variant_id, quantity)
           INSERT INTO cart_cartline AS line (cart_id, variant_id, quantity)
           SELECT %(saved)s, variant_id, quantity FROM moved ORDER BY id
           ON CONFLICT (cart_id, variant_id) DO UPDATE SET quantity = line.quantity + excluded.quantity""",
        {"mine": mine, "saved": saved},
    )
    # What was typed last is what they mean; what was not typed keeps its value.
    execute(
        """UPDATE cart_cart AS saved
              SET email = coalesce(nullif(mine.email, ''), saved.email),
                  shipping_address = CASE WHEN mine.email = '' THEN saved.shipping_address
                                          ELSE mine.shipping_address END,
                  billing_address = CASE WHEN mine.email = '' THEN saved.billing_address ELSE mine.billing_address END,
                  comment = coalesce(nullif(mine.comment, ''), saved.comment),
                  gift_message = coalesce(mine.gift_message, saved.gift_message),
                  voucher_id = coalesce(mine.voucher_id, saved.voucher_id),
                  stored_value = (SELECT coalesce(array_agg(DISTINCT id), '{}')
                                    FROM unnest(saved.stored_value || mine.stored_value) AS id),
                  updated_at = %(now)s
             FROM cart_cart AS mine WHERE saved.id = %(saved)s AND mine.id = %(mine)s""",
        {"mine": mine, "saved": saved, "now": now},
    )
    execute(
        """UPDATE cart_cart SET joined_id = %s, email = '', shipping_address = '{}', billing_address = NULL,
                  comment = '', gift_message = NULL, voucher_id = NULL, stored_value = '{}', updated_at = %s
            WHERE id = %s""",
        [saved, now, mine],
    )


def share_cart(*, cart_id: CartId, actor: Actor, now: datetime) -> SharedCartId:
    """Make a copy of what is in the cart now, to be shown to others. It names nobody and does not follow the cart.

    :raises EmptyCart: when there is nothing to show.
    :raises CartClosed: when the cart has become an order.
    """
    actor.must(CART_EDIT)
    with transaction.atomic(savepoint=False):
        locked = lock_open(cart_id, now)
        rows = fetch("SELECT variant_id, quantity FROM cart_cartline WHERE cart_id = %s ORDER BY id", [locked.id])
        if not rows:
            raise EmptyCart(field="lines")
        id = SharedCartId(new_id())
        execute(
            "INSERT INTO cart_sharedcart (id, market_id, quantities, shared_at) VALUES (%s, %s, %s, %s)",
            [id, locked.market, jsonb({str(variant_id): quantity for variant_id, quantity in rows}), now],
        )
    return id


def take_shared_cart(*, shared_id: UUID, cart_id: CartId, instead: bool, actor: Actor, now: datetime) -> None:
    """Put what somebody shows into a cart, beside what is there or ``instead`` of it. Taken twice beside it, it is in
    there twice; what is not sold any more is shown as gone.

    :raises UnknownSharedCart: when there is none (any more).
    :raises CartsDoNotFit: when there would be too much in it.
    :raises CartClosed: when the cart has become an order.
    """
    actor.must(CART_EDIT)
    shared = shared_cart(shared_id, now=now)
    with transaction.atomic(savepoint=False):
        locked = lock_open(cart_id, now)
        if instead:
            execute("DELETE FROM cart_cartline WHERE cart_id = %s", [locked.id])
        execute(
            """INSERT INTO cart_cartline AS line (cart_id, variant_id, quantity)
               SELECT %(cart)s, given.id, given.pieces
                 FROM unnest(%(ids)s::uuid[], %(pieces)s::int[]) WITH ORDINALITY AS given(id, pieces, place)
                ORDER BY place
               ON CONFLICT (cart_id, variant_id)
               DO UPDATE SET quantity = least(line.quantity + excluded.quantity, %(most)s)""",
            {
                "cart": locked.id,
                "ids": list(shared.quantities),
                "pieces": list(shared.quantities.values()),
                "most": MOST_PIECES,
            },
        )
        ((lines,),) = fetch("SELECT count(*) FROM cart_cartline WHERE cart_id = %s", [locked.id])
        if lines > MOST_LINES:
            raise CartsDoNotFit


def forget_abandoned_carts(*, unseen_since: timedelta, actor: Actor, now: datetime) -> int:
    """Take who they are out of carts that were left for so long, and out of those that became an order as long ago,
    which holds all it needs; returns how many. What is in them stays.
    """
    actor.must(CART_FORGET)
    before, forgotten = now - unseen_since, 0
    for which in ("state = 'open'", "email <> ''"):
        while some := execute(
            f"""UPDATE cart_cart SET email = '', shipping_address = '{{}}', billing_address = NULL, comment = '',
                       gift_message = NULL
                 WHERE id IN (SELECT id FROM cart_cart
                               WHERE {which} AND updated_at < %s
                                 AND (email <> '' OR shipping_address <> '{{}}' OR billing_address IS NOT NULL
                                      OR comment <> '' OR gift_message IS NOT NULL)
                               ORDER BY id LIMIT %s FOR UPDATE SKIP LOCKED)""",
            [before, _AT_A_TIME],
        ):
            forgotten += some
    execute("DELETE FROM cart_sharedcart WHERE shared_at < %s", [now - SHARED_KEEPS])
    return forgotten


def empty_carts_of(
    *, customer_ids: Collection[CustomerId], emails: Collection[str], actor: Actor, now: datetime
) -> int:
    """Take everything out of the carts of some customers, and who they are out of every cart that names them; returns
    how many. Locks them, so that none of them becomes an order meanwhile."""
    actor.must(CART_FORGET)
    with transaction.atomic(savepoint=False):
        ids = [
            id
            for (id,) in fetch(
                """SELECT id FROM cart_cart WHERE customer_id = ANY(%s) OR lower(btrim(email)) = ANY(%s)
                    ORDER BY customer_id IS NOT NULL, id FOR UPDATE""",
                [list(customer_ids), [each.lower() for each in emails]],
            )
        ]
        execute(
            """DELETE FROM cart_cartline WHERE cart_id IN (
                   SELECT id FROM cart_cart WHERE id = ANY(%s) AND state = 'open' AND customer_id = ANY(%s))""",
            [ids, list(customer_ids)],
        )
        return execute(
            """UPDATE cart_cart SET email = '', shipping_address = '{}', billing_address = NULL, comment = '',
                      gift_message = NULL, customer_id = NULL, voucher_id = NULL, stored_value = '{}'
                WHERE id = ANY(%s)""",
            [ids],
        )
