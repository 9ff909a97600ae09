"""What others may ask of carts: as they were left (`read`), at today's prices (`priced`), and what somebody would like
to have (`wishes`)."""

from comptoir.domains.cart.queries.priced import cart_lines, cart_to_order, goods_of, priced_cart, readiness, stock_in
from comptoir.domains.cart.queries.read import cart, carts_of, pieces_in, saved_cart, shared_cart
from comptoir.domains.cart.queries.wishes import wish_list, wishes_in

__all__ = [
    "cart",
    "cart_lines",
    "cart_to_order",
    "carts_of",
    "goods_of",
    "pieces_in",
    "priced_cart",
    "readiness",
    "saved_cart",
    "shared_cart",
    "stock_in",
    "wish_list",
    "wishes_in",
]
