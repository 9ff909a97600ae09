from comptoir.kernel.access import Permission

CART_EDIT = Permission("cart.edit")
CART_FORGET = Permission("cart.forget")
