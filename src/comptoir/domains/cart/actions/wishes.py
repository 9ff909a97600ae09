"""What somebody would like to have. A guest's right to a wish list is its token, checked at the edge."""

from datetime import datetime, timedelta

from django.db import transaction

from comptoir.domains.cart.errors import NotSold, UnknownWishList, WishListFull
from comptoir.domains.cart.permissions import CART_EDIT
from comptoir.domains.cart.values import MOST_WISHES, WishListId
from comptoir.domains.catalogue.queries import variants_by_sku
from comptoir.domains.markets.queries import market as market_of
from comptoir.domains.pricing.queries import prices_for
from comptoir.kernel.access import Actor
from comptoir.kernel.ids import new_id
from comptoir.kernel.sql import execute, fetch

KEPT = timedelta(days=365)


def add_wish(
    *, wish_list_id: WishListId | None, market: str, language: str, sku: str, actor: Actor, now: datetime
) -> WishListId:
    """Put an article on a wish list, and return which: without one of that market, on a new one. Saying it twice
    changes nothing.

    :raises NotSold: when the article does not exist or has no price in the market.
    :raises WishListFull: when the list would hold more than ``MOST_WISHES`` articles.
    """
    actor.must(CART_EDIT, market=market)
    variant = variants_by_sku([sku]).get(sku)
    if variant is None or not variant.active or variant.id not in prices_for([variant.id], market=market):
        raise NotSold(field="sku", sku=sku)
    with transaction.atomic(savepoint=False):
        id = _touched(wish_list_id, market, now) or _opened(market, language, now)
        # Whoever writes holds the list's row, so that nobody counts while another adds.
        added = execute(
            """INSERT INTO cart_wish (wish_list_id, variant_id, added_at)
               SELECT %(list)s, %(variant)s, %(now)s
                WHERE (SELECT count(*) FROM cart_wish WHERE wish_list_id = %(list)s AND variant_id <> %(variant)s)
                      < %(most)s
                   ON CONFLICT (wish_list_id, variant_id) DO UPDATE SET added_at = cart_wish.added_at""",
            {"list": id, "variant": variant.id, "now": now, "most": MOST_WISHES},
        )
        if not added:
            raise WishListFull(field="sku", most=MOST_WISHES)
    return id


def _touched(wish_list_id: WishListId | None, market: str, now: datetime) -> WishListId | None:
    if wish_list_id is None:
        return None
    rows = fetch(
        "UPDATE cart_wishlist SET updated_at = %s WHERE id = %s AND market_id = %s RETURNING id",
        [now, wish_list_id, market],
    )
    return WishListId(rows[0][0]) if rows else None


def _opened(market: str, language: str, now: datetime) -> WishListId:
    id, chosen = WishListId(new_id()), market_of(market)
    spoken = language if language in chosen.languages else chosen.default_language
    execute(
        """INSERT INTO cart_wishlist (id, market_id, language, created_at, updated_at)
           VALUES (%s, %s, %s, %s, %s)""",
        [id, market, spoken, now, now],
    )
    return id


def remove_wish(*, wish_list_id: WishListId, sku: str, actor: Actor, now: datetime) -> None:
    """Take an article off a wish list. Saying it twice changes nothing.

    :raises UnknownWishList: when there is no such list.
    """
    actor.must(CART_EDIT)
    with transaction.atomic(savepoint=False):
        if not execute("UPDATE cart_wishlist SET updated_at = %s WHERE id = %s", [now, wish_list_id]):
            raise UnknownWishList
        variant = variants_by_sku([sku]).get(sku)
        if variant is not None:
            execute("DELETE FROM cart_wish WHERE wish_list_id = %s AND variant_id = %s", [wish_list_id, variant.id])


def erase_wishes(*, wish_list_id: WishListId, actor: Actor, now: datetime) -> None:
    """Delete a wish list with all that is on it: who was shown it finds nothing there any more. Saying it twice changes
    nothing."""
    actor.must(CART_EDIT)
    with transaction.atomic(savepoint=False):
        fetch("SELECT FROM cart_wishlist WHERE id = %s FOR UPDATE", [wish_list_id])
        execute("DELETE FROM cart_wish WHERE wish_list_id = %s", [wish_list_id])
        execute("DELETE FROM cart_wishlist WHERE id = %s", [wish_list_id])


def forget_old_wishes(*, actor: Actor, now: datetime) -> int:
    """Delete the lists that nobody has touched for a year, some at a time; returns how many."""
    actor.must(CART_EDIT)
    with transaction.atomic(savepoint=False):
        old = [id for (id,) in fetch("SELECT id FROM cart_wishlist WHERE updated_at < %s LIMIT 1000", [now - KEPT])]
        execute("DELETE FROM cart_wish WHERE wish_list_id = ANY(%s)", [old])
        return execute("DELETE FROM cart_wishlist WHERE id = ANY(%s)", [old])
