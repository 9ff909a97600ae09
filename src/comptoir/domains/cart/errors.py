from django.utils.translation import gettext_lazy as _

from comptoir.kernel.errors import Conflict, Invalid, NotFound


class UnknownCart(NotFound):
    code = "cart.unknown"
    message = _("This basket does not exist, or is not yours.")


class CartClosed(Conflict):
    """The cart has become an order; ``order_id`` says which."""

    code = "cart.closed"
    message = _("This basket has already been ordered.")


class BetterVoucher(Invalid):
    """The voucher in the cart takes more off (``takes``) than the one that was typed (``would_take``)."""

    code = "cart.better_voucher"
    message = _("Your code %(kept)s already takes %(takes)s off: %(voucher)s would take %(would_take)s.")


class MinimumOfOtherNotMet(BetterVoucher):
    """The one that was typed takes nothing off goods that come to less than its ``minimum``."""

    message = _("%(voucher)s is for orders of %(minimum)s or more. Your code %(kept)s already takes %(takes)s off.")


class TooManyCodes(Invalid):
    code = "cart.too_many_codes"
    message = _("At most %(most)s gift cards or store credits can pay one order.")


class UnknownWishList(NotFound):
    code = "cart.unknown_wish_list"
    message = _("This wish list does not exist, or is not yours.")


class WishListFull(Invalid):
    code = "cart.wish_list_full"
    message = _("A wish list holds at most %(most)s items.")


class EmptyCart(Invalid):
    code = "cart.empty"
    message = _("Your basket is empty.")


class BadCartQuantity(Invalid):
    code = "cart.bad_quantity"
    message = _("A quantity is a whole number between 0 and %(most)s.")


class CartFull(Invalid):
    code = "cart.full"
    message = _("A basket holds at most %(most)s different items.")


class NotSold(Invalid):
    """The article is not sold in this market (any more)."""

    code = "cart.not_sold"
    message = _("This item is not for sale here.")


class DetailMissing(Invalid):
    code = "cart.detail_missing"
    message = _("Please fill this in.")


class BadEmail(Invalid):
    code = "cart.bad_email"
    message = _("This does not look like an e-mail address.")


class BadPhone(Invalid):
    code = "cart.bad_phone"
    message = _("This does not look like a phone number.")


class BadVatNumber(Invalid):
    code = "cart.bad_vat_number"
    message = _("This is not a valid VAT number.")


class TextTooLong(Invalid):
    code = "cart.text_too_long"
    message = _("At most %(most)s characters, please.")


class CountryNotServed(Invalid):
    code = "cart.country_not_served"
    message = _("We do not deliver to this country yet.")


class GiftsNotOffered(Invalid):
    """The market does not wrap gifts (any more)."""

    code = "cart.gifts_not_offered"
    message = _("Gift wrapping is not available.")


class UnknownDelivery(Invalid):
    code = "cart.unknown_delivery"
    message = _("This delivery method is not available for this address.")


class UnknownSharedCart(NotFound):
    code = "cart.unknown_shared"
    message = _("This shared basket does not exist any more. Ask for a new link.")


class CartsDoNotFit(Conflict):
    """Both baskets together would hold more than one may."""

    code = "cart.do_not_fit"
    message = _("Both baskets together are too big for one. Order one of them first.")
