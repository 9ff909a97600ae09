"""What somebody would like to have, at today's prices."""

from django.utils.translation import gettext as _

from comptoir.domains.cart.errors import UnknownWishList
from comptoir.domains.cart.queries import wish_list
from comptoir.domains.cart.values import Wish, WishList, WishListId
from comptoir.domains.inventory.values import Band
from comptoir.kernel.formats import money_label
from comptoir.kernel.texts import text_in
from comptoir.storefront.assemble.heads import page_head
from comptoir.storefront.assemble.pictures import thumbnail
from comptoir.storefront.assemble.stock import band_words, mark_of
from comptoir.storefront.carts import SHARED_WISHES, key_of
from comptoir.storefront.here import Here
from comptoir.storefront.pages.parts import Link
from comptoir.storefront.pages.wishes import WishesPage, WishLine
from comptoir.storefront.whole import absolute


def own_wishes_page(wish_list_id: WishListId | None, here: Here) -> WishesPage:
    """The visitor's own list; empty where there is none, or it is of another market."""
    found = _of_here(wish_list_id, here)
    key = key_of(SHARED_WISHES, found.id) if found else ""
    return WishesPage(
        head=page_head(here, _("Your wish list"), lambda at: at.wishes(), indexed=False),
        title=_("Your wish list"),
        text=_("Kept on this device for a year.") if found and found.wishes else "",
        lines=_lines(found, here, own=True),
        carry_on=_carry_on(here),
        share=absolute(here.at.shared_wishes(key)) if found and found.wishes else "",
    )


def shared_wishes_page(wish_list_id: WishListId, key: str, here: Here) -> WishesPage:
    """A list as others see it.

    :raises UnknownWishList: when there is none in this market.
    """
    found = _of_here(wish_list_id, here)
    if found is None:
        raise UnknownWishList
    return WishesPage(
        head=page_head(here, _("A wish list"), lambda at: at.shared_wishes(key), indexed=False),
        title=_("A wish list"),
        text=_("Someone shared it with you. Prices and availability are those of the moment."),
        lines=_lines(found, here, own=False),
        carry_on=_carry_on(here),
        basket=here.at.basket(),
    )


def _carry_on(here: Here) -> Link:
    return Link(_("See all products"), here.at.products())


def _of_here(wish_list_id: WishListId | None, here: Here) -> WishList | None:
    if wish_list_id is None:
        return None
    try:
        found = wish_list(wish_list_id)
    except UnknownWishList:
        return None
    return found if found.market == here.market.code else None


def _lines(found: WishList | None, here: Here, *, own: bool) -> tuple[WishLine, ...]:
    if found is None or not found.wishes:
        return ()
    return tuple(_line(wish, here, own=own) for wish in found.wishes)


def _line(wish: Wish, here: Here, *, own: bool) -> WishLine:
    language, variant, price, told = here.language, wish.variant, wish.price, wish.availability
    gone = price is None
    words = _("No longer sold") if gone else band_words(told.band, preorder=told.preorder)
    return WishLine(
        sku=variant.sku,
        name=text_in(variant.title, language),
        detail=text_in(variant.options, language),
        href=here.at.product(variant.slug_in(language), variant=variant.sku),
        src=thumbnail(variant.image),
        price=money_label(price.amount, language) if price else "",
        was=money_label(price.compare_at, language) if price and price.compare_at else "",
        band="out" if gone else mark_of(told.band),
        availability=words,
        buyable=not gone and told.band is not Band.OUT,
        action=here.at.wish(variant.sku) if own else "",
    )
