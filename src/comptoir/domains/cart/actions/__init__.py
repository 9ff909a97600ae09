"""The verbs of a cart. A guest's right to one cart is its token, checked at the edge."""

from comptoir.domains.cart.actions.codes import (
    apply_code,
    apply_stored_value,
    apply_voucher,
    remove_stored_value,
    remove_voucher,
)
from comptoir.domains.cart.actions.contents import (
    add_carts,
    add_pieces,
    close_cart,
    keep_details,
    open_cart,
    set_details,
    set_line,
)
from comptoir.domains.cart.actions.saved import (
    empty_carts_of,
    forget_abandoned_carts,
    keep_cart_of,
    share_cart,
    take_shared_cart,
)
from comptoir.domains.cart.actions.wishes import add_wish, erase_wishes, forget_old_wishes, remove_wish

__all__ = [
    "add_carts",
    "add_pieces",
    "add_wish",
    "apply_code",
    "apply_stored_value",
    "apply_voucher",
    "close_cart",
    "empty_carts_of",
    "erase_wishes",
    "forget_abandoned_carts",
    "forget_old_wishes",
    "keep_cart_of",
    "keep_details",
    "open_cart",
    "remove_stored_value",
    "remove_voucher",
    "remove_wish",
    "set_details",
    "set_line",
    "share_cart",
    "take_shared_cart",
]
