from comptoir.kernel.access import Permission

CART_EDIT = Permission("cart.edit")
