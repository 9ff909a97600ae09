"""What somebody would like to have."""

from uuid import UUID

from comptoir.domains.cart.errors import UnknownWishList
from comptoir.domains.cart.values import Wish, WishList, WishListId
from comptoir.domains.catalogue.queries import variants_for
from comptoir.domains.catalogue.values import VariantId
from comptoir.domains.inventory.queries import availability_for
from comptoir.domains.pricing.queries import prices_for
from comptoir.kernel.sql import fetch


def wish_list(wish_list_id: UUID) -> WishList:
    """What is on a wish list, with what it costs and whether it is there now. Four statements, however long it is.

    :raises UnknownWishList: when there is none.
    """
    rows = fetch(
        """SELECT known.market_id, wish.variant_id
             FROM cart_wishlist AS known LEFT JOIN cart_wish AS wish ON wish.wish_list_id = known.id
            WHERE known.id = %s ORDER BY wish.added_at DESC, wish.id DESC""",
        [wish_list_id],
    )
    if not rows:
        raise UnknownWishList
    market_code, ids = rows[0][0], [VariantId(id) for _market, id in rows if id]
    variants = variants_for(ids) if ids else {}
    active = [id for id in ids if id in variants and variants[id].active]
    prices = prices_for(active, market=market_code) if active else {}
    available = availability_for(list(variants)) if variants else {}
    return WishList(
        id=WishListId(wish_list_id),
        market=market_code,
        wishes=tuple(
            Wish(variant=variants[id], price=prices.get(id), availability=available[id]) for id in ids if id in variants
        ),
    )


def wishes_in(wish_list_id: UUID) -> int:
    """How many articles are on a wish list; none on one that is unknown."""
    ((count,),) = fetch("SELECT count(*) FROM cart_wish WHERE wish_list_id = %s", [wish_list_id])
    return int(count)
